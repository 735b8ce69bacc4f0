// The articles of the library as the shelf shows them, those in the bin apart.
import type { ArticleId } from "../backend/types/ArticleId";
import type { Changed } from "../backend/types/Changed";
import type { Facts } from "../backend/types/Facts";
import type { ShelfOrder } from "../backend/types/ShelfOrder";
import type { ShelfRow } from "../backend/types/ShelfRow";
import { AfterFrame } from "../controls/after-frame";
import { speech } from "./speech.svelte";
import { progressOf } from "./tally";

export class Shelf {
  #rows: readonly ShelfRow[] = [];
  /** The rows as they stood when the last change had been painted where it was made: counts follow a frame later. */
  #settled = $state.raw<readonly ShelfRow[]>([]);
  readonly #settling = new AfterFrame();
  facts = $state.raw<Facts | null>(null);
  order = $state<ShelfOrder>("changed");

  readonly here = $derived(
    sorted(
      this.#settled.filter((row) => row.article.binned === null),
      this.order,
    ),
  );
  readonly bin = $derived(
    this.#settled
      .filter((row) => row.article.binned !== null)
      .sort((a, b) => (b.article.binned ?? 0) - (a.article.binned ?? 0)),
  );

  begin(rows: readonly ShelfRow[]): void {
    this.#rows = this.#settled = rows;
  }

  row(id: ArticleId): ShelfRow | undefined {
    void this.#settled;
    return this.#rows.find((row) => row.article.id === id);
  }

  absorb(changed: Changed): void {
    if (changed.facts) this.facts = changed.facts;
    this.put(changed.rows, changed.removed_articles);
  }

  /** Puts rows in, in place of what they were. */
  put(rows: readonly ShelfRow[], removed: readonly ArticleId[] = []): void {
    if (rows.length === 0 && removed.length === 0) return;
    const fresh = new Map(rows.map((row) => [row.article.id, row]));
    const kept = this.#rows
      .filter((row) => !removed.includes(row.article.id))
      .map((row) => {
        const better = fresh.get(row.article.id);
        fresh.delete(row.article.id);
        return better ?? row;
      });
    this.#rows = [...kept, ...fresh.values()];
    this.#settling.due(() => (this.#settled = this.#rows));
  }
}

function sorted(rows: ShelfRow[], order: ShelfOrder): ShelfRow[] {
  switch (order) {
    case "changed":
      return rows.sort((a, b) => b.changed - a.changed);
    case "added":
      return rows.sort((a, b) => b.article.created - a.article.created);
    case "title": {
      const { compare } = new Intl.Collator(speech.language, { numeric: true });
      return rows.sort((a, b) => compare(a.article.title, b.article.title));
    }
    case "progress":
      return rows.sort((a, b) => ratio(a) - ratio(b) || b.changed - a.changed);
  }
}

/** The share of claims that are settled; an article without claims is not begun. */
function ratio(row: ShelfRow): number {
  const { settled, all } = progressOf(row);
  return all === 0 ? 0 : settled / all;
}
