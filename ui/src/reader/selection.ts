// Turns what a person selects in the article into a range of its text, and back.

import type { TextRange } from "../backend/types/TextRange";
import type { Boundaries } from "./boundaries";
import type { Point, TextMap } from "./text-map";
import type { Stop } from "./view";

/** Where a selection began and where it was drawn to; `focus` may stand before `anchor`. */
export interface Extent {
  anchor: number;
  focus: number;
}

/** The ends of the document's selection as they are, if it touches the article. */
export function extentOf(map: TextMap): Extent | null {
  const selection = document.getSelection();
  if (!selection || selection.rangeCount === 0 || !selection.anchorNode || !selection.focusNode) return null;
  if (!selection.getRangeAt(0).intersectsNode(map.root)) return null;
  const anchor = clamped(map, selection.anchorNode, selection.anchorOffset);
  const focus = clamped(map, selection.focusNode, selection.focusOffset);
  // A press on the empty space beside the article touches it without standing in it.
  if (anchor === null || focus === null) return null;
  return { anchor, focus };
}

/** The person's selection: nothing when it holds no words of the article. */
export function selectedRange(map: TextMap, boundaries: Boundaries): TextRange | null {
  if (document.getSelection()?.isCollapsed !== false) return null;
  const extent = extentOf(map);
  return extent ? boundaries.meant(extent.anchor, extent.focus) : null;
}

/** Selects from one position to another; the same twice puts the caret there. */
export function select(map: TextMap, { anchor, focus }: Extent): void {
  if (anchor === focus) {
    const { node, offset } = caretPoint(map, anchor);
    document.getSelection()?.collapse(node, offset);
    return;
  }
  const forward = anchor < focus;
  const from = map.pointAt(anchor, forward ? "after" : "before");
  const to = map.pointAt(focus, forward ? "before" : "after");
  document.getSelection()?.setBaseAndExtent(from.node, from.offset, to.node, to.offset);
}

/** Where a caret stands: at the end of a paragraph it stays there, and does not go on to the next. */
export function caretPoint(map: TextMap, at: number): Point {
  return map.pointAt(at, map.leafAt(at)?.[1] === at ? "before" : "after");
}

/** The position in the text under a point of the window; nothing outside the article. */
export function offsetFromPoint(map: TextMap, x: number, y: number): number | null {
  const standard = document.caretPositionFromPoint?.(x, y);
  if (standard) return map.offsetAt(standard.offsetNode, standard.offset);
  // WebKitGTK 2.50 has caretPositionFromPoint only behind a flag.
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? map.offsetAt(range.startContainer, range.startOffset) : null;
}

/**
 * A double click selects a word and a triple click a sentence; drawn on, they grow by words and by sentences.
 * What is copied from the article is its text, without what stands apart.
 */
export function selectByMouse(map: TextMap, boundaries: Boundaries): Stop {
  const { root } = map;
  let drawing: { from: TextRange; unit: (at: number) => TextRange | null } | null = null;
  const onDown = (event: MouseEvent) => {
    drawing = null;
    if (event.button !== 0 || event.detail < 2) return;
    if (event.target instanceof Element && event.target.closest("[data-apart]")) return;
    const at = characterUnder(map, event);
    if (at === null) return;
    const unit = (position: number) =>
      event.detail === 2 ? boundaries.wordAt(position) : boundaries.sentenceAt(position);
    const from = unit(at);
    if (!from) return;
    event.preventDefault();
    root.focus({ preventScroll: true });
    drawing = { from, unit };
    select(map, { anchor: from[0], focus: from[1] });
  };
  const onMove = (event: MouseEvent) => {
    if (!drawing || event.buttons !== 1) return;
    const at = offsetFromPoint(map, event.clientX, event.clientY);
    if (at === null) return;
    const { from } = drawing;
    const to = drawing.unit(at) ?? [at, at];
    if (to[0] < from[0]) select(map, { anchor: from[1], focus: to[0] });
    else select(map, { anchor: from[0], focus: Math.max(from[1], to[1]) });
  };
  const onUp = (event: MouseEvent) => {
    // WebKit would let go of the selection when the first click of the two fell on selected words.
    if (drawing) event.preventDefault();
    drawing = null;
  };
  const onCopy = (event: ClipboardEvent) => {
    const extent = extentOf(map);
    if (!extent || extent.anchor === extent.focus || !event.clipboardData) return;
    const [start, end] = [Math.min(extent.anchor, extent.focus), Math.max(extent.anchor, extent.focus)];
    event.clipboardData.setData("text/plain", map.textOf([start, end]));
    event.preventDefault();
  };
  root.addEventListener("mousedown", onDown);
  root.addEventListener("copy", onCopy);
  window.addEventListener("mousemove", onMove);
  window.addEventListener("mouseup", onUp);
  return () => {
    root.removeEventListener("mousedown", onDown);
    root.removeEventListener("copy", onCopy);
    window.removeEventListener("mousemove", onMove);
    window.removeEventListener("mouseup", onUp);
  };
}

/** Calls back whenever the person's selection is another one. */
export function watchSelection(
  map: TextMap,
  boundaries: Boundaries,
  onChange: (range: TextRange | null) => void,
): Stop {
  let last: TextRange | null = null;
  const onSelection = () => {
    const range = selectedRange(map, boundaries);
    if (range?.[0] === last?.[0] && range?.[1] === last?.[1]) return;
    last = range;
    onChange(range);
  };
  document.addEventListener("selectionchange", onSelection);
  return () => document.removeEventListener("selectionchange", onSelection);
}

/** The character that a click is on: the caret's place may be on either side of it. */
export function characterUnder(map: TextMap, { clientX, clientY }: MouseEvent): number | null {
  const at = offsetFromPoint(map, clientX, clientY);
  if (at === null || at === 0) return at;
  const box = map.rangeOf([at - 1, at]).getBoundingClientRect();
  const isInside = clientX >= box.left && clientX < box.right && clientY >= box.top && clientY <= box.bottom;
  return isInside ? at - 1 : at;
}

function clamped(map: TextMap, node: Node, offset: number): number | null {
  if (map.root.contains(node)) return map.offsetAt(node, offset);
  const whole = document.createRange();
  whole.selectNodeContents(map.root);
  return whole.comparePoint(node, offset) < 0 ? 0 : map.text.length;
}
