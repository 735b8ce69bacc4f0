// Moves the edges of a passage: by steps from the keyboard, or drawn by a handle.

import type { TextRange } from "../backend/types/TextRange";
import type { Boundaries } from "./boundaries";
import { offsetFromPoint } from "./selection";
import type { TextMap } from "./text-map";
import type { Edge, Step, Stop } from "./view";

/** The range with one edge moved by a step; nothing when it cannot go further. */
export function moveEdge(boundaries: Boundaries, range: TextRange, edge: Edge, step: Step): TextRange | null {
  const [start, end] = range;
  const moved = boundaries.step(edge === "start" ? start : end, step);
  const [from, to] = edge === "start" ? [moved, end] : [start, moved];
  if (from >= to) return null;
  const meant = boundaries.meant(from, to);
  return meant && (meant[0] !== start || meant[1] !== end) ? meant : null;
}

export interface Drawing {
  map: TextMap;
  boundaries: Boundaries;
  edge: Edge;
  /** The passage as it stands when the drawing begins. */
  range: () => TextRange;
  /** Shows what would be; nothing when the drawing is over. */
  preview: (range: TextRange | null) => void;
  commit: (range: TextRange) => void;
}

/** Lets a handle draw an edge: seen while it moves, kept on release, as before on Escape. */
export function drawEdge(
  handle: HTMLElement,
  { map, boundaries, edge, range, preview, commit }: Drawing,
): Stop {
  let fixed = 0;
  let lift = 0;
  let drawn: TextRange | null = null;
  let pointer: number | null = null;
  const end = () => {
    if (pointer !== null && handle.hasPointerCapture(pointer)) handle.releasePointerCapture(pointer);
    pointer = null;
    drawn = null;
    handle.classList.remove("drawing");
    window.removeEventListener("keydown", onKey, true);
    preview(null);
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const [from, to] = range();
    fixed = edge === "start" ? to : from;
    pointer = event.pointerId;
    handle.setPointerCapture(pointer);
    handle.classList.add("drawing");
    // The handle hangs beside its line: what counts is where the line's middle is, not where the hand is.
    const near =
      edge === "start"
        ? map.rangeOf([from, Math.min(from + 1, to)])
        : map.rangeOf([Math.max(to - 1, from), to]);
    const box = near.getBoundingClientRect();
    lift = (box.top + box.bottom) / 2 - event.clientY;
    window.addEventListener("keydown", onKey, true);
  };
  const onMove = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    // Beyond the ends of the lines is at their ends.
    const { left, right } = map.root.getBoundingClientRect();
    const { paddingLeft, paddingRight } = getComputedStyle(map.root);
    const x = Math.max(
      left + Number.parseFloat(paddingLeft) + 1,
      Math.min(right - Number.parseFloat(paddingRight) - 1, event.clientX),
    );
    const at = offsetFromPoint(map, x, event.clientY + lift);
    if (at === null || at === fixed) return;
    const meant = boundaries.meant(fixed, at);
    if (!meant) return;
    drawn = meant;
    preview(meant);
  };
  const onUp = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    const [result, before] = [drawn, range()];
    end();
    if (result && (result[0] !== before[0] || result[1] !== before[1])) commit(result);
  };
  const onCancel = () => {
    if (pointer !== null) end();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    end();
  };
  handle.addEventListener("pointerdown", onDown);
  handle.addEventListener("pointermove", onMove);
  handle.addEventListener("pointerup", onUp);
  handle.addEventListener("pointercancel", onCancel);
  return () => {
    onCancel();
    handle.removeEventListener("pointerdown", onDown);
    handle.removeEventListener("pointermove", onMove);
    handle.removeEventListener("pointerup", onUp);
    handle.removeEventListener("pointercancel", onCancel);
  };
}
