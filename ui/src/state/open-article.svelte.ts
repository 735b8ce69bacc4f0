// The article that is open: its text, its marks, and which of them is active.
import * as commands from "../backend/commands";
import type { Article } from "../backend/types/Article";
import type { Body } from "../backend/types/Body";
import type { Changed } from "../backend/types/Changed";
import type { Format } from "../backend/types/Format";
import type { Kind } from "../backend/types/Kind";
import type { Mark } from "../backend/types/Mark";
import type { MarkId } from "../backend/types/MarkId";
import type { OpenArticle as Opened } from "../backend/types/OpenArticle";
import type { Revision } from "../backend/types/Revision";
import type { TextRange } from "../backend/types/TextRange";
import type { ReaderView } from "../reader/view";
import { contentsOf, countContents, type Entry, entryAt } from "./contents";
import { Filter } from "./filter.svelte";
import { markOf } from "./mark-rows";
import { Marks } from "./marks.svelte";
import { isAsked, nowhereOf, sortedNowhere } from "./questions";

/** What of the active card is being written in. */
export type Editing = "note" | "correction" | "tags" | null;

/** From so many words on, headings are chapters; and fewer than so many of them are no list. */
const LONG = 5_000;
const FEW = 3;

export class OpenArticle {
  /** Changes with its title only: the reader is built from it. */
  article = $state.raw() as Article;
  /** The version that is shown. */
  readonly revision: Revision;
  /** All versions, the oldest first. */
  readonly versions: readonly Revision[];
  /** Never changes while it is open, and is large: not made reactive. */
  readonly body: Body;
  readonly marks: Marks;
  /** Those that have no place in this version, in the order in which they would be read. */
  unplaced = $state.raw<readonly Mark[]>([]);
  readonly filter = new Filter();
  active = $state<MarkId | null>(null);
  /** Which place of the active mark, from 0. */
  place = $state(0);
  editing = $state<Editing>(null);
  /** The active card tells the history of its mark. */
  telling = $state(false);
  /** The reader that shows it, once it stands. */
  view = $state.raw<ReaderView | null>(null);
  /** Where the person is, in code points: the first position in view when they last came to rest. */
  here = $state(0);
  /** How many headings there are, the headline aside. */
  readonly headings: number;
  #contents: readonly Entry[] | null = null;
  #chapters: readonly Entry[] | null = null;
  #unwatch = () => {};

  /** The marks that the filter lets through, in reading order. */
  readonly shown = $derived.by(() =>
    this.filter.active ? this.marks.all.filter((mark) => this.filter.admits(mark)) : this.marks.all,
  );
  readonly activeMark = $derived.by(() =>
    this.active === null ? null : (this.marks.get(this.active) ?? null),
  );

  /** Those of the marks without a place of which nobody has said that they are rightly gone. */
  readonly lost = $derived(this.unplaced.filter((mark) => nowhereOf(mark) !== "archived"));
  /** How many marks the latest version has asked about, and nobody has answered. */
  readonly questions = $derived.by(() =>
    this.readOnly ? 0 : this.marks.settled.filter(isAsked).length + this.unplaced.filter(isAsked).length,
  );

  constructor(opened: Opened) {
    this.article = opened.article;
    this.revision = opened.revision;
    this.versions = opened.versions;
    this.body = opened.body;
    this.headings = countContents(opened.body);
    this.marks = new Marks(opened.marks.map((row) => markOf(row, opened.revision)));
    this.unplaced = sortedNowhere(opened.unplaced);
  }

  /** There is something to go to: headings, or pages. */
  get hasContents(): boolean {
    return this.headings > 0 || (this.body.pages?.length ?? 0) > 1;
  }

  /** Its pages can be drawn: it was made from a PDF, and perhaps lines were brought back into it since. */
  get hasPages(): boolean {
    return this.#madeOf(this.revision) === "pdf" && (this.body.pages?.length ?? 0) > 0;
  }

  /** The latest version was made from a PDF: its marks can be put onto that file. */
  get goesOntoPages(): boolean {
    return this.#madeOf(this.latest) === "pdf";
  }

  /** The latest version was made from a Word file: a Word copy keeps what that looks like. */
  get keepsWordFile(): boolean {
    return this.#madeOf(this.latest) === "docx";
  }

  /** What a version was made from, perhaps with lines brought back into it since. */
  #madeOf(shown: Revision): Format | undefined {
    let revision: Revision | undefined = shown;
    while (revision?.reason === "brought_back") {
      const before: number = revision.number - 1;
      revision = this.versions.find(({ number }) => number === before);
    }
    return revision?.original?.format;
  }

  /** The table of contents; made when it is first asked for. */
  get contents(): readonly Entry[] {
    this.#contents ??= this.headings === 0 ? [] : contentsOf(this.body);
    return this.#contents;
  }

  /** The chapters of a book, or of a long report; none where the headings are but those of an article. */
  get chapters(): readonly Entry[] {
    if (this.#chapters) return this.#chapters;
    const isLong = this.revision.original?.format === "epub" || this.revision.words >= LONG;
    const chapters = isLong && this.headings >= FEW ? this.contents.filter(({ depth }) => depth === 0) : [];
    return (this.#chapters = chapters.length >= FEW ? chapters : []);
  }

  /** The entry of the contents that is being read; -1 before the first. */
  get section(): number {
    return entryAt(this.contents, this.here);
  }

  /** The reader stands, or is gone. */
  shownBy(view: ReaderView | null): void {
    this.#unwatch();
    this.view = view;
    this.here = view?.at ?? this.here;
    this.#unwatch = view?.watchPlace((at) => (this.here = at)) ?? (() => {});
  }

  get latest(): Revision {
    return this.versions.at(-1) ?? this.revision;
  }

  /** An older version is shown: it can be read, and nothing in it can be changed. */
  get readOnly(): boolean {
    return this.revision.number < this.latest.number;
  }

  absorb(changed: Changed): void {
    const named = changed.rows.find((row) => row.article.id === this.article.id)?.article;
    if (named && named.title !== this.article.title) this.article = named;
    const mine = changed.marks.filter((mark) => mark.article === this.article.id);
    if (this.readOnly) this.#absorbThen(mine, changed.removed_marks);
    else this.#absorbNow(mine, changed.removed_marks);
    if (this.active !== null && !this.marks.get(this.active)) this.activate(null);
  }

  activate(mark: MarkId | null, place = 0): void {
    if (mark !== this.active) {
      this.editing = null;
      this.telling = false;
    }
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

  #absorbNow(mine: readonly Mark[], removed: readonly MarkId[]): void {
    const nowhere = mine.filter((mark) => mark.places.length === 0);
    const placed = nowhere.length === 0 ? mine : mine.filter((mark) => mark.places.length > 0);
    this.marks.put(placed, [...removed, ...nowhere.map((mark) => mark.id)]);
    if (this.unplaced.length === 0 && nowhere.length === 0) return;
    const gone = new Set([...removed, ...mine.map((mark) => mark.id)]);
    this.unplaced = sortedNowhere([...this.unplaced.filter((mark) => !gone.has(mark.id)), ...nowhere]);
  }

  /** What changes is told of the latest version: here a mark stands where it stood then, with today's status. */
  #absorbThen(mine: readonly Mark[], removed: readonly MarkId[]): void {
    const then = (mark: Mark, was: Mark): Mark => ({ ...mark, places: was.places, carried: was.carried });
    const known = mine.flatMap((mark) => {
      const was = this.marks.get(mark.id);
      return was ? [then(mark, was)] : [];
    });
    this.marks.put(known, removed);
    const now = new Map(mine.map((mark) => [mark.id, mark]));
    this.unplaced = this.unplaced
      .filter((mark) => !removed.includes(mark.id))
      .map((was) => {
        const mark = now.get(was.id);
        return mark ? then(mark, was) : was;
      });
  }

  async add(ranges: TextRange[], kind: Kind): Promise<[MarkId, Changed]> {
    return commands.addMark(this.article.id, ranges, kind, "");
  }
}

export function isUnchecked(mark: Mark): boolean {
  return mark.kind.is === "claim" && (mark.kind.status === "unchecked" || mark.kind.recheck);
}
