// Finds words in the open article, as a person would: accents, case, spaces and quotes may differ.

import type { TextRange } from "../backend/types/TextRange";
import { type Folded, type Folding, fold, foldWords, placesOf } from "./fold";
import type { ArticleText } from "./text-map";

/** What "find in article" has found, and which one the person stands at. */
export class Find {
  readonly #text: ArticleText;
  readonly #folded = new Map<Folding, Folded>();
  #hits: readonly TextRange[] = [];
  #current = -1;

  constructor(text: ArticleText) {
    this.#text = text;
  }

  get hits(): readonly TextRange[] {
    return this.#hits;
  }

  /** The place among the hits, from 0; -1 without one. */
  get current(): number {
    return this.#current;
  }

  get currentHit(): TextRange | null {
    return this.#hits[this.#current] ?? null;
  }

  /** Looks for words; the current hit is then the first one at or after `from`, or else the first. */
  look(words: string, folding: Folding, from: number): void {
    const needle = foldWords(words, folding);
    this.#hits = [...placesOf(needle, this.folded(folding), this.#text)];
    const next = this.#hits.findIndex(([start]) => start >= from);
    this.#current = this.#hits.length === 0 ? -1 : Math.max(next, 0);
  }

  /** Goes to the next hit (`1`) or the one before (`-1`), and around at the ends. */
  go(direction: 1 | -1): TextRange | null {
    const count = this.#hits.length;
    if (count > 0) this.#current = (this.#current + direction + count) % count;
    return this.currentHit;
  }

  /** The text, folded; done once. */
  folded(folding: Folding): Folded {
    let folded = this.#folded.get(folding);
    if (!folded) {
      folded = fold(this.#text, folding);
      this.#folded.set(folding, folded);
    }
    return folded;
  }
}
