// The marks that cross with an article, made whole: what went without saying is said.
import type { Mark } from "../backend/types/Mark";
import type { MarkRow } from "../backend/types/MarkRow";
import type { Revision } from "../backend/types/Revision";

/** The revision is the one that the mark crossed with. */
export function markOf(row: MarkRow, { id: revision, article }: Revision): Mark {
  const { id, kind, created, places } = row;
  return {
    id,
    article,
    kind,
    note: row.note ?? "",
    correction: row.correction ?? "",
    tags: row.tags ?? [],
    created,
    changed: row.changed ?? created,
    places: places.map(([range, quote]) => ({ revision, range, quote })),
    carried: row.carried ?? [],
  };
}
