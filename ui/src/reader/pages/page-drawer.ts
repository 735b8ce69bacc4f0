// Has the pages drawn that are near the view, and keeps those that were drawn last.

import type { PageHead } from "../../backend/types/PageHead";
import type { Stop } from "../view";

/** Draws a page (from 0) at so many pixels a point; rejects when it cannot, or when it is not wanted any more. */
export type DrawPage = (
  page: number,
  scale: number,
  unwanted: AbortSignal,
) => Promise<PageHead & { picture: Blob }>;

/** A page that was drawn, the address of its picture, and at how many pixels a point; or it could not be. */
export type Drawn = { head: PageHead; address: string; scale: number } | "failed";

/** How many stay at hand: those beyond are drawn again when they are near the view. */
const MOST = 40;
/** A picture is drawn anew when it is so much too small or too large, as a factor. */
const TOO_SMALL = 1.1;
const TOO_LARGE = 0.5;
/** Who leafs past sees no page: none is drawn until the same ones have been missing for so long, in milliseconds. */
const CALM = 60;

export class PageDrawer {
  readonly #draw: DrawPage;
  readonly #onChange: (drawn: ReadonlyMap<number, Drawn>) => void;
  /** What was wanted longest ago comes first. */
  readonly #drawn = new Map<number, Drawn>();
  readonly #asked = new Map<number, { scale: number; unwanted: AbortController }>();
  #calm: ReturnType<typeof setTimeout> | undefined;
  /** Which ones, and how large: who scrolls on slowly has them while they go. */
  #missing = "";

  constructor(draw: DrawPage, onChange: (drawn: ReadonlyMap<number, Drawn>) => void) {
    this.#draw = draw;
    this.#onChange = onChange;
  }

  /** These pages are near the view, the most wanted first, and no other. */
  want(pages: readonly { page: number; scale: number }[]): void {
    const isNear = new Set(pages.map(({ page }) => page));
    for (const [page, { unwanted }] of this.#asked) {
      if (isNear.has(page)) continue;
      this.#asked.delete(page);
      unwanted.abort();
    }
    for (const { page } of pages) {
      const drawn = this.#drawn.get(page);
      if (drawn === undefined) continue;
      this.#drawn.delete(page);
      this.#drawn.set(page, drawn);
    }
    const missing = pages.filter(({ page, scale }) => this.#isMissing(page, scale));
    const those = missing.map(({ page, scale }) => `${page} ${scale}`).join();
    if (those !== this.#missing) clearTimeout(this.#calm);
    else if (those !== "") return;
    this.#missing = those;
    if (missing.length === 0) return;
    const ask = () => {
      this.#missing = "";
      for (const { page, scale } of missing) if (this.#isMissing(page, scale)) void this.#ask(page, scale);
    };
    if (this.#drawn.size === 0 && this.#asked.size === 0) ask();
    else this.#calm = setTimeout(ask, CALM);
  }

  readonly stop: Stop = () => {
    clearTimeout(this.#calm);
    for (const { unwanted } of this.#asked.values()) unwanted.abort();
    this.#asked.clear();
    for (const page of [...this.#drawn.keys()]) this.#letGo(page);
  };

  #isMissing(page: number, scale: number): boolean {
    const drawn = this.#drawn.get(page);
    if (drawn === "failed") return false;
    const there = drawn?.scale ?? this.#asked.get(page)?.scale;
    return there === undefined || scale > there * TOO_SMALL || scale < there * TOO_LARGE;
  }

  async #ask(page: number, scale: number): Promise<void> {
    this.#asked.get(page)?.unwanted.abort();
    const unwanted = new AbortController();
    this.#asked.set(page, { scale, unwanted });
    let drawn: Drawn;
    try {
      const { picture, ...head } = await this.#draw(page, scale, unwanted.signal);
      if (unwanted.signal.aborted) return;
      drawn = { head, address: URL.createObjectURL(picture), scale };
    } catch {
      if (unwanted.signal.aborted) return;
      drawn = "failed";
    }
    this.#asked.delete(page);
    this.#letGo(page);
    this.#drawn.set(page, drawn);
    for (const oldest of [...this.#drawn.keys()].slice(0, Math.max(0, this.#drawn.size - MOST)))
      this.#letGo(oldest);
    this.#onChange(new Map(this.#drawn));
  }

  #letGo(page: number): void {
    const drawn = this.#drawn.get(page);
    if (drawn === undefined) return;
    this.#drawn.delete(page);
    if (drawn !== "failed") URL.revokeObjectURL(drawn.address);
  }
}
