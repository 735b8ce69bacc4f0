// Where the pages stand below each other: known from their sizes alone, so that nothing moves when a picture comes.

import type { PageSizes } from "../../backend/types/PageSizes";

/** Between two pages, in CSS pixels: there is room for the name of a page. */
export const GAP = 34;

/** What a page is taken to be until its size is known: A4, in points. */
const USUAL = { width: 595, height: 842 };

export class PageLayout {
  /** Of every page, in CSS pixels. */
  readonly width: number;
  readonly #tops: Float64Array;
  readonly #points: Float64Array;

  /** `sheets` are the sizes as far as they are known. */
  constructor(sheets: readonly PageSizes[], count: number, width: number) {
    this.width = width;
    this.#tops = new Float64Array(count + 1);
    this.#points = new Float64Array(count);
    let [run, left] = [0, sheets[0]?.count ?? 0];
    for (let index = 0; index < count; index++) {
      while (left === 0 && run < sheets.length) left = sheets[++run]?.count ?? 0;
      const size = sheets[run] ?? USUAL;
      if (left > 0) left -= 1;
      this.#points[index] = size.width;
      this.#tops[index + 1] = this.#tops[index]! + GAP + (size.height / size.width) * width;
    }
  }

  get count(): number {
    return this.#points.length;
  }

  /** Of all pages, and of the room above each. */
  get height(): number {
    return this.#tops[this.count]!;
  }

  /** Where a page begins, and how high it is. */
  box(index: number): { top: number; height: number } {
    const top = (this.#tops[index] ?? 0) + GAP;
    return { top, height: (this.#tops[index + 1] ?? top) - top };
  }

  /** How many CSS pixels a point of a page has. */
  scale(index: number): number {
    return this.width / (this.#points[index] ?? USUAL.width);
  }

  /** The page at a height, or the one below it where it is between two. */
  pageAt(y: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#tops[middle + 1]! <= y) low = middle + 1;
      else high = middle;
    }
    return Math.min(low, this.count - 1);
  }

  /** A height as a page and a part of it: the same in any other width. */
  spotAt(y: number): { page: number; part: number } {
    const page = Math.max(0, this.pageAt(y));
    const from = this.#tops[page] ?? 0;
    return { page, part: (y - from) / Math.max((this.#tops[page + 1] ?? from) - from, 1) };
  }

  heightOf({ page, part }: { page: number; part: number }): number {
    const from = this.#tops[page] ?? 0;
    return from + part * ((this.#tops[page + 1] ?? from) - from);
  }
}

/** The page on which a position stands: the last that begins at it or before. */
export function pageOf(pages: readonly { start: number }[], at: number): number {
  let low = 0;
  let high = pages.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((pages[middle]?.start ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
