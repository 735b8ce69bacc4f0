// Counts of claims by status, and what they say about progress.
import type { Status } from "../backend/types/Status";
import type { Tally } from "../backend/types/Tally";

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

export function progressOf(claims: Tally): { settled: number; all: number } {
  const settled = SETTLED.reduce((sum, status) => sum + claims[status], 0);
  return { settled, all: settled + claims.unchecked };
}
