// Finds the marks at a place in the text, fast enough for ten thousand of them.

import type { Mark } from "../backend/types/Mark";
import type { MarkId } from "../backend/types/MarkId";
import type { RevisionId } from "../backend/types/RevisionId";
import { type Look, lookOf } from "./look";

/** One place of a mark in the revision that is open. */
export interface Passage {
  mark: MarkId;
  /** Which of the mark's places in this revision, from 0. */
  place: number;
  start: number;
  end: number;
  look: Look;
}

/** Every place of every mark in one revision. */
export function passagesOf(marks: readonly Mark[], revision: RevisionId): Passage[] {
  const passages: Passage[] = [];
  for (const mark of marks) {
    const look = lookOf(mark.kind);
    let place = 0;
    for (const { revision: its, range } of mark.places) {
      if (its !== revision) continue;
      passages.push({ mark: mark.id, place, start: range[0], end: range[1], look });
      place += 1;
    }
  }
  return passages;
}

/**
 * The passage that a click means where these lie over each other: the innermost, or the next one outwards when the
 * innermost ones are active already, and so around.
 */
export function innermost(here: readonly Passage[], active: MarkId | null): Passage | null {
  const outwards = [...here].sort(inwards);
  const current = outwards.findIndex((passage) => passage.mark === active);
  return outwards[(current + 1) % outwards.length] ?? null;
}

/** The shortest first. */
function inwards(a: Passage, b: Passage): number {
  return a.end - a.start - (b.end - b.start) || b.start - a.start;
}

/** The passages of a revision in reading order, and which of them stand where. */
export class Passages {
  /** By start, then the longer first. */
  readonly all: readonly Passage[];
  /** Greatest end among `all[node's whole subtree]` of the implicit binary tree over `all`. */
  readonly #reach: Float64Array;
  readonly #ofMark = new Map<MarkId, Passage[]>();

  constructor(passages: readonly Passage[]) {
    this.all = [...passages].sort((a, b) => a.start - b.start || b.end - a.end);
    this.#reach = new Float64Array(this.all.length);
    this.#measure(0, this.all.length);
    for (const passage of passages) {
      const list = this.#ofMark.get(passage.mark);
      if (list) list.push(passage);
      else this.#ofMark.set(passage.mark, [passage]);
    }
  }

  /** The places of one mark, in the mark's own order. */
  of(mark: MarkId): readonly Passage[] {
    return this.#ofMark.get(mark) ?? [];
  }

  /** The place of a mark that comes first in the text. */
  first(mark: MarkId): Passage | null {
    return this.of(mark).reduce<Passage | null>(
      (first, next) => (first && first.start <= next.start ? first : next),
      null,
    );
  }

  /** Passages that share text with `start..end`, in reading order. */
  within(start: number, end: number): Passage[] {
    const found: Passage[] = [];
    this.#collect(0, this.all.length, start, end, found);
    return found;
  }

  /** Passages over the code point at `at`, the innermost (shortest) first. */
  at(at: number): Passage[] {
    return this.within(at, at + 1).sort(inwards);
  }

  /** The passage that a click at `at` means. */
  next(at: number, active: MarkId | null): Passage | null {
    return innermost(this.within(at, at + 1), active);
  }

  #measure(low: number, high: number): number {
    if (low >= high) return Number.NEGATIVE_INFINITY;
    const middle = (low + high) >>> 1;
    const reach = Math.max(
      this.all[middle]!.end,
      this.#measure(low, middle),
      this.#measure(middle + 1, high),
    );
    this.#reach[middle] = reach;
    return reach;
  }

  #collect(low: number, high: number, start: number, end: number, found: Passage[]): void {
    if (low >= high) return;
    const middle = (low + high) >>> 1;
    if (this.#reach[middle]! <= start) return;
    this.#collect(low, middle, start, end, found);
    const passage = this.all[middle]!;
    if (passage.start >= end) return;
    if (passage.end > start) found.push(passage);
    this.#collect(middle + 1, high, start, end, found);
  }
}
