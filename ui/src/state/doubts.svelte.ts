// What came in and is to be looked at before it is kept: asked about one after the other.
import * as commands from "../backend/commands";
import type { Arrivals } from "../backend/types/Arrivals";
import type { Doubtful } from "../backend/types/Doubtful";
import type { DoubtAnswer } from "../backend/types/DoubtAnswer";
import type { Desk } from "./desk.svelte";
import { Waiting } from "./waiting.svelte";

export class Doubts {
  /** The questions that wait, the first one first. */
  all = $state.raw<readonly Doubtful[]>([]);
  /** How many came since the first of those that wait. */
  count = $state(0);
  /** An answer is being carried out. */
  readonly working = new Waiting();
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get current(): Doubtful | null {
    return this.all[0] ?? null;
  }

  /** The others that ask the same. */
  get alike(): readonly Doubtful[] {
    const current = this.current;
    return this.all.slice(1).filter((one) => one.why === current?.why);
  }

  ask(doubts: readonly Doubtful[]): void {
    if (doubts.length === 0) return;
    if (this.all.length === 0) this.count = 0;
    this.all = [...this.all, ...doubts];
    this.count += doubts.length;
  }

  /** Answers the question that is shown, and those that ask the same if the person says so. */
  async answer(answer: DoubtAnswer, whom: "this" | "all alike" = "this"): Promise<void> {
    const current = this.current;
    if (!current || this.working.on) return;
    const answered = [current, ...(whom === "all alike" ? this.alike : [])];
    this.working.begin();
    await this.#desk.drafts.flush();
    const settled: Arrivals[] = [];
    const gone = new Set<number>();
    for (const { token } of answered) {
      const arrivals = await this.#settle(token, answer);
      // One that was stopped waits for another answer.
      if (arrivals === "stopped") break;
      if (arrivals) settled.push(arrivals);
      gone.add(token);
    }
    // All at once: the sheet does not flash through what it has the answer to.
    this.all = this.all.filter(({ token }) => !gone.has(token));
    this.working.end();
    for (const arrivals of settled) this.#desk.arrived(arrivals);
  }

  cancel(): void {
    void this.#desk.attempt(commands.cancel());
  }

  async #settle(token: number, answer: DoubtAnswer): Promise<Arrivals | "stopped" | null> {
    try {
      return await commands.answerDoubt(token, answer);
    } catch (reason) {
      const failure = commands.failureOf(reason);
      if (failure.code === "stopped") return "stopped";
      this.#desk.notices.fail(failure);
      return null;
    }
  }
}
