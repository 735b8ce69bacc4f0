// Builds one row of a comparison: a paragraph with its insertions and deletions, or its two versions side by side.
//
// Only createElement and textContent: whatever the words hold, they stay words.

import type { ComparedRow } from "../backend/types/ComparedRow";
import type { Piece as Compared } from "../backend/types/Piece";
import type { RowBlock } from "../backend/types/RowBlock";
import type { Piece } from "../reader/text-map";

/** A text node with words of the old text. */
export interface OldPiece {
  node: Text;
  start: number;
  end: number;
}

export interface BuiltRow {
  element: HTMLElement;
  /** The new text in it, in order. */
  now: Piece[];
  /** The old text in it, in order. */
  then: OldPiece[];
  /** About how many lines it will take. */
  lines: number;
}

export interface RowSetting {
  /** Then on the left, now on the right; else one column with both. */
  sides: boolean;
  /** "Moved", for a paragraph that stands somewhere else. */
  moved: string;
}

/** `index` is the row's place among all rows, `pieces` are its words. */
export function buildRow(
  row: ComparedRow,
  index: number,
  pieces: readonly Compared[],
  setting: RowSetting,
): BuiltRow {
  const built: BuiltRow = { element: document.createElement("div"), now: [], then: [], lines: 1 };
  if (setting.sides) {
    const [then, now] = [leafOf(row.old?.block), leafOf(row.new?.block)];
    then.classList.add("then");
    then.dataset.apart = "";
    now.classList.add("now");
    fill(then, pieces, index, { ...built, now: [] }, ["same", "deleted"]);
    fill(now, pieces, index, { ...built, then: [] }, ["same", "inserted"]);
    if (row.change === "moved") now.prepend(badge(setting.moved));
    built.element.append(then, now);
    built.element.classList.add("pair");
  } else {
    built.element = leafOf((row.new ?? row.old)?.block);
    fill(built.element, pieces, index, built, ["same", "inserted", "deleted"]);
    if (row.change === "moved") built.element.prepend(badge(setting.moved));
    if (row.change === "deleted") built.element.dataset.apart = "";
  }
  built.element.classList.add("row", row.change);
  const { start, end } = row.new ?? row.old ?? { start: 0, end: 0 };
  built.lines = Math.max(1, Math.ceil((end - start) / (setting.sides ? 44 : 66)));
  return built;
}

function fill(
  element: HTMLElement,
  pieces: readonly Compared[],
  leaf: number,
  into: Pick<BuiltRow, "now" | "then">,
  wanted: readonly Compared["is"][],
): void {
  let apart = false;
  for (const piece of pieces) {
    if (!wanted.includes(piece.is)) continue;
    const node = document.createTextNode(piece.words);
    if (piece.is === "same") element.append(node);
    else {
      const change = document.createElement(piece.is === "inserted" ? "ins" : "del");
      if (piece.is === "deleted") change.dataset.apart = "";
      change.append(node);
      element.append(change);
    }
    if (piece.old) into.then.push({ node, start: piece.old[0], end: piece.old[1] });
    if (piece.new) into.now.push({ node, start: piece.new[0], end: piece.new[1], leaf, apart });
    apart = piece.new === null;
  }
}

function leafOf(block: RowBlock | undefined): HTMLElement {
  const element = document.createElement(tagOf(block));
  // Each paragraph finds its own direction.
  element.dir = "auto";
  if (block) element.classList.add(block.is);
  if (block?.is === "item") element.style.setProperty("--depth", String(Math.min(block.depth, 8)));
  return element;
}

function tagOf(block: RowBlock | undefined): string {
  if (block?.is === "heading") return `h${Math.min(Math.max(block.level, 1), 6)}`;
  return block?.is === "code" ? "pre" : "p";
}

function badge(words: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "moved-here";
  element.dataset.apart = "";
  element.textContent = words;
  return element;
}
