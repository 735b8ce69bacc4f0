// Articles that come from another Obelus in bundles.
import * as commands from "../backend/commands";
import type { Merged } from "../backend/types/Merged";
import type { TakenBundle } from "../backend/types/TakenBundle";
import { type Came, cameWords } from "./bundle-words";
import type { Desk } from "./desk.svelte";

/** A bundle with another text than an article has here, until the person says what it is. */
interface Question {
  number: number;
  name: string;
  title: string;
}

export class Bundles {
  /** They are asked one after the other. */
  #questions = $state.raw<readonly Question[]>([]);
  readonly question = $derived(this.#questions[0] ?? null);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Bundles are in: says what became of all that was in them, shows the article that matters, asks what is to be asked. */
  async took(bundles: readonly TakenBundle[]): Promise<void> {
    for (const { changed } of bundles) this.#desk.absorb({ ...changed, texts: [] });
    this.#ask(bundles);
    const all = bundles.flatMap(({ name, articles }) =>
      articles.map((one) => ({ one, said: this.#said(one, name) })),
    );
    const came = all.filter(({ one }) => one.how !== "two_texts");
    const [first] = came;
    if (!first) return;
    const words = () => cameWords(came.map(({ said }) => said));
    const isNews = came.some(({ one }) => one.how !== "there");
    // One undo takes back what came in one file.
    if (bundles.length === 1 && isNews) this.#desk.undo.offer(words);
    else this.#desk.notices.say(words);
    const read = this.#desk.open?.article.id;
    const isRead = came.some(({ one }) => one.article === read);
    // Several at once do not push aside what is being read: the shelf leads to each.
    if (came.length === 1 || read === undefined) await this.#desk.openArticle(first.one.article);
    else if (isRead) await this.#desk.openArticle(read);
  }

  /** The person's answer to the question: what came may be an article of its own. */
  async copy(): Promise<void> {
    const answered = this.#answered();
    if (!answered) return;
    const taken = await this.#desk.attempt(commands.copyBundle(answered.number));
    if (taken) await this.took([taken]);
  }

  leave(): void {
    const answered = this.#answered();
    if (answered) void this.#desk.attempt(commands.leaveBundle(answered.number));
  }

  #ask(bundles: readonly TakenBundle[]): void {
    const asked = bundles.flatMap(({ name, articles, question }) => {
      const other = articles.find(({ how }) => how === "two_texts");
      return other && question !== null ? [{ number: question, name, title: this.#titleOf(other) }] : [];
    });
    this.#questions = [...this.#questions, ...asked];
  }

  #answered(): Question | undefined {
    const [first, ...rest] = this.#questions;
    this.#questions = rest;
    return first;
  }

  #said(one: Merged, name: string): Came {
    const { how, steps, disputed } = one;
    return { how, steps, disputed: disputed.length, name, title: this.#titleOf(one) };
  }

  #titleOf({ article }: Merged): string {
    return this.#desk.shelf.row(article)?.article.title ?? "";
  }
}
