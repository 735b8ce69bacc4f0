// How the library in memory carries marks to a new version: by their words, or as a test says.
import type { Answer } from "../src/backend/types/Answer";
import type { Carried } from "../src/backend/types/Carried";
import type { Changed } from "../src/backend/types/Changed";
import type { Mark } from "../src/backend/types/Mark";
import type { MarkRow } from "../src/backend/types/MarkRow";
import type { MarkHistory } from "../src/backend/types/MarkHistory";
import type { Place } from "../src/backend/types/Place";
import type { Placement } from "../src/backend/types/Placement";
import type { Review } from "../src/backend/types/Review";
import type { ReviewItem } from "../src/backend/types/ReviewItem";
import type { ReviewPlace } from "../src/backend/types/ReviewPlace";
import type { Revision } from "../src/backend/types/Revision";

/** What a command answers that changed nothing. */
export const NOTHING_CHANGED: Changed = {
  rows: [],
  removed_articles: [],
  marks: [],
  removed_marks: [],
  texts: [],
  colours: null,
  facts: null,
  undoable: null,
  redoable: null,
};

/** What a test says of a mark: the words it has now, or that it is nowhere. */
export type Fate = { words: string } | "lost" | "ambiguous";

/** A mark in one version: its places there, and how it came there. */
export function shownIn(mark: Mark, { id }: Revision): Mark {
  return {
    ...mark,
    places: mark.places.filter((place) => place.revision === id),
    carried: mark.carried.filter((one) => one.revision === id),
  };
}

/** As a mark crosses with its article. */
export function rowOf({ id, kind, created, ...mark }: Mark): MarkRow {
  return {
    id,
    kind,
    created,
    ...(mark.note === "" ? {} : { note: mark.note }),
    ...(mark.correction === "" ? {} : { correction: mark.correction }),
    ...(mark.tags.length === 0 ? {} : { tags: mark.tags }),
    ...(mark.changed === created ? {} : { changed: mark.changed }),
    ...(mark.carried.length === 0 ? {} : { carried: mark.carried }),
    places: mark.places.map(({ range, quote }) => [range, quote]),
  };
}

export function carry(mark: Mark, from: Revision, to: Revision, text: string, fate?: Fate): Mark {
  const places: Place[] = [];
  const carried: Carried[] = [];
  for (const was of mark.places.filter((place) => place.revision === from.id)) {
    const words = typeof fate === "object" ? fate.words : was.quote;
    const unit = typeof fate === "string" ? -1 : text.indexOf(words);
    const start = Array.from(text.slice(0, Math.max(0, unit))).length;
    const range: [number, number] = [start, start + Array.from(words).length];
    const placement: Placement =
      unit === -1 ? (fate === "ambiguous" ? "ambiguous" : "lost") : words === was.quote ? "kept" : "edited";
    const somewhere = unit !== -1;
    if (somewhere) places.push({ revision: to.id, range, quote: words });
    carried.push({
      revision: to.id,
      from: was,
      placement,
      range: somewhere ? range : null,
      candidates: placement === "ambiguous" ? [{ range: [10, 20], score: 60 }] : [],
      gap: somewhere ? null : { start: 5, end: 5 },
      reason: {
        kept: "same_words",
        edited: "words_changed",
        ambiguous: "twins",
        lost: "gone",
        moved: "moved_block",
      }[placement] as Carried["reason"],
      score: 90,
      answer: null,
    });
  }
  const settled = mark.kind.is === "claim" && mark.kind.status !== "unchecked";
  const changed = carried.some(({ placement }) => placement !== "kept");
  const kind =
    mark.kind.is === "claim" && settled && changed && places.length > 0
      ? { ...mark.kind, recheck: true }
      : mark.kind;
  return { ...mark, kind, places: [...mark.places, ...places], carried: [...mark.carried, ...carried] };
}

export function answered(mark: Mark, { id }: Revision, answer: Answer): Mark {
  const kind = mark.kind.is === "claim" && answer === "kept" ? { ...mark.kind, recheck: false } : mark.kind;
  const carried = mark.carried.map((one) => (one.revision === id ? { ...one, answer } : one));
  return { ...mark, kind, carried };
}

/** Whether a mark with so few places has a question in its version. */
export function asks(mark: Mark): boolean {
  return mark.carried.some(
    ({ placement, answer }) =>
      answer === null &&
      (placement === "ambiguous" ||
        placement === "lost" ||
        (placement === "edited" && mark.kind.is === "claim" && mark.kind.recheck)),
  );
}

/** The review of a version; its text is for the tests of the review itself. */
export function reviewOf(marks: readonly Mark[], from: Revision, to: Revision): Review {
  const tally = { kept: 0, moved: 0, edited: 0, ambiguous: 0, lost: 0 };
  const items: ReviewItem[] = [];
  for (const mark of marks.map((mark) => shownIn(mark, to))) {
    const placements = mark.carried.map((one) => one.placement);
    const placement = placements.find((one) => one !== "kept") ?? placements[0];
    if (!placement) continue;
    tally[placement] += 1;
    if (placement === "kept") continue;
    const places = mark.carried.map((carried, nth) => placeOf(mark, carried, nth));
    items.push({ mark: mark.id, placement, open: asks(mark), suggested: false, places });
  }
  return { from, to, ...tally, items, fresh: [], comparison: { rows: [] } };
}

function placeOf(mark: Mark, carried: Carried, nth: number): ReviewPlace {
  const now = carried.range && (mark.places[nth]?.quote ?? null);
  const words = carried.from.quote;
  return {
    nth,
    carried,
    now,
    pieces: [
      { is: "deleted", words, old: null, new: null },
      ...(now === null ? [] : [{ is: "inserted" as const, words: now, old: null, new: null }]),
    ],
    before: "",
    after: "",
    candidates: carried.candidates.map((one) => ({ ...one, before: "", words, after: "" })),
    then_context: { before: "", words, after: "" },
    gap_context: null,
  };
}

export function historyOf(mark: Mark, revisions: readonly Revision[]): MarkHistory {
  const versions = revisions.flatMap((revision) => {
    const here = shownIn(mark, revision);
    if (here.places.length === 0 && here.carried.length === 0) return [];
    const { number, created } = revision;
    const placement = here.carried[0]?.placement ?? null;
    return [{ revision: number, created, placement, quotes: here.places.map((place) => place.quote) }];
  });
  const status = mark.kind.is === "claim" ? mark.kind.status : null;
  const { by: author, at: time } = mark.created;
  const deeds: MarkHistory["deeds"] = [
    { time, author, deed: "marked", status: status === null ? null : "unchecked", was: null },
  ];
  if (status !== null && status !== "unchecked")
    deeds.push({ time: time + 60_000, author, deed: "status_set", status, was: "unchecked" });
  if (mark.note !== "")
    deeds.push({ time: time + 90_000, author, deed: "note_written", status: null, was: null });
  return { versions, deeds };
}
