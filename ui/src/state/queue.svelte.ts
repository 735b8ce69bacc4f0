// Many files on their way in: how far each is, and the report of what came of them.
import * as commands from "../backend/commands";
import { onQueue } from "../backend/events";
import type { Queue as Listed } from "../backend/types/Queue";
import type { QueueItem } from "../backend/types/QueueItem";
import type { Desk } from "./desk.svelte";
import { Waiting } from "./waiting.svelte";

/** What became of an item; one that waited when the queue was stopped was left. */
export type ItemState = QueueItem["state"] | "left";

export class Queue {
  list = $state.raw<Listed | null>(null);
  folded = $state(false);
  /** The person has asked to stop, and the file that is being read has not ended yet. */
  stopping = $state(false);
  /** Grows each time the list is asked for. */
  asked = $state(0);
  /** A single file is shown only once it takes a while. */
  readonly #single = new Waiting();
  readonly #desk: Desk;

  readonly items = $derived.by((): readonly (QueueItem & { now: ItemState; nth: number })[] =>
    (this.list?.items ?? []).map((item, nth) => ({ ...item, nth, now: this.#stateOf(item) })),
  );
  /** How many are in each state. */
  readonly counts = $derived.by(() => {
    const counts: Record<ItemState, number> = {
      waiting: 0,
      reading: 0,
      done: 0,
      asked: 0,
      there: 0,
      failed: 0,
      left: 0,
    };
    for (const { now } of this.items) counts[now] += 1;
    return counts;
  });
  readonly running = $derived(this.list?.running ?? false);
  /** How many are behind us. */
  readonly past = $derived(this.items.length - this.counts.waiting - this.counts.reading - this.counts.left);

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** The list is on the screen: of many files until it is closed, of a single one while it is slow to be read. */
  get shown(): boolean {
    return this.items.length > 1 || (this.items.length === 1 && this.running && this.#single.slow);
  }

  /** It tells what failed itself. */
  get reports(): boolean {
    return this.items.length > 1;
  }

  begin(): () => void {
    return onQueue((list) => this.#heard(list));
  }

  cancel(): void {
    this.stopping = true;
    void this.#desk.attempt(commands.cancelQueue());
  }

  /** Unfolds the list and gives it the keyboard. */
  ask(): void {
    this.folded = false;
    this.asked += 1;
  }

  /** Puts the report away. */
  close(): void {
    if (this.running) return;
    this.list = null;
    void this.#desk.attempt(commands.closeQueue());
  }

  #heard(list: Listed): void {
    const begins = list.running && !this.running;
    if (begins) {
      this.folded = false;
      this.#single.begin();
    }
    if (!list.running) {
      this.#single.end();
      this.stopping = false;
    }
    this.list = list.items.length === 0 ? null : list;
  }

  #stateOf({ state, failure }: QueueItem): ItemState {
    if (failure?.code === "stopped") return "left";
    return !this.running && (state === "waiting" || state === "reading") ? "left" : state;
  }
}
