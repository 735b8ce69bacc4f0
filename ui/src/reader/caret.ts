// Gives the article a caret: reading and selecting by keyboard alone.
//
// Arrows move by character and by line; with Ctrl by word and by paragraph; Home and End go to the ends of
// the line; with Shift all of them select. E selects the word at the caret, then its sentence, then its paragraph.

import type { TextRange } from "../backend/types/TextRange";
import type { Boundaries } from "./boundaries";
import { caretPoint, type Extent, extentOf, offsetFromPoint, select } from "./selection";
import type { TextMap } from "./text-map";
import type { Step, Stop } from "./view";

export interface CaretSetting {
  map: TextMap;
  boundaries: Boundaries;
  scroller: HTMLElement;
  /** The element drawn as the caret; it lies over the article. */
  caret: HTMLElement;
  /** Where the caret begins when the person has put it nowhere yet. */
  begin: () => number;
}

/** Lets the keyboard move a caret through `map.root`, which must be focusable. */
export function caretBrowsing({ map, boundaries, scroller, caret, begin }: CaretSetting): Stop {
  const { root } = map;
  /** The column that going up and down keeps to, in pixels of the window. */
  let goal: number | null = null;

  const boxAt = (at: number): DOMRect => {
    const point = caretPoint(map, at);
    const range = document.createRange();
    range.setStart(point.node, point.offset);
    const box = range.getClientRects()[0];
    if (box && box.height > 0) return box;
    // Some engines give no box to an empty range: take the side of the character beside it.
    const [start, end] = map.leafAt(at) ?? [at, at];
    const isEnd = at >= end;
    const beside = map.rangeOf(isEnd ? [Math.max(start, at - 1), at] : [at, at + 1]).getBoundingClientRect();
    return new DOMRect(isEnd ? beside.right : beside.left, beside.top, 0, beside.height);
  };

  const draw = () => {
    const extent = document.activeElement === root ? extentOf(map) : null;
    caret.hidden = extent === null;
    if (!extent) return;
    const box = boxAt(extent.focus);
    const origin = root.getBoundingClientRect();
    caret.style.left = `${box.left - origin.left}px`;
    caret.style.top = `${box.top - origin.top}px`;
    caret.style.height = `${box.height}px`;
    // The blinking begins anew, so that a moving caret is always seen.
    caret.classList.toggle("odd");
  };

  const intoView = (at: number) => {
    const [box, view] = [boxAt(at), scroller.getBoundingClientRect()];
    const above = box.top - view.top - 24;
    const below = box.bottom - view.bottom + 40;
    if (above < 0) scroller.scrollBy({ top: above, behavior: "instant" });
    else if (below > 0) scroller.scrollBy({ top: below, behavior: "instant" });
  };

  /** The position a line up or down, as near as can be to the column kept to. */
  const line = (at: number, direction: 1 | -1): number => {
    intoView(at);
    let box = boxAt(at);
    const x = Math.min(Math.max(goal ?? box.left, textLeft()), textRight());
    goal = x;
    const stride = Math.max(box.height / 2, 6);
    for (let reach = stride / 2; reach < 600; reach += stride) {
      let y = direction > 0 ? box.bottom + reach : box.top - reach;
      const view = scroller.getBoundingClientRect();
      const beyond = direction > 0 ? y - view.bottom + stride : y - view.top - stride;
      if (beyond * direction > 0) {
        const before = scroller.scrollTop;
        scroller.scrollBy({ top: beyond, behavior: "instant" });
        if (scroller.scrollTop === before && (y <= view.top || y >= view.bottom)) break;
        box = boxAt(at);
        y = direction > 0 ? box.bottom + reach : box.top - reach;
      }
      const there = offsetFromPoint(map, x, y);
      if (there === null || there === at) continue;
      const its = boxAt(there);
      const isBeyond =
        direction > 0 ? its.top >= box.bottom - box.height / 3 : its.bottom <= box.top + box.height / 3;
      if (isBeyond) return there;
    }
    return boundaries.step(at, { by: "paragraph", direction });
  };

  const lineEnd = (at: number, direction: 1 | -1): number => {
    intoView(at);
    const box = boxAt(at);
    const x = direction > 0 === isLeftToRight(at) ? textRight() : textLeft();
    return offsetFromPoint(map, x, (box.top + box.bottom) / 2) ?? at;
  };

  const textLeft = () =>
    root.getBoundingClientRect().left + Number.parseFloat(getComputedStyle(root).paddingLeft) + 1;
  const textRight = () =>
    root.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(root).paddingRight) - 1;

  const isLeftToRight = (at: number): boolean => {
    const { node } = map.pointAt(at, "after");
    const element = node instanceof Element ? node : node.parentElement;
    return !element || getComputedStyle(element).direction === "ltr";
  };

  const target = (event: KeyboardEvent, at: number): number | null => {
    const isWide = event.ctrlKey || event.metaKey;
    const step = (by: Step["by"], direction: 1 | -1) => boundaries.step(at, { by, direction });
    switch (event.key) {
      case "ArrowLeft":
      case "ArrowRight": {
        const direction = (event.key === "ArrowRight") === isLeftToRight(at) ? 1 : -1;
        return step(isWide ? "word" : "grapheme", direction);
      }
      case "ArrowUp":
        return isWide ? step("paragraph", -1) : line(at, -1);
      case "ArrowDown":
        return isWide ? step("paragraph", 1) : line(at, 1);
      case "Home":
        return isWide ? 0 : lineEnd(at, -1);
      case "End":
        return isWide ? map.text.length : lineEnd(at, 1);
      default:
        return null;
    }
  };

  const extent = (): Extent => {
    const now = extentOf(map);
    if (now) return now;
    const at = begin();
    return { anchor: at, focus: at };
  };

  const grow = () => {
    const { anchor, focus } = extent();
    const [start, end] = [Math.min(anchor, focus), Math.max(anchor, focus)];
    const wider = (range: TextRange | null) =>
      range && range[0] <= start && range[1] >= end && (range[0] < start || range[1] > end);
    const leaf = map.leafAt(start);
    const found = [
      boundaries.wordAt(start),
      boundaries.sentenceAt(start),
      leaf && boundaries.meant(...leaf),
    ].find(wider);
    if (found) select(map, { anchor: found[0], focus: found[1] });
  };

  const onKey = (event: KeyboardEvent) => {
    if (event.target !== root || event.altKey || event.defaultPrevented) return;
    const isWide = event.ctrlKey || event.metaKey;
    if (isWide && event.key.toLowerCase() === "a") {
      select(map, { anchor: 0, focus: map.text.length });
    } else if (!isWide && event.key.toLowerCase() === "e") {
      grow();
    } else {
      const { anchor, focus } = extent();
      const kept = goal;
      const to = target(event, focus);
      if (to === null) return;
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") goal = null;
      else goal ??= kept;
      select(map, { anchor: event.shiftKey ? anchor : to, focus: to });
      intoView(to);
    }
    event.preventDefault();
    draw();
  };

  const onFocus = () => {
    if (extentOf(map)) draw();
    else if (root.matches(":focus-visible")) {
      const at = begin();
      select(map, { anchor: at, focus: at });
      draw();
    }
  };

  const onPress = () => {
    goal = null;
  };

  root.addEventListener("keydown", onKey);
  root.addEventListener("focus", onFocus);
  root.addEventListener("blur", draw);
  root.addEventListener("mousedown", onPress);
  document.addEventListener("selectionchange", draw);
  const observer = new ResizeObserver(draw);
  observer.observe(root);
  caret.hidden = true;
  return () => {
    root.removeEventListener("keydown", onKey);
    root.removeEventListener("focus", onFocus);
    root.removeEventListener("blur", draw);
    root.removeEventListener("mousedown", onPress);
    document.removeEventListener("selectionchange", draw);
    observer.disconnect();
  };
}
