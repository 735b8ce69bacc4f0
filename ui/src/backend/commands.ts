// Every command of the app, one line each: the only file that calls Rust.
// A rejected command carries a `Failure`.
import { invoke } from "@tauri-apps/api/core";
import type { Annotated } from "./types/Annotated";
import type { Arrivals } from "./types/Arrivals";
import type { ArticleId } from "./types/ArticleId";
import type { Body } from "./types/Body";
import type { Changed } from "./types/Changed";
import type { Colour } from "./types/Colour";
import type { Comparison } from "./types/Comparison";
import type { DoubtAnswer } from "./types/DoubtAnswer";
import type { Exported } from "./types/Exported";
import type { ExportFormat } from "./types/ExportFormat";
import type { Failure } from "./types/Failure";
import type { Hit } from "./types/Hit";
import type { JournalLine } from "./types/JournalLine";
import type { Kind } from "./types/Kind";
import type { Labels } from "./types/Labels";
import type { Language } from "./types/Language";
import type { MarkHistory } from "./types/MarkHistory";
import type { MarkId } from "./types/MarkId";
import type { NearAnswer } from "./types/NearAnswer";
import type { OpenArticle } from "./types/OpenArticle";
import type { PictureId } from "./types/PictureId";
import type { Preferences } from "./types/Preferences";
import type { Reverted } from "./types/Reverted";
import type { Review } from "./types/Review";
import type { ReviewAnswer } from "./types/ReviewAnswer";
import type { RevisionId } from "./types/RevisionId";
import type { Revised } from "./types/Revised";
import type { TakenBundle } from "./types/TakenBundle";
import type { Start } from "./types/Start";
import type { TextRange } from "./types/TextRange";
import type { Wanted } from "./types/Wanted";
import type { Watched } from "./types/Watched";

export const start = () => invoke<Start>("start");
export const leave = () => invoke<void>("leave");

export const paste = (clipboard: { html: string | null; text: string }) =>
  invoke<Arrivals>("paste", clipboard);
export const pasteClipboard = () => invoke<Arrivals>("paste_clipboard");
/** The address that the clipboard holds, where it holds nothing else. */
export const clipboardAddress = () => invoke<string | null>("clipboard_address");
export const openFiles = () => invoke<Arrivals>("open_files");
/** Fetches a page from the web; `cancel` stops it. */
export const fetchPage = (url: string) => invoke<Arrivals>("fetch_page", { url });
/** Brings in what the command line named, if `start` says that there is something. */
export const openNamed = () => invoke<Arrivals>("open_named");
export const trySample = (language: Language) => invoke<Arrivals>("try_sample", { language });

/** The version of this number; null: the latest. */
export const openArticle = (article: ArticleId, revision: number | null = null) =>
  invoke<OpenArticle>("open_article", { article, revision });
/** The bytes of a picture, PNG or JPEG. */
export const picture = (id: PictureId) => invoke<ArrayBuffer>("picture", { id });
/** A page of a PDF (from 0): the length of its `PageHead` (four bytes), the head as JSON, and a PNG file. */
export const page = (ticket: number, revision: RevisionId, number: number, scale: number) =>
  invoke<ArrayBuffer>("page", { ticket, revision, number, scale });
/** The page that was asked for with this ticket is not wanted any more: it is refused as `stopped`. */
export const stopDrawing = (ticket: number) => invoke<null>("stop_drawing", { ticket });
export const rename = (article: ArticleId, title: string) => invoke<Changed>("rename", { article, title });
export const binArticle = (article: ArticleId) => invoke<Changed>("bin_article", { article });
export const restoreArticle = (article: ArticleId) => invoke<Changed>("restore_article", { article });
export const emptyBin = () => invoke<Changed>("empty_bin");
export const bringBack = (article: ArticleId, aside: number) =>
  invoke<Changed>("bring_back", { article, aside });

export const addMark = (article: ArticleId, ranges: TextRange[], kind: Kind, note: string) =>
  invoke<[MarkId, Changed]>("add_mark", { article, ranges, kind, note });
export const changeKind = (mark: MarkId, kind: Kind) => invoke<Changed>("change_kind", { mark, kind });
export const writeNote = (mark: MarkId, note: string, group: string) =>
  invoke<Changed>("write_note", { mark, note, group });
export const writeCorrection = (mark: MarkId, words: string, group: string) =>
  invoke<Changed>("write_correction", { mark, words, group });
export const setTags = (mark: MarkId, tags: string[]) => invoke<Changed>("set_tags", { mark, tags });
export const setPlaces = (mark: MarkId, ranges: TextRange[], group: string) =>
  invoke<Changed>("set_places", { mark, ranges, group });
export const removeMarks = (marks: MarkId[]) => invoke<Changed>("remove_marks", { marks });
export const nameColour = (colour: Colour, name: string | null) =>
  invoke<Changed>("name_colour", { colour, name });

export const newVersion = (article: ArticleId, clipboard: { html: string | null; text: string }) =>
  invoke<Revised>("new_version", { article, ...clipboard });
export const newVersionClipboard = (article: ArticleId) =>
  invoke<Revised>("new_version_clipboard", { article });
/** The person chooses a file; null: they changed their mind. */
export const newVersionFile = (article: ArticleId) => invoke<Revised | null>("new_version_file", { article });
/** A file that is dropped from now on is a new version of this article; null: no longer. */
export const watch = (article: ArticleId, on: boolean) => invoke<Watched>("watch", { article, on });
export const takeDraft = (article: ArticleId) => invoke<Revised>("take_draft", { article });
export const exportBundle = (article: ArticleId) => invoke<Exported | null>("export_bundle", { article });
/** What was asked about a bundle with this number is answered: an article of its own, or nothing of it. */
export const copyBundle = (question: number) => invoke<TakenBundle>("copy_bundle", { question });
export const leaveBundle = (question: number) => invoke<null>("leave_bundle", { question });
export const takeAnnotations = (article: ArticleId) =>
  invoke<Annotated | null>("take_annotations", { article });
export const awaitVersion = (article: ArticleId | null) => invoke<void>("await_version", { article });
/** Stops a new version that is being taken in: its command is rejected with `stopped`. */
export const cancel = () => invoke<void>("cancel");
/** An article and what the version of this number changed in it; null: the latest. */
export const openReview = (article: ArticleId, revision: number | null) =>
  invoke<[OpenArticle, Review]>("open_review", { article, revision });
/** The same for an article that is open: what changed alone. */
export const review = (article: ArticleId, revision: number | null) =>
  invoke<Review>("review", { article, revision });
export const answerReview = (marks: MarkId[], answer: ReviewAnswer) =>
  invoke<Changed>("answer_review", { marks, answer });
/** Gives a mark its place again: `nth` is the number of what was carried there. */
export const attach = (mark: MarkId, nth: number, ranges: TextRange[]) =>
  invoke<Changed>("attach", { mark, nth, ranges });
export const compare = (article: ArticleId, from: number, to: number) =>
  invoke<Comparison>("compare", { article, from, to });
/** What a mark said in each version, and what was done to it. */
export const markHistory = (mark: MarkId) => invoke<MarkHistory>("mark_history", { mark });
/** What to do with something that came in and is nearly an article of the shelf. */
export const answerNear = (token: number, answer: NearAnswer) =>
  invoke<Arrivals>("answer_near", { token, answer });

/** What to do with something that the person looked at first. */
export const answerDoubt = (token: number, answer: DoubtAnswer) =>
  invoke<Arrivals>("answer_doubt", { token, answer });
/** Stops the queue of files: what is done stays, what is not is left out. */
export const cancelQueue = () => invoke<void>("cancel_queue");
/** Puts the queue's list away. */
export const closeQueue = () => invoke<void>("close_queue");

/** Writes what a version was made from where the person says; the file's name. Null: they changed their mind. */
export const saveOriginal = (article: ArticleId, revision: number) =>
  invoke<string | null>("save_original", { article, revision });

export const undo = () => invoke<Reverted | null>("undo");
export const redo = () => invoke<Reverted | null>("redo");
export const history = (article: ArticleId | null) => invoke<JournalLine[]>("history", { article });

export const search = (query: string) => invoke<Hit[]>("search", { query });
export const previewNote = (markdown: string) => invoke<Body>("preview_note", { markdown });
/** Puts the annotated text on the clipboard; true once it is there. */
export const copyArticle = (article: ArticleId, wanted: Wanted, labels: Labels) =>
  invoke<true>("copy_article", { article, wanted, labels });
/** `copying` is told when the file is chosen; `cancelCopy` stops it. Null: the person changed their mind. */
export const exportArticle = (article: ArticleId, format: ExportFormat, wanted: Wanted, labels: Labels) =>
  invoke<Exported | null>("export_article", { article, format, wanted, labels });
/** The first page of a copy: the length of a `FirstPage` (four bytes), it as JSON, and a PNG file where it is a picture. */
export const firstPage = (
  ticket: number,
  article: ArticleId,
  format: ExportFormat,
  wanted: Wanted,
  labels: Labels,
  scale: number,
) => invoke<ArrayBuffer>("first_page", { ticket, article, format, wanted, labels, scale });
/** Stops the copy that is being made: its command is rejected with `stopped`. */
export const cancelCopy = () => invoke<void>("cancel_copy");
export const setPreferences = (preferences: Preferences) =>
  invoke<Preferences>("set_preferences", { preferences });
export const openLink = (href: string) => invoke<void>("open_link", { href });

/** What a rejected command carries; anything else is a fault of the app itself. */
export function failureOf(reason: unknown): Failure {
  if (typeof reason === "object" && reason !== null && "code" in reason) return reason as Failure;
  return { code: "library", file: "", reason: String(reason) };
}
