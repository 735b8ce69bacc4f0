// Draws the outline of a passage as boxes over the text: one for each line, open where the passage goes on.

import type { Look } from "./look";

interface LineBox {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Draws into `layer`, which lies over the article and takes no pointer. */
export function outline(layer: HTMLElement, ranges: readonly AbstractRange[], look: Look | null): void {
  const lines = ranges.flatMap(linesOf);
  const origin = layer.getBoundingClientRect();
  layer.dataset.look = look ?? "";
  while (layer.childElementCount > lines.length) layer.lastElementChild?.remove();
  while (layer.childElementCount < lines.length) layer.append(document.createElement("div"));
  for (const [index, line] of lines.entries()) {
    const box = layer.children[index];
    if (!(box instanceof HTMLElement)) continue;
    box.className = "outline";
    box.classList.toggle("first", index === 0);
    box.classList.toggle("last", index === lines.length - 1);
    box.style.left = `${line.left - origin.left}px`;
    box.style.top = `${line.top - origin.top}px`;
    box.style.width = `${line.right - line.left}px`;
    box.style.height = `${line.bottom - line.top}px`;
  }
}

/** The boxes of a range's lines: what stands side by side on one line is one box. */
function linesOf(range: AbstractRange): LineBox[] {
  const live = document.createRange();
  live.setStart(range.startContainer, range.startOffset);
  live.setEnd(range.endContainer, range.endOffset);
  const lines: LineBox[] = [];
  for (const { left, right, top, bottom, width } of live.getClientRects()) {
    if (width === 0) continue;
    const last = lines.at(-1);
    if (
      last &&
      top < last.bottom - (last.bottom - last.top) / 2 &&
      bottom > last.top + (last.bottom - last.top) / 2
    ) {
      last.left = Math.min(last.left, left);
      last.right = Math.max(last.right, right);
      last.top = Math.min(last.top, top);
      last.bottom = Math.max(last.bottom, bottom);
    } else {
      lines.push({ left, right, top, bottom });
    }
  }
  return lines;
}
