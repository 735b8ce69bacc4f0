// A field that is being written in: saves as the person types, and never loses a word.
import { failureOf } from "../backend/commands";
import type { Failure } from "../backend/types/Failure";

/** How long words may wait before they are sent to disk, in milliseconds; 500 is promised. */
const WAIT = 350;

export type TypingState = "saved" | "waiting" | "saving" | "failed";

export class Typing {
  /** What the person sees in the field. */
  words = $state("");
  #state = $state<TypingState>("saved");
  failure = $state.raw<Failure | null>(null);

  /** What is on disk, as far as is known. */
  #stored: string;
  #group: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> | null = null;
  readonly #write: (words: string, group: string) => Promise<unknown>;
  readonly #heard: () => void;

  /**
   * `write` stores the words; all that is written in one session of typing has the same `group`.
   * `heard` is called whenever the state changes.
   */
  constructor(
    stored: string,
    write: (words: string, group: string) => Promise<unknown>,
    heard: () => void = () => {},
  ) {
    this.#stored = stored;
    this.words = stored;
    this.#write = write;
    this.#heard = heard;
  }

  get state(): TypingState {
    return this.#state;
  }

  get dirty(): boolean {
    return this.words !== this.#stored;
  }

  type(words: string): void {
    this.words = words;
    if (!this.dirty && !this.#saving) {
      this.#settle();
      return;
    }
    if (this.#state !== "saving") this.#become("waiting");
    this.#timer ??= setTimeout(() => void this.flush(), WAIT);
  }

  /** The stored words changed: by an undo, or because they were just saved. Unsaved words stay. */
  take(stored: string): void {
    const untouched = !this.dirty;
    this.#stored = stored;
    if (untouched && !this.#saving) this.words = stored;
    else if (!this.dirty && !this.#saving) this.#settle();
  }

  /** Saves now. Resolves when all words are on disk, or the failure is shown. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#saving) await this.#saving;
    if (!this.dirty) return;
    this.#saving = this.#save(this.words);
    await this.#saving;
    // What was typed meanwhile goes the same way.
    if (this.dirty && this.#state !== "failed") this.type(this.words);
  }

  /** The person leaves the field: saves, and what is typed later is another step of undo. */
  async finish(): Promise<void> {
    await this.flush();
    if (!this.dirty) this.#group = null;
  }

  async #save(words: string): Promise<void> {
    this.#become("saving");
    this.#group ??= crypto.randomUUID();
    try {
      await this.#write(words, this.#group);
      this.#stored = words;
      this.#saving = null;
      this.#settle();
    } catch (reason) {
      this.#saving = null;
      this.failure = failureOf(reason);
      this.#become("failed");
    }
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.failure = null;
    this.#become(this.dirty ? "waiting" : "saved");
  }

  #become(state: TypingState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#heard();
  }
}
