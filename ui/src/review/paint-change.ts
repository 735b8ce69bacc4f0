// Paints the marks over the text of a change, without touching its elements; ranges only near the view.
//
// WebKit repaints what any range it is given or loses stands on: so a layer that shows the same is left alone.

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
  /** What each layer shows, in words. */
  readonly #drawn = new Map<Layer, string>();

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
    const layers = new Map<Layer, TextRange[]>(LAYERS.map((name) => [name, []]));
    for (const passage of passages.within(start, end)) {
      const isEdited = edited.get(passage.mark)?.has(passage.start) === true;
      const range: TextRange = [Math.max(passage.start, start), Math.min(passage.end, end)];
      layers.get(isEdited ? "edited" : passage.look)?.push(range);
    }
    if (pending) layers.get("pending")?.push(pending);
    for (const [name, ranges] of layers) this.#fill(name, ranges);
  }

  stop(): void {
    for (const [name, highlight] of this.#highlights) {
      if (CSS.highlights.get(`obelus-${name}`) === highlight) CSS.highlights.delete(`obelus-${name}`);
    }
  }

  #fill(layer: Layer, ranges: readonly TextRange[]): void {
    // More of the text may have been built since.
    const shown = ranges.length > 0 ? `${this.#map.pieces.length} ${ranges.join(" ")}` : "";
    const highlight = this.#highlights.get(layer);
    if (!highlight || this.#drawn.get(layer) === shown) return;
    this.#drawn.set(layer, shown);
    highlight.clear();
    for (const range of ranges) {
      const stretches = layer === "edited" ? this.#unchanged(range) : this.#map.staticRanges(range);
      for (const stretch of stretches) highlight.add(stretch);
    }
  }

  /** What of a passage is as it was: its new words have a colour of their own. */
  #unchanged(range: TextRange): StaticRange[] {
    return this.#map
      .pieceRanges(range)
      .filter(({ startContainer }) => startContainer.parentElement?.localName !== "ins");
  }
}
