// Says which rows of a comparison are shown, and which unchanged ones are folded to one line.

import type { ComparedRow } from "../backend/types/ComparedRow";

/** A row, or unchanged rows from `first` up to `end` (exclusive) behind one line. */
export type Entry = { is: "row"; row: number } | { is: "fold"; first: number; end: number };

/** Unchanged rows kept beside a change, so that it can be understood. */
const CONTEXT = 1;

/** Fewer rows than these are not worth a fold: the line would be as long. */
const LEAST = 2;

export function entriesOf(rows: readonly ComparedRow[], onlyChanges: boolean): Entry[] {
  if (!onlyChanges) return rows.map((_, row) => ({ is: "row", row }));
  const isShown = new Uint8Array(rows.length);
  for (const [index, { change }] of rows.entries()) {
    if (change === "same") continue;
    isShown.fill(1, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  }
  const entries: Entry[] = [];
  for (let row = 0; row < rows.length;) {
    let end = row;
    while (end < rows.length && isShown[end] === 0) end += 1;
    if (end - row >= LEAST) entries.push({ is: "fold", first: row, end });
    else for (let one = row; one < end; one++) entries.push({ is: "row", row: one });
    if (end < rows.length) entries.push({ is: "row", row: end });
    row = end + 1;
  }
  return entries;
}
