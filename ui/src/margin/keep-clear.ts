// Keeps the first cards of the margin from being pushed above its top, where nobody could reach them.

/** Moves cards down, and those after them as far as needed, so that none stands above `ceiling`. */
export function keepClear(
  cards: readonly { height: number }[],
  tops: readonly number[],
  ceiling: number,
  gap: number,
): number[] {
  let floor = ceiling;
  return tops.map((top, i) => {
    const clear = Math.max(top, floor);
    floor = clear + (cards[i]?.height ?? 0) + gap;
    return clear;
  });
}
