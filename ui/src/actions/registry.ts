// Every action of the app, once: the keyboard, the palette, the list of keys, the foot and the tooltips read it.
import type { Status } from "../backend/types/Status";
import { m } from "../messages/generated/messages";
import type { Desk } from "../state/desk.svelte";
import { isRecheck } from "../state/filter.svelte";
import { isUnchecked } from "../state/open-article.svelte";
import { isAsked } from "../state/questions";
import { statusWords } from "../state/status-words";
import type { Action } from "./action";
import { REVIEW_ACTIONS } from "./review-actions";

const reading = (desk: Desk) => desk.screen === "article" && desk.open !== null;
const active = (desk: Desk) => reading(desk) && desk.open?.activeMark != null;
/** There is something to mark: words are selected, or a mark is active. */
const markable = (desk: Desk) => active(desk) || (reading(desk) && desk.open?.selection() != null);
const claiming = (desk: Desk) => active(desk) && desk.open?.activeMark?.kind.is === "claim";

/** There is more than one version. */
const versioned = (desk: Desk) => reading(desk) && (desk.open?.versions.length ?? 0) > 1;

/** There are headings or pages to go to. */
const withContents = (desk: Desk) => reading(desk) && desk.open?.hasContents === true;
const withPages = (desk: Desk) => reading(desk) && (desk.open?.body.pages?.length ?? 0) > 1;

/** Its pages can be drawn as they look. */
const paged = (desk: Desk) => reading(desk) && desk.open?.hasPages === true;

/** The statuses in the order of their keys. */
export const STATUS_KEYS: readonly [Status, string][] = [
  ["unchecked", "H"],
  ["confirmed", "1"],
  ["imprecise", "2"],
  ["wrong", "3"],
  ["query", "4"],
  ["unverifiable", "5"],
  ["opinion", "6"],
];

const statuses: Action[] = STATUS_KEYS.map(([status, key]) => ({
  id: `claim-${status}`,
  chapter: "marks",
  words: () => (status === "unchecked" ? m.action_claim() : m.action_status({ status: statusWords(status) })),
  keys: [key],
  when: markable,
  edits: true,
  run: (desk) => desk.marking.claim(status),
}));

const edges: Action[] = (
  [
    ["edge-end-out", "end", 1, "Shift+Alt+ArrowRight", () => m.action_edge_end_out()],
    ["edge-end-in", "end", -1, "Shift+Alt+ArrowLeft", () => m.action_edge_end_in()],
    ["edge-start-out", "start", -1, "Shift+Alt+ArrowUp", () => m.action_edge_start_out()],
    ["edge-start-in", "start", 1, "Shift+Alt+ArrowDown", () => m.action_edge_start_in()],
  ] as const
).map(([id, edge, direction, key, words]) => ({
  id,
  chapter: "marks",
  words,
  keys: [key],
  when: active,
  edits: true,
  run: (desk) => desk.marking.moveEdge(edge, { by: "word", direction }),
}));

export const ACTIONS: readonly Action[] = [
  ...REVIEW_ACTIONS,
  ...statuses,
  {
    id: "note",
    chapter: "marks",
    words: () => m.action_note(),
    keys: ["N"],
    when: markable,
    edits: true,
    run: (desk) => desk.marking.note(),
  },
  {
    id: "highlight",
    chapter: "marks",
    words: () => m.action_highlight(),
    keys: ["Y"],
    when: markable,
    edits: true,
    run: (desk) => desk.marking.highlightNext(),
  },
  {
    id: "also-here",
    chapter: "marks",
    words: () => m.action_also_here(),
    keys: ["A"],
    when: claiming,
    edits: true,
    run: (desk) => desk.marking.alsoHere(),
  },
  {
    id: "open-note",
    chapter: "marks",
    words: () => m.versions_action_enter(),
    keys: ["Enter"],
    when: active,
    edits: true,
    run: (desk) => {
      const { open } = desk;
      if (open?.activeMark && isRecheck(open.activeMark)) void desk.marking.answer(open.activeMark, "kept");
      else if (open) open.editing = "note";
    },
    keyOnly: true,
  },
  {
    id: "recheck",
    chapter: "marks",
    words: () => m.versions_action_recheck(),
    keys: ["R"],
    when: (desk) => claiming(desk) && isRecheck(desk.open?.activeMark) && isAsked(desk.open?.activeMark),
    edits: true,
    run: (desk) => desk.open?.activeMark && desk.marking.answer(desk.open.activeMark, "recheck"),
  },
  {
    id: "history",
    chapter: "marks",
    words: () => m.versions_action_history(),
    keys: ["Shift+H"],
    when: active,
    run: (desk) => desk.open && (desk.open.telling = !desk.open.telling),
  },
  {
    id: "remove-mark",
    chapter: "marks",
    words: () => m.action_remove_mark(),
    keys: ["Delete", "Backspace"],
    when: active,
    edits: true,
    run: (desk) => desk.open?.activeMark && desk.marking.remove(desk.open.activeMark),
  },
  ...edges,
  {
    id: "next",
    chapter: "going",
    words: () => m.action_next(),
    keys: ["J"],
    when: reading,
    run: (desk) => desk.open?.step(1),
  },
  {
    id: "previous",
    chapter: "going",
    words: () => m.action_previous(),
    keys: ["K"],
    when: reading,
    run: (desk) => desk.open?.step(-1),
  },
  {
    id: "next-unchecked",
    chapter: "going",
    words: () => m.action_next_unchecked(),
    keys: ["Shift+J"],
    when: reading,
    run: (desk) => desk.open?.step(1, isUnchecked),
  },
  {
    id: "previous-unchecked",
    chapter: "going",
    words: () => m.action_previous_unchecked(),
    keys: ["Shift+K"],
    when: reading,
    run: (desk) => desk.open?.step(-1, isUnchecked),
  },
  {
    id: "find",
    chapter: "going",
    words: () => m.action_find(),
    keys: ["Mod+F"],
    when: reading,
    run: (desk) => desk.open?.view?.find(),
    inFields: true,
  },
  {
    id: "contents",
    chapter: "going",
    words: () => m.imports_action_contents(),
    keys: ["C"],
    when: withContents,
    run: (desk) => desk.toggleContents(),
  },
  {
    id: "pages",
    chapter: "view",
    words: () => m.pages_action(),
    keys: ["P"],
    when: paged,
    run: (desk) => desk.paging.toggle("pages"),
  },
  {
    id: "pages-beside",
    chapter: "view",
    words: () => m.pages_action_beside(),
    keys: ["Shift+P"],
    when: paged,
    run: (desk) => desk.paging.toggle("both"),
  },
  {
    id: "page",
    chapter: "going",
    words: () => m.imports_action_page_number(),
    keys: ["G"],
    when: withPages,
    run: (desk) => desk.askPage(),
  },
  {
    id: "search",
    chapter: "going",
    words: () => m.action_search(),
    keys: ["/", "Mod+Shift+F"],
    run: (desk) => desk.searchEverywhere(),
    inFields: true,
  },
  {
    id: "leave",
    chapter: "going",
    words: () => m.action_leave(),
    keys: ["Escape"],
    run: (desk) => desk.stepBack(),
    keyOnly: true,
  },
  {
    id: "new",
    chapter: "articles",
    words: () => m.action_new(),
    keys: ["Mod+N"],
    run: (desk) => desk.goToStart(),
    inFields: true,
  },
  {
    id: "open-file",
    chapter: "articles",
    words: () => m.action_open_file(),
    keys: ["Mod+O"],
    run: (desk) => desk.openFiles(),
    inFields: true,
  },
  {
    id: "page-address",
    chapter: "articles",
    words: () => m.imports_action_page(),
    keys: ["Mod+L"],
    run: (desk) => desk.fetching.ask(),
    inFields: true,
  },
  {
    id: "queue",
    chapter: "articles",
    words: () => m.imports_action_queue(),
    keys: ["Q"],
    when: (desk) => desk.queue.shown,
    run: (desk) => desk.queue.ask(),
  },
  {
    id: "save-original",
    chapter: "articles",
    words: () => m.imports_action_original(),
    keys: [],
    when: (desk) => reading(desk) && desk.open?.revision.original != null,
    run: (desk) => desk.open && desk.saveOriginal(desk.open),
  },
  {
    id: "original-page",
    chapter: "articles",
    words: () => m.imports_open_original_page(),
    keys: [],
    when: (desk) => reading(desk) && desk.open?.article.url != null,
    run: (desk) => desk.open?.article.url != null && desk.openLink(desk.open.article.url),
  },
  {
    id: "new-version",
    chapter: "articles",
    words: () => m.versions_action_new(),
    keys: ["Mod+Shift+N"],
    when: reading,
    run: (desk) => desk.versions.ask(),
    inFields: true,
  },
  {
    id: "bundle",
    chapter: "articles",
    words: () => m.bundles_action(),
    keys: [],
    when: reading,
    run: (desk) => desk.handingOn.ask("bundle"),
  },
  {
    id: "annotations",
    chapter: "articles",
    words: () => m.annotations_action(),
    keys: [],
    when: reading,
    edits: true,
    run: (desk) => desk.annotating.choose(),
  },
  {
    id: "versions",
    chapter: "articles",
    words: () => m.versions_action_menu(),
    keys: ["V"],
    when: reading,
    run: (desk) => (desk.versions.listed += 1),
  },
  {
    id: "take-draft",
    chapter: "articles",
    words: () => m.watching_action_take(),
    keys: ["T"],
    when: (desk) => reading(desk) && desk.watching.changed,
    run: (desk) => desk.watching.take(),
  },
  {
    id: "watch-file",
    chapter: "articles",
    words: () => m.watching_action_on(),
    keys: [],
    when: (desk) => reading(desk) && desk.watching.file?.on === false,
    run: (desk) => desk.watching.watch(true),
  },
  {
    id: "stop-watching",
    chapter: "articles",
    words: () => m.watching_action_off(),
    keys: [],
    when: (desk) => reading(desk) && desk.watching.file?.on === true,
    run: (desk) => desk.watching.watch(false),
  },
  {
    id: "latest-version",
    chapter: "articles",
    words: () => m.versions_action_latest(),
    keys: [],
    when: (desk) => reading(desk) && desk.open?.readOnly === true,
    run: (desk) => desk.versions.backToLatest(),
  },
  {
    id: "compare",
    chapter: "articles",
    words: () => m.versions_action_compare(),
    keys: [],
    when: versioned,
    run: (desk) => desk.versions.compare(),
  },
  {
    id: "rename",
    chapter: "articles",
    words: () => m.action_rename(),
    keys: ["F2"],
    when: reading,
    run: (desk) => desk.open && (desk.renaming = { article: desk.open.article.id, at: "header" }),
  },
  {
    id: "bin",
    chapter: "articles",
    words: () => m.action_bin(),
    keys: [],
    when: reading,
    run: (desk) => desk.open && desk.binArticle(desk.open.article.id),
  },
  {
    id: "show-bin",
    chapter: "articles",
    words: () => m.action_show_bin(),
    keys: [],
    run: (desk) => desk.goToBin(),
  },
  {
    id: "export",
    chapter: "articles",
    words: () => m.action_export(),
    keys: ["Mod+E"],
    when: reading,
    run: (desk) => desk.handingOn.ask(),
    inFields: true,
  },
  {
    id: "copy",
    chapter: "articles",
    words: () => m.action_copy(),
    keys: ["Mod+Shift+E"],
    when: reading,
    run: (desk) => void desk.handingOn.copy(),
    inFields: true,
  },
  {
    id: "undo",
    chapter: "articles",
    words: () => m.action_undo(),
    keys: ["Mod+Z"],
    run: (desk) => desk.undo.undo(),
  },
  {
    id: "redo",
    chapter: "articles",
    words: () => m.action_redo(),
    keys: ["Mod+Shift+Z", "Mod+Y"],
    run: (desk) => desk.undo.redo(),
  },
  {
    id: "palette",
    chapter: "view",
    words: () => m.action_palette(),
    keys: ["Mod+K"],
    run: (desk) => (desk.panel = "palette"),
    inFields: true,
    keyOnly: true,
  },
  {
    id: "keys",
    chapter: "view",
    words: () => m.action_keys(),
    keys: ["?"],
    run: (desk) => (desk.panel = "keys"),
  },
  {
    id: "preferences",
    chapter: "view",
    words: () => m.action_preferences(),
    keys: ["Mod+,"],
    run: (desk) => (desk.panel = "preferences"),
    inFields: true,
  },
  {
    id: "fold-shelf",
    chapter: "view",
    words: () => m.action_fold_shelf(),
    keys: ["Mod+B", "\\"],
    run: (desk) => desk.foldShelf(),
  },
  {
    id: "larger",
    chapter: "view",
    words: () => m.action_larger(),
    keys: ["Mod++"],
    run: (desk) => desk.preferences.enlarge(1),
    inFields: true,
  },
  {
    id: "smaller",
    chapter: "view",
    words: () => m.action_smaller(),
    keys: ["Mod+-"],
    run: (desk) => desk.preferences.enlarge(-1),
    inFields: true,
  },
  {
    id: "usual-size",
    chapter: "view",
    words: () => m.action_usual_size(),
    keys: ["Mod+0"],
    run: (desk) => desk.preferences.enlarge(0),
    inFields: true,
  },
  {
    id: "theme",
    chapter: "view",
    words: () => m.action_theme(),
    keys: [],
    run: (desk) => desk.nextTheme(),
  },
  {
    id: "language",
    chapter: "view",
    words: () => m.action_language(),
    keys: [],
    run: (desk) => desk.otherLanguage(),
  },
];

const BY_ID = new Map(ACTIONS.map((action) => [action.id, action]));

/** The key that is shown for an action; nothing where it has none. */
export function keyOf(id: string): string | undefined {
  return BY_ID.get(id)?.keys[0];
}
