// Does long work in slices, so that the window answers in between.

import type { Stop } from "../reader/view";

/** How long a slice may take, in milliseconds. */
const SLICE = 8;

/** Takes one step after the other, in slices; `between` is called after each slice. The first slice is taken at once. */
export function inSlices(steps: Iterator<unknown>, between: () => void): Stop {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const slice = () => {
    const end = performance.now() + SLICE;
    let isDone = false;
    while (!isDone && performance.now() < end) isDone = steps.next().done === true;
    between();
    if (!isDone) timer = setTimeout(slice);
  };
  slice();
  return () => clearTimeout(timer);
}
