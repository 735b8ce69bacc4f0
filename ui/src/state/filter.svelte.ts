// Which marks the margin shows: by status, by kind, by tag, and those that are to be checked again.
import type { Colour } from "../backend/types/Colour";
import type { Kind } from "../backend/types/Kind";
import type { Mark } from "../backend/types/Mark";
import type { Status } from "../backend/types/Status";

/** What a mark is filtered by, beside its tags. */
export type Sort = Status | "note" | Colour;

export class Filter {
  /** Nothing chosen of a sort shows all of that sort. */
  sorts = $state.raw<ReadonlySet<Sort>>(new Set());
  tags = $state.raw<ReadonlySet<string>>(new Set());
  /** Claims to check again: one more sort, beside their statuses. */
  recheck = $state(false);
  readonly active = $derived(this.sorts.size > 0 || this.tags.size > 0 || this.recheck);

  toggleSort(sort: Sort): void {
    this.sorts = toggled(this.sorts, sort);
  }

  toggleRecheck(): void {
    this.recheck = !this.recheck;
  }

  toggleTag(tag: string): void {
    this.tags = toggled(this.tags, tag);
  }

  clear(): void {
    this.sorts = new Set();
    this.tags = new Set();
    this.recheck = false;
  }

  admits(mark: Mark): boolean {
    const sorted = this.sorts.size > 0 || this.recheck;
    if (sorted && !this.sorts.has(sortOf(mark.kind)) && !(this.recheck && isRecheck(mark))) return false;
    return this.tags.size === 0 || mark.tags.some((tag) => this.tags.has(tag));
  }
}

function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const other = new Set(set);
  if (!other.delete(one)) other.add(one);
  return other;
}

/** Whether the words of a settled claim have changed, and nobody has looked since. */
export function isRecheck(mark: Mark | null | undefined): boolean {
  return mark?.kind.is === "claim" && mark.kind.recheck;
}

export function sortOf(kind: Kind): Sort {
  if (kind.is === "claim") return kind.status;
  return kind.is === "note" ? "note" : kind.colour;
}
