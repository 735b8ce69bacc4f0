// Lays out the cards of the margin: level with their passages where there is room, never one over another.

/** A card that wants its top at `want`; heights and positions in CSS pixels. */
export interface Card<Id> {
  id: Id;
  want: number;
  height: number;
}

/**
 * The top of every card, in the order given.
 *
 * The active card stands exactly where it wants to. The ones before it are pushed up and the ones
 * after it are pushed down as far as needed; without an active card all are pushed down.
 */
export function layCards<Id>(cards: readonly Card<Id>[], active: Id | null, gap: number): number[] {
  const tops = cards.map((card) => card.want);
  const pivot = cards.findIndex((card) => card.id === active);
  let floor = Number.NEGATIVE_INFINITY;
  for (let i = Math.max(pivot, 0); i < cards.length; i++) {
    const card = cards[i]!;
    tops[i] = i === pivot ? card.want : Math.max(card.want, floor);
    floor = tops[i]! + card.height + gap;
  }
  if (pivot < 1) return tops;
  // Above the active card: first push down from the top as if it were not there, then up where they reach into it.
  floor = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < pivot; i++) {
    tops[i] = Math.max(cards[i]!.want, floor);
    floor = tops[i]! + cards[i]!.height + gap;
  }
  let ceiling = tops[pivot]! - gap;
  for (let i = pivot - 1; i >= 0; i--) {
    tops[i] = Math.min(tops[i]!, ceiling - cards[i]!.height);
    ceiling = tops[i]! - gap;
  }
  return tops;
}
