// Everything that can be done to marks: on the selection if there is one, else on the active mark.
import * as commands from "../backend/commands";
import type { Colour } from "../backend/types/Colour";
import type { Kind } from "../backend/types/Kind";
import type { Mark } from "../backend/types/Mark";
import type { MarkHistory } from "../backend/types/MarkHistory";
import type { MarkId } from "../backend/types/MarkId";
import type { Status } from "../backend/types/Status";
import type { TextRange } from "../backend/types/TextRange";
import { m } from "../messages/generated/messages";
import type { Edge, Step } from "../reader/view";
import { shortened } from "./deed-words";
import type { Desk } from "./desk.svelte";
import { statusWords } from "./status-words";

export const COLOURS: readonly Colour[] = ["yellow", "green", "blue", "pink"];

export class Marking {
  readonly #desk: Desk;
  /** The mark whose edge is being moved: one session is one step of undo. */
  #edges: { mark: MarkId; group: string; at: number } | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** A claim with this status: a new one on the selection, or what the active mark becomes. */
  claim(status: Status): Promise<void> {
    return this.#become({ is: "claim", status, recheck: false });
  }

  highlight(colour: Colour): Promise<void> {
    return this.#become({ is: "highlight", colour });
  }

  /** The highlight key: yellow at first, then one colour after the other. */
  highlightNext(): Promise<void> {
    const active = this.#desk.open?.selection() ? null : this.#desk.open?.activeMark;
    const now = active?.kind.is === "highlight" ? COLOURS.indexOf(active.kind.colour) : -1;
    return this.highlight(COLOURS[(now + 1) % COLOURS.length] ?? "yellow");
  }

  /** A new note on the selection, or the note field of the active mark. */
  async note(): Promise<void> {
    const open = this.#desk.open;
    if (!open || this.#desk.versions.refuses()) return;
    const selection = open.selection();
    if (selection) await this.make(selection, { is: "note" });
    else if (open.activeMark) open.editing = "note";
  }

  /** Makes a mark of some words; a note wants to be written at once. */
  async make(range: TextRange, kind: Kind): Promise<void> {
    const open = this.#desk.open;
    const mark = await this.add([range], kind);
    if (kind.is === "note" && mark !== null && open?.active === mark) open.editing = "note";
  }

  /** Adds a mark and makes it the active one. */
  async add(ranges: TextRange[], kind: Kind): Promise<MarkId | null> {
    const open = this.#desk.open;
    if (!open || this.#desk.versions.refuses()) return null;
    const added = await this.#desk.attempt(open.add(ranges, kind));
    if (!added) return null;
    const [mark, changed] = added;
    open.view?.deselect();
    this.#desk.absorb(changed);
    open.activate(mark);
    return mark;
  }

  async changeKind(mark: Mark, kind: Kind): Promise<void> {
    if (sameKind(mark.kind, kind) || this.#desk.versions.refuses()) return;
    const quote = shortened(mark.places[0]?.quote ?? "");
    if (mark.places.length > 1 && kind.is !== "claim") {
      this.#desk.notices.say(() => m.notice_only_claims());
      return;
    }
    const changed = await this.#desk.edit(commands.changeKind(mark.id, kind));
    // A status is set with one key and seen at once; another kind of mark is worth a line.
    if (changed && mark.kind.is !== kind.is)
      this.#desk.undo.offer(() =>
        kind.is === "claim"
          ? m.notice_now_claim({ quote })
          : kind.is === "note"
            ? m.notice_now_note({ quote })
            : m.notice_now_highlight({ quote }),
      );
  }

  async remove(mark: Mark): Promise<void> {
    const open = this.#desk.open;
    if (!open || this.#desk.versions.refuses()) return;
    await this.#desk.drafts.flush();
    const quote = shortened(mark.places[0]?.quote ?? "");
    if (await this.#desk.edit(commands.removeMarks([mark.id])))
      this.#desk.undo.offer(() => m.notice_removed({ quote }));
  }

  async tag(mark: Mark, tags: string[]): Promise<void> {
    if (this.#desk.versions.refuses()) return;
    await this.#desk.edit(commands.setTags(mark.id, tags));
  }

  /** Adds places to a claim. */
  async alsoAt(mark: Mark, ranges: TextRange[]): Promise<void> {
    if (ranges.length === 0 || this.#desk.versions.refuses()) return;
    const count = mark.places.length + ranges.length;
    const all = [...mark.places.map((place) => place.range), ...ranges];
    const changed = await this.#desk.edit(commands.setPlaces(mark.id, all, crypto.randomUUID()));
    if (!changed) return;
    this.#desk.open?.view?.deselect();
    this.#desk.undo.offer(() => m.notice_places({ count }));
  }

  async removePlace(mark: Mark, index: number): Promise<void> {
    if (mark.places.length < 2 || this.#desk.versions.refuses()) return;
    const ranges = mark.places.filter((_, i) => i !== index).map((place) => place.range);
    const changed = await this.#desk.edit(commands.setPlaces(mark.id, ranges, crypto.randomUUID()));
    if (!changed) return;
    if (this.#desk.open?.active === mark.id) this.#desk.open.place = 0;
    this.#desk.undo.offer(() => m.notice_place_removed());
  }

  /** The key "also here": the selection becomes a place of the active claim; without one, all twins do. */
  async alsoHere(): Promise<void> {
    const open = this.#desk.open;
    const mark = open?.activeMark;
    if (!open || !mark) return;
    if (mark.kind.is !== "claim") {
      this.#desk.notices.say(() => m.notice_only_claims());
      return;
    }
    const selection = open.selection();
    if (selection) return this.alsoAt(mark, [selection]);
    const twins = open.view?.sameWords(mark.id) ?? [];
    if (twins.length === 0) this.#desk.notices.say(() => m.notice_no_twins());
    else await this.alsoAt(mark, twins);
  }

  /** Replaces the places of a mark: an edge was moved. Moves that follow each other are one step of undo. */
  async setPlaces(mark: MarkId, ranges: TextRange[]): Promise<void> {
    if (this.#desk.versions.refuses()) return;
    await this.#desk.edit(commands.setPlaces(mark, ranges, this.#edgeGroup(mark)));
  }

  /** Moves an edge of the active mark by one step. */
  async moveEdge(edge: Edge, step: Step): Promise<void> {
    const open = this.#desk.open;
    if (!open?.view || open.active === null) return;
    const ranges = open.view.moveEdge(open.active, edge, step);
    if (!ranges) return;
    await this.setPlaces(open.active, ranges);
  }

  /** The words of a claim changed: its status stays, or it is to be checked again. */
  async answer(mark: Mark, answer: "kept" | "recheck"): Promise<void> {
    if (mark.kind.is !== "claim" || !mark.kind.recheck || this.#desk.versions.refuses()) return;
    const quote = shortened(mark.places[0]?.quote ?? "");
    const { status } = mark.kind;
    if (!(await this.#desk.edit(commands.answerReview([mark.id], answer)))) return;
    this.#desk.undo.offer(() =>
      answer === "kept"
        ? m.versions_notice_kept({ quote, status: statusWords(status) })
        : m.versions_notice_recheck({ quote }),
    );
  }

  /** What a mark said in each version, and what was done to it. */
  history(mark: MarkId): Promise<MarkHistory | null> {
    return this.#desk.attempt(commands.markHistory(mark));
  }

  /** Steps that follow each other within two seconds are one. */
  #edgeGroup(mark: MarkId): string {
    const now = Date.now();
    const last = this.#edges;
    const group = last && last.mark === mark && now - last.at < 2000 ? last.group : crypto.randomUUID();
    this.#edges = { mark, group, at: now };
    return group;
  }

  async #become(kind: Kind): Promise<void> {
    const open = this.#desk.open;
    const selection = open?.selection();
    if (selection) await this.make(selection, kind);
    else if (open?.activeMark) await this.changeKind(open.activeMark, kind);
  }
}

function sameKind(a: Kind, b: Kind): boolean {
  if (a.is === "claim" && b.is === "claim") return a.status === b.status && a.recheck === b.recheck;
  if (a.is === "highlight" && b.is === "highlight") return a.colour === b.colour;
  return a.is === b.is;
}
