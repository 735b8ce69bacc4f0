// Versions of the open article: taking a new one in, reading an older one.
import { tick } from "svelte";
import * as commands from "../backend/commands";
import { onRevised, onUnrevised } from "../backend/events";
import type { ArticleId } from "../backend/types/ArticleId";
import type { Failure } from "../backend/types/Failure";
import type { MarkId } from "../backend/types/MarkId";
import type { Revised } from "../backend/types/Revised";
import { m } from "../messages/generated/messages";
import type { Desk } from "./desk.svelte";
import { number } from "./figures";
import { Waiting } from "./waiting.svelte";

export class Versions {
  /** The article whose new text the panel awaits; nothing while the panel is closed. */
  awaiting = $state<ArticleId | null>(null);
  /** A new text is being read. */
  readonly reading = new Waiting();
  /** Why the last text has not become a version: it is that of this version already, or it could not be read. */
  refused = $state.raw<{ same: number } | { failure: Failure } | null>(null);
  /** Grows each time the list of versions is asked for. */
  listed = $state(0);
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Listens to files that are dropped on the panel; gives back how to stop. */
  begin(): () => void {
    const stops = [
      onRevised((revised) => void this.#end(revised)),
      onUnrevised((failure) => this.#fail(failure)),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** Opens the panel that takes a new text of the open article. */
  ask(): void {
    const open = this.#desk.open;
    if (!open) return;
    this.awaiting = open.article.id;
    this.refused = null;
    this.reading.end();
    this.#desk.panel = "version";
    void this.#desk.attempt(commands.awaitVersion(open.article.id));
  }

  /** Closes the panel. What is still being read is stopped, and nothing of it is kept. */
  close(): void {
    if (this.awaiting === null) return;
    if (this.reading.on) this.cancel();
    this.awaiting = null;
    this.reading.end();
    if (this.#desk.panel === "version") this.#desk.panel = null;
    void this.#desk.attempt(commands.awaitVersion(null));
  }

  cancel(): void {
    void this.#desk.attempt(commands.cancel());
  }

  paste(clipboard: { html: string | null; text: string }): Promise<void> {
    return this.#take((article) => commands.newVersion(article, clipboard));
  }

  pasteClipboard(): Promise<void> {
    return this.#take((article) => commands.newVersionClipboard(article));
  }

  /** The person chooses a file: as long as that takes, nothing is slow. */
  chooseFile(): Promise<void> {
    return this.#take((article) => commands.newVersionFile(article), "chosen first");
  }

  /** A file that was dropped, or chosen, is being read now. */
  begun(): void {
    if (this.awaiting === null) return;
    this.refused = null;
    this.reading.begin();
  }

  /** A text has become a version of an article, or is the same as its latest: says so, and opens the review. */
  async took(revised: Revised): Promise<void> {
    const { article, revision, same, back } = revised;
    // A copy that came back: its report leads to the version.
    if (back) return this.#desk.annotating.took(back);
    const title = this.#desk.shelf.row(article)?.article.title ?? "";
    if (same) {
      this.#desk.notices.say(() => m.versions_same_notice({ title, number: number(revision) }));
      return;
    }
    // The review reads the text and the marks itself: the article is not opened for a moment only.
    this.#desk.absorb({ ...revised.changed, texts: [] });
    this.#desk.undo.offer(() => takenWords(revised));
    await this.review(article, null);
    if (this.#desk.reviewing?.article !== article) await this.#desk.openArticle(article);
  }

  /** Opens a version: an older one to be read, the latest to be worked on. */
  async show(version: number, mark: MarkId | null = null): Promise<void> {
    const open = this.#desk.open;
    if (!open) return;
    const wanted = version === open.latest.number ? null : version;
    await this.#desk.openArticle(open.article.id, mark ?? open.active, wanted);
    // The button or the menu that was pressed gives the keyboard to what it opened.
    await tick();
    this.#desk.open?.view?.focus();
  }

  async backToLatest(): Promise<void> {
    const open = this.#desk.open;
    if (open?.readOnly) await this.show(open.latest.number);
  }

  /** Looks through what a version did to the marks (nothing: the latest), from one of them on. */
  async review(article: ArticleId, version: number | null, mark: MarkId | null = null): Promise<void> {
    await this.#desk.openReview(article, version);
    if (mark !== null) this.#desk.reviewing?.show(mark);
  }

  /** Compares the version that is shown with the latest, or the latest with the one before it. */
  compare(): void {
    const open = this.#desk.open;
    if (!open || open.versions.length < 2) return;
    const to = open.latest.number;
    void this.#desk.openCompare(open.article.id, open.readOnly ? open.revision.number : to - 1, to);
  }

  /** Whether nothing can be changed because an older version is open; the person is told why. */
  refuses(): boolean {
    const open = this.#desk.open;
    if (!open?.readOnly) return false;
    const [shown, latest] = [number(open.revision.number), number(open.latest.number)];
    this.#desk.notices.say(() => m.versions_read_only_notice({ number: shown, latest }));
    return true;
  }

  async #take(
    ask: (article: ArticleId) => Promise<Revised | null>,
    begins: "at once" | "chosen first" = "at once",
  ): Promise<void> {
    const article = this.awaiting;
    if (article === null || this.reading.on) return;
    this.refused = null;
    if (begins === "at once") this.reading.begin();
    await this.#desk.drafts.flush();
    try {
      await this.#end(await ask(article));
    } catch (reason) {
      this.#fail(commands.failureOf(reason));
    }
  }

  async #end(revised: Revised | null): Promise<void> {
    const asked = this.awaiting !== null && this.awaiting === revised?.article;
    this.reading.end();
    if (!revised) return;
    if (revised.same && asked) this.refused = { same: revised.revision };
    else {
      this.close();
      await this.took(revised);
    }
  }

  #fail(failure: Failure): void {
    this.reading.end();
    // The person has stopped it: they know.
    if (failure.code === "stopped") return;
    if (this.awaiting === null) this.#desk.notices.fail(failure);
    else this.refused = { failure };
  }
}

function takenWords({ revision, kept, moved, edited, ambiguous, lost }: Revised): string {
  const parts = [
    [kept + moved, m.versions_kept({ count: kept + moved })],
    [edited, m.versions_edited({ count: edited })],
    [ambiguous, m.versions_ambiguous({ count: ambiguous })],
    [lost, m.versions_lost({ count: lost })],
  ] as const;
  const counts = parts.flatMap(([count, words]) => (count > 0 ? [words] : [])).join(", ");
  return counts === ""
    ? m.versions_taken({ number: number(revision) })
    : m.versions_taken_counts({ number: number(revision), counts });
}
