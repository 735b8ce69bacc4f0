// Where the edges of a passage stand on the pages, and what a hand that draws one is over.

import type { TextRange } from "../../backend/types/TextRange";
import type { Field } from "../edges";
import type { Edge } from "../view";
import { pageOf } from "./page-layout";
import { boxesOf, edgeOf, isFromRight, positionAt, type Words } from "./page-words";

/** What of the pages is asked here. */
export interface DrawnPages {
  /** All that scrolls is in it, and moves with it. */
  readonly scroller: HTMLElement;
  readonly pages: readonly { start: number }[];
  /** What stands on a page; nothing while it is not drawn, or not near the view. */
  headOf(page: number): Words | null;
  /** Where a page lies in the window, and how many CSS pixels a point of it has. */
  paperOf(page: number): { left: number; top: number; scale: number };
  /** The page under a point of the window, and where on it that is, in points. */
  under(at: { clientX: number; clientY: number }): { words: Words; x: number; y: number } | null;
}

/** The pages as a field of edges. Whoever shows it does so anew when pages are drawn or laid out. */
export function edgesOnPages(drawn: DrawnPages): Field {
  return {
    get scroller() {
      return drawn.scroller;
    },
    spot: (range: TextRange, edge: Edge) => {
      const at = edge === "start" ? range[0] : range[1] - 1;
      const page = pageOf(drawn.pages, at);
      const head = drawn.headOf(page);
      const boxes = head ? boxesOf(head, range) : [];
      const box = edge === "start" ? boxes[0] : boxes.at(-1);
      if (!head || !box) return null;
      const { left, top, scale } = drawn.paperOf(page);
      const { x, y, line } = edgeOf(box, edge, { turn: head.turn, fromRight: isFromRight(head, at) });
      return { x: left + x * scale, y: top + y * scale, line: line * scale, turn: head.turn };
    },
    watch: () => () => {},
    positionAt: (clientX, clientY) => {
      const under = drawn.under({ clientX, clientY });
      return under && positionAt(under.words, under.x, under.y);
    },
  };
}
