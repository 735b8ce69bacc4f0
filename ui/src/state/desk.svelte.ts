// What lies before the person: the shelf, the open article, what is said about it, and every deed they can do.
import { createContext } from "svelte";
import * as commands from "../backend/commands";
import { onArrived, onArriving, onClosing, onCopying, onDragging, onShelved } from "../backend/events";
import type { Arrivals } from "../backend/types/Arrivals";
import type { ArticleId } from "../backend/types/ArticleId";
import type { Changed } from "../backend/types/Changed";
import type { Colour } from "../backend/types/Colour";
import type { ColourName } from "../backend/types/ColourName";
import type { Comparison } from "../backend/types/Comparison";
import type { Failure } from "../backend/types/Failure";
import type { Hit } from "../backend/types/Hit";
import type { JournalLine } from "../backend/types/JournalLine";
import type { MarkId } from "../backend/types/MarkId";
import type { OpenArticle as Opened } from "../backend/types/OpenArticle";
import type { Review } from "../backend/types/Review";
import { m } from "../messages/generated/messages";
import { addressPasted } from "./addresses";
import { Annotating } from "./annotating.svelte";
import { Bundles } from "./bundles.svelte";
import { Doubts } from "./doubts.svelte";
import { Drafts } from "./drafts.svelte";
import { Fetching } from "./fetching.svelte";
import { HandingOn } from "./handing-on";
import { Marking } from "./marking";
import { Nearness } from "./nearness.svelte";
import { Notices } from "./notices.svelte";
import { OpenArticle } from "./open-article.svelte";
import { Paging } from "./paging";
import { Previews } from "./previews.svelte";
import { Preferences } from "./preferences.svelte";
import { Queue } from "./queue.svelte";
import { Search } from "./search.svelte";
import { Reviewing, type Versions as Compared } from "./review.svelte";
import { Shelf } from "./shelf.svelte";
import { speech } from "./speech.svelte";
import { Undo } from "./undo.svelte";
import { Versions } from "./versions.svelte";
import { Watching } from "./watching.svelte";
import { SLOW } from "./waiting.svelte";

export type Screen = "start" | "article" | "review" | "compare" | "bin";
export type Panel = "export" | "preferences" | "keys" | "palette" | "version" | null;

/** Below this width of the window, in CSS pixels, the shelf is folded at first. */
export const NARROW = 1100;
/** Below this width, in CSS pixels, the article has no room between the shelf and its contents. */
const CROWDED = 1280;

export const [getDesk, setDesk] = createContext<Desk>();

export class Desk {
  readonly notices = new Notices();
  readonly preferences = new Preferences(this.notices);
  readonly shelf = new Shelf();
  readonly search = new Search(this.notices);
  readonly drafts = new Drafts();
  readonly previews = new Previews();
  readonly undo = new Undo(this);
  readonly marking = new Marking(this);
  readonly versions = new Versions(this);
  readonly watching = new Watching(this);
  readonly nearness = new Nearness(this);
  readonly annotating = new Annotating(this);
  readonly bundles = new Bundles(this);
  readonly doubts = new Doubts(this);
  readonly fetching = new Fetching(this);
  readonly handingOn = new HandingOn(this);
  readonly queue = new Queue(this);
  readonly paging = new Paging(this);

  /** Nothing yet: the library is being opened. A failure: it could not be. */
  state = $state.raw<"opening" | "ready" | Failure>("opening");
  version = $state("");
  screen = $state<Screen>("start");
  open = $state.raw<OpenArticle | null>(null);
  /** What a version changed, on the screens "review" and "compare". */
  reviewing = $state.raw<Reviewing | null>(null);
  panel = $state<Panel>(null);
  colours = $state.raw<readonly ColourName[]>([]);
  /** Files are held over the window. */
  dragging = $state(false);
  /** Something has been on its way in for a while: how many articles. */
  arriving = $state(0);
  /** Commands that have not been answered yet. */
  pending = $state(0);
  /** The shelf is folded away: by the person, or because the window is narrow. */
  folded = $state(false);
  /** Grows each time the search field is asked for. */
  searching = $state(0);
  /** The chapters in the shelf are folded away. */
  chaptersFolded = $state(false);
  /** What the contents beside the article were asked for last; nothing while they are closed. */
  contents = $state.raw<{ readonly for: "headings" | "page" } | null>(null);
  /** The article whose title is being changed in the header or in the shelf. */
  renaming = $state<{ article: ArticleId; at: "header" | "shelf" } | null>(null);

  /** The shelf was folded to make room for the contents: it comes back when they go. */
  #stoodAside = false;
  #opening = 0;
  #slow: ReturnType<typeof setTimeout> | undefined;

  /** Reads the library and listens to the app; gives back how to stop. */
  begin(): () => void {
    const stops = [
      onArrived((arrivals) => this.arrived(arrivals)),
      this.versions.begin(),
      this.watching.begin(),
      this.queue.begin(),
      onArriving((files) => this.#awaited(files)),
      onShelved((rows) => this.shelf.put(rows)),
      onDragging((over) => (this.dragging = over)),
      onCopying(() => this.handingOn.begun()),
      onClosing(() => void this.#leave()),
    ];
    void this.#start();
    return () => stops.forEach((stop) => stop());
  }

  /** The library could not be opened; perhaps it can be now. */
  tryAgain(): void {
    this.state = "opening";
    void this.#start();
  }

  /** Waits for a command. What it answers; nothing when it failed, and then the person is told. */
  async attempt<T>(command: Promise<T>): Promise<T | null> {
    this.pending += 1;
    try {
      return await command;
    } catch (reason) {
      this.notices.fail(commands.failureOf(reason));
      return null;
    } finally {
      this.pending -= 1;
    }
  }

  /** Makes an edit and shows what it changed. */
  async edit(command: Promise<Changed>): Promise<Changed | null> {
    const changed = await this.attempt(command);
    if (changed) this.absorb(changed);
    return changed;
  }

  /** Puts in what a command says has changed. */
  absorb(changed: Changed): void {
    this.shelf.absorb(changed);
    this.open?.absorb(changed);
    this.reviewing?.absorb(changed);
    this.drafts.absorb(changed);
    if (changed.colours) this.colours = changed.colours;
    this.undo.absorb(changed);
    const open = this.open;
    if (!open) return;
    if (changed.removed_articles.includes(open.article.id)) this.goToStart();
    else if (changed.rows.some((row) => row.article.id === open.article.id && row.article.binned !== null))
      this.goToStart();
    else if (changed.texts.includes(open.article.id)) {
      // Who reads an older version goes on reading it, unless it is the latest now or no longer there.
      const { number } = open.revision;
      const newest = this.shelf.row(open.article.id)?.revisions ?? number;
      const version = open.readOnly && number < newest ? number : null;
      void this.openArticle(open.article.id, open.active, version);
    }
  }

  /** Opens an article in its latest version, or in an older one to be read. */
  async openArticle(
    article: ArticleId,
    mark: MarkId | null = null,
    version: number | null = null,
  ): Promise<void> {
    const asked = ++this.#opening;
    await this.drafts.flush();
    const heard = this.watching.heard;
    const opened = await this.attempt(commands.openArticle(article, version));
    // Another article was asked for meanwhile.
    if (!opened || asked !== this.#opening) return;
    const open = this.#showArticle(opened, heard);
    if (mark !== null && open.marks.get(mark)) open.activate(mark);
    if (this.preferences.stored.last_article !== article)
      void this.preferences.change({ last_article: article });
  }

  #showArticle(opened: Opened, heard: number): OpenArticle {
    this.drafts.forget();
    const open = new OpenArticle(opened);
    this.open = open;
    this.watching.opened(opened.article.id, opened.watched, heard);
    this.reviewing = null;
    this.screen = "article";
    this.paging.makeRoom(open);
    return open;
  }

  /** Looks through what a version did to the marks; no number: the latest version. */
  async openReview(article: ArticleId, revision: number | null = null): Promise<void> {
    const asked = ++this.#opening;
    await this.drafts.flush();
    const both = await this.attempt(commands.openReview(article, revision));
    if (!both || asked !== this.#opening) return;
    const [opened, review] = both;
    this.#showChange(new OpenArticle(opened), { from: review.from.number, to: review.to.number }, review);
    this.screen = "review";
  }

  /** Shows what changed between two versions of an article. */
  async openCompare(article: ArticleId, from: number, to: number): Promise<void> {
    const asked = ++this.#opening;
    await this.drafts.flush();
    const both = await this.attempt(
      Promise.all([commands.openArticle(article, to), commands.compare(article, from, to)]),
    );
    if (!both || asked !== this.#opening) return;
    const [opened, comparison] = both;
    this.#showChange(new OpenArticle(opened), { from, to }, comparison);
    this.screen = "compare";
  }

  /** Goes back to the article; questions that are open stay open. */
  async finishReview(): Promise<void> {
    const reviewing = this.reviewing;
    if (!reviewing) return;
    const mark = reviewing.card?.is === "mark" ? reviewing.card.item.mark.id : null;
    await this.openArticle(reviewing.article, mark);
  }

  async openHit(hit: Hit): Promise<void> {
    if (this.open?.article.id === hit.article && this.screen === "article") {
      if (hit.mark === null) return;
      if (this.open.marks.get(hit.mark)) {
        this.open.show(hit.mark);
        return;
      }
    }
    await this.openArticle(hit.article, hit.mark);
    // A mark without a place is met where it is given one.
    if (this.open?.unplaced.some((mark) => mark.id === hit.mark))
      await this.versions.review(hit.article, null, hit.mark);
  }

  goToStart(): void {
    this.#opening += 1;
    void this.drafts.flush();
    this.open = null;
    this.reviewing = null;
    this.screen = "start";
    if (this.preferences.stored.last_article !== null) void this.preferences.change({ last_article: null });
  }

  goToBin(): void {
    this.#opening += 1;
    void this.drafts.flush();
    this.open = null;
    this.reviewing = null;
    this.screen = "bin";
  }

  /** An address alone is asked about: the page it leads to, or the words themselves. */
  paste(clipboard: { html: string | null; text: string }): Promise<void> {
    const address = addressPasted(clipboard.text);
    if (!address) return this.pasteWords(clipboard);
    this.fetching.pasted = { ...address, words: clipboard.text };
    return Promise.resolve();
  }

  pasteWords(clipboard: { html: string | null; text: string }): Promise<void> {
    return this.#bringIn(commands.paste(clipboard));
  }

  async pasteClipboard(): Promise<void> {
    // What cannot be read now is told by the paste itself.
    const words = await commands.clipboardAddress().catch(() => null);
    const address = words === null ? null : addressPasted(words);
    if (address && words !== null) this.fetching.pasted = { ...address, words };
    else await this.#bringIn(commands.pasteClipboard());
  }

  /** The person chooses files: as long as that takes, nothing is slow. */
  async openFiles(): Promise<void> {
    const arrivals = await this.attempt(commands.openFiles());
    if (arrivals) this.arrived(arrivals);
  }

  trySample(): Promise<void> {
    return this.#bringIn(commands.trySample(speech.language));
  }

  rename(article: ArticleId, title: string): Promise<unknown> {
    return this.edit(commands.rename(article, title));
  }

  async binArticle(article: ArticleId): Promise<void> {
    const title = this.shelf.row(article)?.article.title ?? "";
    if (await this.edit(commands.binArticle(article))) this.undo.offer(() => m.notice_binned({ title }));
  }

  async restoreArticle(article: ArticleId): Promise<void> {
    if (await this.edit(commands.restoreArticle(article))) await this.openArticle(article);
  }

  async emptyBin(): Promise<void> {
    const count = this.shelf.bin.length;
    if (await this.edit(commands.emptyBin())) this.notices.say(() => m.notice_bin_emptied({ count }));
  }

  nameColour(colour: Colour, name: string | null): Promise<unknown> {
    return this.edit(commands.nameColour(colour, name));
  }

  async bringBack(aside: number): Promise<void> {
    const open = this.open;
    if (!open) return;
    if (await this.edit(commands.bringBack(open.article.id, aside)))
      this.undo.offer(() => m.notice_brought_back());
  }

  openLink(href: string): void {
    void this.attempt(commands.openLink(href));
  }

  /** One step back: lets go of the selection, then of the active mark, then of the filter or the search. */
  stepBack(): void {
    const open = this.open;
    if (this.search.hits !== null) this.search.clear();
    else if (this.reviewing) this.reviewing.stepBack();
    else if (open?.selection()) open.view?.deselect();
    else if (open?.active != null) open.activate(null);
    else if (open?.filter.active) open.filter.clear();
    else if (open?.readOnly && this.screen === "article") void this.versions.backToLatest();
    else if (this.screen === "bin") this.goToStart();
  }

  /** Unfolds the shelf and gives its search field the keyboard. */
  searchEverywhere(): void {
    this.#unfold();
    this.searching += 1;
  }

  /** Opens the contents beside the article, or closes them. */
  toggleContents(): void {
    if (this.contents) this.closeContents();
    else this.#openContents("headings");
  }

  /** Opens the contents where a page is typed. */
  askPage(): void {
    this.#openContents("page");
  }

  #openContents(what: "headings" | "page"): void {
    this.contents = { for: what };
    if (window.innerWidth < CROWDED) this.standAside();
  }

  /** Folds the shelf until what needs its room is gone. */
  standAside(): void {
    if (this.folded) return;
    this.folded = true;
    this.#stoodAside = true;
  }

  /** What needed the room of the shelf is gone. */
  comeBack(): void {
    if (this.#stoodAside) this.folded = false;
    this.#stoodAside = false;
  }

  closeContents(): void {
    this.contents = null;
    this.comeBack();
    this.open?.view?.focus();
  }

  #unfold(): void {
    this.folded = false;
    this.#stoodAside = false;
    if (window.innerWidth < CROWDED) this.contents = null;
  }

  foldShelf(): void {
    if (this.folded) this.#unfold();
    else this.folded = true;
    this.#stoodAside = false;
    void this.preferences.change({ shelf_folded: this.folded });
  }

  nextTheme(): void {
    const themes = ["system", "light", "dark"] as const;
    const next = themes[(themes.indexOf(this.preferences.stored.theme) + 1) % themes.length] ?? "system";
    void this.preferences.change({ theme: next });
  }

  otherLanguage(): void {
    void this.preferences.change({ language: speech.language === "fr" ? "en" : "fr" });
  }

  /** Goes to what a line of the journal is about. */
  async follow(line: JournalLine): Promise<void> {
    if (line.article === null || !this.shelf.row(line.article)) return;
    if (this.shelf.row(line.article)?.article.binned !== null) return;
    if (this.reviewing?.article === line.article) {
      if (line.mark !== null) this.reviewing.show(line.mark);
    } else if (this.open?.article.id !== line.article) await this.openArticle(line.article, line.mark);
    else if (line.mark !== null && this.open.marks.get(line.mark)) this.open.show(line.mark);
  }

  #showChange(open: OpenArticle, versions: Compared, change: Review | Comparison): void {
    this.drafts.forget();
    this.open = open;
    this.reviewing = new Reviewing(this, open, versions, change);
    if (this.preferences.stored.last_article !== open.article.id)
      void this.preferences.change({ last_article: open.article.id });
  }

  async #start(): Promise<void> {
    try {
      const start = await commands.start();
      this.version = start.version;
      this.preferences.begin(start.preferences, start.system_language);
      this.shelf.begin(start.shelf);
      this.shelf.facts = start.facts;
      this.shelf.order = start.preferences.order;
      this.folded = start.preferences.shelf_folded || window.innerWidth < NARROW;
      this.colours = start.colours;
      this.undo.begin(start.undoable, start.redoable);
      if (start.open) this.#showArticle(start.open, this.watching.heard);
      else if (start.last !== null) await this.openArticle(start.last);
      this.state = "ready";
      if (start.named > 0) void this.#bringIn(commands.openNamed());
    } catch (reason) {
      this.state = commands.failureOf(reason);
    }
  }

  async #bringIn(coming: Promise<Arrivals>): Promise<void> {
    const slow = setTimeout(() => (this.arriving = Math.max(1, this.arriving)), SLOW);
    const arrivals = await this.attempt(coming);
    clearTimeout(slow);
    if (arrivals) this.arrived(arrivals);
    else this.arriving = 0;
  }

  /** Something waits for an answer in a dialog of its own. */
  get asking(): boolean {
    return (
      this.nearness.current !== null ||
      this.annotating.report !== null ||
      this.bundles.question !== null ||
      this.doubts.current !== null ||
      this.fetching.pasted !== null
    );
  }

  /** Writes what a version was made from to a file that the person chooses. */
  async saveOriginal(open: OpenArticle): Promise<void> {
    const file = await this.attempt(commands.saveOriginal(open.article.id, open.revision.number));
    if (file !== null) this.notices.say(() => m.imports_original_saved({ file }));
  }

  /** Files are being read somewhere else; said when it takes a while. */
  #awaited(files: number): void {
    if (this.versions.awaiting !== null) {
      this.versions.begun();
      return;
    }
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => (this.arriving = files), SLOW);
  }

  /** What was being read is there, or will not come. */
  awaitedNoMore(): void {
    clearTimeout(this.#slow);
    this.arriving = 0;
  }

  /** Puts in what came of a paste or of files, and opens the last of it. */
  arrived(arrivals: Arrivals): void {
    this.awaitedNoMore();
    // The report of many files says what became of each.
    if (!this.queue.reports) for (const failure of arrivals.failures) this.notices.fail(failure);
    // The sample that is in the shelf already changes nothing.
    if (arrivals.changed.rows.length > 0) this.#absorbNew(arrivals);
    this.nearness.ask(arrivals.questions);
    this.doubts.ask(arrivals.doubts);
    const version = arrivals.revised.at(-1);
    if (version) void this.versions.took(version);
    if (arrivals.bundled.length > 0) void this.bundles.took(arrivals.bundled);
    const annotated = arrivals.annotated.at(-1);
    for (const one of arrivals.annotated.slice(0, -1)) this.absorb(one.changed);
    if (annotated) void this.annotating.took(annotated);
    // Many at once do not push aside what is being read: the report leads to each.
    if (arrivals.articles.length > 1 && this.open) return;
    const last = arrivals.articles.at(-1) ?? arrivals.there.at(-1);
    if (last === undefined) return;
    if (arrivals.articles.length === 0 || arrivals.changed.rows.length === 0) {
      const title = this.shelf.row(last)?.article.title ?? "";
      this.notices.say(() => m.versions_there_already({ title }));
      if (this.open?.article.id === last && this.screen === "article" && !this.open.readOnly) return;
    }
    // It takes the place of an article that was being read: perhaps that was not meant.
    if (this.open && arrivals.changed.rows.length > 0) {
      const title = this.shelf.row(last)?.article.title ?? "";
      this.undo.offer(() => m.notice_added({ title }));
    }
    void this.openArticle(last);
  }

  /** One of many may have been opened while the others came in: its text is no news. */
  #absorbNew({ changed, articles }: Arrivals): void {
    const open = this.open?.article.id;
    const texts = changed.texts.filter((text) => text !== open || !articles.includes(text));
    this.absorb({ ...changed, texts });
  }

  async #leave(): Promise<void> {
    // The field that has the keyboard saves when it loses it.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    await this.drafts.flush();
    // Words that could not be saved are lost with the window: the person decides.
    if (this.drafts.state === "failed") this.notices.say(() => m.close_unsaved());
    else await commands.leave();
  }
}
