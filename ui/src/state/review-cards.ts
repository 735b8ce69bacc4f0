// The cards of a review: one for each mark that was edited, lost or is ambiguous, one for each new passage.
import type { Carried } from "../backend/types/Carried";
import type { FreshPassage } from "../backend/types/FreshPassage";
import type { Mark } from "../backend/types/Mark";
import type { MarkId } from "../backend/types/MarkId";
import type { Review } from "../backend/types/Review";
import type { ReviewItem } from "../backend/types/ReviewItem";
import type { ReviewPlace } from "../backend/types/ReviewPlace";
import type { RevisionId } from "../backend/types/RevisionId";
import type { TextRange } from "../backend/types/TextRange";

/** What a version did to a mark, with the mark as it stands on disk. */
export type Item = Omit<ReviewItem, "mark"> & { mark: Mark };

/** A review with the marks that it is about. */
export type Looked = Omit<Review, "items"> & { items: readonly Item[] };

/** A review, with its marks out of those that are open: it names them alone. */
export function lookedThrough(review: Review, markOf: (id: MarkId) => Mark | undefined): Looked {
  const items = review.items.flatMap((item) => {
    const mark = markOf(item.mark);
    return mark ? [{ ...item, mark }] : [];
  });
  return { ...review, items };
}

export interface MarkCard {
  key: string;
  is: "mark";
  /** Where it stands in the new text, for the order alone. */
  at: number;
  item: Item;
}

export interface FreshCard {
  key: string;
  is: "fresh";
  at: number;
  passage: FreshPassage;
}

export type Card = MarkCard | FreshCard;

/** What a card is about, as the counts name it. */
export type Sort = "edited" | "ambiguous" | "lost" | "fresh";

/** In reading order. What was lost stands where it would have stood. */
export function cardsOf(items: readonly Item[], fresh: readonly FreshPassage[]): Card[] {
  const cards: Card[] = [];
  let next = 0;
  let at = 0;
  const freshUpTo = (end: number) => {
    for (; next < fresh.length && fresh[next]!.range[0] < end; next++) cards.push(freshCard(fresh[next]!));
  };
  for (const item of items) {
    // The items come in reading order; one that has no place at all stays behind the one before it.
    at = Math.max(at, startOf(item) ?? at);
    freshUpTo(at);
    cards.push({ key: item.mark.id, is: "mark", at, item });
  }
  freshUpTo(Number.POSITIVE_INFINITY);
  return cards;
}

export function sortOf(card: Card): Sort {
  if (card.is === "fresh") return "fresh";
  const { placement } = card.item;
  return placement === "ambiguous" || placement === "lost" ? placement : "edited";
}

/** Whether the person has something to decide. A new passage is there to be decided on. */
export function isOpen(card: Card): boolean {
  return card.is === "fresh" || card.item.open;
}

/** Whether one place of a mark waits for an answer. */
export function isUnanswered({ carried }: ReviewPlace, mark: Mark): boolean {
  if (carried.answer !== null) return false;
  if (carried.placement === "ambiguous" || carried.placement === "lost") return true;
  return carried.placement === "edited" && mark.kind.is === "claim" && mark.kind.recheck;
}

/** An item with the mark as it now stands on disk. */
export function withMark(item: Item, mark: Mark, revision: RevisionId): Item {
  const carried = mark.carried.filter((one) => one.revision === revision);
  const places = item.places.map((place) => ({ ...place, carried: carried[place.nth] ?? place.carried }));
  return { ...item, mark, places, open: places.some((place) => isUnanswered(place, mark)) };
}

/** Whether this mark has something to say in the review of a revision. */
export function concerns(mark: Mark, revision: RevisionId): boolean {
  return mark.carried.some((one) => one.revision === revision && !isAsBefore(one));
}

/** Whether another answer says that the passage stands, or stood, somewhere else than the screen knows. */
export function isElsewhere(before: Item, after: Item): boolean {
  return after.places.some((place, index) => {
    const was = before.places[index]?.carried;
    return (
      (was?.answer === "attached") !== (place.carried.answer === "attached") || !sameRange(was, place.carried)
    );
  });
}

/** The place that a mark was given by hand for what was carried: one that no other was carried to. */
export function attachedTo(mark: Mark | undefined, nth: number): TextRange | null {
  if (!mark) return null;
  const carried = new Set(mark.carried.map(({ range }) => range?.join()));
  const byHand = mark.places.filter(({ range }) => !carried.has(range.join()));
  const before = mark.carried.slice(0, nth).filter(({ answer }) => answer === "attached").length;
  return byHand[before]?.range ?? null;
}

export function isAsBefore({ placement }: Carried): boolean {
  return placement === "kept" || placement === "moved";
}

/** Whether a passage stands wholly within one of some ranges. */
export function coverOf(ranges: readonly TextRange[]): (range: TextRange) => boolean {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  let end = 0;
  const reach = sorted.map((range) => (end = Math.max(end, range[1])));
  return ([from, to]) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]![0] <= from) low = middle + 1;
      else high = middle;
    }
    return low > 0 && reach[low - 1]! >= to;
  };
}

export function freshKey(range: TextRange): string {
  return `fresh ${range.join(" ")}`;
}

function freshCard(passage: FreshPassage): FreshCard {
  return { key: freshKey(passage.range), is: "fresh", at: passage.range[0], passage };
}

function startOf({ places, mark }: Item): number | null {
  const starts = places.flatMap(({ carried }) => {
    const at = carried.range?.[0] ?? carried.gap?.start ?? carried.candidates[0]?.range[0];
    return at === undefined ? [] : [at];
  });
  return starts.length > 0 ? Math.min(...starts) : (mark.places[0]?.range[0] ?? null);
}

function sameRange(a: Carried | undefined, b: Carried): boolean {
  return a?.range?.[0] === b.range?.[0] && a?.range?.[1] === b.range?.[1];
}
