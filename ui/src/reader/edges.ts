// Moves the edges of a passage: by steps from the keyboard, or drawn by a handle, in the text or on the pages.

import type { TextRange } from "../backend/types/TextRange";
import type { Boundaries } from "./boundaries";
import { ScrollOn } from "./scroll-on";
import { offsetFromPoint } from "./selection";
import type { Sight } from "./sight";
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

/** Where an edge stands in the window: the middle of its line there, in CSS pixels. */
export interface Spot {
  x: number;
  y: number;
  /** How high the line is. */
  line: number;
  /** The line runs so many quarters of a turn clockwise: on a page that lies on its side. */
  turn: number;
}

/** Where edges are drawn: the text, or the pages. */
export interface Field {
  /** What scrolls on under a hand at its edge. */
  readonly scroller: HTMLElement;
  /** Where an edge of a range stands; nothing while that is not near the view. */
  spot(range: TextRange, edge: Edge): Spot | null;
  /** Calls back whenever it may stand elsewhere. */
  watch(listener: () => void): Stop;
  /** The position under a point of the window; nothing where no words are. */
  positionAt(x: number, y: number): number | null;
}

/** The text as such a field. */
export function edgesInText(map: TextMap, sight: Sight, scroller: HTMLElement): Field {
  return {
    scroller,
    spot: ([start, end], edge) => {
      const [near, far] = sight.near;
      const at = edge === "start" ? start : end - 1;
      if (at < near || at > far) return null;
      const boxes = [...map.rangeOf(edge === "start" ? [at, at + 1] : [at, end]).getClientRects()];
      const box = edge === "start" ? boxes[0] : boxes.at(-1);
      if (!box) return null;
      const x = edge === "start" ? box.left : box.right;
      return { x, y: (box.top + box.bottom) / 2, line: box.height, turn: 0 };
    },
    watch: (listener) => sight.watch(listener),
    positionAt: (x, y) => {
      // Beyond the ends of the lines is at their ends.
      const { left, right } = map.root.getBoundingClientRect();
      const { paddingLeft, paddingRight } = getComputedStyle(map.root);
      const inside = Math.max(
        left + Number.parseFloat(paddingLeft) + 1,
        Math.min(right - Number.parseFloat(paddingRight) - 1, x),
      );
      return offsetFromPoint(map, inside, y);
    },
  };
}

export interface Drawing {
  field: Field;
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
  { field, boundaries, edge, range, preview, commit }: Drawing,
): Stop {
  let fixed = 0;
  let lift = { x: 0, y: 0 };
  let hand = { x: 0, y: 0 };
  let drawn: TextRange | null = null;
  let pointer: number | null = null;
  let scrollOn: ScrollOn | null = null;
  const end = () => {
    if (pointer !== null && handle.hasPointerCapture(pointer)) handle.releasePointerCapture(pointer);
    pointer = null;
    drawn = null;
    scrollOn?.stop();
    scrollOn = null;
    handle.classList.remove("drawing");
    window.removeEventListener("keydown", onKey, true);
    preview(null);
  };
  const draw = () => {
    const at = field.positionAt(hand.x + lift.x, hand.y + lift.y);
    if (at === null || at === fixed) return;
    const meant = boundaries.meant(fixed, at);
    if (!meant) return;
    drawn = meant;
    preview(meant);
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const now = range();
    fixed = edge === "start" ? now[1] : now[0];
    pointer = event.pointerId;
    handle.setPointerCapture(pointer);
    handle.classList.add("drawing");
    // The handle hangs beside its line: what counts is where the line's middle is, not where the hand is.
    const spot = field.spot(now, edge);
    const isUpright = (spot?.turn ?? 0) % 2 === 0;
    lift = {
      x: spot && !isUpright ? spot.x - event.clientX : 0,
      y: spot && isUpright ? spot.y - event.clientY : 0,
    };
    scrollOn = new ScrollOn(field.scroller, draw);
    scrollOn.begin(event.clientY);
    window.addEventListener("keydown", onKey, true);
  };
  const onMove = (event: PointerEvent) => {
    if (event.pointerId !== pointer) return;
    hand = { x: event.clientX, y: event.clientY };
    scrollOn?.draw(event.clientY);
    draw();
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
