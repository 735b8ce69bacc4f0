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

/** By start, then the longer first; of the same words, always in the same order. */
function inReadingOrder(a: Passage, b: Passage): number {
  return (
    a.start - b.start || b.end - a.end || (a.mark < b.mark ? -1 : a.mark > b.mark ? 1 : a.place - b.place)
  );
}

/** The passages of a revision in reading order, and which of them stand where. */
export class Passages {
  /** By start, then the longer first. */
  readonly all: readonly Passage[];
  /** Greatest end among `all[node's whole subtree]` of the implicit binary tree over `all`. */
  readonly #reach: Float64Array;
  readonly #ofMark: Map<MarkId, Passage[]>;

  /** Given `before`, these passages come instead of those that `before` had of the marks `gone`. */
  constructor(passages: readonly Passage[], before?: Passages, gone: ReadonlySet<MarkId> = new Set()) {
    const fresh = [...passages].sort(inReadingOrder);
    this.all = before ? merged(before.all, gone, fresh) : fresh;
    this.#reach = new Float64Array(this.all.length);
    this.#measure(0, this.all.length);
    this.#ofMark = new Map(before ? before.#ofMark : []);
    for (const mark of gone) this.#ofMark.delete(mark);
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

/** Passages in reading order, without those of some marks and with some others. */
function merged(all: readonly Passage[], gone: ReadonlySet<MarkId>, fresh: readonly Passage[]): Passage[] {
  const merged: Passage[] = [];
  let next = 0;
  for (const passage of all) {
    if (gone.has(passage.mark)) continue;
    while (next < fresh.length && inReadingOrder(fresh[next]!, passage) < 0) merged.push(fresh[next++]!);
    merged.push(passage);
  }
  return [...merged, ...fresh.slice(next)];
}

/** Makes the passages of one revision's marks each time these change: what did not change is taken over. */
export class KeptPassages {
  readonly #revision: RevisionId;
  #marks: readonly Mark[] = [];
  #passages = new Passages([]);

  constructor(revision: RevisionId) {
    this.#revision = revision;
  }

  /** `marks` in the order in which they were given before: those that are the same object have not changed. */
  of(marks: readonly Mark[]): Passages {
    const before = this.#marks;
    const shorter = Math.min(before.length, marks.length);
    let from = 0;
    while (from < shorter && before[from] === marks[from]) from += 1;
    let same = 0;
    while (same < shorter - from && before.at(-1 - same) === marks.at(-1 - same)) same += 1;
    const gone = new Set(before.slice(from, before.length - same).map((mark) => mark.id));
    const fresh = passagesOf(marks.slice(from, marks.length - same), this.#revision);
    this.#marks = marks;
    return (this.#passages = new Passages(fresh, this.#passages, gone));
  }
}
