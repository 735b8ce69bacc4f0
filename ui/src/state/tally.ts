// Counts of claims by status, and what they say about progress.
import type { ShelfRow } from "../backend/types/ShelfRow";
import type { Status } from "../backend/types/Status";

/** In the order of the progress bar; what is unchecked is the empty rest of it. */
export const STATUSES: readonly Status[] = [
  "unchecked",
  "confirmed",
  "imprecise",
  "wrong",
  "query",
  "unverifiable",
  "opinion",
];

export const SETTLED: readonly Status[] = STATUSES.filter((status) => status !== "unchecked");

/** What counts as checked: a claim whose words changed since has its status still, and is to be checked again. */
export function progressOf({ claims, rechecks }: Pick<ShelfRow, "claims" | "rechecks">): {
  settled: number;
  all: number;
} {
  const withStatus = SETTLED.reduce((sum, status) => sum + claims[status], 0);
  return { settled: Math.max(0, withStatus - rechecks), all: withStatus + claims.unchecked };
}
