// Does something once the frame that is due has been painted.

/** One thing to be done in the first task after the next frame: the latest that was asked for. */
export class AfterFrame {
  #then: (() => void) | null = null;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Instead of what was due until now, and no later than that. */
  due(then: () => void): void {
    const isDue = this.#then !== null;
    this.#then = then;
    if (isDue) return;
    this.#frame = requestAnimationFrame(() => {
      this.#timer = setTimeout(() => {
        const latest = this.#then;
        this.#then = null;
        latest?.();
      });
    });
  }

  stop(): void {
    this.#then = null;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
  }
}
