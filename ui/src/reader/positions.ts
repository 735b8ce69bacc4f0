// Knows how high the marks near the view stand, for the margin's cards and the gutter's buttons.

import type { MarkId } from "../backend/types/MarkId";
import type { Passage, Passages } from "./hit-test";
import type { Sight } from "./sight";
import type { Placed, Stop } from "./view";

export class Positions {
  readonly #sight: Sight;
  readonly #onChange: (placed: readonly Placed[]) => void;
  readonly #stopWatching: Stop;
  #passages: Passages | null = null;
  #active: Passage | null = null;
  #placed: readonly Placed[] = [];
  #measured = Number.NEGATIVE_INFINITY;
  #later: ReturnType<typeof setTimeout> | undefined;

  /** `onChange` is told only of lists that differ from the one before. */
  constructor(sight: Sight, onChange: (placed: readonly Placed[]) => void) {
    this.#sight = sight;
    this.#onChange = onChange;
    this.#stopWatching = sight.watch(() => this.#soon());
  }

  get placed(): readonly Placed[] {
    return this.#placed;
  }

  /** Measures these marks from now on; an active passage stands for its mark instead of the first. */
  show(passages: Passages, active: Passage | null): void {
    this.#passages = passages;
    this.#active = active;
    this.#measure();
  }

  stop(): void {
    clearTimeout(this.#later);
    this.#stopWatching();
  }

  /**
   * Cards are dear to make and nobody reads them in flight: while the person scrolls on and on, a few times
   * a second are enough. What is a screen away is known in advance, so that a slow hand sees no delay.
   */
  #soon(): void {
    clearTimeout(this.#later);
    if (this.#sight.isMoving && performance.now() - this.#measured < 400) {
      this.#later = setTimeout(() => this.#soon(), 140);
    } else {
      this.#measure();
    }
  }

  #measure(): void {
    this.#measured = performance.now();
    const [start, end] = this.#sight.near;
    const placed: Placed[] = [];
    const seen = new Set<MarkId>();
    for (const passage of this.#passages?.within(start, end) ?? []) {
      if (seen.has(passage.mark) || !this.#stands(passage)) continue;
      seen.add(passage.mark);
      placed.push({ mark: passage.mark, ...this.#sight.boxOf([passage.start, passage.end]) });
    }
    const isSame =
      placed.length === this.#placed.length &&
      placed.every((now, i) => {
        const then = this.#placed[i]!;
        return now.mark === then.mark && now.top === then.top && now.bottom === then.bottom;
      });
    if (isSame) return;
    this.#placed = placed;
    this.#onChange(placed);
  }

  /** Whether this place is the one at which the mark's card stands. */
  #stands(passage: Passage): boolean {
    if (this.#active?.mark === passage.mark) return passage === this.#active;
    return this.#passages?.first(passage.mark) === passage;
  }
}
