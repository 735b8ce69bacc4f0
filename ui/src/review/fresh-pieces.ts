// What changed within a passage of the new text: the pieces of its rows, cut at its edges.

import type { ComparedRow } from "../backend/types/ComparedRow";
import type { Piece } from "../backend/types/Piece";
import type { TextRange } from "../backend/types/TextRange";
import { ArticleText } from "../reader/text-map";
import type { RowsOf } from "./compared-text";

/** `newRows` finds the rows of `rows` by their new text. */
export function piecesWithin(
  rows: readonly ComparedRow[],
  newRows: RowsOf,
  [start, end]: TextRange,
): Piece[] {
  const found: Piece[] = [];
  for (const index of newRows.within([start, end])) {
    // What went stands where the new text goes on.
    let at = rows[index]?.new?.start ?? start;
    for (const piece of rows[index]?.pieces ?? []) {
      if (piece.new === null) {
        if (at >= start && at < end) found.push(piece);
        continue;
      }
      const [from, to] = [Math.max(piece.new[0], start), Math.min(piece.new[1], end)];
      at = piece.new[1];
      if (from >= to) continue;
      const words = new ArticleText(piece.words).slice(from - piece.new[0], to - piece.new[0]);
      found.push({ ...piece, words, new: [from, to] });
    }
  }
  return found;
}
