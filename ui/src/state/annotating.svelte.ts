// Annotations that were made elsewhere: taking them in, and what became of them.
import * as commands from "../backend/commands";
import type { Annotated } from "../backend/types/Annotated";
import { m } from "../messages/generated/messages";
import type { Desk } from "./desk.svelte";
import { number } from "./figures";

export class Annotating {
  /** What became of the last that came, until the person has seen it. */
  report = $state.raw<Annotated | null>(null);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** The person chooses a file with annotations on the open article. */
  async choose(): Promise<void> {
    const open = this.#desk.open;
    if (!open) return;
    await this.#desk.drafts.flush();
    const taken = await this.#desk.attempt(commands.takeAnnotations(open.article.id));
    this.#desk.awaitedNoMore();
    if (taken) await this.took(taken);
  }

  /** They are in: shows them, and says where they went. */
  async took(taken: Annotated): Promise<void> {
    const { article, changed, name } = taken;
    this.#desk.absorb(changed);
    const count = countOf(taken);
    if (count > 0) this.#desk.undo.offer(() => m.annotations_notice({ count, shown: number(count), name }));
    const { open, screen } = this.#desk;
    if (open?.article.id !== article || open.readOnly || screen !== "article")
      await this.#desk.openArticle(article);
    this.report = taken;
  }

  /** Gives those without a place one, from the first on. */
  review(): void {
    const { report } = this;
    this.close();
    if (report) void this.#desk.versions.review(report.article, null, report.unplaced[0] ?? null);
  }

  close(): void {
    this.report = null;
  }
}

/** How many annotations became marks. */
export function countOf({ found, reworded, ambiguous, lost }: Annotated): number {
  return found + reworded + ambiguous + lost;
}
