import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { page as screen, userEvent } from "vitest/browser";
import type { Article } from "../../backend/types/Article";
import type { Body } from "../../backend/types/Body";
import type { Mark } from "../../backend/types/Mark";
import type { PageWord } from "../../backend/types/PageWord";
import type { Revision } from "../../backend/types/Revision";
import type { Status } from "../../backend/types/Status";
import { speech } from "../../state/speech.svelte";
import { FakeBody, mark, rangeOf, REVISION, settled } from "../fake-article";
import ReaderFrame from "../ReaderFrame.test.svelte";
import type { ReaderView } from "../view";
import type { DrawPage } from "./page-drawer";

const article = {
  id: "article",
  title: "Le tram",
  language: "fr",
  origin: { from: "clipboard" },
} as unknown as Article;
const revision = { id: REVISION, article: "article", number: 1, words: 30 } as unknown as Revision;

/** Ten pages of one paragraph each. */
const written = new FakeBody();
for (let page = 1; page <= 10; page++)
  written.paragraph(
    `Page ${page} : la ligne ${page} du tramway coûte ${page}12 millions d’euros, et le conseil s’en émeut.`,
  );
const body: Body = (() => {
  const { text, blocks } = written.done([]);
  const pages = [...text.matchAll(/Page \d+/g)].map(({ index }, nth) => ({
    start: [...text.slice(0, index)].length,
    name: String(nth + 1),
  }));
  return { text, blocks, asides: [], pages };
})();

const claim = (id: string, status: Status, words: string) =>
  mark(id, { is: "claim", status, recheck: false }, rangeOf(body.text, words));

/** Letters are six points wide; two words stand on each line. */
function wordsOn(page: number): PageWord[] {
  const characters = [...body.text];
  const start = body.pages![page]!.start;
  const end = body.pages![page + 1]?.start ?? characters.length;
  const words: PageWord[] = [];
  for (let at = start; at < end; at++) {
    if (!characters[at]!.trim()) continue;
    let to = at;
    while (to < end && characters[to]!.trim()) to += 1;
    const nth = words.length;
    const before = nth % 2 === 0 ? null : words[nth - 1]!;
    words.push({
      range: [at, to],
      x: before ? before.x + before.width + 4 : 50,
      y: 40 + Math.floor(nth / 2) * 20,
      width: (to - at) * 6,
      height: 12,
      ends: Array.from({ length: to - at }, (_, i) => (i + 1) / (to - at)),
      from_right: false,
    });
    at = to;
  }
  return words;
}

function picture(): Promise<Blob> {
  const canvas = new OffscreenCanvas(30, 40);
  canvas.getContext("2d");
  return canvas.convertToBlob({ type: "image/png" });
}
const sheets = [{ count: 10, width: 300, height: 400 }];

let gone: (() => void) | undefined;
afterEach(() => {
  gone?.();
  speech.language = "en";
  document.body.replaceChildren();
});

interface Over {
  active?: string;
  alone?: boolean;
  /** Pages that cannot be drawn, and words that are not found on theirs. */
  broken?: number[];
  without?: string;
}

async function show(marks: Mark[] = [], { active, alone = true, broken = [], without }: Over = {}) {
  speech.language = "fr";
  const target = document.createElement("div");
  target.style.blockSize = "700px";
  document.body.replaceChildren(target);
  const calls = {
    onactivate: vi.fn(),
    onmark: vi.fn(),
    onplaces: vi.fn(),
    onfollow: vi.fn(),
    onbringback: vi.fn(),
  };
  const missing = without ? rangeOf(body.text, without) : null;
  const draw = vi.fn<DrawPage>(async (page) => {
    if (broken.includes(page)) throw new Error("damaged");
    const words = wordsOn(page).filter(
      ({ range }) => !missing || range[1] <= missing[0] || range[0] >= missing[1],
    );
    return { width: 300, height: 400, turn: 0, words, sheets, picture: await picture() };
  });
  let view: ReaderView | null = null;
  const pages = { alone, draw, zoom: 1 };
  // The reader remembers where each article was left.
  const own = { ...article, id: crypto.randomUUID() };
  const start = { article: own, revision, body, marks, active: active ?? null, colours: [], pages, ...calls };
  const frame = mount(ReaderFrame, {
    target,
    props: { start, onview: (now: ReaderView | null) => (view = now) },
  });
  gone = () => void unmount(frame);
  flushSync();
  await settled();
  const shown = view as ReaderView | null;
  if (!shown) throw new Error("the reader does not stand");
  await vi.waitFor(() => expect(document.querySelector(".sheet img, .sheet p")).not.toBeNull());
  await settled();
  return {
    ...calls,
    view: shown,
    frame,
    draw,
    scroller: document.querySelector<HTMLElement>(".view > .scroller")!,
  };
}

/** Where words stand in the window, on whichever page is drawn. */
function placeOf(words: string): DOMRect {
  const [start, end] = rangeOf(body.text, words);
  const page = body.pages!.findLastIndex((one) => one.start <= start);
  const paper = document.querySelector(`[data-page="${page}"] .paper`)!.getBoundingClientRect();
  const scale = paper.width / 300;
  const its = wordsOn(page).filter(({ range }) => range[0] < end && range[1] > start);
  const [first, last] = [its[0]!, its.at(-1)!];
  const [left, right] = [Math.min(first.x, last.x), last.x + last.width];
  return new DOMRect(
    paper.left + left * scale,
    paper.top + first.y * scale,
    (right - left) * scale,
    (last.y + last.height - first.y) * scale,
  );
}

function mouse(type: string, x: number, y: number, detail = 1) {
  const under = document.elementFromPoint(x, y) ?? document.body;
  const buttons = type === "mouseup" ? 0 : 1;
  under.dispatchEvent(
    new MouseEvent(type, {
      bubbles: true,
      cancelable: true,
      clientX: x,
      clientY: y,
      button: 0,
      buttons,
      detail,
    }),
  );
}

function drag(from: DOMRect, to: DOMRect) {
  mouse("mousedown", from.left + 1, from.top + from.height / 2);
  mouse("mousemove", to.right - 10, to.bottom - 4);
  mouse("mousemove", to.right, to.bottom - 4);
  mouse("mouseup", to.right, to.bottom - 4);
}

/** Beside the handle that may hang at the first letter. */
function click(at: DOMRect) {
  mouse("mousedown", at.left + 12, at.top + 8);
  mouse("mouseup", at.left + 12, at.top + 8);
}

const boxes = (selector: string) =>
  [...document.querySelectorAll<HTMLElement>(`.over > ${selector}`)].map((box) =>
    box.getBoundingClientRect(),
  );

test("pages stand as high as they will be, and those near the view alone are drawn", async () => {
  const { scroller, draw } = await show();
  await expect.element(screen.getByRole("figure", { name: "Page 1 sur 10" })).toBeVisible();
  expect(scroller.scrollHeight).toBeGreaterThan(10 * 900 * (4 / 3));
  const asked = draw.mock.calls.map(([page]) => page);
  expect(asked).toContain(0);
  expect(Math.max(...asked)).toBeLessThan(4);
  // As sharp as the screen, once it is known how large the pages are.
  const sharp = (document.querySelector(".paper")!.clientWidth / 300) * devicePixelRatio;
  await vi.waitFor(() => expect(draw.mock.calls.at(-1)![1]).toBeCloseTo(sharp));
  expect(document.querySelector<HTMLElement>(".reader > .scroller")!.hidden).toBe(true);
});

test("words that are selected on a page are selected in the text, and become a claim from the menu", async () => {
  const { view, onmark } = await show();
  const words = "du tramway coûte";
  const first = rangeOf(body.text, words);
  drag(placeOf("du tramway"), placeOf("tramway coûte"));
  expect(view.selection()).toEqual(first);
  await settled();
  expect(boxes(".selected").length).toBeGreaterThan(0);
  await expect.element(screen.getByRole("toolbar")).toBeVisible();
  await userEvent.keyboard("{Tab}{Enter}");
  expect(onmark).toHaveBeenCalledWith(first, { is: "claim", status: "unchecked", recheck: false });
  await settled();
  expect(view.selection()).toBeNull();
  expect(document.querySelector("[role=toolbar]")).toBeNull();
});

test("a double click selects a word, as it does in the text; Escape in the menu keeps it", async () => {
  const { view, scroller } = await show();
  const at = placeOf("d’euros");
  mouse("mousedown", at.right - 30, at.top + 5, 2);
  mouse("mouseup", at.right - 30, at.top + 5, 2);
  expect(view.textOf(view.selection()!)).toBe("euros");
  await settled();
  await userEvent.keyboard("{Tab}");
  expect(document.activeElement?.closest("[role=toolbar]")).not.toBeNull();
  await userEvent.keyboard("{Escape}");
  expect(document.activeElement).toBe(scroller);
  expect(view.textOf(view.selection()!)).toBe("euros");
  click(placeOf("du tramway"));
  expect(view.selection()).toBeNull();
});

test("marks lie over their words; a click activates them, the innermost first", async () => {
  const wide = claim("wide", "wrong", "tramway coûte 112 millions");
  const inner = claim("inner", "confirmed", "coûte 112");
  const { onactivate, frame } = await show([wide, inner]);
  const wanted = placeOf("coûte 112");
  const [box] = boxes(".confirmed");
  expect(Math.abs(box!.left - wanted.left) + Math.abs(box!.right - wanted.right)).toBeLessThan(2);
  // One box for each of its lines.
  expect(boxes(".mark.wrong").length).toBe(3);
  click(wanted);
  expect(onactivate).toHaveBeenLastCalledWith("inner", 0);
  frame.set({ active: "inner" });
  flushSync();
  await settled();
  expect(boxes(".outlined.confirmed").length).toBe(1);
  click(wanted);
  expect(onactivate).toHaveBeenLastCalledWith("wide", 0);
  click(placeOf("Page 1"));
  expect(onactivate).toHaveBeenLastCalledWith(null, 0);
});

/** The handle of an edge, which takes the pointers of a test: those that nobody made cannot be captured. */
function handle(edge: "start" | "end") {
  const button = document.querySelector<HTMLElement>(`.view .handle.${edge}`)!;
  button.setPointerCapture = () => undefined;
  button.hasPointerCapture = () => false;
  const send = (type: string, x: number, y: number) =>
    button.dispatchEvent(
      new PointerEvent(type, {
        clientX: x,
        clientY: y,
        pointerId: 1,
        button: 0,
        bubbles: true,
        cancelable: true,
      }),
    );
  return { button, send };
}

test("an edge of the active mark is drawn by its handle, seen while it moves and kept on release", async () => {
  const one = claim("one", "wrong", "du tramway");
  const { onplaces } = await show([one], { active: "one" });
  const { button, send } = handle("end");
  const from = placeOf("du tramway");
  const stands = button.getBoundingClientRect();
  // It lies over its line, and no button is pressed beneath it.
  expect(Math.abs((stands.left + stands.right) / 2 - from.right)).toBeLessThan(2);
  expect(stands.top).toBeLessThan(from.top);
  expect(stands.bottom).toBeGreaterThan(from.bottom);
  const to = placeOf("112 millions");
  // The hand holds the lower end of the handle, below the line.
  send("pointerdown", from.right, from.bottom + 6);
  send("pointermove", to.right - 1, to.bottom + 6);
  flushSync();
  await settled();
  const seen = boxes(".mark.wrong");
  expect(Math.abs(seen.at(-1)!.right - to.right)).toBeLessThan(3);
  expect(onplaces).not.toHaveBeenCalled();
  expect(Math.abs(button.getBoundingClientRect().left + 8 - to.right)).toBeLessThan(3);
  send("pointerup", to.right - 1, to.bottom + 6);
  expect(onplaces).toHaveBeenCalledExactlyOnceWith("one", [
    rangeOf(body.text, "du tramway coûte 112 millions"),
  ]);
});

test("an edge of the active mark goes a word further by a key, and by its handle a letter", async () => {
  const one = claim("one", "wrong", "du tramway");
  const { view, onplaces } = await show([one], { active: "one" });
  expect(view.moveEdge("one", "end", { by: "word", direction: 1 })).toEqual([
    rangeOf(body.text, "du tramway coûte"),
  ]);
  await expect.element(screen.getByRole("button", { name: "Fin du passage" })).toBeInTheDocument();
  handle("start").button.focus();
  await userEvent.keyboard("{ArrowRight}");
  expect(onplaces).toHaveBeenCalledExactlyOnceWith("one", [rangeOf(body.text, "u tramway")]);
});

test("what is drawn to the lower edge of the view goes on over the pages that come", async () => {
  const { view, scroller } = await show();
  const from = placeOf("du tramway");
  const { bottom } = scroller.getBoundingClientRect();
  mouse("mousedown", from.left + 1, from.top + from.height / 2);
  mouse("mousemove", from.right, from.top + from.height / 2);
  expect(scroller.scrollTop).toBe(0);
  mouse("mousemove", from.right, bottom - 2);
  const seen = () => boxes(".selected").length;
  await vi.waitFor(() => expect(document.querySelector("[data-page='1'] .selected")).not.toBeNull(), 10_000);
  expect(seen()).toBeGreaterThan(2);
  mouse("mouseup", from.right, bottom - 2);
  const [start, end] = view.selection()!;
  expect(start).toBe(rangeOf(body.text, "du tramway")[0]);
  expect(end).toBeGreaterThan(rangeOf(body.text, "Page 2")[0]);
  const { scrollTop } = scroller;
  await settled();
  expect(scroller.scrollTop).toBe(scrollTop);
});

test("a text that can only be read has no handles on its pages", async () => {
  const one = claim("one", "wrong", "du tramway");
  const { frame } = await show([one], { active: "one" });
  expect(document.querySelectorAll(".view .handle").length).toBe(2);
  frame.set({ locked: "an older version" });
  flushSync();
  expect(document.querySelectorAll(".view .handle").length).toBe(0);
});

test("going to a mark brings its page, even one that was never drawn", async () => {
  const far = claim("far", "query", "coûte 812");
  const { view, scroller } = await show([far], { active: "far" });
  scroller.scrollTop = 0;
  view.reveal("far");
  await vi.waitFor(() => expect(boxes(".mark.query").length).toBe(1));
  await settled();
  const view_ = scroller.getBoundingClientRect();
  const [box] = boxes(".mark.query");
  expect(box!.top).toBeGreaterThan(view_.top);
  expect(box!.bottom).toBeLessThan(view_.bottom);
  expect(document.querySelector(".view .gutter button")).not.toBeNull();
});

test("a mark whose words are not found on the page lies nowhere", async () => {
  const lost = claim("lost", "wrong", "coûte 112");
  const found = claim("found", "confirmed", "du tramway");
  await show([lost, found], { without: "coûte 112" });
  expect(boxes(".mark.confirmed").length).toBeGreaterThan(0);
  expect(boxes(".mark.wrong")).toEqual([]);
});

test("a page that cannot be drawn says so, and the others are there", async () => {
  await show([], { broken: [0] });
  await expect.element(screen.getByText("Cette page ne peut pas être dessinée.")).toBeVisible();
  await vi.waitFor(() => expect(document.querySelector("[data-page='1'] img")).not.toBeNull());
});

test("who scrolls past a page that is being drawn waits for it no longer", async () => {
  const { draw, scroller } = await show();
  draw.mockImplementation(() => new Promise(() => {}));
  scroller.scrollTop = 4000;
  await vi.waitFor(() => expect(draw.mock.calls.some(([page]) => page === 3)).toBe(true));
  const [, , unwanted] = draw.mock.calls.find(([page]) => page === 3)!;
  expect(unwanted.aborted).toBe(false);
  scroller.scrollTop = 9000;
  await vi.waitFor(() => expect(unwanted.aborted).toBe(true));
});

test("beside the text, a selection in one is seen in the other, and there is one at a time", async () => {
  const { view } = await show([], { alone: false });
  const range = rangeOf(body.text, "du tramway");
  drag(placeOf("du tramway"), placeOf("du tramway"));
  expect(view.selection()).toEqual(range);
  expect([...CSS.highlights.get("obelus-pending")!].length).toBe(0);
  await settled();
  expect([...CSS.highlights.get("obelus-pending")!].length).toBe(1);
  view.select(rangeOf(body.text, "le conseil"));
  await settled();
  expect(view.selection()).toEqual(rangeOf(body.text, "le conseil"));
  expect(boxes(".selected")).toEqual([]);
});

test("larger type makes larger pages, and the same words stay in view", async () => {
  const { frame, scroller, view, draw } = await show();
  view.goTo(rangeOf(body.text, "ligne 5")[0]);
  await vi.waitFor(() => expect(document.querySelector("[data-page='4'] img")).not.toBeNull());
  await settled();
  const before = placeOf("ligne 5").top;
  frame.set({ pages: { alone: true, draw, zoom: 1.4 } });
  flushSync();
  await settled();
  expect(document.querySelector(".paper")!.clientWidth).toBeGreaterThan(1200);
  expect(Math.abs(placeOf("ligne 5").top - before)).toBeLessThan(60);
  expect(scroller.scrollTop).toBeGreaterThan(5000);
});

test("what is found is seen on the pages, and becomes the selection", async () => {
  const { view } = await show();
  view.find();
  await vi.waitFor(() => expect(document.querySelector("[role=search] input")).not.toBeNull());
  await userEvent.keyboard("coûte 7");
  await vi.waitFor(() => expect(boxes(".found.now").length).toBe(1));
  const painted = getComputedStyle(document.querySelector(".found.now")!).backgroundColor;
  expect(painted).not.toBe("rgba(0, 0, 0, 0)");
  await userEvent.keyboard("{Escape}");
  await settled();
  expect(view.textOf(view.selection()!)).toBe("coûte 7");
  expect(boxes(".found").length).toBe(0);
  await expect.element(screen.getByRole("toolbar")).toBeVisible();
});

test("back in the text the person is where they were on the pages", async () => {
  const { view, frame } = await show();
  view.goTo(rangeOf(body.text, "Page 6")[0]);
  await vi.waitFor(() => expect(document.querySelector("[data-page='5'] img")).not.toBeNull());
  frame.set({ pages: null });
  flushSync();
  await settled();
  expect(view.at).toBe(rangeOf(body.text, "Page 6")[0]);
  expect(document.activeElement).toBe(document.querySelector(".article"));
  view.select(rangeOf(body.text, "ligne 6"));
  await settled();
  expect(view.textOf(view.selection()!)).toBe("ligne 6");
});
