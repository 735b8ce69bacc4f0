// A library in memory that answers like Rust does, as far as the screen can tell. For tests and for looking.
import type { Answer } from "../src/backend/types/Answer";
import type { Arrivals } from "../src/backend/types/Arrivals";
import type { Article } from "../src/backend/types/Article";
import type { Body } from "../src/backend/types/Body";
import type { Changed } from "../src/backend/types/Changed";
import type { Deed } from "../src/backend/types/Deed";
import type { Doubtful } from "../src/backend/types/Doubtful";
import type { Failure } from "../src/backend/types/Failure";
import type { JournalLine } from "../src/backend/types/JournalLine";
import type { FirstPage } from "../src/backend/types/FirstPage";
import type { Kind } from "../src/backend/types/Kind";
import type { Labels } from "../src/backend/types/Labels";
import type { Mark } from "../src/backend/types/Mark";
import type { NearAnswer } from "../src/backend/types/NearAnswer";
import type { OpenArticle } from "../src/backend/types/OpenArticle";
import type { Preferences } from "../src/backend/types/Preferences";
import type { Review } from "../src/backend/types/Review";
import type { Revised } from "../src/backend/types/Revised";
import type { Revision } from "../src/backend/types/Revision";
import type { ShelfRow } from "../src/backend/types/ShelfRow";
import type { Start } from "../src/backend/types/Start";
import type { Status } from "../src/backend/types/Status";
import type { Tally } from "../src/backend/types/Tally";
import type { TextRange } from "../src/backend/types/TextRange";
import type { Wanted } from "../src/backend/types/Wanted";
import type { Watched } from "../src/backend/types/Watched";
import { bodyOf, textBody } from "./fake-body";
import { answered, asks, carry, type Fate, historyOf, reviewOf, rowOf, shownIn } from "./fake-versions";
import { framed } from "./framed";

type Call = Record<string, unknown>;
interface Kept {
  article: Article;
  /** The latest version, and its text. */
  revision: Revision;
  body: Body;
  /** All versions, the oldest first. */
  versions: { revision: Revision; body: Body }[];
  changed: number;
}
interface Done {
  line: JournalLine;
  back: () => Partial<Changed>;
  again: () => Partial<Changed>;
}

const AUTHOR = "CR";
const NOTHING = { kept: 0, moved: 0, edited: 0, ambiguous: 0, lost: 0 };

export class FakeLibrary {
  readonly articles = new Map<string, Kept>();
  readonly marks = new Map<string, Mark>();
  /** Every command that came in, in order. */
  readonly calls: { command: string; args: Call }[] = [];
  /** What the latest version of an article changed. */
  readonly reviews = new Map<string, () => Review>();
  /** Commands that are refused until they are taken out again. */
  readonly refuse = new Map<string, Failure>();
  /** What a new version does to marks, beside what their words tell. */
  fates: Record<string, Fate> = {};
  /** What a new version is made from: the clipboard, and the file that is chosen. */
  clipboard = "";
  file: string | null = null;
  /** The files that articles were opened from. */
  readonly watched = new Map<string, Watched>();
  /** The bytes of pictures, by id. */
  readonly pictures = new Map<string, ArrayBuffer>();
  /** The pages of a PDF as they cross to the screen, from the first. */
  sheets: ArrayBuffer[] = [];
  /** The first page of every copy; not given, a few lines that say what was chosen. */
  firstPage: ArrayBuffer | null = null;
  /** What waits for an answer because it is nearly an article. */
  readonly near = new Map<number, { title: string; body: Body; article: string }>();
  /** What is to be looked at before it is kept. */
  readonly doubts = new Map<number, Doubtful>();
  /** What comes of a page that is fetched; not given, an article. */
  page: Arrivals | null = null;
  /** How long a command takes, in milliseconds. */
  slow = 0;
  preferences: Preferences = {
    language: "fr",
    theme: "light",
    type_size: 19,
    author: AUTHOR,
    order: "changed",
    export: "html",
    wanted: {
      claims: true,
      notes: true,
      highlights: true,
      statuses: [],
      tags: [],
      words: true,
      report: true,
      word_marks: "comments",
      published: {
        publisher: "",
        publisher_url: "",
        check_url: "",
        ratings: {
          confirmed: { name: "", value: 5 },
          imprecise: { name: "", value: 3 },
          wrong: { name: "", value: 1 },
          unverifiable: { name: "", value: null },
        },
      },
    },
    shelf_folded: false,
    last_article: null,
    ignored: [],
    paged: [],
  };
  open: string | null = null;
  /** How many files the command line names. */
  named = 0;
  now = Date.now();
  readonly #done: Done[] = [];
  readonly #undone: Done[] = [];
  #next = 0;

  addArticle(title: string, body: Body, more: Partial<Article> = {}, changed = this.now): string {
    const id = this.#id("article");
    const article: Article = {
      id,
      title,
      byline: null,
      site: null,
      published: null,
      url: null,
      language: "fr",
      origin: { from: "clipboard" },
      created: changed,
      binned: null,
      ...more,
    };
    const revision = this.#revision(id, 1, body, article.created);
    this.articles.set(id, { article, revision, body, versions: [{ revision, body }], changed });
    return id;
  }

  /** Takes in another text of an article; `fates` says what became of some marks, the others go by their words. */
  revise(article: string, body: Body, fates: Record<string, Fate> = {}, at = this.now): Revised {
    const kept = this.#kept(article);
    const [from, before] = [kept.revision, { ...kept, versions: [...kept.versions] }];
    if (body.text === kept.body.text)
      return {
        article,
        revision: from.number,
        same: true,
        back: null,
        ...NOTHING,
        changed: this.#changed({}),
      };
    const to = this.#revision(article, from.number + 1, body, at);
    const old = this.#allOf(article);
    const marks = old.map((mark) => carry(mark, from, to, body.text, fates[mark.id]));
    const again = () => {
      for (const mark of marks) this.marks.set(mark.id, mark);
      Object.assign(kept, { revision: to, body, changed: at });
      kept.versions = [...before.versions, { revision: to, body }];
      return this.#revised(article);
    };
    const back = () => {
      for (const mark of old) this.marks.set(mark.id, mark);
      Object.assign(kept, before);
      return this.#revised(article);
    };
    const changed = again();
    this.#done.push({ line: this.#line("revised", kept.article, null), back, again });
    this.#undone.length = 0;
    const tally = { ...NOTHING };
    for (const mark of marks) {
      const placements = shownIn(mark, to).carried.map((one) => one.placement);
      const first = placements.find((placement) => placement !== "kept") ?? placements[0];
      if (first) tally[first] += 1;
    }
    return {
      article,
      revision: to.number,
      same: false,
      back: null,
      ...tally,
      changed: this.#changed(changed),
    };
  }

  /** Marks the nth occurrence of some words. */
  mark(article: string, words: string, kind: Kind, more: Partial<Mark> = {}, at = this.now): string {
    const kept = this.#kept(article);
    const start = Array.from(kept.body.text.slice(0, kept.body.text.indexOf(words))).length;
    return this.#add(article, [[start, start + Array.from(words).length]], kind, more, at).id;
  }

  markRange(article: string, range: TextRange, kind: Kind, more: Partial<Mark> = {}): string {
    return this.#add(article, [range], kind, more, this.now).id;
  }

  /** An article was opened from a file, and this became of it since. */
  opensFrom(article: string, file: Partial<Watched> = {}): Watched {
    const path = "/home/cr/Documents/brouillon.md";
    const watched = { path, name: "brouillon.md", on: true, missing: false, changed: false, ...file };
    this.watched.set(article, watched);
    return watched;
  }

  #firstLines({ article, format, wanted, labels }: Call): ArrayBuffer {
    const title = this.#kept(article as string).article.title;
    const { statuses } = wanted as Wanted;
    const lines = [`# ${title}`, `${String(format)} ${(labels as Labels).language}`, statuses.join(" ")];
    return framed({ is: "lines", lines, goes_on: true } satisfies FirstPage);
  }

  answer(command: string, args: Call): unknown {
    this.calls.push({ command, args });
    const refused = this.refuse.get(command);
    if (refused) throw refused;
    switch (command) {
      case "start":
        return this.#start();
      case "set_preferences":
        return (this.preferences = args.preferences as Preferences);
      case "open_article": {
        return this.#open(args.article as string, (args.revision ?? null) as number | null);
      }
      case "picture": {
        const bytes = this.pictures.get(args.id as string);
        if (!bytes) throw { code: "gone" } satisfies Failure;
        return bytes;
      }
      case "page": {
        const bytes = this.sheets[args.number as number];
        if (!bytes) throw { code: "gone" } satisfies Failure;
        return bytes;
      }
      case "add_mark":
        return this.#addMark(args);
      case "change_kind":
        return this.#change(args, args.kind && "status_set", { kind: args.kind as Kind });
      case "write_note":
        return this.#change(args, "note_written", { note: args.note as string });
      case "write_correction":
        return this.#change(args, "correction_written", { correction: args.words as string });
      case "set_tags":
        return this.#change(args, "tagged", { tags: [...(args.tags as string[])].sort() });
      case "set_places": {
        const mark = this.#mark(args.mark as string);
        const { id } = this.#kept(mark.article).revision;
        const places = (args.ranges as TextRange[]).map((range) => this.#place(mark.article, range));
        const older = mark.places.filter((place) => place.revision !== id);
        return this.#change(args, "place_moved", { places: [...older, ...places] });
      }
      case "remove_marks":
        return this.#remove(args.marks as string[]);
      case "rename":
        return this.#article(args, "renamed", { title: args.title as string });
      case "bin_article":
        return this.#article(args, "binned", { binned: this.now });
      case "restore_article":
        return this.#article(args, "restored", { binned: null });
      case "empty_bin": {
        const gone = [...this.articles.values()].filter((one) => one.article.binned !== null);
        for (const one of gone) this.articles.delete(one.article.id);
        return this.#changed({ removed_articles: gone.map((one) => one.article.id), facts: this.#facts() });
      }
      case "open_review":
        return [
          this.#open(args.article as string, (args.revision ?? null) as number | null),
          this.#review(args),
        ];
      case "review":
        return this.#review(args);
      case "compare":
        return this.reviews.get(args.article as string)?.().comparison ?? { rows: [] };
      case "answer_review":
        return this.#answerReview(args);
      case "attach":
        return this.#attach(args);
      case "undo":
        return this.#revert(this.#done, this.#undone, (one) => one.back());
      case "redo":
        return this.#revert(this.#undone, this.#done, (one) => one.again());
      case "search":
        return this.#search(args.query as string);
      case "preview_note":
        return bodyOf((args.markdown as string).split(/\n{2,}/).map((words) => ["p", words]));
      case "first_page":
        return this.firstPage ?? this.#firstLines(args);
      case "export_bundle":
        return { file: "/home/cr/Documents/article.obelus", bytes: 120_300 };
      case "export_article":
        return { file: "/home/cr/Documents/article.html", bytes: 48_211 };
      case "copy_article":
        return true;
      case "new_version":
        return this.revise(args.article as string, textBody(args.text as string), this.fates);
      case "new_version_clipboard":
        return this.revise(args.article as string, textBody(this.clipboard), this.fates);
      case "watch": {
        const id = args.article as string;
        const file = this.watched.get(id);
        if (!file) throw { code: "gone" } satisfies Failure;
        const watched = { ...file, on: args.on as boolean, changed: false, missing: false };
        this.watched.set(id, watched);
        return watched;
      }
      case "take_draft":
        return this.revise(args.article as string, textBody(this.file ?? ""), this.fates);
      case "new_version_file":
        return this.file === null
          ? null
          : this.revise(args.article as string, textBody(this.file), this.fates);
      case "answer_near":
        return this.#answerNear(args.token as number, args.answer as NearAnswer);
      case "fetch_page":
        return this.page ?? this.#arrivals([this.addArticle("Une page", textBody("Des mots de la page."))]);
      case "answer_doubt": {
        if (args.answer === "neither") return this.#arrivals([]);
        const doubt = this.doubts.get(args.token as number);
        if (!doubt) throw { code: "gone" } satisfies Failure;
        return this.#arrivals([this.addArticle(doubt.title, doubt.preview)]);
      }
      case "save_original":
        return "brouillon.docx";
      case "mark_history": {
        const mark = this.#mark(args.mark as string);
        return historyOf(
          mark,
          this.#kept(mark.article).versions.map((one) => one.revision),
        );
      }
      case "clipboard_address":
        return /^https?:\S+$/.test(this.clipboard) ? this.clipboard : null;
      case "paste_clipboard":
        return { ...this.#arrivals([]), failures: [{ code: "empty", name: "" }] };
      case "paste": {
        const text = args.text as string;
        const id = this.addArticle(text.split("\n")[0] ?? "", bodyOf([["p", text]]));
        return this.#arrivals([id]);
      }
      default:
        return null;
    }
  }

  row(id: string): ShelfRow {
    const { article, revision, versions, changed } = this.#kept(id);
    const claims: Tally = {
      unchecked: 0,
      confirmed: 0,
      imprecise: 0,
      wrong: 0,
      query: 0,
      unverifiable: 0,
      opinion: 0,
    };
    let [notes, highlights, rechecks] = [0, 0, 0];
    for (const { kind } of this.#allOf(id)) {
      if (kind.is === "claim") {
        claims[kind.status] += 1;
        rechecks += Number(kind.recheck);
      } else if (kind.is === "note") notes += 1;
      else highlights += 1;
    }
    const revisions = versions.length;
    return { article, revisions, words: revision.words, claims, rechecks, notes, highlights, changed };
  }

  #start(): Start {
    return {
      version: "0.1.0",
      preferences: this.preferences,
      system_language: "fr",
      shelf: [...this.articles.keys()].map((id) => this.row(id)),
      facts: this.#facts(),
      colours: (["yellow", "green", "blue", "pink"] as const).map((colour) => ({ colour, name: null })),
      last: this.open,
      open: this.open === null || this.refuse.has("open_article") ? null : this.#open(this.open, null),
      named: this.named,
      undoable: null,
      redoable: null,
    };
  }

  #facts() {
    const all = [...this.articles.values()];
    return {
      file: "/home/cr/.local/share/obelus/library.obelus",
      articles: all.filter((one) => one.article.binned === null).length,
      binned: all.filter((one) => one.article.binned !== null).length,
      bytes: 1_204_000,
    };
  }

  #addMark(args: Call): [string, Changed] {
    const mark = this.#add(
      args.article as string,
      args.ranges as TextRange[],
      args.kind as Kind,
      {},
      Date.now(),
    );
    return [
      mark.id,
      this.#did(
        "marked",
        mark,
        () => this.#take(mark),
        () => this.#give(mark),
      ),
    ];
  }

  #change(args: Call, deed: unknown, change: Partial<Mark>): Changed {
    const before = this.#mark(args.mark as string);
    const after: Mark = { ...before, ...change, changed: { by: this.preferences.author, at: Date.now() } };
    this.#give(after);
    return this.#did(
      deed as Deed,
      after,
      () => this.#give(before),
      () => this.#give(after),
    );
  }

  /** As a test says, or by what became of the marks. */
  #review(args: Call): Review {
    const review = this.reviews.get(args.article as string);
    if (review) return review();
    const { versions } = this.#kept(args.article as string);
    const number = (args.revision ?? versions.length) as number;
    const [from, to] = [versions[number - 2], versions[number - 1]];
    if (!from || !to) throw { code: "gone" } satisfies Failure;
    return reviewOf(this.#allOf(args.article as string), from.revision, to.revision);
  }

  #answerReview(args: Call): Changed {
    const mark = this.#mark((args.marks as string[])[0] ?? "");
    const { carried, kind } = answered(mark, this.#kept(mark.article).revision, args.answer as Answer);
    return this.#change({ ...args, mark: mark.id }, "reviewed", { carried, kind });
  }

  #attach(args: Call): Changed {
    const mark = this.#mark(args.mark as string);
    const carried = mark.carried.map((one, nth) =>
      nth === args.nth ? { ...one, answer: "attached" as const } : one,
    );
    const added = (args.ranges as TextRange[]).map((range) => this.#place(mark.article, range));
    return this.#change(args, "reviewed", { carried, places: [...mark.places, ...added] });
  }

  #remove(ids: string[]): Changed {
    const gone = ids.map((id) => this.#mark(id));
    const first = gone[0];
    if (!first) throw { code: "gone" } satisfies Failure;
    for (const mark of gone) this.#take(mark);
    return this.#did(
      "unmarked",
      first,
      () => this.#give(first),
      () => this.#take(first),
    );
  }

  #article(args: Call, deed: Deed, change: Partial<Article>): Changed {
    const kept = this.#kept(args.article as string);
    const before = kept.article;
    const put = (article: Article) => {
      kept.article = article;
      return { rows: [this.row(article.id)], facts: this.#facts() };
    };
    const after = { ...before, ...change };
    const changed = put(after);
    this.#done.push({
      line: this.#line(deed, after, null),
      back: () => put(before),
      again: () => put(after),
    });
    this.#undone.length = 0;
    return this.#changed(changed);
  }

  #did(deed: Deed, mark: Mark, back: () => Partial<Changed>, again: () => Partial<Changed>): Changed {
    const line = this.#line(deed, this.#kept(mark.article).article, mark);
    this.#done.push({ line, back, again });
    this.#undone.length = 0;
    const removed = !this.marks.has(mark.id);
    return this.#changed(removed ? this.#gone(mark) : { marks: [mark], rows: [this.row(mark.article)] });
  }

  #revert(from: Done[], to: Done[], act: (one: Done) => Partial<Changed>) {
    const one = from.pop();
    if (!one) return null;
    const changed = act(one);
    to.push(one);
    return { changed: this.#changed(changed), lines: [one.line] };
  }

  #search(query: string) {
    const asked = query.toLowerCase();
    return [...this.articles.values()].flatMap(({ article, body }) => {
      const at = body.text.toLowerCase().indexOf(asked);
      if (at === -1) return [];
      const snippet = [
        { words: `…${body.text.slice(Math.max(0, at - 30), at)}`, found: false },
        { words: body.text.slice(at, at + asked.length), found: true },
        { words: `${body.text.slice(at + asked.length, at + 70)}…`, found: false },
      ];
      const notes = this.#marksOf(article.id)
        .filter((mark) => `${mark.note} ${mark.places[0]?.quote}`.toLowerCase().includes(asked))
        .map((mark) => ({
          article: article.id,
          mark: mark.id,
          title: article.title,
          snippet: [{ words: mark.note || (mark.places[0]?.quote ?? ""), found: false }],
        }));
      return [{ article: article.id, mark: null, title: article.title, snippet }, ...notes];
    });
  }

  #give(mark: Mark): Partial<Changed> {
    this.marks.set(mark.id, mark);
    return { marks: [mark], rows: [this.row(mark.article)] };
  }

  #take(mark: Mark): Partial<Changed> {
    this.marks.delete(mark.id);
    return this.#gone(mark);
  }

  #gone(mark: Mark): Partial<Changed> {
    return { removed_marks: [mark.id], rows: [this.row(mark.article)] };
  }

  #changed(part: Partial<Changed>): Changed {
    const latest = (part.marks ?? []).map((mark) => shownIn(mark, this.#kept(mark.article).revision));
    return {
      rows: [],
      removed_articles: [],
      removed_marks: [],
      texts: [],
      colours: null,
      facts: null,
      undoable: this.#done.at(-1)?.line ?? null,
      redoable: this.#undone.at(-1)?.line ?? null,
      ...part,
      marks: latest,
    };
  }

  #line(deed: Deed, article: Article, mark: Mark | null): JournalLine {
    return {
      id: this.#id("edit"),
      act: "do",
      deed,
      author: this.preferences.author,
      time: Date.now(),
      article: article.id,
      title: article.title,
      mark: mark?.id ?? null,
      quote: mark?.places[0]?.quote ?? null,
      marks: mark ? 1 : 0,
      undone: false,
    };
  }

  #add(article: string, ranges: TextRange[], kind: Kind, more: Partial<Mark>, at: number): Mark {
    const mark: Mark = {
      id: this.#id("mark"),
      article,
      kind,
      note: "",
      correction: "",
      tags: [],
      created: { by: this.preferences.author, at },
      changed: { by: this.preferences.author, at },
      places: ranges.map((range) => this.#place(article, range)),
      carried: [],
      ...more,
    };
    this.marks.set(mark.id, mark);
    return mark;
  }

  #place(article: string, range: TextRange) {
    const { revision, body } = this.#kept(article);
    const quote = Array.from(body.text).slice(range[0], range[1]).join("");
    return { revision: revision.id, range, quote };
  }

  /** With their places in the latest version alone. */
  #marksOf(article: string): Mark[] {
    return this.#allOf(article).map((mark) => shownIn(mark, this.#kept(article).revision));
  }

  /** With their places in every version. */
  #allOf(article: string): Mark[] {
    return [...this.marks.values()].filter((mark) => mark.article === article);
  }

  #open(id: string, number: number | null): OpenArticle {
    const { article, versions } = this.#kept(id);
    const shown = number === null ? versions.at(-1) : versions[number - 1];
    if (!shown) throw { code: "gone" } satisfies Failure;
    const { revision, body } = shown;
    const marks = this.#allOf(id).map((mark) => shownIn(mark, revision));
    const open = this.#marksOf(id).filter(asks).length;
    return {
      article,
      revision,
      versions: versions.map((one) => one.revision),
      body,
      marks: marks.filter((mark) => mark.places.length > 0).map(rowOf),
      unplaced: marks.filter((mark) => mark.places.length === 0 && mark.carried.length > 0),
      review: open > 0 ? { open } : null,
      watched: this.watched.get(article.id) ?? null,
    };
  }

  #revision(article: string, number: number, body: Body, created: number): Revision {
    return {
      id: this.#id("revision"),
      article,
      number,
      reason: number === 1 ? "imported" : "revised",
      created,
      original: { format: "html", bytes: 40_000 },
      characters: Array.from(body.text).length,
      words: body.text.split(/\s+/).length,
    };
  }

  #revised(article: string): Partial<Changed> {
    return { rows: [this.row(article)], texts: [article] };
  }

  #arrivals(articles: string[], revised: Revised[] = []): Arrivals {
    const rows = articles.map((id) => this.row(id));
    const changed = this.#changed({ rows, facts: this.#facts() });
    return {
      articles,
      failures: [],
      there: [],
      questions: [],
      doubts: [],
      revised,
      annotated: [],
      bundled: [],
      changed,
    };
  }

  #answerNear(token: number, answer: NearAnswer): Arrivals {
    const waiting = this.near.get(token);
    this.near.delete(token);
    if (!waiting) throw { code: "gone" } satisfies Failure;
    if (answer === "neither") return this.#arrivals([]);
    if (answer === "another") return this.#arrivals([this.addArticle(waiting.title, waiting.body)]);
    return this.#arrivals([], [this.revise(waiting.article, waiting.body, this.fates)]);
  }

  #mark(id: string): Mark {
    const mark = this.marks.get(id);
    if (!mark) throw { code: "gone" } satisfies Failure;
    return mark;
  }

  #kept(id: string): Kept {
    const kept = this.articles.get(id);
    if (!kept) throw { code: "gone" } satisfies Failure;
    return kept;
  }

  #id(of: string): string {
    return `${of}-${String(this.#next++).padStart(6, "0")}`;
  }
}

export const claim = (status: Status): Kind => ({ is: "claim", status, recheck: false });
