// Watches which pages are in view, and brings what is gone to into view: for the pages what Sight is for the text.

import type { TextRange } from "../../backend/types/TextRange";
import type { Stop } from "../view";
import { type PageLayout, pageOf } from "./page-layout";

/** What is gone to stands so far below the top of the view, in CSS pixels. */
const HEAD = 28;
/** Beyond these edges of the view a line is not seen well. */
const INSET = { top: 40, bottom: 60 };

export interface PageSightSetting {
  scroller: HTMLElement;
  pages: readonly { start: number }[];
  /** Of the text, in code points. */
  length: number;
  layout: PageLayout;
  /** Where the first line of a range stands in all that scrolls; nothing while that is not known. */
  lineOf(range: TextRange): { top: number; height: number } | null;
  /** Whether it is known what stands on a page, or that it never will be. */
  isKnown(page: number): boolean;
  /** The first position on a page that stands at `y` CSS pixels from its top, or below. */
  firstBelow(page: number, y: number): number | null;
  /** The first and the last page near the view, and all of them, those in view first. */
  near(first: number, last: number, pages: readonly number[]): void;
  /** The person has gone somewhere on the pages, and come to rest. */
  rested(at: number): void;
}

export class PageSight {
  readonly #setting: PageSightSetting;
  #layout: PageLayout;
  /** What is to be brought into view, until its page is drawn and it is known where it stands. */
  #sought: { range: TextRange; to: "view" | "top" } | null = null;
  /** Until the person goes somewhere, they are where they were in the text, whatever comes into view. */
  #gone = false;
  #top = 0;
  #frame = 0;
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(setting: PageSightSetting) {
    this.#setting = setting;
    this.#layout = setting.layout;
    const { scroller } = setting;
    scroller.addEventListener("scroll", this.#onScroll, { passive: true });
    scroller.addEventListener("wheel", this.take, { passive: true });
    scroller.addEventListener("keydown", this.take);
  }

  /** A hand on the pages: nothing else moves them any more. */
  readonly take = (): void => {
    this.#sought = null;
    this.#gone = true;
  };

  /** The pages stand otherwise now: what was at the top of the view stays there. */
  lay(layout: PageLayout): void {
    const spot = this.#layout.spotAt(this.#top);
    const isOther = layout !== this.#layout;
    this.#layout = layout;
    if (isOther) this.#setting.scroller.scrollTop = layout.heightOf(spot);
    this.follow();
    this.look();
  }

  /** Brings a range into view, unless it is there; or to the top of the view. */
  seek(range: TextRange, to: "view" | "top"): void {
    this.#sought = { range, to };
    this.follow();
  }

  /** As {@link seek}, because the person has gone there. */
  go(range: TextRange, to: "view" | "top"): void {
    this.#gone = true;
    this.seek(range, to);
  }

  /** Brings what is sought into view: roughly while its page is not drawn, exactly when it is. */
  follow(): void {
    const { scroller, pages, length, lineOf, isKnown } = this.#setting;
    if (!this.#sought || scroller.clientHeight === 0) return;
    const { range, to } = this.#sought;
    const line = lineOf(range);
    const page = pageOf(pages, range[0]);
    const [start, end] = [pages[page]?.start ?? 0, pages[page + 1]?.start ?? length];
    const part = Math.min(1, Math.max(0, (range[0] - start) / Math.max(1, end - start)));
    const box = this.#layout.box(page);
    const top = line?.top ?? box.top + part * box.height;
    const bottom = top + (line?.height ?? 0);
    const { scrollTop, clientHeight } = scroller;
    const isIn = top >= scrollTop + INSET.top && bottom <= scrollTop + clientHeight - INSET.bottom;
    if (to === "top") scroller.scrollTop = range[0] === 0 ? 0 : top - HEAD;
    else if (!isIn) scroller.scrollTop = top - clientHeight / 3;
    this.look();
    if (line || isKnown(page)) this.#sought = null;
  }

  /** Whether a page is in view. */
  isSeen(page: number): boolean {
    const { clientHeight } = this.#setting.scroller;
    return page >= this.#layout.pageAt(this.#top) && page <= this.#layout.pageAt(this.#top + clientHeight);
  }

  /** Says which pages are near the view: those that are seen, and one more on either side. */
  look(): void {
    const { scroller, pages, near } = this.#setting;
    if (scroller.clientHeight === 0) return;
    this.#top = scroller.scrollTop;
    const first = this.#layout.pageAt(this.#top);
    const last = this.#layout.pageAt(this.#top + scroller.clientHeight);
    const seen = Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
    const [before, after] = [Math.max(0, first - 1), Math.min(pages.length - 1, last + 1)];
    near(before, after, [...new Set([...seen, after, before])]);
  }

  readonly stop: Stop = () => {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#resting);
    const { scroller } = this.#setting;
    scroller.removeEventListener("scroll", this.#onScroll);
    scroller.removeEventListener("wheel", this.take);
    scroller.removeEventListener("keydown", this.take);
  };

  readonly #onScroll = () => {
    if (this.#frame === 0)
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.look();
      });
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      if (this.#gone && this.#setting.scroller.isConnected) this.#setting.rested(this.#here());
    }, 120);
  };

  /** The first position in view. */
  #here(): number {
    if (this.#top < 8) return 0;
    const { pages, firstBelow } = this.#setting;
    const page = this.#layout.pageAt(this.#top + HEAD);
    const at = firstBelow(page, this.#top + HEAD - this.#layout.box(page).top);
    return at ?? pages[page]?.start ?? 0;
  }
}
