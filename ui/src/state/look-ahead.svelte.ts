// What a copy will look like: its first page, made anew a moment after something was chosen otherwise.
import * as commands from "../backend/commands";
import type { ExportFormat } from "../backend/types/ExportFormat";
import type { Failure } from "../backend/types/Failure";
import type { FirstPage } from "../backend/types/FirstPage";
import type { Language } from "../backend/types/Language";
import type { Wanted } from "../backend/types/Wanted";
import type { Drawn } from "./drawn";
import { Waiting } from "./waiting.svelte";

/** How a copy is to be. */
export interface Choice {
  format: ExportFormat;
  wanted: Wanted;
  language: Language;
}

/** The page that is seen, the format it is of, and the address of its picture where it has one. */
export interface Seen {
  format: ExportFormat;
  page: FirstPage;
  address: string | null;
}

/** Makes the first page of a copy; rejects when that cannot be, or when it is not wanted any more. */
export type Look = (choice: Choice, unwanted: AbortSignal) => Promise<Drawn<FirstPage>>;

/** Who goes on choosing sees nothing in between: a page is made after such a pause, in milliseconds. */
export const PAUSE = 200;

export class LookAhead {
  /** The page before stays until the next one is there. */
  seen = $state.raw<Seen | null>(null);
  /** Why there is none. */
  failure = $state.raw<Failure | null>(null);
  readonly waiting = new Waiting();
  readonly #look: Look;
  #asked: AbortController | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(look: Look) {
    this.#look = look;
  }

  /** This is how the copy is to be now: what was asked for before is not wanted any more. */
  want(choice: Choice): void {
    this.#leave();
    if (!this.waiting.on) this.waiting.begin();
    const first = this.seen === null && this.failure === null;
    this.#pause = setTimeout(() => void this.#ask(choice), first ? 0 : PAUSE);
  }

  /** Nothing is to be seen any more, and nothing goes on. */
  stop(): void {
    this.#leave();
    this.waiting.end();
    this.#show(null);
    this.failure = null;
  }

  async #ask(choice: Choice): Promise<void> {
    const asked = (this.#asked = new AbortController());
    try {
      const { head: page, picture } = await this.#look(choice, asked.signal);
      if (asked.signal.aborted) return;
      const address = page.is === "picture" ? URL.createObjectURL(picture) : null;
      this.#show({ format: choice.format, page, address });
      this.failure = null;
    } catch (reason) {
      if (asked.signal.aborted) return;
      this.#show(null);
      this.failure = commands.failureOf(reason);
    }
    this.#asked = null;
    this.waiting.end();
  }

  #leave(): void {
    clearTimeout(this.#pause);
    this.#asked?.abort();
    this.#asked = null;
  }

  #show(seen: Seen | null): void {
    if (this.seen?.address) URL.revokeObjectURL(this.seen.address);
    this.seen = seen;
  }
}
