// Gathers all marks of an article into the few rows of the ruler, and moves the view by it.

import type { MarkId } from "../backend/types/MarkId";
import type { Passage } from "./hit-test";
import { LOUDNESS, type Look } from "./look";
import type { Stop } from "./view";

/** One stroke of the ruler: the loudest of the marks that fall there. */
export interface RulerRow {
  /** Pixels from the ruler's top. */
  top: number;
  look: Look;
  mark: MarkId;
  isActive: boolean;
}

/**
 * Rows of `step` pixels on a ruler of `height` pixels; never more of them than fit.
 * `depth` says how far down the article a position stands, from 0 to 1.
 */
export function rulerRows(
  passages: readonly Passage[],
  depth: (at: number) => number,
  height: number,
  step: number,
  active: MarkId | null,
): RulerRow[] {
  const rows = new Map<number, RulerRow>();
  for (const { start, look, mark } of passages) {
    const slot = Math.min(
      Math.floor((depth(start) * height) / step),
      Math.max(0, Math.ceil(height / step) - 1),
    );
    const there = rows.get(slot);
    const isActive = mark === active;
    if (there && (there.isActive || (!isActive && LOUDNESS[there.look] >= LOUDNESS[look]))) continue;
    rows.set(slot, { top: slot * step, look, mark, isActive });
  }
  return [...rows.values()].sort((a, b) => a.top - b.top);
}

/** A press on the ruler brings that part of the article to the middle of the view; drawing goes on with it. */
export function scrollByRuler(ruler: HTMLElement, scroller: HTMLElement): Stop {
  const goTo = (event: PointerEvent) => {
    const box = ruler.getBoundingClientRect();
    const depth = Math.min(1, Math.max(0, (event.clientY - box.top) / Math.max(box.height, 1)));
    scroller.scrollTo({
      top: depth * scroller.scrollHeight - scroller.clientHeight / 2,
      behavior: "instant",
    });
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    ruler.setPointerCapture(event.pointerId);
    goTo(event);
  };
  const onMove = (event: PointerEvent) => {
    if (ruler.hasPointerCapture(event.pointerId)) goTo(event);
  };
  ruler.addEventListener("pointerdown", onDown);
  ruler.addEventListener("pointermove", onMove);
  return () => {
    ruler.removeEventListener("pointerdown", onDown);
    ruler.removeEventListener("pointermove", onMove);
  };
}
