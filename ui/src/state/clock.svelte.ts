// The time that "2 minutes ago" is counted from; it moves on twice a minute.
class Clock {
  now = $state(Date.now());

  /** Starts ticking; gives back how to stop. */
  run(): () => void {
    const timer = setInterval(() => (this.now = Date.now()), 30_000);
    return () => clearInterval(timer);
  }
}

export const clock = new Clock();
