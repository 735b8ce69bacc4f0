// The marks of the open article, by id and in reading order; made for ten thousand of them.
import type { Mark } from "../backend/types/Mark";
import type { MarkId } from "../backend/types/MarkId";

export class Marks {
  // Not a reactive collection: one counter says that something changed, the marks themselves are plain.
  readonly #byId = new Map<MarkId, Mark>();
  #version = $state(0);
  readonly #ordered = $derived.by(() => {
    void this.#version;
    return [...this.#byId.values()].sort(inReadingOrder);
  });
  readonly #order = $derived(new Map(this.#ordered.map((mark, index) => [mark.id, index])));
  readonly #tags = $derived.by(() => {
    const uses = new Map<string, number>();
    for (const mark of this.#ordered) for (const tag of mark.tags) uses.set(tag, (uses.get(tag) ?? 0) + 1);
    return uses;
  });

  constructor(marks: readonly Mark[]) {
    for (const mark of marks) this.#byId.set(mark.id, mark);
  }

  get size(): number {
    void this.#version;
    return this.#byId.size;
  }

  /** Grows with each change. */
  get version(): number {
    return this.#version;
  }

  /** In reading order. */
  get all(): readonly Mark[] {
    return this.#ordered;
  }

  /** Each tag, and how many marks have it. */
  get tags(): ReadonlyMap<string, number> {
    return this.#tags;
  }

  get(id: MarkId): Mark | undefined {
    void this.#version;
    return this.#byId.get(id);
  }

  /** The place of a mark in reading order, from 0; -1 where there is no such mark. */
  indexOf(id: MarkId): number {
    return this.#order.get(id) ?? -1;
  }

  put(marks: readonly Mark[], removed: readonly MarkId[]): void {
    if (marks.length === 0 && removed.length === 0) return;
    for (const mark of marks) this.#byId.set(mark.id, mark);
    for (const id of removed) this.#byId.delete(id);
    this.#version += 1;
  }
}

/** By the first place, the longer first. */
function inReadingOrder(a: Mark, b: Mark): number {
  const [first, second] = [a.places[0]?.range, b.places[0]?.range];
  if (!first || !second) return first ? -1 : second ? 1 : 0;
  return first[0] - second[0] || second[1] - first[1] || (a.id < b.id ? -1 : 1);
}
