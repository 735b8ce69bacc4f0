// The text of a change on the screen: builds its rows in slices, and knows where both texts stand in them.

import type { ComparedRow } from "../backend/types/ComparedRow";
import type { TextRange } from "../backend/types/TextRange";
import { ArticleText, type Piece, TextMap } from "../reader/text-map";
import type { Stop } from "../reader/view";
import { buildRow, type BuiltRow, type RowSetting } from "./build-row";
import { piecesOf, RowsOf } from "./compared-text";
import { entriesOf, type Entry } from "./folds";
import { inSlices } from "./slices";
import type { Target } from "./text-view";

export interface ChangedTextSetting extends RowSetting {
  rows: readonly ComparedRow[];
  /** The new text. */
  text: ArticleText;
  onlyChanges: boolean;
  /** BCP 47. */
  language: string | null;
  /** "12 paragraphs unchanged" */
  folded: (count: number) => string;
  /** More of the text stands on the screen. */
  grown: () => void;
}

/**
 * Rows are laid out together or not at all, so many in a stretch: twenty thousand of them, each for itself, would
 * have to be looked at in every frame.
 */
const STRETCH = 40;

export class ChangedText {
  readonly element = document.createElement("article");
  readonly map: TextMap;
  /** The stretches on the screen that show new text, and where that begins. */
  blocks: readonly { element: HTMLElement; start: number }[] = [];
  readonly #setting: ChangedTextSetting;
  readonly #built: (BuiltRow | undefined)[];
  readonly #newRows: RowsOf;
  readonly #oldRows: RowsOf;
  readonly #folds = new Map<HTMLElement, { first: number; end: number }>();
  readonly #stops = new Set<Stop>();

  constructor(setting: ChangedTextSetting) {
    const { rows, text, onlyChanges, language, sides } = setting;
    this.#setting = setting;
    this.#built = Array.from({ length: rows.length });
    this.#newRows = new RowsOf(rows, "new");
    this.#oldRows = new RowsOf(rows, "old");
    this.element.className = sides ? "change sides" : "change";
    this.element.tabIndex = 0;
    if (language !== null) this.element.lang = language;
    this.map = new TextMap(this.element, text, []);
    this.element.addEventListener("click", this.#onClick);
    this.element.addEventListener("mousedown", this.#onDown);
    this.#add(entriesOf(rows, onlyChanges), null);
  }

  /** Where a passage stands on the screen: stretches of one row each. Empty where it is folded or not built yet. */
  rangesOf({ now, then }: Pick<Target, "now" | "then">): Range[] {
    const nodes = [
      ...now.flatMap((range) => this.map.pieceRanges(range)),
      ...then.flatMap((range) => this.#oldPieces(range)),
    ];
    const byRow = new Map<Element, Range>();
    for (const piece of nodes) {
      const row = piece.startContainer.parentElement?.closest(".then, .now, .row");
      if (!row) continue;
      const whole = byRow.get(row);
      if (!whole) {
        const range = document.createRange();
        range.setStart(piece.startContainer, piece.startOffset);
        range.setEnd(piece.endContainer, piece.endOffset);
        byRow.set(row, range);
        continue;
      }
      // From the first of its words to the last, struck or not.
      if (whole.comparePoint(piece.startContainer, piece.startOffset) < 0)
        whole.setStart(piece.startContainer, piece.startOffset);
      if (whole.comparePoint(piece.endContainer, piece.endOffset) > 0)
        whole.setEnd(piece.endContainer, piece.endOffset);
    }
    return [...byRow.values()];
  }

  /** The rows that a passage is in; unfolds them. Whether all of them stand on the screen already. */
  unfold({ now, then, gap }: Target): boolean {
    const rows = [
      ...now.flatMap((range) => this.#newRows.within(range)),
      ...then.flatMap((range) => this.#oldRows.within(range)),
    ];
    const beside = gap === null || rows.length > 0 ? null : this.#newRows.at(gap);
    if (beside !== null) rows.push(beside);
    for (const row of rows) {
      if (this.#built[row]) continue;
      for (const [fold, { first, end }] of this.#folds) if (row >= first && row < end) this.#open(fold);
    }
    return rows.every((row) => this.#built[row] !== undefined);
  }

  /** The row of an element of the text, and the position in the old text of a place in it; nothing outside of old words. */
  oldOffsetAt(node: Node, offset: number): number | null {
    const row = this.#built.find((built) => built?.element.contains(node));
    const piece = row?.then.find((one) => one.node === node);
    return piece ? piece.start + new ArticleText(piece.node.data).at(offset) : null;
  }

  /** The first position of the new text in rows that end below a height of the window; nothing below the last. */
  below(height: number, from: number): number | null {
    for (let row = this.#newRows.at(from) ?? 0; row < this.#built.length; row++) {
      const built = this.#built[row];
      const first = built?.now[0];
      if (built && first && built.element.getBoundingClientRect().bottom > height) return first.start;
    }
    return null;
  }

  /** The rows on the screen that changed, in order. */
  changes(): HTMLElement[] {
    return this.#built.flatMap((built, row) =>
      built && this.#setting.rows[row]?.change !== "same" ? [built.element] : [],
    );
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.element.remove();
  }

  #oldPieces(range: TextRange): StaticRange[] {
    return this.#oldRows.within(range).flatMap((row) =>
      (this.#built[row]?.then ?? []).flatMap(({ node, start, end }) => {
        if (end <= range[0] || start >= range[1]) return [];
        // What stayed is in its new spelling, which may be a sign longer or shorter.
        const words = new ArticleText(node.data);
        return [
          new StaticRange({
            startContainer: node,
            startOffset: words.unitOf(Math.min(Math.max(range[0], start) - start, words.length)),
            endContainer: node,
            endOffset: range[1] >= end ? node.length : words.unitOf(range[1] - start),
          }),
        ];
      }),
    );
  }

  /** Builds entries before a stretch, or at the end. */
  #add(entries: readonly Entry[], before: Element | null): void {
    let ready = document.createDocumentFragment();
    const steps = function* (this: ChangedText) {
      for (let first = 0; first < entries.length; first += STRETCH) {
        ready.append(this.#stretch(entries.slice(first, first + STRETCH)));
        yield;
      }
    }.call(this);
    this.#stops.add(
      inSlices(steps, () => {
        this.element.insertBefore(ready, before);
        ready = document.createDocumentFragment();
        this.#count();
        this.#setting.grown();
      }),
    );
  }

  #stretch(entries: readonly Entry[]): HTMLElement {
    const stretch = document.createElement("div");
    stretch.className = "stretch";
    let height = 0;
    for (const entry of entries) {
      if (entry.is === "fold") {
        stretch.append(this.#fold(entry.first, entry.end));
        continue;
      }
      const { element, lines } = this.#row(entry.row);
      stretch.append(element);
      height += lines * 1.62 + 0.84;
    }
    // So that a stretch out of view is guessed about as high as it will be.
    stretch.style.setProperty("contain-intrinsic-block-size", `auto ${height.toFixed(1)}em`);
    return stretch;
  }

  #row(index: number): BuiltRow {
    const row = this.#setting.rows[index];
    if (!row) throw new RangeError(`there is no row ${index}`);
    const built = buildRow(row, index, piecesOf(row, this.#setting.text), this.#setting);
    this.#built[index] = built;
    return built;
  }

  #fold(first: number, end: number): HTMLElement {
    const fold = document.createElement("button");
    fold.type = "button";
    fold.className = "fold";
    fold.dataset.apart = "";
    fold.textContent = this.#setting.folded(end - first);
    this.#folds.set(fold, { first, end });
    return fold;
  }

  #open(fold: HTMLElement): void {
    const folded = this.#folds.get(fold);
    if (!folded) return;
    this.#folds.delete(fold);
    const rows = Array.from({ length: folded.end - folded.first }, (_, i) => folded.first + i);
    const hadKeyboard = document.activeElement === fold;
    const stretch = fold.parentElement;
    // What follows the fold in its stretch becomes a stretch of its own: the rows come between the two.
    const rest = document.createElement("div");
    rest.className = "stretch";
    while (fold.nextSibling) rest.append(fold.nextSibling);
    fold.remove();
    if (rest.childElementCount > 0) stretch?.after(rest);
    this.#add(
      rows.map((row) => ({ is: "row", row })),
      stretch?.nextElementSibling ?? null,
    );
    if (hadKeyboard) this.element.focus({ preventScroll: true });
  }

  /** The map and the blocks follow what stands on the screen. */
  #count(): void {
    const pieces: Piece[] = [];
    const blocks: { element: HTMLElement; start: number }[] = [];
    for (const built of this.#built) {
      const first = built?.now[0];
      if (!built || !first) continue;
      for (const piece of built.now) pieces.push(piece);
      const stretch = built.element.parentElement;
      if (stretch && blocks.at(-1)?.element !== stretch)
        blocks.push({ element: stretch, start: first.start });
    }
    this.map.hold(pieces);
    this.blocks = blocks;
  }

  readonly #onClick = (event: MouseEvent) => {
    const fold = event.target instanceof Element ? event.target.closest<HTMLElement>(".fold") : null;
    if (fold) this.#open(fold);
  };

  /** What is drawn over in one text must not select words of the other. */
  readonly #onDown = (event: MouseEvent) => {
    const isOld = event.target instanceof Element && event.target.closest("[data-apart]") !== null;
    this.element.classList.toggle("from-old", isOld);
  };
}
