// Does long work in slices, so that the window answers in between.

import { AfterFrame } from "../controls/after-frame";
import type { Stop } from "../reader/view";

/** How long the first slice may take, and any slice, in milliseconds. After each the window paints all of it. */
const FIRST = 8;
const LONGEST = 32;

/** Takes one step after the other, in slices; `between` is called after each slice. The first slice is taken at once. */
export function inSlices(steps: Iterator<unknown>, between: () => void): Stop {
  const next = new AfterFrame();
  let length = FIRST;
  const slice = () => {
    const end = performance.now() + length;
    let isDone = false;
    while (!isDone && performance.now() < end) isDone = steps.next().done === true;
    between();
    length = Math.min(length * 2, LONGEST);
    if (!isDone) next.due(slice);
  };
  slice();
  return () => next.stop();
}
