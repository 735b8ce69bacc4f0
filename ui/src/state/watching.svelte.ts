// The files that articles were opened from: what is known of each, and whether the person wants to hear of it now.
import * as commands from "../backend/commands";
import { onDraftChanged } from "../backend/events";
import type { ArticleId } from "../backend/types/ArticleId";
import type { Watched } from "../backend/types/Watched";
import { m } from "../messages/generated/messages";
import type { Desk } from "./desk.svelte";

export class Watching {
  #known = $state.raw<ReadonlyMap<ArticleId, Watched>>(new Map());
  /** What the person does not want to hear of until the file changes again. */
  #putOff = $state.raw<ReadonlySet<ArticleId>>(new Set());
  /** The file is being taken in. */
  taking = $state(false);
  /** How many times something was heard. */
  heard = 0;
  /** When each file was heard of last, counted as above. */
  readonly #last = new Map<ArticleId, number>();
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Listens to what happens to the files; gives back how to stop. */
  begin(): () => void {
    return onDraftChanged(({ article, watched }) => {
      this.#last.set(article, ++this.heard);
      this.#know(article, watched);
      this.#wait(article, false);
    });
  }

  /** An article was opened; `since` is what `heard` was when it was asked for: later news is better. */
  opened(article: ArticleId, watched: Watched | null, since: number): void {
    if ((this.#last.get(article) ?? 0) <= since) this.#know(article, watched);
  }

  /** The file of the open article. */
  get file(): Watched | null {
    const open = this.#desk.open;
    return (open && this.#known.get(open.article.id)) ?? null;
  }

  /** There is something to take in. */
  get changed(): boolean {
    return this.file?.on === true && this.file.changed;
  }

  /** What is to be said about the file above the article. */
  get news(): "changed" | "missing" | null {
    const open = this.#desk.open;
    if (!open || !this.file?.on || this.#putOff.has(open.article.id)) return null;
    if (this.file.missing) return "missing";
    return this.file.changed ? "changed" : null;
  }

  /** Takes the file in as a new version, and opens its review. */
  async take(): Promise<void> {
    const open = this.#desk.open;
    if (!open || !this.changed || this.taking) return;
    this.taking = true;
    try {
      await this.#desk.drafts.flush();
      const revised = await this.#desk.attempt(commands.takeDraft(open.article.id));
      if (revised) await this.#desk.versions.took(revised);
    } finally {
      this.taking = false;
    }
  }

  /** Not now: nothing is said until the file changes again. */
  putOff(): void {
    const open = this.#desk.open;
    if (open) this.#wait(open.article.id, true);
  }

  /** Watches the file of the open article, or watches it no more. */
  async watch(on: boolean): Promise<void> {
    const open = this.#desk.open;
    if (!open) return;
    const watched = await this.#desk.attempt(commands.watch(open.article.id, on));
    if (!watched) return;
    this.#know(open.article.id, watched);
    this.#wait(open.article.id, false);
    const { name } = watched;
    this.#desk.notices.say(() => (on ? m.watching_on({ name }) : m.watching_off({ name })));
  }

  #know(article: ArticleId, watched: Watched | null): void {
    const known = new Map(this.#known);
    if (watched) known.set(article, watched);
    else known.delete(article);
    this.#known = known;
  }

  #wait(article: ArticleId, waits: boolean): void {
    if (this.#putOff.has(article) === waits) return;
    const putOff = new Set(this.#putOff);
    if (waits) putOff.add(article);
    else putOff.delete(article);
    this.#putOff = putOff;
  }
}
