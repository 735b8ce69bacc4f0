// Turns what a hand does on the pages into a range of the text: the same gestures as in the text itself.

import type { TextRange } from "../../backend/types/TextRange";
import { ScrollOn } from "../scroll-on";
import type { Stop } from "../view";
import { positionAt, type Words } from "./page-words";

/** A point of the window. */
type Point = Pick<MouseEvent, "clientX" | "clientY">;

/** What the hand is told, and what it tells. */
export interface Hand {
  /** Scrolls on under the hand at its edge. */
  readonly scroller: HTMLElement;
  /** The words of the page under the pointer, and where it is on the page, in points; nothing where none is drawn. */
  under(at: Point): { words: Words; x: number; y: number } | null;
  wordAt(at: number): TextRange | null;
  sentenceAt(at: number): TextRange | null;
  /** What is meant by selecting from one position to another. */
  meant(from: number, to: number): TextRange | null;
  pressed(): void;
  /** It is still being drawn. */
  drawn(range: TextRange | null): void;
  done(range: TextRange | null): void;
  clicked(event: MouseEvent): void;
}

/** A press that is moved so little is a click, in CSS pixels. */
const STILL = 4;

/** A double click selects a word and a triple click a sentence; drawn on, they grow by words and by sentences. */
export function selectOnPages(column: HTMLElement, hand: Hand): Stop {
  let press: { x: number; y: number; clicks: number; from: TextRange | null } | null = null;
  let pointer: Point = { clientX: 0, clientY: 0 };
  let range: TextRange | null = null;
  let isDrawn = false;
  let scrollOn: ScrollOn | null = null;

  const unit = (at: number, clicks: number): TextRange | null =>
    clicks === 1 ? [at, at] : clicks === 2 ? hand.wordAt(at) : hand.sentenceAt(at);
  const position = (at: Point) => {
    const under = hand.under(at);
    return under && positionAt(under.words, under.x, under.y);
  };
  const draw = () => {
    const at = position(pointer);
    if (at === null || !press?.from) return;
    const { from, clicks } = press;
    const to = unit(at, clicks) ?? [at, at];
    range = to[0] < from[0] ? hand.meant(to[0], from[1]) : hand.meant(from[0], Math.max(from[1], to[1]));
    hand.drawn(range);
  };
  const rest = () => {
    scrollOn?.stop();
    scrollOn = null;
  };

  const onDown = (event: MouseEvent) => {
    if (event.button !== 0) return;
    if (event.target instanceof Element && event.target.closest("button")) return;
    // The browser would select pictures.
    event.preventDefault();
    hand.pressed();
    const at = position(event);
    const clicks = Math.max(1, event.detail);
    const from = at === null ? null : unit(at, clicks);
    press = { x: event.clientX, y: event.clientY, clicks, from };
    isDrawn = clicks > 1;
    range = isDrawn && from ? hand.meant(from[0], from[1]) : null;
    hand.drawn(range);
    rest();
    scrollOn = new ScrollOn(hand.scroller, draw);
    scrollOn.begin(event.clientY);
  };
  const onMove = (event: MouseEvent) => {
    if (!press) return;
    if ((event.buttons & 1) === 0) {
      onUp(event);
      return;
    }
    isDrawn ||= Math.abs(event.clientX - press.x) + Math.abs(event.clientY - press.y) > STILL;
    if (!isDrawn || !press.from) return;
    pointer = event;
    scrollOn?.draw(event.clientY);
    draw();
  };
  const onUp = (event: MouseEvent) => {
    if (!press || (event.type === "mouseup" && event.button !== 0)) return;
    press = null;
    rest();
    hand.done(isDrawn ? range : null);
    if (!isDrawn) hand.clicked(event);
  };
  column.addEventListener("mousedown", onDown);
  window.addEventListener("mousemove", onMove);
  window.addEventListener("mouseup", onUp);
  return () => {
    rest();
    column.removeEventListener("mousedown", onDown);
    window.removeEventListener("mousemove", onMove);
    window.removeEventListener("mouseup", onUp);
  };
}
