// An annotated copy leaves the desk: into a file, or onto the clipboard.
import english from "../../messages/export.en.json";
import french from "../../messages/export.fr.json";
import * as commands from "../backend/commands";
import type { ExportFormat } from "../backend/types/ExportFormat";
import type { Failure } from "../backend/types/Failure";
import type { FirstPage } from "../backend/types/FirstPage";
import type { Labels } from "../backend/types/Labels";
import type { Language } from "../backend/types/Language";
import type { Status } from "../backend/types/Status";
import type { Wanted } from "../backend/types/Wanted";
import { m } from "../messages/generated/messages";
import type { Desk } from "./desk.svelte";
import { type Drawn, drawn } from "./drawn";
import { size } from "./figures";
import type { Choice } from "./look-ahead.svelte";
import { speech } from "./speech.svelte";
import { Waiting } from "./waiting.svelte";
import { EVERYTHING } from "./wanted";

// TypeScript takes a list in JSON for one of any length; that the files are labels is tested in Rust.
const LABELS = { en: english, fr: french } as unknown as Record<Language, Labels>;

/** What an article leaves as: an annotated copy, or all of it for another Obelus. */
export type Outgoing = ExportFormat | "bundle";

export class HandingOn {
  /** What the dialog opens with; nothing: what was chosen last. */
  asked: Outgoing | null = null;
  /** The copy that is being made, once its file is chosen. */
  readonly making = new Waiting();
  /** Its format. */
  format: ExportFormat = "html";
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** The language in which the words around the article are first offered: its own, if we speak it. */
  get language(): Language {
    const language = this.#desk.open?.article.language;
    return language === "fr" || language === "en" ? language : speech.language;
  }

  /** What a status is usually called where a check is published. */
  usualRating(status: Status, language: Language): string {
    return LABELS[language].ratings[status] ?? "";
  }

  /** Opens the dialog, with something chosen or with what was chosen last. */
  ask(outgoing: Outgoing | null = null): void {
    this.asked = outgoing;
    this.#desk.panel = "export";
  }

  /** What a copy will look like, as a picture at `scale` pixels a point where it is one. */
  async firstPage(
    { format, wanted, language }: Choice,
    scale: number,
    unwanted: AbortSignal,
  ): Promise<Drawn<FirstPage>> {
    const article = this.#desk.open?.article.id;
    // As a command would be rejected.
    if (article === undefined) throw { code: "gone" } satisfies Failure;
    await this.#desk.drafts.flush();
    return drawn<FirstPage>(
      (ticket) => commands.firstPage(ticket, article, format, wanted, LABELS[language], scale),
      unwanted,
    );
  }

  async write(format: ExportFormat, wanted: Wanted, language: Language): Promise<void> {
    const desk = this.#desk;
    const open = desk.open;
    if (!open) return;
    await desk.drafts.flush();
    // The tags and the page are those of this article.
    const published = { ...wanted.published, check_url: "" };
    void desk.preferences.change({ export: format, wanted: { ...wanted, tags: [], published } });
    this.format = format;
    try {
      const exported = await commands.exportArticle(open.article.id, format, wanted, LABELS[language]);
      if (exported)
        desk.notices.say(() => m.notice_exported({ file: exported.file, size: size(exported.bytes) }));
    } catch (reason) {
      const failure = commands.failureOf(reason);
      if (failure.code === "stopped") desk.notices.say(() => m.notice_copy_cancelled());
      else desk.notices.fail(failure);
    } finally {
      this.making.end();
    }
  }

  /** Writes the article with all that was done to it, for another Obelus. */
  async writeBundle(): Promise<void> {
    const desk = this.#desk;
    const open = desk.open;
    if (!open) return;
    await desk.drafts.flush();
    const written = await desk.attempt(commands.exportBundle(open.article.id));
    if (written) desk.notices.say(() => m.bundles_written({ file: written.file }));
  }

  /** The copy is being made from now on: it is said when that takes a while. */
  begun(): void {
    this.making.begin();
  }

  cancel(): void {
    void this.#desk.attempt(commands.cancelCopy());
  }

  /** Puts the annotated text on the clipboard, to be pasted into a mail or another document. */
  async copy(wanted: Wanted = EVERYTHING, language = this.language): Promise<void> {
    const desk = this.#desk;
    const open = desk.open;
    if (!open) return;
    await desk.drafts.flush();
    const copied = await desk.attempt(commands.copyArticle(open.article.id, wanted, LABELS[language]));
    if (copied !== null) desk.notices.say(() => m.notice_copied());
  }
}
