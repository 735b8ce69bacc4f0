// Finds, in another version of an article, the words at which a person was reading.

import type { ArticleText } from "./text-map";

/** Where somebody was in a text; `length` is that of the whole text, in code points as well. */
export interface Spot {
  at: number;
  length: number;
  /** What stood there and after it. */
  words: string;
}

/** How many code points are looked for at a time, and how many such pieces are remembered. */
const PIECE = 48;
const PIECES = 8;

export function spotOf(text: ArticleText, at: number): Spot {
  return { at, length: text.length, words: text.slice(at, Math.min(text.length, at + PIECE * PIECES)) };
}

/** The same words in this text, nearest to where they were; as far down as before where none of them are left. */
export function sameSpot(text: ArticleText, was: Spot): number {
  if (was.at === 0) return 0;
  const expected = Math.round((was.at * text.length) / Math.max(1, was.length));
  const points = Array.from(was.words);
  for (let from = 0; from < points.length; from += PIECE) {
    const piece = points.slice(from, from + PIECE).join("");
    if (piece.trim().length < PIECE / 4) break;
    let nearest: number | null = null;
    for (let unit = text.string.indexOf(piece); unit !== -1; unit = text.string.indexOf(piece, unit + 1)) {
      const at = text.at(unit);
      if (nearest === null || Math.abs(at - expected) < Math.abs(nearest - expected)) nearest = at;
    }
    if (nearest !== null) return Math.max(0, nearest - from);
  }
  return expected;
}
