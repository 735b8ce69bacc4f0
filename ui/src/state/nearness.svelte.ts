// What came in and is nearly an article of the shelf: asked about one after the other.
import * as commands from "../backend/commands";
import type { Arrivals } from "../backend/types/Arrivals";
import type { Near } from "../backend/types/Near";
import type { NearAnswer } from "../backend/types/NearAnswer";
import { m } from "../messages/generated/messages";
import type { Desk } from "./desk.svelte";
import { Waiting } from "./waiting.svelte";

export class Nearness {
  /** The questions that wait, the first one first. */
  all = $state.raw<readonly Near[]>([]);
  /** An answer is being carried out. */
  readonly working = new Waiting();
  /** How many questions came since the first of those that wait. */
  count = $state(0);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get current(): Near | null {
    return this.all[0] ?? null;
  }

  /** Asks about each; one whose text is that of an article already just opens it. */
  ask(questions: readonly Near[]): void {
    const [same, open] = [questions.filter((near) => near.same), questions.filter((near) => !near.same)];
    if (this.all.length === 0) this.count = 0;
    this.all = [...this.all, ...open];
    this.count += open.length;
    for (const near of same) void this.#settle(near.token, "neither");
    const last = same.at(-1);
    if (!last) return;
    this.#desk.notices.say(() => m.versions_there_already({ title: last.near_title }));
    if (this.#desk.open?.article.id !== last.near) void this.#desk.openArticle(last.near);
  }

  /** Answers the question that is shown. */
  async answer(answer: NearAnswer): Promise<void> {
    const near = this.current;
    if (!near || this.working.on) return;
    this.working.begin();
    await this.#desk.drafts.flush();
    const arrivals = await this.#settle(near.token, answer);
    this.working.end();
    // Stopped: it waits for another answer.
    if (arrivals === "stopped") return;
    this.all = this.all.filter((one) => one.token !== near.token);
    if (arrivals) this.#desk.arrived(arrivals);
  }

  cancel(): void {
    void this.#desk.attempt(commands.cancel());
  }

  async #settle(token: number, answer: NearAnswer): Promise<Arrivals | "stopped" | null> {
    try {
      return await commands.answerNear(token, answer);
    } catch (reason) {
      const failure = commands.failureOf(reason);
      if (failure.code === "stopped") return "stopped";
      this.#desk.notices.fail(failure);
      return null;
    }
  }
}
