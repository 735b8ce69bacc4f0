// Shortens what did not change in a long passage, so that what changed is seen at a glance.

import type { Piece } from "../backend/types/Piece";

/** Unchanged words kept on either side of a change, in characters. */
const KEPT = 60;
/** Struck or new words of one change: longer ones are cut in the middle. */
const CHANGED = 280;

export function shortPieces(pieces: readonly Piece[]): Piece[] {
  return pieces.map((piece, index) => {
    const isFirst = index === 0;
    const isLast = index === pieces.length - 1;
    if (piece.is !== "same") return { ...piece, words: cut(piece.words, CHANGED / 2, CHANGED / 2) };
    return { ...piece, words: cut(piece.words, isFirst ? 24 : KEPT, isLast ? 24 : KEPT) };
  });
}

/** The first and the last characters of some words, cut between words where that is near. */
export function cut(words: string, first: number, last: number): string {
  const points = Array.from(words);
  if (points.length <= first + last + 12) return words;
  const start = points.slice(0, first).join("");
  const end = points.slice(-last).join("");
  const space = start.lastIndexOf(" ");
  const next = end.indexOf(" ");
  const head = space > first / 2 ? start.slice(0, space) : start;
  const tail = next >= 0 && next < end.length / 2 ? end.slice(next + 1) : end;
  return `${head} … ${tail}`;
}
