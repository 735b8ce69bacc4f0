// A page that is fetched from the web, when the person asks for it and never otherwise.
import * as commands from "../backend/commands";
import type { Failure } from "../backend/types/Failure";
import { type Address, addressTyped } from "./addresses";
import type { Desk } from "./desk.svelte";
import { Waiting } from "./waiting.svelte";

export class Fetching {
  /** What stands in the field of the start screen. */
  typed = $state("");
  /** Why the last address gave no article: it is none, or what came of it. */
  refused = $state.raw<"not an address" | Failure | null>(null);
  /** The host that is being asked. */
  host = $state("");
  /** An address that was pasted, and waits for the person to say what to do with it. */
  pasted = $state.raw<(Address & { words: string }) | null>(null);
  /** Grows each time the field is asked for. */
  asked = $state(0);
  readonly working = new Waiting();
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Goes where an address is typed. */
  ask(): void {
    this.#desk.goToStart();
    this.asked += 1;
  }

  type(words: string): void {
    this.typed = words;
    this.refused = null;
  }

  /** Fetches what was typed. */
  go(): Promise<void> {
    const address = addressTyped(this.typed);
    if (address) return this.fetch(address);
    this.refused = this.typed.trim() === "" ? null : "not an address";
    return Promise.resolve();
  }

  async fetch({ href, host }: Address): Promise<void> {
    if (this.working.on) return;
    this.refused = null;
    this.host = host;
    this.working.begin();
    await this.#desk.drafts.flush();
    try {
      const arrivals = await commands.fetchPage(href);
      const [failure] = arrivals.failures;
      if (failure) this.#fail(failure);
      else this.typed = "";
      this.#desk.arrived({ ...arrivals, failures: [] });
    } catch (reason) {
      this.#fail(commands.failureOf(reason));
    } finally {
      this.working.end();
    }
  }

  cancel(): void {
    void this.#desk.attempt(commands.cancel());
  }

  /** What to do with the address that was pasted. */
  answer(answer: "open" | "text" | "neither"): void {
    const address = this.pasted;
    this.pasted = null;
    if (!address) return;
    if (answer === "open") void this.fetch(address);
    else if (answer === "text") void this.#desk.pasteWords({ html: null, text: address.words });
  }

  #fail(failure: Failure): void {
    // The person has stopped it: they know.
    if (failure.code === "stopped") return;
    if (this.#desk.screen === "start") this.refused = failure;
    else this.#desk.notices.fail(failure);
  }
}
