// The article that is open: its text, its marks, and which of them is active.
import * as commands from "../backend/commands";
import type { Article } from "../backend/types/Article";
import type { Body } from "../backend/types/Body";
import type { Changed } from "../backend/types/Changed";
import type { Kind } from "../backend/types/Kind";
import type { Mark } from "../backend/types/Mark";
import type { MarkId } from "../backend/types/MarkId";
import type { OpenArticle as Opened } from "../backend/types/OpenArticle";
import type { Revision } from "../backend/types/Revision";
import type { TextRange } from "../backend/types/TextRange";
import type { ReaderView } from "../reader/view";
import { Filter } from "./filter.svelte";
import { Marks } from "./marks.svelte";

/** What of the active card is being written in. */
export type Editing = "note" | "correction" | "tags" | null;

export class OpenArticle {
  /** Changes with its title only: the reader is built from it. */
  article = $state.raw() as Article;
  readonly revision: Revision;
  /** All of them, the oldest first. */
  readonly versions: readonly Revision[];
  /** Never changes while it is open, and is large: not made reactive. */
  readonly body: Body;
  readonly marks: Marks;
  readonly filter = new Filter();
  active = $state<MarkId | null>(null);
  /** Which place of the active mark, from 0. */
  place = $state(0);
  editing = $state<Editing>(null);
  /** The reader that shows it, once it stands. */
  view = $state.raw<ReaderView | null>(null);

  /** The marks that the filter lets through, in reading order. */
  readonly shown = $derived.by(() =>
    this.filter.active ? this.marks.all.filter((mark) => this.filter.admits(mark)) : this.marks.all,
  );
  readonly activeMark = $derived.by(() =>
    this.active === null ? null : (this.marks.get(this.active) ?? null),
  );

  constructor(opened: Opened) {
    this.article = opened.article;
    this.revision = opened.revision;
    this.versions = opened.versions;
    this.body = opened.body;
    this.marks = new Marks(opened.marks);
  }

  absorb(changed: Changed): void {
    const named = changed.rows.find((row) => row.article.id === this.article.id)?.article;
    if (named && named.title !== this.article.title) this.article = named;
    const mine = changed.marks.filter((mark) => mark.article === this.article.id);
    this.marks.put(mine, changed.removed_marks);
    if (this.active !== null && changed.removed_marks.includes(this.active)) this.activate(null);
  }

  activate(mark: MarkId | null, place = 0): void {
    if (mark !== this.active) this.editing = null;
    this.active = mark;
    this.place = place;
  }

  /** Activates a mark and brings its passage into view. */
  show(mark: MarkId, place = 0): void {
    this.activate(mark, place);
    this.view?.reveal(mark, place);
  }

  /** The next mark in reading order, or the one before; only those that pass `wanted`. Goes around. */
  step(direction: 1 | -1, wanted: (mark: Mark) => boolean = () => true): void {
    const marks = this.shown;
    if (marks.length === 0) return;
    const from = this.active === null ? -1 : marks.findIndex((mark) => mark.id === this.active);
    const start = from === -1 && direction === -1 ? marks.length : from;
    for (let i = 1; i <= marks.length; i++) {
      const next = marks[(((start + direction * i) % marks.length) + marks.length) % marks.length];
      if (next && wanted(next)) {
        this.show(next.id);
        return;
      }
    }
  }

  /** The words of the selection, or nothing. */
  selection(): TextRange | null {
    return this.view?.selection() ?? null;
  }

  async add(ranges: TextRange[], kind: Kind): Promise<[MarkId, Changed]> {
    return commands.addMark(this.article.id, ranges, kind, "");
  }
}

export function isUnchecked(mark: Mark): boolean {
  return mark.kind.is === "claim" && (mark.kind.status === "unchecked" || mark.kind.recheck);
}
