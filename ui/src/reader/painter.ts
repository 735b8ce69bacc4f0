// Paints marks, hits and the pending selection over the article, without touching its elements.
//
// WebKit pays for each text box times each range at every repaint: so one Highlight for each look, and
// ranges only near the view. It also repaints what any range it is given or loses stands on: so a range that
// is drawn already stays.

import type { TextRange } from "../backend/types/TextRange";
import type { Passage, Passages } from "./hit-test";
import { LOOKS } from "./look";
import { outline } from "./outline";
import type { Sight } from "./sight";
import type { TextMap } from "./text-map";
import type { Stop } from "./view";

/** All that is to be seen over the text. */
export interface Picture {
  passages: Passages;
  active: Passage | null;
  /** Hits of "find in article", in order. */
  found: readonly TextRange[];
  currentHit: TextRange | null;
  /** What would become of the active passage, while its edge is drawn. */
  pending: TextRange | null;
  /** A selection that is kept while its menu has the keyboard. */
  held: TextRange | null;
}

export interface Painter {
  /** Shows another picture, in the next frame. */
  paint(picture: Picture): void;
  stop: Stop;
}

/** Names of highlights in the style sheet, the topmost last. */
const LAYERS = [...LOOKS, "pending", "found", "current-hit"] as const;
type Layer = (typeof LAYERS)[number];

/** Paints by the CSS Custom Highlight API. `layer` holds the outline of the active passage. */
export class HighlightPainter implements Painter {
  readonly #map: TextMap;
  readonly #sight: Sight;
  readonly #layer: HTMLElement;
  readonly #highlights: Readonly<Record<Layer, Highlight>>;
  /** What each highlight holds, by the stretch of text it stands for. */
  readonly #drawn: Readonly<Record<Layer, Map<string, readonly StaticRange[]>>>;
  readonly #stopWatching: Stop;
  #picture: Picture | null = null;
  #frame = 0;

  constructor(map: TextMap, sight: Sight, layer: HTMLElement) {
    this.#map = map;
    this.#sight = sight;
    this.#layer = layer;
    const highlights = LAYERS.map((name, priority) => {
      const highlight = new Highlight();
      highlight.priority = priority;
      CSS.highlights.set(`obelus-${name}`, highlight);
      return [name, highlight] as const;
    });
    this.#highlights = Object.fromEntries(highlights) as Record<Layer, Highlight>;
    this.#drawn = Object.fromEntries(LAYERS.map((name) => [name, new Map()])) as unknown as Record<
      Layer,
      Map<string, readonly StaticRange[]>
    >;
    this.#stopWatching = sight.watch(() => this.#draw());
  }

  paint(picture: Picture): void {
    this.#picture = picture;
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#stopWatching();
    this.#layer.replaceChildren();
    for (const name of LAYERS) {
      if (CSS.highlights.get(`obelus-${name}`) === this.#highlights[name])
        CSS.highlights.delete(`obelus-${name}`);
    }
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const picture = this.#picture;
    if (!picture) return;
    const [start, end] = this.#sight.near;
    const layers = new Map<Layer, TextRange[]>(LAYERS.map((name) => [name, []]));
    const { active, pending, currentHit } = picture;
    for (const passage of picture.passages.within(start, end)) {
      // While its edge is drawn, the passage is seen where it would be.
      if (pending && passage === active) continue;
      layers.get(passage.look)?.push([passage.start, passage.end]);
    }
    if (picture.held) layers.get("pending")?.push(picture.held);
    const shown: TextRange | null = pending ?? (active ? [active.start, active.end] : null);
    if (pending) {
      if (active) layers.get(active.look)?.push(pending);
      layers.get("pending")?.push(pending);
    }
    for (let i = firstEndingAfter(picture.found, start); i < picture.found.length; i++) {
      const hit = picture.found[i]!;
      if (hit[0] >= end) break;
      layers.get(hit === currentHit ? "current-hit" : "found")?.push(hit);
    }
    for (const [name, ranges] of layers) this.#fill(name, ranges, start, end);
    const isNear = active !== null && shown !== null && shown[0] < end && shown[1] > start;
    outline(this.#layer, isNear ? this.#map.staticRanges(shown) : [], active?.look ?? null);
  }

  #fill(name: Layer, ranges: readonly TextRange[], start: number, end: number): void {
    const highlight = this.#highlights[name];
    const drawn = this.#drawn[name];
    const wanted = new Map<string, TextRange>();
    for (const [from, to] of ranges) {
      if (from >= end || to <= start) continue;
      const near: TextRange = [Math.max(from, start), Math.min(to, end)];
      wanted.set(near.join(), near);
    }
    for (const [key, pieces] of drawn) {
      if (wanted.has(key)) continue;
      for (const piece of pieces) highlight.delete(piece);
      drawn.delete(key);
    }
    for (const [key, near] of wanted) {
      if (drawn.has(key)) continue;
      const pieces = this.#map.staticRanges(near);
      for (const piece of pieces) highlight.add(piece);
      drawn.set(key, pieces);
    }
  }
}

function firstEndingAfter(ranges: readonly TextRange[], at: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle]![1] <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
