// Watches which part of the article is in view, and says when it has moved or was laid out anew.

import type { TextRange } from "../backend/types/TextRange";
import type { BuiltArticle } from "./build";
import type { Stop } from "./view";

/** Heights of the text, from the top of the article. */
export interface Box {
  top: number;
  bottom: number;
}

/** What is gone to stands so far below the top of the view, in pixels; what is above it is not what is being read. */
const HEAD = 28;

export class Sight {
  readonly #scroller: HTMLElement;
  readonly #article: BuiltArticle;
  readonly #listeners = new Set<() => void>();
  readonly #resters = new Set<(at: number) => void>();
  readonly #observer: ResizeObserver;
  #near: TextRange;
  #frame = 0;
  #anew = true;
  /** The first position in view when the scrolling last came to rest. */
  #rest = 0;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #moved = Number.NEGATIVE_INFINITY;
  #shape = "";

  constructor(scroller: HTMLElement, article: BuiltArticle) {
    this.#scroller = scroller;
    this.#article = article;
    this.#near = this.#stretch(scroller.clientHeight);
    scroller.addEventListener("scroll", this.#onScroll, { passive: true });
    document.fonts.addEventListener("loadingdone", this.#onLayout);
    // Whatever is laid out anew (a width, a type size, an aside unfolded) changes the article's height.
    this.#observer = new ResizeObserver(this.#onLayout);
    this.#observer.observe(article.element);
    this.#observer.observe(scroller);
  }

  /** The text in view and one screen more on either side, as last told to the listeners. */
  get near(): TextRange {
    return this.#near;
  }

  /** Whether the person is scrolling at this moment. */
  get isMoving(): boolean {
    return performance.now() - this.#moved < 120;
  }

  /** Where the person is: the first position in view; 0 at the top. */
  get rest(): number {
    return this.#rest;
  }

  /** The first position in view, below `inset` pixels. */
  top(inset = 0): number {
    const { blocks, map } = this.#article;
    const edge = this.#scroller.getBoundingClientRect().top + inset;
    let at = blocks[this.#firstBelow(edge)]?.start ?? 0;
    // Within a block that began above: the first of its characters below the edge.
    const leaf = map.leafAt(at);
    if (!leaf) return at;
    let [low, high] = [at, leaf[1]];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (map.rangeOf([middle - 1, middle]).getBoundingClientRect().top < edge) low = middle;
      else high = middle;
    }
    if (low > at) at = low;
    return at;
  }

  /** Where the first line of a range stands. */
  boxOf(range: TextRange): Box {
    const origin = this.#article.element.getBoundingClientRect().top;
    const { map } = this.#article;
    const first = map.text.segment(range[0], "grapheme")?.end ?? range[1];
    const live = map.rangeOf([range[0], Math.min(first, range[1])]);
    const box = live.getClientRects()[0] ?? live.getBoundingClientRect();
    return { top: box.top - origin, bottom: box.bottom - origin };
  }

  /** For any position, how far down the article it stands, from 0 to 1; measured once, for many positions. */
  depths(): (at: number) => number {
    const { blocks, map, element } = this.#article;
    const height = Math.max(element.scrollHeight, 1);
    const tops = blocks.map((block) => block.element.offsetTop);
    const own = blocks[0]?.element.offsetParent === element ? 0 : element.offsetTop;
    return (at) => {
      const index = lastAtOrBefore(blocks, at);
      const block = blocks[index];
      if (!block) return 0;
      const end = blocks[index + 1]?.start ?? map.text.length;
      const top = tops[index]! - own;
      const bottom = (tops[index + 1] ?? height + own) - own;
      const inside = end > block.start ? (at - block.start) / (end - block.start) : 0;
      return Math.min(1, (top + (bottom - top) * inside) / height);
    };
  }

  /** The text is not in view, but something in its stead: there the person is at this position. */
  restAt(at: number): void {
    this.#rest = at;
    this.#tellRest(at);
  }

  /** Puts a position at the top of the view, at once. */
  goTo(at: number): void {
    this.#rest = at;
    if (at === 0) {
      this.#scroller.scrollTop = 0;
      return;
    }
    this.#scroller.scrollTop = this.boxOf([at, at + 1]).top + this.#article.element.offsetTop;
  }

  scrollBy(pixels: number): void {
    this.#scroller.scrollBy({ top: pixels, behavior: "instant" });
  }

  /** Puts a position near the top of the view, with a little of what stands before it. */
  show(at: number): void {
    const top = at === 0 ? 0 : this.boxOf([at, at + 1]).top + this.#article.element.offsetTop;
    this.#scroller.scrollTo({ top: Math.max(0, top - HEAD), behavior: "instant" });
    this.#tellRest(at);
  }

  /** Brings a range into view, unless it is there already. */
  reveal(range: TextRange): void {
    const { map } = this.#article;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const view = this.#scroller.getBoundingClientRect();
    const box = map.rangeOf(range).getBoundingClientRect();
    const inset = Math.min(96, view.height / 5);
    const isIn =
      box.top >= view.top + inset / 2 &&
      Math.min(box.bottom, box.top + view.height / 2) <= view.bottom - inset;
    if (isIn) return;
    const by = box.top - view.top - view.height / 3;
    const isFar = Math.abs(by) > view.height * 1.5;
    this.#scroller.scrollBy({ top: by, behavior: calm || isFar ? "instant" : "smooth" });
  }

  /** Calls back, at most once a frame, when other text is near the view or the text was laid out anew. */
  watch(listener: () => void): Stop {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls back with the position that is being read whenever the scrolling has come to rest. */
  watchRest(listener: (at: number) => void): Stop {
    this.#resters.add(listener);
    return () => this.#resters.delete(listener);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#resting);
    this.#scroller.removeEventListener("scroll", this.#onScroll);
    document.fonts.removeEventListener("loadingdone", this.#onLayout);
    this.#observer.disconnect();
    this.#listeners.clear();
    this.#resters.clear();
  }

  #tellRest(at: number): void {
    for (const listener of this.#resters) listener(at);
  }

  readonly #onScroll = () => {
    this.#moved = performance.now();
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      // Gone, or hidden: nothing of it is at the top.
      if (!this.#scroller.isConnected || this.#scroller.clientHeight === 0) return;
      this.#rest = this.#scroller.scrollTop < 8 ? 0 : this.top();
      if (this.#resters.size > 0) this.#tellRest(this.#scroller.scrollTop < 8 ? 0 : this.top(HEAD + 8));
    }, 120);
    this.#look();
  };

  readonly #onLayout = () => {
    this.#anew = true;
    const { element } = this.#article;
    const shape = `${element.clientWidth} ${getComputedStyle(element).fontSize}`;
    // In another width or type size the same words stay at the top: WebKit has no scroll anchoring.
    if (this.#shape !== "" && shape !== this.#shape && this.#rest > 0) this.goTo(this.#rest);
    this.#shape = shape;
    this.#look();
  };

  #look(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const view = this.#stretch(this.#scroller.clientHeight / 4);
      const isNear = view[0] >= this.#near[0] && view[1] <= this.#near[1];
      if (isNear && !this.#anew) return;
      this.#anew = false;
      this.#near = this.#stretch(this.#scroller.clientHeight);
      for (const listener of this.#listeners) listener();
    });
  }

  /** The text of the blocks in view, and `beyond` pixels above and below. */
  #stretch(beyond: number): TextRange {
    const { blocks, map } = this.#article;
    const view = this.#scroller.getBoundingClientRect();
    const first = this.#firstBelow(view.top - beyond);
    const last = this.#firstBelow(view.bottom + beyond);
    return [blocks[first]?.start ?? map.text.length, blocks[last + 1]?.start ?? map.text.length];
  }

  /** The first block whose bottom is below a height of the window. */
  #firstBelow(y: number): number {
    const { blocks } = this.#article;
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (blocks[middle]!.element.getBoundingClientRect().bottom <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function lastAtOrBefore(blocks: BuiltArticle["blocks"], at: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (blocks[middle]!.start <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
