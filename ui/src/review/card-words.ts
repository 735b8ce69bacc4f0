// The words and signs of a review's cards.

import type { Answer } from "../backend/types/Answer";
import { m } from "../messages/generated/messages";
import type { Item } from "../state/review-cards";

export function whatWords(item: Item): string {
  const { placement, mark } = item;
  if (isAttached(item)) return m.review_attached_card();
  switch (placement) {
    case "lost":
      return m.review_lost_card();
    case "ambiguous":
      return m.review_ambiguous_card();
    default:
      return mark.kind.is === "claim" ? m.review_edited_claim() : m.review_edited_passage();
  }
}

/** The sign of what became of a mark: told before its colour. */
export function signOf(item: Item): string {
  const { placement } = item;
  if (isAttached(item)) return "→";
  return placement === "lost" ? "✕" : placement === "ambiguous" ? "⁇" : "≠";
}

/** Whether it was given its place by hand. */
function isAttached({ places }: Item): boolean {
  return places.some(({ carried }) => carried.answer === "attached");
}

export function answerWords(answer: Answer): string {
  switch (answer) {
    case "kept":
      return m.review_answer_kept();
    case "recheck":
      return m.review_answer_recheck();
    case "attached":
      return m.review_answer_attached();
    case "archived":
      return m.review_answer_archived();
  }
}
