// The history of a mark as one story: what it said in each version and what was done to it, newest first.
import type { Deed } from "../backend/types/Deed";
import type { MarkDeed } from "../backend/types/MarkDeed";
import type { MarkHistory } from "../backend/types/MarkHistory";
import type { MarkVersion } from "../backend/types/MarkVersion";

export type HistoryLine =
  { is: "version"; time: number; version: MarkVersion } | { is: "deed"; time: number; deed: MarkDeed };

/** A version that was taken in is told by what the mark says in it. */
const TOLD_BY_VERSION: readonly Deed[] = ["revised", "brought_back", "revision_removed", "article_added"];

export function historyLines({ versions, deeds }: MarkHistory): HistoryLine[] {
  const lines: HistoryLine[] = [
    ...versions.map((version): HistoryLine => ({ is: "version", time: version.created, version })),
    ...deeds
      .filter(({ deed }) => !TOLD_BY_VERSION.includes(deed))
      .map((deed): HistoryLine => ({ is: "deed", time: deed.time, deed })),
  ];
  // Of one moment, the version comes first in time: what was done to a mark was done in it.
  const rank = (line: HistoryLine) =>
    line.is === "version" ? line.version.revision : Number.MAX_SAFE_INTEGER;
  return lines
    .map((line, index) => ({ line, index }))
    .sort((a, b) => b.line.time - a.line.time || rank(b.line) - rank(a.line) || b.index - a.index)
    .map(({ line }) => line);
}
