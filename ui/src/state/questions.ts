// What a new version left for the person to decide about a mark: the same rule as in Rust (`Carried::is_open`).
import type { Carried } from "../backend/types/Carried";
import type { Kind } from "../backend/types/Kind";
import type { Mark } from "../backend/types/Mark";
import type { Place } from "../backend/types/Place";

/** Whether the person has to say something about it, for a mark of this kind. */
export function isOpen({ placement, answer }: Carried, kind: Kind): boolean {
  if (answer !== null) return false;
  if (placement === "edited") return kind.is === "claim" && kind.recheck;
  return placement === "ambiguous" || placement === "lost";
}

/** Where a passage stood before; nothing where an annotation from elsewhere quotes it. */
export function placeBefore({ from }: Carried): Place | null {
  return "revision" in from ? from : null;
}

/** Whether a mark has a question; `carried` holds what the version that is shown did to it. */
export function isAsked(mark: Mark | null | undefined): boolean {
  return mark?.carried.some((one) => isOpen(one, mark.kind)) ?? false;
}

/** What became of a mark that has no place in a version. */
export type Nowhere = "ambiguous" | "lost" | "archived";

export function nowhereOf({ carried }: Mark): Nowhere {
  if (carried.some(({ answer }) => answer === "archived")) return "archived";
  return carried.some(({ placement }) => placement === "ambiguous") ? "ambiguous" : "lost";
}

/**
 * The words of a mark; for one without a place, those it had when it last stood somewhere. What was noted on a whole
 * text has none: what was noted stands for them.
 */
export function wordsOf({ places, carried, note }: Mark): string {
  const words = places[0]?.quote ?? carried[0]?.from.quote ?? "";
  return words === "" ? note : words;
}

/** Marks without a place in the order in which they would have been read; those that are gone rightly come last. */
export function sortedNowhere(marks: readonly Mark[]): Mark[] {
  const at = ({ carried: [first] }: Mark) =>
    first === undefined
      ? 0
      : (first.gap?.start ?? first.candidates[0]?.range[0] ?? placeBefore(first)?.range[0] ?? 0);
  const isGone = (mark: Mark) => Number(nowhereOf(mark) === "archived");
  return [...marks].sort((a, b) => isGone(a) - isGone(b) || at(a) - at(b) || (a.id < b.id ? -1 : 1));
}
