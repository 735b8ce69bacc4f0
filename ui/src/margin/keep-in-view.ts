// Keeps the active card in view by moving the card: the text stays where it is, under the hand that clicked it.

/** What of the margin can be seen, in its own pixels. */
export interface View {
  top: number;
  bottom: number;
}

/**
 * Where a card stands that wants its top at `want`: there, or higher where it would end below the view.
 * One whose passage is not in view stays level with it, and one higher than the view begins at its top.
 */
export function keepInView({ want, height }: { want: number; height: number }, view: View): number {
  if (want < view.top || want > view.bottom) return want;
  return Math.max(view.top, Math.min(want, view.bottom - height));
}
