// The marks of the open article, by id and in reading order; made for ten thousand of them.
import type { Mark } from "../backend/types/Mark";
import type { MarkId } from "../backend/types/MarkId";
import { AfterFrame } from "../controls/after-frame";

/** Up to so many changed marks are put in where they belong; more of them are sorted anew with the others. */
const FEW = 32;

export class Marks {
  // Not a reactive collection: counters say that something changed, the marks themselves are plain.
  readonly #byId = new Map<MarkId, Mark>();
  #ordered: readonly Mark[];
  /** Grows with each change. */
  #changes = $state(0);
  /** The order as it stood when the last change had been painted. */
  #settled = $state.raw<readonly Mark[]>([]);
  readonly #settling = new AfterFrame();
  readonly #tags = $derived.by(() => {
    const uses = new Map<string, number>();
    for (const mark of this.#settled) for (const tag of mark.tags) uses.set(tag, (uses.get(tag) ?? 0) + 1);
    return uses;
  });

  constructor(marks: readonly Mark[]) {
    for (const mark of marks) this.#byId.set(mark.id, mark);
    this.#settled = this.#ordered = [...this.#byId.values()].sort(inReadingOrder);
  }

  get size(): number {
    void this.#changes;
    return this.#byId.size;
  }

  /** In reading order. */
  get all(): readonly Mark[] {
    void this.#changes;
    return this.#ordered;
  }

  /** The same, told of a change when the words that were marked have been painted: for what counts all of them. */
  get settled(): readonly Mark[] {
    return this.#settled;
  }

  /** Each tag, and how many marks have it. */
  get tags(): ReadonlyMap<string, number> {
    return this.#tags;
  }

  get(id: MarkId): Mark | undefined {
    void this.#changes;
    return this.#byId.get(id);
  }

  put(marks: readonly Mark[], removed: readonly MarkId[]): void {
    if (marks.length === 0 && removed.length === 0) return;
    this.#ordered =
      marks.length + removed.length > FEW
        ? this.#sortedWith(marks, removed)
        : this.#placedWith(marks, removed);
    this.#changes += 1;
    this.#settling.due(() => (this.#settled = this.#ordered));
  }

  #sortedWith(marks: readonly Mark[], removed: readonly MarkId[]): readonly Mark[] {
    for (const mark of marks) this.#byId.set(mark.id, mark);
    for (const id of removed) this.#byId.delete(id);
    return [...this.#byId.values()].sort(inReadingOrder);
  }

  #placedWith(marks: readonly Mark[], removed: readonly MarkId[]): readonly Mark[] {
    const ordered = [...this.#ordered];
    for (const id of [...removed, ...marks.map((mark) => mark.id)]) {
      const was = this.#byId.get(id);
      if (!was) continue;
      ordered.splice(firstNotBefore(ordered, was), 1);
      this.#byId.delete(id);
    }
    for (const mark of marks) {
      ordered.splice(firstNotBefore(ordered, mark), 0, mark);
      this.#byId.set(mark.id, mark);
    }
    return ordered;
  }
}

/** By the first place, the longer first. */
function inReadingOrder(a: Mark, b: Mark): number {
  const [first, second] = [a.places[0]?.range, b.places[0]?.range];
  if (first && second && (first[0] !== second[0] || first[1] !== second[1]))
    return first[0] - second[0] || second[1] - first[1];
  if (!first !== !second) return first ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Where a mark stands in reading order, or would. */
function firstNotBefore(ordered: readonly Mark[], mark: Mark): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inReadingOrder(ordered[middle]!, mark) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
