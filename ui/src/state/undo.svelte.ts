// Taking back and making again, with a line that says what it was.
import * as commands from "../backend/commands";
import type { Changed } from "../backend/types/Changed";
import type { JournalLine } from "../backend/types/JournalLine";
import type { Reverted } from "../backend/types/Reverted";
import { m } from "../messages/generated/messages";
import { chiefOf, deedWords } from "./deed-words";
import type { Desk } from "./desk.svelte";

export class Undo {
  undoable = $state.raw<JournalLine | null>(null);
  redoable = $state.raw<JournalLine | null>(null);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  begin(undoable: JournalLine | null, redoable: JournalLine | null): void {
    this.undoable = undoable;
    this.redoable = redoable;
  }

  absorb(changed: Changed): void {
    this.undoable = changed.undoable;
    this.redoable = changed.redoable;
  }

  async undo(): Promise<void> {
    if (this.#desk.reviewing?.takeBack()) return;
    await this.#desk.drafts.flush();
    const reverted = await this.#desk.attempt(commands.undo());
    if (reverted) this.#tell(reverted, (what) => m.undone({ what }));
    else if (this.undoable === null) this.#desk.notices.say(() => m.nothing_to_undo());
  }

  async redo(): Promise<void> {
    await this.#desk.drafts.flush();
    const reverted = await this.#desk.attempt(commands.redo());
    if (reverted) this.#tell(reverted, (what) => m.redone({ what }));
    else if (this.redoable === null) this.#desk.notices.say(() => m.nothing_to_redo());
  }

  /** Says that something was done, and offers to take it back for as long as it is the last edit. */
  offer(words: () => string): void {
    const edit = this.undoable?.id;
    this.#desk.notices.say(words, {
      words: () => m.take_back(),
      run: () => void this.undo(),
      open: () => edit !== undefined && this.undoable?.id === edit,
    });
  }

  #tell({ changed, lines }: Reverted, say: (what: string) => string): void {
    const before = this.#desk.open?.article.id ?? null;
    this.#desk.absorb(changed);
    const line = chiefOf(lines);
    if (!line) return;
    const elsewhere = line.article !== null && line.article !== before && line.title !== null;
    this.#desk.notices.say(() => {
      const words = say(deedWords(line));
      return elsewhere ? m.in_article({ words, title: line.title ?? "" }) : words;
    });
    void this.#desk.follow(line);
  }
}
