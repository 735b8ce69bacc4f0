// One article being read: puts the engine's parts together and answers what the other rooms ask.

import type { Body } from "../backend/types/Body";
import type { MarkId } from "../backend/types/MarkId";
import type { TextRange } from "../backend/types/TextRange";
import { Boundaries } from "./boundaries";
import { buildArticle, type BuildWords, type BuiltArticle } from "./build";
import { caretBrowsing } from "./caret";
import { edgesInText, type Field, moveEdge } from "./edges";
import { Find } from "./find";
import type { Folding } from "./fold";
import { type Passage, Passages } from "./hit-test";
import { HighlightPainter, type Painter } from "./painter";
import { type LoadPicture, showPictures } from "./pictures";
import { Positions } from "./positions";
import { sameWords } from "./same-words";
import { characterUnder, select, selectByMouse, selectedRange, watchSelection } from "./selection";
import { Sight } from "./sight";
import type { Edge, Pages, Placed, ReaderView, Selecting, Step, Stop } from "./view";

export interface ReadingSetting {
  body: Body;
  language: string | null;
  words: BuildWords;
  /** Where its pictures come from; not given, their places stay empty. */
  picture?: LoadPicture | undefined;
  scroller: HTMLElement;
  /** The article is put in here, as the first child. */
  column: HTMLElement;
  /** Lies over the column, for the outline of the active passage. */
  overlay: HTMLElement;
  caret: HTMLElement;
}

/** What the person did, and what the screen is to show anew. */
export interface ReadingEvents {
  selected(range: TextRange | null): void;
  /** What is selected without the browser's selection. */
  held(range: TextRange | null): void;
  activated(mark: MarkId | null, place: number): void;
  followed(href: string): void;
  broughtBack(aside: number): void;
  placed(placed: readonly Placed[]): void;
  /** Ctrl+F: the bar is to open, with these words in its field. */
  findAsked(words: string | null): void;
  found(): void;
}

export class Reading implements ReaderView, Selecting {
  readonly article: BuiltArticle;
  readonly boundaries: Boundaries;
  readonly sight: Sight;
  readonly finder: Find;
  /** Where the handles of the active passage stand, and what they draw over. */
  readonly edges: Field;
  readonly #body: Body;
  readonly #events: ReadingEvents;
  readonly #painter: Painter;
  readonly #positions: Positions;
  readonly #stops: Stop[];
  /** What stands under the headline and is not of the text. */
  readonly #meta = document.createElement("p");
  #passages = new Passages([]);
  #active: Passage | null = null;
  #pending: TextRange | null = null;
  #held: TextRange | null = null;
  #pages: Pages | null = null;

  constructor(setting: ReadingSetting, events: ReadingEvents) {
    const { body, language, words, picture, scroller, column, overlay, caret } = setting;
    this.#events = events;
    this.#body = body;
    this.article = buildArticle(body, {
      language,
      words,
      follow: (href) => events.followed(href),
      bringBack: (aside) => events.broughtBack(aside),
    });
    const { element, map, blocks } = this.article;
    element.tabIndex = 0;
    this.#meta.className = "meta";
    this.#meta.dataset.apart = "";
    const first = blocks[0]?.element;
    if (first?.matches("h1")) first.after(this.#meta);
    else element.prepend(this.#meta);
    column.prepend(element);
    this.boundaries = new Boundaries(map, language);
    this.sight = new Sight(scroller, this.article);
    this.finder = new Find(map.text);
    this.edges = edgesInText(map, this.sight, scroller);
    this.#painter = new HighlightPainter(map, this.sight, overlay);
    this.#positions = new Positions(this.sight, events.placed);
    this.#stops = [
      () => this.#painter.stop(),
      () => this.#positions.stop(),
      () => this.sight.stop(),
      this.article.stop,
      picture ? showPictures(element, scroller, picture) : () => {},
      selectByMouse(map, this.boundaries),
      watchSelection(map, this.boundaries, (range) => {
        if (range !== null) this.#keep(null);
        if (range !== null || this.#held === null) events.selected(range);
      }),
      caretBrowsing({ map, boundaries: this.boundaries, scroller, caret, begin: () => this.#begin() }),
      this.#activateByClick(),
    ];
  }

  /** Says what the article is called, and what is known of it. */
  describe(title: string, meta: string): void {
    this.article.element.ariaLabel = title;
    this.#meta.textContent = meta;
  }

  /** The position in the text at which something was set aside. */
  startOfAside(index: number): number {
    const { blocks, map } = this.article;
    const before = this.#body.asides[index]?.before ?? 0;
    return blocks[before]?.start ?? map.text.length;
  }

  /** Paints these passages; one of them may be active. */
  show(passages: Passages, active: { mark: MarkId; place: number } | null): void {
    this.#passages = passages;
    const places = active ? passages.of(active.mark) : [];
    this.#active = places[active?.place ?? 0] ?? places[0] ?? null;
    this.#repaint();
  }

  /** Measures where the passages that are shown stand, and says so. */
  settle(): void {
    this.#positions.show(this.#passages, this.#active);
  }

  get active(): Passage | null {
    return this.#active;
  }

  /** Shows what the active passage would become. */
  preview(range: TextRange | null): void {
    this.#pending = range;
    this.#repaint();
  }

  /** All ranges of the active mark, with its active place replaced. */
  withActive(range: TextRange): TextRange[] {
    const active = this.#active;
    if (!active) return [];
    return this.#passages
      .of(active.mark)
      .map((place) => (place === active ? range : [place.start, place.end]));
  }

  /** Looks for words from the top of the view on; no words: the search is over. */
  look(words: string, folding: Folding): void {
    this.finder.look(words, folding, this.sight.top());
    this.#repaint();
    if (this.finder.currentHit) this.revealRange(this.finder.currentHit);
    this.#events.found();
  }

  /** The person is done with finding: the hit at which they stand becomes the selection. */
  endFind(): void {
    const hit = this.finder.currentHit;
    this.finder.look("", "words", 0);
    this.#repaint();
    this.focus();
    if (hit) this.select(hit);
    this.#events.found();
  }

  reveal(mark: MarkId, place?: number): void {
    const passage = place === undefined ? this.#passages.first(mark) : this.#passages.of(mark)[place];
    if (passage) this.revealRange([passage.start, passage.end]);
  }

  revealRange(range: TextRange): void {
    if (!this.#pages?.alone) this.sight.reveal(range);
    this.#pages?.reveal(range);
  }

  get at(): number {
    return this.sight.rest;
  }

  watchPlace(listener: (at: number) => void): Stop {
    return this.sight.watchRest(listener);
  }

  goTo(at: number): void {
    if (this.#pages?.alone) this.sight.restAt(at);
    else this.sight.show(at);
    this.#pages?.goTo(at);
    this.focus();
  }

  scrollBy(pixels: number): void {
    if (this.#pages?.alone) this.#pages.scrollBy(pixels);
    else this.sight.scrollBy(pixels);
  }

  /** From now on what is gone to is shown on these pages too, or on them alone. */
  showOn(pages: Pages): Stop {
    this.#pages = pages;
    return () => {
      if (this.#pages === pages) this.#pages = null;
    };
  }

  get element(): HTMLElement {
    return this.article.element;
  }

  /** The length of the text, in code points. */
  get length(): number {
    return this.article.map.text.length;
  }

  linesOf(range: TextRange): { first: DOMRect; last: DOMRect } | null {
    const pieces = this.article.map.staticRanges(range);
    const rectsOf = (piece: StaticRange | undefined) => {
      if (!piece) return [];
      const live = document.createRange();
      live.setStart(piece.startContainer, piece.startOffset);
      live.setEnd(piece.endContainer, piece.endOffset);
      const rects = [...live.getClientRects()];
      return rects.length > 0 ? rects : [live.getBoundingClientRect()];
    };
    const [first, last] = [rectsOf(pieces[0])[0], rectsOf(pieces.at(-1)).at(-1)];
    return first && last ? { first, last } : null;
  }

  selection(): TextRange | null {
    return selectedRange(this.article.map, this.boundaries) ?? this.#held;
  }

  /**
   * Keeps a selection that is made on the pages, or while the keyboard is in its menu: WebKit lets go of its own when
   * the focus leaves the article.
   */
  hold(range: TextRange): void {
    this.#keep(range);
  }

  /** The menu is left: for the article, which has its selection back, or for elsewhere, and the selection is gone. */
  release(to: "article" | "elsewhere"): void {
    const held = this.#held;
    if (held === null) return;
    this.#keep(null);
    if (to === "article") {
      this.focus();
      this.select(held);
    } else {
      this.#events.selected(this.selection());
    }
  }

  select([anchor, focus]: TextRange): void {
    if (this.#pages?.alone) this.#pages.select([Math.min(anchor, focus), Math.max(anchor, focus)]);
    else select(this.article.map, { anchor, focus });
  }

  deselect(): void {
    const range = selectedRange(this.article.map, this.boundaries);
    this.release("elsewhere");
    if (range) select(this.article.map, { anchor: range[1], focus: range[1] });
  }

  focus(): void {
    if (this.#pages?.alone) this.#pages.focus();
    else this.article.element.focus({ preventScroll: true });
  }

  placed(): readonly Placed[] {
    return this.#positions.placed;
  }

  wordAt(at: number): TextRange | null {
    return this.boundaries.wordAt(at);
  }

  sentenceAt(at: number): TextRange | null {
    return this.boundaries.sentenceAt(at);
  }

  textOf(range: TextRange): string {
    return this.article.map.textOf(range);
  }

  moveEdge(mark: MarkId, edge: Edge, step: Step): TextRange[] | null {
    const places = this.#passages.of(mark);
    const moving = this.#active?.mark === mark ? this.#active : places[0];
    if (!moving) return null;
    const moved = moveEdge(this.boundaries, [moving.start, moving.end], edge, step);
    return moved && places.map((place) => (place === moving ? moved : [place.start, place.end]));
  }

  sameWords(mark: MarkId): TextRange[] {
    const places = this.#passages.of(mark).map(({ start, end }): TextRange => [start, end]);
    const first = places[0];
    return first ? sameWords(this.article.map.text, this.finder.folded("words"), first, places) : [];
  }

  find(): void {
    const range = this.selection();
    const words = range && range[1] - range[0] <= 200 ? this.textOf(range) : null;
    this.#events.findAsked(words);
  }

  findNext(): void {
    this.#go(1);
  }

  findPrevious(): void {
    this.#go(-1);
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.article.element.remove();
  }

  #go(direction: 1 | -1): void {
    const hit = this.finder.go(direction);
    this.#repaint();
    if (hit) this.revealRange(hit);
    this.#events.found();
  }

  #keep(range: TextRange | null): void {
    if (range === this.#held) return;
    this.#held = range;
    this.#repaint();
    this.#events.held(range);
  }

  #repaint(): void {
    this.#painter.paint({
      passages: this.#passages,
      active: this.#active,
      found: this.finder.hits,
      currentHit: this.finder.currentHit,
      pending: this.#pending,
      held: this.#held,
    });
  }

  /** Where the caret begins: at the active passage if it is in view, else at the top of the view. */
  #begin(): number {
    const [start, end] = this.sight.near;
    const active = this.#active;
    if (active && active.start >= start && active.start < end) return active.start;
    return this.sight.top(8);
  }

  #activateByClick(): Stop {
    const { element, map } = this.article;
    let pressed = { x: 0, y: 0 };
    const onDown = (event: MouseEvent) => {
      pressed = { x: event.clientX, y: event.clientY };
    };
    const onClick = (event: MouseEvent) => {
      if (event.button !== 0 || event.detail !== 1 || event.shiftKey) return;
      if (event.target instanceof Element && event.target.closest("[data-apart], a")) return;
      // The end of a selection drawn by the mouse is a click, too. (Its being there says nothing: WebKit lets
      // go of an older one only after the click.)
      if (Math.abs(event.clientX - pressed.x) + Math.abs(event.clientY - pressed.y) > 4) return;
      const at = characterUnder(map, event);
      const passage = at === null ? null : this.#passages.next(at, this.#active?.mark ?? null);
      this.#events.activated(passage?.mark ?? null, passage?.place ?? 0);
    };
    element.addEventListener("mousedown", onDown);
    element.addEventListener("click", onClick);
    return () => {
      element.removeEventListener("mousedown", onDown);
      element.removeEventListener("click", onClick);
    };
  }
}
