// Whether an article is seen as its text, as its pages, or as both: remembered for each article.
import type { Desk } from "./desk.svelte";
import type { OpenArticle } from "./open-article.svelte";

/** How an article is seen. */
export type Seen = "text" | "pages" | "both";

/** From this width of the window on, in CSS pixels, there is room for the shelf beside pages, text and margin. */
const WIDE = 1700;
/** Of how many articles it is remembered that they are seen as pages. */
const REMEMBERED = 300;

export class Paging {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** How an open article is seen: without pages, as text. */
  of(open: OpenArticle): Seen {
    if (!open.hasPages) return "text";
    const { paged } = this.#desk.preferences.stored;
    const its = paged.find(({ article }) => article === open.article.id);
    return its ? (its.with_text ? "both" : "pages") : "text";
  }

  /** Shows the open article in another way. */
  async show(seen: Seen): Promise<void> {
    const { open, preferences } = this.#desk;
    if (!open?.hasPages) return;
    const article = open.article.id;
    const others = preferences.stored.paged.filter((one) => one.article !== article);
    const its = seen === "text" ? [] : [{ article, with_text: seen === "both" }];
    await preferences.change({ paged: [...others, ...its].slice(-REMEMBERED) });
    if (this.#desk.open === open) this.makeRoom(open);
  }

  /** Three columns need the whole window: the shelf stands aside for them. */
  makeRoom(open: OpenArticle): void {
    if (this.of(open) !== "both") {
      if (this.#desk.contents === null) this.#desk.comeBack();
    } else if (window.innerWidth < WIDE) {
      this.#desk.standAside();
    }
  }

  /** Shows the article in this way, or as text where it is shown in this way already. */
  toggle(seen: "pages" | "both"): Promise<void> {
    const { open } = this.#desk;
    return this.show(open && this.of(open) === seen ? "text" : seen);
  }
}
