// Paints the marks over the text of a change, without touching its elements; ranges only near the view.

import type { MarkId } from "../backend/types/MarkId";
import type { TextRange } from "../backend/types/TextRange";
import type { Passages } from "../reader/hit-test";
import { LOOKS } from "../reader/look";
import type { TextMap } from "../reader/text-map";

/** All that is to be seen over the text. */
export interface Painting {
  passages: Passages;
  /** Where passages begin whose words were changed, by mark: they have another look than their status says. */
  edited: ReadonlyMap<MarkId, ReadonlySet<number>>;
  /** A candidate, or the passage that was selected. */
  pending: TextRange | null;
}

const LAYERS = [...LOOKS, "edited", "pending"] as const;
type Layer = (typeof LAYERS)[number];

export class ChangePainter {
  readonly #map: TextMap;
  readonly #highlights: ReadonlyMap<Layer, Highlight>;

  constructor(map: TextMap) {
    this.#map = map;
    this.#highlights = new Map(
      LAYERS.map((name, priority) => {
        const highlight = new Highlight();
        highlight.priority = priority;
        CSS.highlights.set(`obelus-${name}`, highlight);
        return [name, highlight];
      }),
    );
  }

  /** Paints what stands in a stretch of the new text, and nothing else. */
  paint({ passages, edited, pending }: Painting, [start, end]: TextRange): void {
    for (const highlight of this.#highlights.values()) highlight.clear();
    for (const passage of passages.within(start, end)) {
      const range: TextRange = [Math.max(passage.start, start), Math.min(passage.end, end)];
      if (edited.get(passage.mark)?.has(passage.start)) this.#fill("edited", this.#unchanged(range));
      else this.#fill(passage.look, this.#map.staticRanges(range));
    }
    if (pending) this.#fill("pending", this.#map.staticRanges(pending));
  }

  stop(): void {
    for (const [name, highlight] of this.#highlights) {
      if (CSS.highlights.get(`obelus-${name}`) === highlight) CSS.highlights.delete(`obelus-${name}`);
    }
  }

  #fill(layer: Layer, ranges: readonly StaticRange[]): void {
    const highlight = this.#highlights.get(layer);
    for (const range of ranges) highlight?.add(range);
  }

  /** What of a passage is as it was: its new words have a colour of their own. */
  #unchanged(range: TextRange): StaticRange[] {
    return this.#map
      .pieceRanges(range)
      .filter(({ startContainer }) => startContainer.parentElement?.localName !== "ins");
  }
}
