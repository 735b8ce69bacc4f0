// How the person likes the app: what is stored, and what the screen makes of it.
import * as commands from "../backend/commands";
import type { Language } from "../backend/types/Language";
import type { Preferences as Stored } from "../backend/types/Preferences";
import type { Notices } from "./notices.svelte";
import { speech } from "./speech.svelte";
import { EVERYTHING } from "./wanted";

export const SMALLEST_TYPE = 13;
export const LARGEST_TYPE = 32;
export const USUAL_TYPE = 19;

export class Preferences {
  stored = $state.raw<Stored>({
    language: null,
    theme: "system",
    type_size: USUAL_TYPE,
    author: "",
    order: "changed",
    export: "html",
    wanted: EVERYTHING,
    shelf_folded: false,
    last_article: null,
    ignored: [],
    paged: [],
  });
  #systemLanguage: Language = "en";
  #writing: Promise<unknown> = Promise.resolve();
  readonly #notices: Notices;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  begin(stored: Stored, systemLanguage: Language): void {
    this.#systemLanguage = systemLanguage;
    this.#put(stored);
  }

  /** Changes some of them. One after the other, so that two quick changes cannot overtake each other. */
  change(part: Partial<Stored>): Promise<unknown> {
    this.#writing = this.#writing.then(async () => {
      try {
        this.#put(await commands.setPreferences({ ...this.stored, ...part }));
      } catch (reason) {
        this.#notices.fail(commands.failureOf(reason));
      }
    });
    return this.#writing;
  }

  /** Makes the reading face larger or smaller by steps; 0 gives it back its usual size. */
  enlarge(steps: number): Promise<unknown> {
    const wanted = steps === 0 ? USUAL_TYPE : this.stored.type_size + steps;
    const type_size = Math.min(LARGEST_TYPE, Math.max(SMALLEST_TYPE, wanted));
    return this.change({ type_size });
  }

  #put(stored: Stored): void {
    this.stored = stored;
    speech.language = stored.language ?? this.#systemLanguage;
  }
}
