// Brings a place of the text into view, unless it is there already.

/** `box` measures the place anew each time: rows that come into view turn out higher or lower than guessed. */
export function bringIntoView(scroller: HTMLElement, box: () => DOMRect | null): void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const goTo = (tries: number) => {
    const here = box();
    if (!here) return;
    const view = scroller.getBoundingClientRect();
    const inset = Math.min(96, view.height / 5);
    const isIn =
      here.top >= view.top + inset / 2 &&
      Math.min(here.bottom, here.top + view.height / 2) <= view.bottom - inset;
    if (isIn) return;
    const by = here.top - view.top - view.height / 3;
    const isFar = Math.abs(by) > view.height * 1.5;
    scroller.scrollBy({ top: by, behavior: calm || isFar || tries < 4 ? "instant" : "smooth" });
    if (isFar && tries > 0) requestAnimationFrame(() => goTo(tries - 1));
  };
  goTo(4);
}
