// What a new version did to the marks, and what the person decides about it; or two versions side by side.
import * as commands from "../backend/commands";
import type { ArticleId } from "../backend/types/ArticleId";
import type { Changed } from "../backend/types/Changed";
import type { Comparison } from "../backend/types/Comparison";
import type { MarkId } from "../backend/types/MarkId";
import type { Review } from "../backend/types/Review";
import type { ReviewPlace } from "../backend/types/ReviewPlace";
import type { TextRange } from "../backend/types/TextRange";
import { m } from "../messages/generated/messages";
import type { Target, TextView } from "../review/text-view";
import type { Desk } from "./desk.svelte";
import type { OpenArticle } from "./open-article.svelte";
import { placeBefore } from "./questions";
import {
  attachedTo,
  type Card,
  cardsOf,
  concerns,
  coverOf,
  freshKey,
  isElsewhere,
  isOpen,
  isUnanswered,
  type Looked,
  lookedThrough,
  type Sort,
  sortOf,
  withMark,
} from "./review-cards";

/** Fewer paragraphs than these are shown all; of more, only those that changed. */
const SHORT = 60;

/** Of how many versions it is remembered which passages were ignored. */
const REMEMBERED = 40;

/** How the person last liked to see a change; nothing: as the text's length suggests. */
const liked: { sides: boolean; onlyChanges: boolean | null } = { sides: false, onlyChanges: null };

export type Decision = "keep" | "recheck" | "attach" | "choose" | "claim" | "away";

export interface Versions {
  from: number;
  to: number;
}

export class Reviewing {
  readonly open: OpenArticle;
  readonly versions: Versions;
  readonly comparison: Comparison;
  /** Nothing where two versions are only compared. */
  review = $state.raw<Looked | null>(null);
  /** The key of the card that is active. */
  active = $state<string | null>(null);
  /** Which place of the active mark is meant, as the person chose it. */
  chosen = $state<number | null>(null);
  /** Only cards of this sort are shown. */
  sort = $state<Sort | null>(null);
  sides = $state(liked.sides);
  onlyChanges = $state(true);
  /** The person is to select a passage for the active mark. */
  picking = $state(false);
  /** The passage they have selected. */
  picked = $state.raw<TextRange | null>(null);
  /** The candidate that the pointer or the keyboard is on. */
  pointed = $state.raw<TextRange | null>(null);
  /** The card that is to have the keyboard. */
  called = $state<string | null>(null);
  /** The text of the change, once it stands. */
  view = $state.raw<TextView | null>(null);

  readonly #desk: Desk;
  /** Passages ignored since the last edit, the latest last. */
  #lately: TextRange[] = [];
  #busy = false;
  #asked = 0;

  readonly fresh = $derived.by(() => {
    const claims = this.open.marks.all.filter((mark) => mark.kind.is === "claim");
    const isCovered = coverOf(claims.flatMap((mark) => mark.places.map((place) => place.range)));
    return (this.review?.fresh ?? []).filter((passage) => !isCovered(passage.range));
  });
  readonly #all = $derived(cardsOf(this.review?.items ?? [], this.fresh));
  /** New passages in which the person found nothing to check. */
  readonly #passages = $derived.by((): readonly TextRange[] => {
    const { ignored } = this.#desk.preferences.stored;
    return ignored.find((one) => one.revision === this.review?.to.id)?.passages ?? [];
  });
  readonly #ignored = $derived(new Set(this.#passages.map(freshKey)));
  readonly cards = $derived(
    this.#all.filter(
      (card) => !this.#ignored.has(card.key) && (this.sort === null || sortOf(card) === this.sort),
    ),
  );
  readonly card = $derived(this.cards.find((card) => card.key === this.active) ?? null);
  /** The place of the active mark that is asked about. */
  readonly place = $derived.by(() => (this.card?.is === "mark" ? this.#placeOf(this.card) : null));
  readonly putAside = $derived(this.#all.filter((card) => this.#ignored.has(card.key)).length);
  /** How many cards there are, of whatever sort. */
  readonly total = $derived(this.#all.length - this.putAside);
  /** How many new passages wait for a decision. */
  readonly newPassages = $derived(this.fresh.length - this.putAside);
  /** How many cards wait for a decision. */
  readonly waiting = $derived(
    this.#all.filter((card) => isOpen(card) && !this.#ignored.has(card.key)).length,
  );
  /** How many marks have a question. */
  readonly questions = $derived(this.review?.items.filter((item) => item.open).length ?? 0);

  constructor(desk: Desk, open: OpenArticle, versions: Versions, change: Review | Comparison) {
    this.#desk = desk;
    this.open = open;
    this.versions = versions;
    this.comparison = "comparison" in change ? change.comparison : change;
    if ("comparison" in change) this.review = this.#looked(change);
    // Nothing changed where annotations came to the text as it is.
    this.onlyChanges =
      versions.from !== versions.to && (liked.onlyChanges ?? this.comparison.rows.length > SHORT);
    const first = this.cards.find(isOpen) ?? this.cards[0];
    this.active = first?.key ?? null;
  }

  get article(): ArticleId {
    return this.open.article.id;
  }

  /** Where the active card's passage stands and stood. */
  readonly target = $derived.by((): Target | null => {
    const { card } = this;
    if (!card) return null;
    if (card.is === "fresh") return { now: [card.passage.range], then: [], gap: null };
    const place = this.#placeOf(card);
    return place ? this.#targetOf(card.item.mark.id, place) : null;
  });

  /** What a change did, as it now stands on disk. */
  absorb(changed: Changed): void {
    const { review } = this;
    if (!review) return;
    this.#lately = [];
    const mine = new Map(
      changed.marks.filter((mark) => mark.article === this.article).map((mark) => [mark.id, mark]),
    );
    const gone = new Set(changed.removed_marks);
    if (mine.size === 0 && gone.size === 0) return;
    let ask = false;
    const items = review.items
      .filter((item) => !gone.has(item.mark.id))
      .map((item) => {
        const mark = mine.get(item.mark.id);
        if (!mark) return item;
        mine.delete(mark.id);
        const now = withMark(item, mark, review.to.id);
        ask ||= isElsewhere(item, now);
        return now;
      });
    ask ||= [...mine.values()].some((mark) => concerns(mark, review.to.id));
    this.review = { ...review, items };
    this.#showSome();
    if (ask) void this.#askAgain();
  }

  /** The last card of its sort was decided, and is of another sort now: it is not to vanish under the hand. */
  #showSome(): void {
    if (this.sort !== null && this.cards.length === 0) this.sort = null;
  }

  activate(key: string | null, place: number | null = null): void {
    if (key !== this.active) {
      this.picking = false;
      this.picked = null;
      this.pointed = null;
    }
    this.active = key;
    this.chosen = place;
  }

  /** Activates the card of a mark and shows its passage. */
  show(mark: MarkId): void {
    if (!this.#all.some((card) => card.key === mark)) return;
    this.sort = null;
    this.#call(mark);
  }

  /** Brings the active passage into view. */
  reveal(): void {
    if (this.target) this.view?.reveal(this.target);
  }

  /** The next card, or the one before; only those that wait for a decision, if asked. Goes around. */
  step(direction: 1 | -1, wanted: (card: Card) => boolean = () => true): void {
    if (!this.review) {
      this.view?.step(direction);
      return;
    }
    const { cards } = this;
    const from = cards.findIndex((card) => card.key === this.active);
    const start = from === -1 && direction === -1 ? cards.length : from;
    for (let i = 1; i <= cards.length; i++) {
      const card = cards[(((start + direction * i) % cards.length) + cards.length) % cards.length];
      if (!card || !wanted(card)) continue;
      this.#call(card.key);
      return;
    }
  }

  stepOpen(direction: 1 | -1): void {
    this.step(direction, isOpen);
  }

  /** What can be decided about the active card. */
  can(what: Decision): boolean {
    const { card, place } = this;
    if (!card || this.open.readOnly) return false;
    if (card.is === "fresh") return what === "claim" || what === "away";
    const { open, places } = card.item;
    const isNowhere = places.some(({ carried }) => carried.range === null && carried.answer === null);
    const isEdited = open && places.some(({ carried }) => carried.placement === "edited");
    switch (what) {
      case "keep":
      case "recheck":
        // One answer is for all of its places: first those without one are seen to.
        return isEdited && !isNowhere;
      case "attach":
        return place !== null;
      case "choose":
        return place !== null && place.candidates.length > 0 && isUnanswered(place, card.item.mark);
      case "away":
        return isNowhere;
      case "claim":
        return false;
    }
  }

  /** The words changed and the status stays; or, where they are the suggested correction, it is confirmed. */
  async keep(): Promise<void> {
    const item = this.card?.is === "mark" ? this.card.item : null;
    if (!item) return;
    await this.#decide(
      item.suggested
        ? commands.changeKind(item.mark.id, { is: "claim", status: "confirmed", recheck: false })
        : commands.answerReview([item.mark.id], "kept"),
    );
  }

  /** The status stays as it is, although the new words are the suggested correction. */
  async keepStatus(): Promise<void> {
    if (this.card?.is === "mark") await this.#decide(commands.answerReview([this.card.item.mark.id], "kept"));
  }

  async recheck(): Promise<void> {
    if (this.card?.is === "mark")
      await this.#decide(commands.answerReview([this.card.item.mark.id], "recheck"));
  }

  /** What was lost is rightly gone; a new passage needs no check. */
  async putAway(): Promise<void> {
    const { card } = this;
    if (card?.is === "mark") await this.#decide(commands.answerReview([card.item.mark.id], "archived"));
    else if (card) await this.#ignore(card.passage.range);
  }

  /** A new passage becomes an unchecked claim. */
  async claim(): Promise<void> {
    const { card } = this;
    if (card?.is !== "fresh") return;
    const adding = commands.addMark(
      this.article,
      [card.passage.range],
      { is: "claim", status: "unchecked", recheck: false },
      "",
    );
    await this.#decide(adding.then(([, changed]) => changed));
  }

  /** Attaches the active mark to the selected words; without any, asks for them. */
  async attach(): Promise<void> {
    const range = this.view?.selection() ?? this.picked;
    if (range) return this.attachTo(range);
    this.picking = true;
    const at = this.target?.gap ?? this.target?.now[0]?.[0] ?? 0;
    this.reveal();
    this.view?.focus(at);
  }

  /** Attaches the active mark to one of its candidates, from 1. */
  async choose(number: number): Promise<void> {
    const candidate = this.place?.candidates[number - 1];
    if (candidate) await this.attachTo(candidate.range);
  }

  async attachTo(range: TextRange): Promise<void> {
    const { card, place } = this;
    if (card?.is !== "mark" || !place) return;
    const changed = await this.#decide(commands.attach(card.item.mark.id, place.nth, [range]));
    if (changed) this.view?.deselect();
  }

  /** What was put aside is there again. */
  recall(): void {
    this.#lately = [];
    void this.#keepIgnored([]);
  }

  /** Takes back that a passage was put aside, if that was the last thing done. */
  takeBack(): boolean {
    const last = this.#lately.pop();
    if (last === undefined) return false;
    const rest = this.#passages.filter((one) => freshKey(one) !== freshKey(last));
    void this.#keepIgnored(rest).then(() => this.#call(freshKey(last)));
    this.#desk.notices.say(() => m.review_ignore_undone());
    return true;
  }

  /** Lets go of one thing; says whether there was any. */
  stepBack(): boolean {
    if (this.view?.selection() || this.picked) {
      this.view?.deselect();
      this.picked = null;
    } else if (this.picking) this.picking = false;
    else if (this.sort !== null) this.sort = null;
    else return false;
    return true;
  }

  showSides(yes: boolean): void {
    this.sides = liked.sides = yes;
  }

  showOnlyChanges(yes: boolean): void {
    this.onlyChanges = liked.onlyChanges = yes;
  }

  showOnly(sort: Sort | null): void {
    this.sort = sort;
    if (!this.card) this.activate((this.cards.find(isOpen) ?? this.cards[0])?.key ?? null);
    this.reveal();
  }

  #placeOf({ item }: Extract<Card, { is: "mark" }>): ReviewPlace | null {
    const chosen = item.places.find((place) => place.nth === this.chosen);
    const asked = item.places.find((place) => isUnanswered(place, item.mark));
    const changed = item.places.find(({ carried }) => carried.placement !== "kept");
    return chosen ?? asked ?? changed ?? item.places[0] ?? null;
  }

  #targetOf(mark: MarkId, { carried, nth }: ReviewPlace): Target {
    const before = placeBefore(carried);
    const then = before !== null && before.revision === this.review?.from.id ? [before.range] : [];
    const gap = carried.gap?.start ?? null;
    if (carried.range && carried.answer !== "attached") return { now: [carried.range], then, gap: null };
    if (carried.answer === "attached") {
      const by = attachedTo(this.open.marks.get(mark), nth);
      if (by) return { now: [by], then: [], gap: null };
    }
    return { now: [], then, gap };
  }

  /** One decision at a time: a key pressed twice must not decide about the next card. */
  async #decide(command: Promise<Changed>): Promise<Changed | null> {
    if (this.#busy) return null;
    this.#busy = true;
    const before = this.#neighbour();
    try {
      const changed = await this.#desk.edit(command);
      if (changed) this.#goOn(before);
      return changed;
    } finally {
      this.#busy = false;
    }
  }

  async #ignore(range: TextRange): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const before = this.#neighbour();
    await this.#keepIgnored([...this.#passages, range]);
    this.#busy = false;
    this.#lately.push(range);
    this.#goOn(before);
  }

  async #keepIgnored(passages: TextRange[]): Promise<void> {
    const revision = this.review?.to.id;
    if (revision === undefined) return;
    const { preferences } = this.#desk;
    const others = preferences.stored.ignored.filter((one) => one.revision !== revision);
    await preferences.change({ ignored: [...others, { revision, passages }].slice(-REMEMBERED) });
  }

  /** The card after the active one, in case that goes away. */
  #neighbour(): string | null {
    const at = this.cards.findIndex((card) => card.key === this.active);
    return (this.cards[at + 1] ?? this.cards[at - 1])?.key ?? null;
  }

  /** After a decision: on to the next card that waits for one; none: where the person is. */
  #goOn(neighbour: string | null): void {
    this.picking = false;
    this.picked = null;
    this.pointed = null;
    this.chosen = null;
    const { card } = this;
    // A claim with another place to be decided on stays.
    if (card && isOpen(card)) return this.#call(card.key);
    if (!card) this.activate(neighbour);
    // Where nothing waits any more, the card stays that was decided on.
    if (this.card && isOpen(this.card)) this.#call(this.card.key);
    else if (this.waiting > 0) this.stepOpen(1);
    else if (this.active !== null) this.#call(this.active);
  }

  /** Activates a card and gives it the keyboard. */
  #call(key: string): void {
    this.activate(key);
    this.called = key;
    this.reveal();
  }

  async #askAgain(): Promise<void> {
    const asked = ++this.#asked;
    const review = await this.#desk.attempt(commands.review(this.article, this.versions.to));
    if (!review || asked !== this.#asked) return;
    this.review = this.#looked(review);
    this.#showSome();
  }

  #looked(review: Review): Looked {
    const nowhere = new Map(this.open.unplaced.map((mark) => [mark.id, mark]));
    return lookedThrough(review, (id) => this.open.marks.get(id) ?? nowhere.get(id));
  }
}
