// Articles that go to another Obelus as one file, and come in from one.
import * as commands from "../backend/commands";
import type { Merged } from "../backend/types/Merged";
import type { TakenBundle } from "../backend/types/TakenBundle";
import { m } from "../messages/generated/messages";
import type { Desk } from "./desk.svelte";
import { number } from "./figures";

export class Bundles {
  /** A bundle with another text than an article has here, until the person says what it is. */
  question = $state.raw<{ name: string; title: string } | null>(null);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Writes the open article, with all that was done to it, to a file that the person chooses. */
  async handOn(): Promise<void> {
    const open = this.#desk.open;
    if (!open) return;
    await this.#desk.drafts.flush();
    const written = await this.#desk.attempt(commands.exportBundle(open.article.id));
    if (written) this.#desk.notices.say(() => m.bundles_written({ file: written.file }));
  }

  /** A bundle is in: shows its article, and says what became of it. */
  async took({ name, articles, changed }: TakenBundle): Promise<void> {
    this.#desk.absorb({ ...changed, texts: [] });
    const [first] = articles;
    if (!first) return;
    const title = this.#titleOf(first);
    if (first.how === "two_texts") {
      this.question = { name, title };
      return;
    }
    if (first.how === "there") this.#desk.notices.say(() => m.bundles_there({ name }));
    else this.#desk.undo.offer(() => takenWords(first, name, title));
    await this.#desk.openArticle(first.article);
  }

  /** The person's answer to the question: what came may be an article of its own. */
  async copy(): Promise<void> {
    this.question = null;
    const taken = await this.#desk.attempt(commands.copyBundle());
    if (taken) await this.took(taken);
  }

  leave(): void {
    this.question = null;
  }

  #titleOf({ article }: Merged): string {
    return this.#desk.shelf.row(article)?.article.title ?? "";
  }
}

function takenWords({ how, steps, disputed }: Merged, name: string, title: string): string {
  if (how === "new") return m.bundles_new({ title, name });
  if (how !== "merged") return m.bundles_copied({ title });
  const merged = m.bundles_merged({ count: steps, shown: number(steps), name, title });
  const count = disputed.length;
  return count === 0 ? merged : `${merged} ${m.bundles_disputed({ count, shown: number(count) })}`;
}
