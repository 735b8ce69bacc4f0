// The words of a comparison's rows, and which row shows which part of the two texts.

import type { ComparedRow } from "../backend/types/ComparedRow";
import type { Piece } from "../backend/types/Piece";
import type { Side } from "../backend/types/Side";
import type { TextRange } from "../backend/types/TextRange";
import type { ArticleText } from "../reader/text-map";

/** All the words of a row, in order. `text` is the new text. */
export function piecesOf(row: ComparedRow, text: ArticleText): readonly Piece[] {
  if (row.change !== "same" || !row.old || !row.new) return row.pieces;
  const { old, new: now } = row;
  return [
    {
      is: "same",
      words: text.slice(now.start, now.end),
      old: [old.start, old.end],
      new: [now.start, now.end],
    },
  ];
}

/** Finds the rows that show a stretch of one of the two texts. */
export class RowsOf {
  readonly #sides: readonly { row: number; start: number; end: number }[];

  constructor(rows: readonly ComparedRow[], side: "old" | "new") {
    this.#sides = rows
      .map((row, index) => ({ row: index, of: row[side] }))
      .filter((one): one is { row: number; of: Side } => one.of !== null)
      .map(({ row, of }) => ({ row, start: of.start, end: of.end }))
      .sort((a, b) => a.start - b.start);
  }

  /** The rows that share text with a range, in the order of that text. */
  within([start, end]: TextRange): number[] {
    const found: number[] = [];
    for (let i = this.#firstEndingAfter(start); i < this.#sides.length; i++) {
      const side = this.#sides[i]!;
      if (side.start >= end) break;
      found.push(side.row);
    }
    return found;
  }

  /** The row at a position, or where it stands between two rows, the one before it. */
  at(position: number): number | null {
    const after = this.#sides[this.#firstEndingAfter(position)];
    if (after && after.start <= position) return after.row;
    return (this.#sides[this.#firstEndingAfter(position) - 1] ?? after)?.row ?? null;
  }

  #firstEndingAfter(at: number): number {
    let low = 0;
    let high = this.#sides.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sides[middle]!.end <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
