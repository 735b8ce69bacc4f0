// What the screen has to say to the person: what was done, what failed, and the one thing to do about it.
import type { Failure } from "../backend/types/Failure";
import { failureWords } from "./failure-words";

export interface Notice {
  id: number;
  tone: "done" | "failed";
  words: () => string;
  /** One thing to do about it. `open` says whether it still can be done. */
  offer?: { words: () => string; run: () => void; open?: () => boolean };
}

/** How long a notice stays, in milliseconds; a failure stays until it is closed. */
const STAY = 7000;

export class Notices {
  all = $state.raw<readonly Notice[]>([]);
  #last = 0;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** Says that something was done. Words are read again when the language changes. */
  say(words: () => string, offer?: Notice["offer"]): void {
    this.#add({ id: ++this.#last, tone: "done", words, ...(offer ? { offer } : {}) });
    this.linger(this.#last);
  }

  fail(failure: Failure): void {
    const words = () => failureWords(failure);
    // The same trouble twice is one notice.
    this.all = this.all.filter((notice) => notice.tone !== "failed" || notice.words() !== words());
    this.#add({ id: ++this.#last, tone: "failed", words });
  }

  close(id: number): void {
    this.hold(id);
    this.all = this.all.filter((notice) => notice.id !== id);
  }

  /** The pointer or the keyboard is on it: it stays. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** It may go in a while. */
  linger(id: number): void {
    const notice = this.all.find((one) => one.id === id);
    if (!notice || notice.tone === "failed") return;
    this.hold(id);
    this.#timers.set(
      id,
      setTimeout(() => this.close(id), STAY),
    );
  }

  #add(notice: Notice): void {
    const rest = this.all.slice(-2);
    for (const old of this.all) if (!rest.includes(old)) this.hold(old.id);
    // One line of "done" at a time: the last one counts.
    this.all = [...rest.filter((old) => old.tone === "failed"), notice];
  }
}
