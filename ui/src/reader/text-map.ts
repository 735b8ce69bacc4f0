// Turns code points of the article's text into places on the screen and back: the only owner of UTF-16.
//
// Between two pieces the text may hold white space that is not on the screen (a gap); on the screen there
// may be words that are not of the text (a number, a reading, what was set aside): these are `data-apart`.

import type { TextRange } from "../backend/types/TextRange";

/** How many code points lie between two remembered UTF-16 offsets. */
const STRIDE = 64;

/** A stretch that a segmenter found. */
export interface Segment {
  start: number;
  end: number;
  isWord: boolean;
}

/** The text of a revision, addressed in code points. */
export class ArticleText {
  readonly string: string;
  /** Code points. */
  readonly length: number;
  /** UTF-16 offset of every {@link STRIDE}th code point; nothing where every code point is one unit. */
  readonly #index: Uint32Array | null;
  readonly #segments = new Map<string, Intl.Segments>();

  constructor(string: string) {
    this.string = string;
    if (!/[\ud800-\udbff]/.test(string)) {
      this.length = string.length;
      this.#index = null;
      return;
    }
    const index: number[] = [];
    let length = 0;
    for (let unit = 0; unit < string.length; unit++, length++) {
      if (length % STRIDE === 0) index.push(unit);
      if (isHigh(string.charCodeAt(unit)) && isLow(string.charCodeAt(unit + 1))) unit += 1;
    }
    this.length = length;
    this.#index = Uint32Array.from(index);
  }

  /** The words from `start` to `end`. */
  slice(start: number, end: number): string {
    return this.string.slice(this.unitOf(start), this.unitOf(end));
  }

  /** The UTF-16 offset of a code point offset. */
  unitOf(at: number): number {
    if (this.#index === null) return Math.min(at, this.length);
    if (at >= this.length) return this.string.length;
    let unit = this.#index[Math.floor(at / STRIDE)]!;
    for (let left = at % STRIDE; left > 0; left--) {
      unit += isHigh(this.string.charCodeAt(unit)) && isLow(this.string.charCodeAt(unit + 1)) ? 2 : 1;
    }
    return unit;
  }

  /** The code point offset of a UTF-16 offset; inside a surrogate pair, that of the pair. */
  at(unit: number): number {
    if (this.#index === null) return Math.min(unit, this.length);
    if (unit >= this.string.length) return this.length;
    let low = 0;
    let high = this.#index.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#index[middle]! <= unit) low = middle;
      else high = middle;
    }
    let at = low * STRIDE;
    let here = this.#index[low]!;
    for (;;) {
      here += isHigh(this.string.charCodeAt(here)) && isLow(this.string.charCodeAt(here + 1)) ? 2 : 1;
      if (here > unit) return at;
      at += 1;
    }
  }

  /** The code point at a position, as a number; nothing past the end. */
  codeAt(at: number): number | undefined {
    return this.string.codePointAt(this.unitOf(at));
  }

  /** The segment over the code point at `at`; nothing at the end of the text. */
  segment(at: number, granularity: "grapheme" | "word", language?: string): Segment | null {
    const key = `${granularity} ${language ?? ""}`;
    let segments = this.#segments.get(key);
    if (!segments) {
      segments = new Intl.Segmenter(language, { granularity }).segment(this.string);
      this.#segments.set(key, segments);
    }
    const found = segments.containing(this.unitOf(at));
    if (!found) return null;
    const end = this.at(found.index + found.segment.length);
    // WebKit's segmenter does not count "49" among words (seen in WebKitGTK 2.50); a fact-checker does.
    const isWord = found.isWordLike === true || /^\p{N}/u.test(found.segment);
    return { start: this.at(found.index), end, isWord };
  }

  /** Whether a range may begin or end here: not inside a grapheme. */
  isEdge(at: number): boolean {
    if (at <= 0 || at >= this.length) return true;
    return this.segment(at, "grapheme")?.start === at;
  }

  /** The sentences of a stretch, in order. Line breaks inside it do not end a sentence. */
  sentences(start: number, end: number, language?: string): Segment[] {
    // The same number of units for each: a hard-wrapped line is not a paragraph here.
    const words = this.slice(start, end).replace(/[\n\u2028\u2029\u0085]/g, " ");
    const from = this.unitOf(start);
    return [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(words)].map((found) => ({
      start: this.at(from + found.index),
      end: this.at(from + found.index + found.segment.length),
      isWord: true,
    }));
  }
}

/** One text node of the article: the text from `start` to `end`. */
export interface Piece {
  node: Text;
  start: number;
  end: number;
  /** Which leaf of the body it belongs to, in reading order. */
  leaf: number;
  /** Whether something that is not of the text stands between it and the piece before it in its leaf. */
  apart: boolean;
}

/** A place on the screen. */
export interface Point {
  node: Node;
  offset: number;
}

/** Where every code point of the text stands on the screen. */
export class TextMap {
  readonly root: HTMLElement;
  readonly text: ArticleText;
  #pieces: readonly Piece[];
  #of: Map<Node, Piece> | null = null;

  constructor(root: HTMLElement, text: ArticleText, pieces: readonly Piece[]) {
    this.root = root;
    this.text = text;
    this.#pieces = pieces;
  }

  /** In the order of the text. */
  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  /** Other pieces stand on the screen from now on: more of the text was built. */
  hold(pieces: readonly Piece[]): void {
    this.#pieces = pieces;
    this.#of = null;
  }

  /**
   * The position in the text of a place on the screen; nothing outside the article.
   * What is not of the text stands where the text goes on around it.
   */
  offsetAt(node: Node, offset: number): number | null {
    this.#of ??= new Map(this.#pieces.map((one) => [one.node, one]));
    const piece = this.#of.get(node);
    if (piece)
      return this.text.at(Math.min(this.text.unitOf(piece.start) + offset, this.text.unitOf(piece.end)));
    if (!this.root.contains(node)) return null;
    const place = document.createRange();
    place.setStart(node, offset);
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (place.comparePoint(this.pieces[middle]!.node, 0) < 0) low = middle + 1;
      else high = middle;
    }
    const before = this.pieces[low - 1];
    const after = this.pieces[low];
    if (!before) return after ? after.start : 0;
    if (!after || before.end === after.start || before.leaf === after.leaf) return before.end;
    // In a gap: a place inside the earlier block belongs to its end.
    const block = before.node.parentElement?.closest("[dir]");
    return block && block !== this.root && block.contains(node) ? before.end : after.start;
  }

  /**
   * The place on the screen of a position in the text. Where two pieces meet, and in a gap, `bias` says
   * which side is meant: what comes `after` (a range's start) or what was `before` (its end).
   */
  pointAt(at: number, bias: "before" | "after"): Point {
    const index = bias === "after" ? this.#firstEndingAfter(at) : this.#lastStartingBefore(at);
    const piece = this.pieces[Math.min(Math.max(index, 0), this.pieces.length - 1)];
    if (!piece) return { node: this.root, offset: 0 };
    const inside = Math.min(Math.max(at, piece.start), piece.end);
    return { node: piece.node, offset: this.text.unitOf(inside) - this.text.unitOf(piece.start) };
  }

  /** The stretches of the screen that show a range: one for each leaf, more where something stands apart. */
  staticRanges([start, end]: TextRange): StaticRange[] {
    const ranges: StaticRange[] = [];
    let first: { piece: Piece; offset: number } | null = null;
    let last: Piece | null = null;
    const close = () => {
      if (!first || !last) return;
      ranges.push(
        new StaticRange({
          startContainer: first.piece.node,
          startOffset: first.offset,
          endContainer: last.node,
          endOffset: this.text.unitOf(Math.min(end, last.end)) - this.text.unitOf(last.start),
        }),
      );
    };
    for (let i = this.#firstEndingAfter(start); i < this.pieces.length; i++) {
      const piece = this.pieces[i]!;
      if (piece.start >= end) break;
      if (last === null || piece.leaf !== last.leaf || piece.apart) {
        close();
        first = {
          piece,
          offset: this.text.unitOf(Math.max(start, piece.start)) - this.text.unitOf(piece.start),
        };
      }
      last = piece;
    }
    close();
    return ranges;
  }

  /** The stretches of the screen that show a range, one for each piece. */
  pieceRanges([start, end]: TextRange): StaticRange[] {
    const ranges: StaticRange[] = [];
    for (let i = this.#firstEndingAfter(start); i < this.#pieces.length; i++) {
      const piece = this.#pieces[i]!;
      if (piece.start >= end) break;
      const from = this.text.unitOf(piece.start);
      ranges.push(
        new StaticRange({
          startContainer: piece.node,
          startOffset: this.text.unitOf(Math.max(start, piece.start)) - from,
          endContainer: piece.node,
          endOffset: this.text.unitOf(Math.min(end, piece.end)) - from,
        }),
      );
    }
    return ranges;
  }

  /** A live range over a stretch of text, to be measured. */
  rangeOf([start, end]: TextRange): Range {
    const range = document.createRange();
    const from = this.pointAt(start, "after");
    const to = this.pointAt(end, "before");
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return range;
  }

  /** The words of a range. */
  textOf([start, end]: TextRange): string {
    return this.text.slice(start, end);
  }

  /** The stretch of the leaf at a position, the one before where the position stands in a gap; nothing without text. */
  leafAt(at: number): TextRange | null {
    let index = Math.min(this.#firstEndingAfter(at), this.pieces.length - 1);
    if (index > 0 && this.pieces[index]!.start > at) index -= 1;
    const piece = this.pieces[index];
    if (!piece) return null;
    let low = index;
    let high = index;
    while (low > 0 && this.pieces[low - 1]!.leaf === piece.leaf) low -= 1;
    while (high + 1 < this.pieces.length && this.pieces[high + 1]!.leaf === piece.leaf) high += 1;
    return [this.pieces[low]!.start, this.pieces[high]!.end];
  }

  /** Where the text on the screen is not the text of the revision; nothing when they are equal. */
  disagreement(): string | null {
    const walk = document.createTreeWalker(
      this.root,
      NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT,
      (node) =>
        node instanceof Element && node.hasAttribute("data-apart")
          ? NodeFilter.FILTER_REJECT
          : node instanceof Element
            ? NodeFilter.FILTER_SKIP
            : NodeFilter.FILTER_ACCEPT,
    );
    let at = 0;
    for (const piece of this.pieces) {
      const node = walk.nextNode();
      if (node !== piece.node) return `the screen shows "${node?.textContent ?? ""}" at ${piece.start}`;
      if (piece.node.data !== this.text.slice(piece.start, piece.end))
        return `the screen shows "${piece.node.data}" for "${this.text.slice(piece.start, piece.end)}" at ${piece.start}`;
      if (this.text.slice(at, piece.start).trim() !== "")
        return `"${this.text.slice(at, piece.start)}" at ${at} is not shown`;
      at = piece.end;
    }
    const more = walk.nextNode();
    if (more) return `the screen shows "${more.textContent ?? ""}" after the end`;
    return this.text.slice(at, this.text.length).trim() === "" ? null : `the text from ${at} on is not shown`;
  }

  #firstEndingAfter(at: number): number {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.pieces[middle]!.end <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #lastStartingBefore(at: number): number {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.pieces[middle]!.start < at) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
