// Scrolls on while a hand that draws something rests at the upper or lower edge of the view, or beyond it.

/** So near to an edge it begins, in CSS pixels. */
const EDGE = 24;
/** How fast it goes for each pixel that the hand is further out, and at most, in CSS pixels a second. */
const EAGER = 14;
const FASTEST = 1800;
/** A frame that took longer than this does not make the next one leap, in milliseconds. */
const LONGEST_FRAME = 50;

export class ScrollOn {
  readonly #scroller: HTMLElement;
  readonly #scrolled: () => void;
  /** Where the hand began, and where it is now. */
  #from = 0;
  #at = 0;
  #frame = 0;
  #before = 0;
  /** Parts of a pixel that were not scrolled yet: WebKit rounds. */
  #rest = 0;

  /** `scrolled`: other words are under the hand now. */
  constructor(scroller: HTMLElement, scrolled: () => void) {
    this.#scroller = scroller;
    this.#scrolled = scrolled;
  }

  /** The hand takes hold at a height of the window. */
  begin(y: number): void {
    this.stop();
    this.#from = y;
    this.#at = y;
  }

  /** The hand is at a height of the window now. */
  draw(y: number): void {
    this.#at = y;
    if (this.#frame !== 0 || this.#speed() === 0) return;
    this.#before = performance.now();
    this.#rest = 0;
    this.#frame = requestAnimationFrame(this.#step);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Who begins at the edge and goes along it means that line: only what is drawn towards the edge scrolls. */
  #speed(): number {
    const { top, bottom } = this.#scroller.getBoundingClientRect();
    const above = this.#at < this.#from ? Math.max(0, top + EDGE - this.#at) : 0;
    const below = this.#at > this.#from ? Math.max(0, this.#at - (bottom - EDGE)) : 0;
    return Math.min(FASTEST, EAGER * below) - Math.min(FASTEST, EAGER * above);
  }

  readonly #step = (now: number) => {
    const speed = this.#speed();
    const since = Math.max(0, Math.min(LONGEST_FRAME, now - this.#before));
    this.#before = now;
    this.#rest += (speed * since) / 1000;
    const whole = Math.trunc(this.#rest);
    this.#rest -= whole;
    const was = this.#scroller.scrollTop;
    if (whole !== 0) this.#scroller.scrollBy({ top: whole, behavior: "instant" });
    const isMoving = this.#scroller.scrollTop !== was;
    // At the end of all that scrolls there is nothing to wait for.
    const isOver = speed === 0 || (whole !== 0 && !isMoving);
    this.#frame = isOver ? 0 : requestAnimationFrame(this.#step);
    if (isMoving) this.#scrolled();
  };
}
