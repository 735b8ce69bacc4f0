// Something that may take a while: said only once it does.

/** How long something may take before the screen says so, in milliseconds. */
export const SLOW = 300;

export class Waiting {
  /** It is under way. */
  on = $state(false);
  /** And has been for so long that the person should know. */
  slow = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  begin(): void {
    this.end();
    this.on = true;
    this.#timer = setTimeout(() => (this.slow = true), SLOW);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.on = false;
    this.slow = false;
  }
}
