// The fields that are being written in. They outlive their cards: a word that could not be saved is still there.
import * as commands from "../backend/commands";
import type { Changed } from "../backend/types/Changed";
import type { Mark } from "../backend/types/Mark";
import type { MarkId } from "../backend/types/MarkId";
import { Typing, type TypingState } from "./typing.svelte";

export type DraftField = "note" | "correction";

export class Drafts {
  // Not reactive: fields are made while cards are drawn. Each tells when it changes.
  readonly #typings = new Map<string, Typing>();
  /** What all fields together are doing: the most worrying of them. */
  state = $state<TypingState>("saved");

  /** The field of a mark; `absorb` gets what each save changed. */
  field(mark: Mark, field: DraftField, absorb: (changed: Changed) => void): Typing {
    const key = `${mark.id} ${field}`;
    const there = this.#typings.get(key);
    if (there) return there;
    const write = field === "note" ? commands.writeNote : commands.writeCorrection;
    const store = async (words: string, group: string) => absorb(await write(mark.id, words, group));
    const typing = new Typing(mark[field], store, () => this.#look());
    this.#typings.set(key, typing);
    return typing;
  }

  /** Words that are not on disk; nothing where all are. */
  unsaved(mark: MarkId, field: DraftField): string | null {
    const typing = this.#typings.get(`${mark} ${field}`);
    return typing?.dirty ? typing.words : null;
  }

  absorb(changed: Changed): void {
    for (const mark of changed.marks) {
      this.#typings.get(`${mark.id} note`)?.take(mark.note);
      this.#typings.get(`${mark.id} correction`)?.take(mark.correction);
    }
  }

  /** Forgets the fields that need no remembering: another article is opened. */
  forget(): void {
    for (const [key, typing] of this.#typings) if (!typing.dirty) this.#typings.delete(key);
  }

  /** Saves all that waits. */
  async flush(): Promise<void> {
    await Promise.all([...this.#typings.values()].map((typing) => typing.finish()));
  }

  #look(): void {
    const states = [...this.#typings.values()].map((typing) => typing.state);
    this.state = (["failed", "saving", "waiting"] as const).find((one) => states.includes(one)) ?? "saved";
  }
}
