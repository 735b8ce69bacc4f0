// Annotations that were made elsewhere: taking them in, and what became of them.
import * as commands from "../backend/commands";
import type { Annotated } from "../backend/types/Annotated";
import type { CameBack } from "../backend/types/CameBack";
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
    const { article, back, changed, name } = taken;
    this.#desk.absorb(changed);
    const count = countOf(taken);
    if (back) this.#desk.undo.offer(() => m.returned_notice({ name }));
    else if (count > 0)
      this.#desk.undo.offer(() => m.annotations_notice({ count, shown: number(count), name }));
    const { open, screen } = this.#desk;
    if (open?.article.id !== article || open.readOnly || screen !== "article")
      await this.#desk.openArticle(article);
    this.report = taken;
  }

  /** Gives those without a place one, from the first on; or looks through the version that came with them. */
  review(): void {
    const { report } = this;
    this.close();
    if (report) void this.#desk.versions.review(report.article, null, report.unplaced[0] ?? null);
  }

  close(): void {
    this.report = null;
  }
}

/** How many annotations became marks, or were added to some. */
export function countOf({ found, reworded, ambiguous, lost, back }: Annotated): number {
  return found + reworded + ambiguous + lost + (back ? back.answers + back.settled + back.passages : 0);
}

/** What is counted, how many there are of it, and what it is in words. */
export type Counted = readonly [which: string, count: number, words: string];

/** What became of annotations; what there is none of is not said. */
export function countsOf({ found, reworded, ambiguous, lost, there, back }: Annotated): Counted[] {
  const counts: Counted[] = [
    ["found", found, back ? m.returned_found({ count: found }) : m.annotations_found({ count: found })],
    ["reworded", reworded, m.annotations_reworded({ count: reworded })],
    ["ambiguous", ambiguous, m.annotations_ambiguous({ count: ambiguous })],
    ["lost", lost, m.annotations_lost({ count: lost })],
    ["there", there, back ? m.returned_there({ count: there }) : m.annotations_there({ count: there })],
  ];
  return [...(back ? broughtBy(back).filter(([which]) => which !== "notes") : []), ...counts].filter(
    ([, count]) => count > 0,
  );
}

/** What a copy brings that came back. */
export function broughtBy({ answers, settled, notes, passages }: CameBack): Counted[] {
  const counts: Counted[] = [
    ["answers", answers, m.returned_answers({ count: answers })],
    ["settled", settled, m.returned_settled({ count: settled })],
    ["notes", notes, m.returned_notes({ count: notes })],
    ["passages", passages, m.returned_passages({ count: passages })],
  ];
  return counts.filter(([, count]) => count > 0);
}
