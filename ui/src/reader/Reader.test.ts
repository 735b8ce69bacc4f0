import { flushSync, mount, unmount } from "svelte";
import { afterEach, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Article } from "../backend/types/Article";
import type { Kind } from "../backend/types/Kind";
import type { Mark } from "../backend/types/Mark";
import type { Revision } from "../backend/types/Revision";
import type { Status } from "../backend/types/Status";
import { speech } from "../state/speech.svelte";
import { FakeBody, mark, paragraphs, rangeOf, REVISION, settled } from "./fake-article";
import ReaderFrame from "./ReaderFrame.test.svelte";
import type { ReaderView } from "./view";

const claim = (status: Status): Kind => ({ is: "claim", status, recheck: false });

const article: Article = {
  id: "article",
  title: "Un départ inexpliqué",
  byline: "Paul Lenoir",
  site: "Études",
  published: "2023-11-21",
  url: null,
  language: "fr",
  origin: { from: "clipboard" },
  created: Date.UTC(2026, 10, 21),
  binned: null,
};
const revision = { id: REVISION, article: "article", number: 1, words: 446 } as unknown as Revision;

const body = new FakeBody()
  .heading(1, "Un départ inexpliqué")
  .paragraph("Microsoft, qui détient 49% des parts de l’entreprise, veut travailler. Suite ⟦ici⟧.", {
    is: "link",
    href: "https://obelus.example/a",
  })
  .paragraph("Deuxième paragraphe, où l’on redit 49 % des parts.")
  .done([{ before: 1, lines: 3, text: "menu", blocks: paragraphs("menu").blocks }]);

let gone: (() => void) | undefined;
afterEach(() => {
  gone?.();
  speech.language = "en";
  document.body.replaceChildren();
});

async function show(marks: Mark[] = [], over: { body?: typeof body; active?: string | null } = {}) {
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
  let view: ReaderView | null = null;
  const frame = mount(ReaderFrame, {
    target,
    props: {
      start: {
        article,
        revision,
        body: over.body ?? body,
        marks,
        active: over.active ?? null,
        colours: [],
        ...calls,
      },
      onview: (now: ReaderView | null) => (view = now),
    },
  });
  gone = () => void unmount(frame);
  flushSync();
  await document.fonts.ready;
  await settled();
  const shown = view as ReaderView | null;
  if (!shown) throw new Error("the reader does not stand");
  return { ...calls, view: shown, frame, element: target.querySelector<HTMLElement>(".article")! };
}

test("the line under the headline says where the article is from, and is not of its text", async () => {
  const { element, view } = await show();
  const meta = element.querySelector("h1 + .meta")!;
  expect(meta.textContent).toMatch(
    /^Paul Lenoir · Études · publié le 21 nov. 2023 · français · 446\u00a0?\s?mots · collé · 21 nov\./,
  );
  view.select([0, [...body.text].length]);
  expect(view.textOf(view.selection()!)).toBe(body.text);
});

test("words selected by keyboard become a claim, from the menu, without the mouse", async () => {
  const { element, view, onmark } = await show();
  element.focus();
  view.select(rangeOf(body.text, "49% des parts"));
  await expect.element(page.getByRole("toolbar")).toBeVisible();
  await userEvent.keyboard("{Tab}{ArrowRight}{ArrowRight}{ArrowRight}");
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Faux");
  expect(view.selection()).toEqual(rangeOf(body.text, "49% des parts"));
  await userEvent.keyboard("{Enter}");
  expect(onmark).toHaveBeenCalledWith(rangeOf(body.text, "49% des parts"), claim("wrong"));
  await settled();
  expect(document.querySelector("[role=toolbar]")).toBeNull();
});

test("Escape in the menu gives the selection back to the article", async () => {
  const { element, view } = await show();
  element.focus();
  view.select(rangeOf(body.text, "49%"));
  await expect.element(page.getByRole("toolbar")).toBeVisible();
  await userEvent.keyboard("{Tab}{Escape}");
  expect(document.activeElement).toBe(element);
  expect(document.getSelection()?.toString()).toBe("49%");
});

test("the menu is whole in the window wherever the selection is", async () => {
  const { view } = await show();
  for (const words of ["Un", "inexpliqué", "ici", "redit 49 % des parts."]) {
    view.select(rangeOf(body.text, words));
    await settled();
    const menu = document.querySelector("[role=toolbar]")!.getBoundingClientRect();
    expect(menu.left).toBeGreaterThanOrEqual(0);
    expect(menu.right).toBeLessThanOrEqual(window.innerWidth);
    expect(menu.bottom).toBeLessThanOrEqual(window.innerHeight);
  }
});

test("a click on marked words activates the mark, a second one the mark around it", async () => {
  const inner = mark("inner", claim("wrong"), rangeOf(body.text, "49%"));
  const outer = mark("outer", { is: "note" }, rangeOf(body.text, "qui détient 49% des parts"));
  const { element, frame, onactivate } = await show([inner, outer]);
  const range = document.createRange();
  const text = element.querySelector("p:not(.meta)")!.firstChild!;
  range.setStart(text, (text as Text).data.indexOf("49%"));
  range.setEnd(text, (text as Text).data.indexOf("49%") + 3);
  const box = range.getBoundingClientRect();
  const click = () => {
    const at = {
      clientX: (box.left + box.right) / 2,
      clientY: box.top + 8,
      bubbles: true,
      detail: 1,
      button: 0,
    };
    text.parentElement!.dispatchEvent(new MouseEvent("mousedown", at));
    text.parentElement!.dispatchEvent(new MouseEvent("click", at));
  };
  click();
  expect(onactivate).toHaveBeenLastCalledWith("inner", 0);
  frame.set({ active: "inner" });
  flushSync();
  click();
  expect(onactivate).toHaveBeenLastCalledWith("outer", 0);
});

test("each mark near the view has a button with its sign and its name", async () => {
  const wrong = mark("m", claim("wrong"), rangeOf(body.text, "49% des parts"));
  wrong.places[0]!.quote = "49% des parts";
  const { onactivate } = await show([wrong]);
  const button = document.querySelector<HTMLElement>(".gutter button")!;
  expect(button.textContent?.trim()).toBe("✗");
  expect(button.getAttribute("aria-label")!.replace(/[\u2068\u2069]/g, "")).toBe(
    "Faux\u00a0: «\u00a049% des parts\u00a0»",
  );
  button.click();
  expect(onactivate).toHaveBeenCalledWith("m", 0);
});

test("ten thousand marks are a list for screen readers that stays light", async () => {
  const long = paragraphs(
    ...Array.from({ length: 500 }, (_, i) => `Paragraphe ${i} avec quelques mots de plus.`),
  );
  const marks = Array.from({ length: 10_000 }, (_, i) => mark(`${i}`, claim("unchecked"), [i, i + 3]));
  await show(marks, { body: long });
  const list = document.querySelector("nav.unseen")!;
  expect(list.querySelectorAll("li").length).toBe(100);
  expect(list.querySelector("ol")!.start).toBe(1);
  [...list.querySelectorAll("button")].at(-1)!.click();
  flushSync();
  expect(list.querySelector("ol")!.start).toBe(101);
  expect(document.querySelectorAll(".stroke").length).toBeLessThanOrEqual(140);
});

test("an edge moves by the arrow keys on its handle", async () => {
  const claimed = mark(
    "m",
    claim("wrong"),
    rangeOf(body.text, "49% des"),
    rangeOf(body.text, "49 % des parts"),
  );
  const { onplaces } = await show([claimed], { active: "m" });
  document.querySelector<HTMLElement>(".handle.end")!.focus();
  await userEvent.keyboard("{Control>}{ArrowRight}{/Control}");
  expect(onplaces).toHaveBeenCalledWith("m", [
    rangeOf(body.text, "49% des parts"),
    rangeOf(body.text, "49 % des parts"),
  ]);
});

test("the view tells where else the same words stand, and how an edge would move", async () => {
  const claimed = mark("m", claim("wrong"), rangeOf(body.text, "49% des parts"));
  const { view } = await show([claimed], { active: "m" });
  expect(view.sameWords("m")).toEqual([]);
  expect(view.moveEdge("m", "start", { by: "word", direction: -1 })).toEqual([
    rangeOf(body.text, "détient 49% des parts"),
  ]);
  expect(view.wordAt(rangeOf(body.text, "détient")[0])).toEqual(rangeOf(body.text, "détient"));
  expect(view.placed().map(({ mark }) => mark)).toEqual(["m"]);
});

test("find in article counts, goes round, and leaves the hit selected", async () => {
  const { view } = await show();
  view.find();
  await expect.element(page.getByRole("textbox")).toHaveFocus();
  await userEvent.keyboard("PARTS");
  await settled();
  expect(document.querySelector(".find .count")!.textContent!.trim()).toBe("1 sur 2");
  await userEvent.keyboard("{Enter}");
  await settled();
  expect(document.querySelector(".find .count")!.textContent!.trim()).toBe("2 sur 2");
  await userEvent.keyboard("{Escape}");
  expect(view.selection()).toEqual(rangeOf(body.text, "parts", 1));
  expect(document.querySelector(".find")).toBeNull();
});

test("marks come and go without the article being built anew; another language builds it once", async () => {
  const { element, frame } = await show();
  frame.set({ marks: [mark("m", { is: "note" }, [0, 2])] });
  frame.set({ article: { ...article, title: "Autre nom" } });
  flushSync();
  expect(document.querySelector(".article")).toBe(element);
  expect(element.ariaLabel).toBe("Autre nom");
  expect(document.querySelector(".aside button")!.textContent).toBe("3 lignes mises de côté");
  speech.language = "en";
  flushSync();
  expect(document.querySelectorAll(".article").length).toBe(1);
  expect(document.querySelector(".aside button")!.textContent).toBe("3 lines set aside");
});

test("links ask, and lines set aside are brought back", async () => {
  const { element, onfollow, onbringback } = await show();
  element.querySelector<HTMLElement>("a")!.click();
  expect(onfollow).toHaveBeenCalledWith("https://obelus.example/a");
  element.querySelector<HTMLElement>(".aside-bring-back")!.click();
  expect(onbringback).toHaveBeenCalledWith(0);
});

test("an older version can be read and searched; nothing in it can be changed, and the aside says why", async () => {
  const claimed = mark("m", claim("wrong"), rangeOf(body.text, "49% des parts"));
  const { view, element, frame, onbringback } = await show([claimed], { active: "m" });
  expect(document.querySelector(".handle")).not.toBeNull();
  frame.set({ locked: "Version 1, en lecture seule" });
  flushSync();
  await settled();
  expect(element.isConnected).toBe(false);
  expect(document.querySelector(".handle")).toBeNull();
  view.select(rangeOf(body.text, "Deuxième paragraphe"));
  await settled();
  expect(document.querySelector("[role=toolbar]")).toBeNull();
  const back = document.querySelector<HTMLButtonElement>(".aside-bring-back")!;
  expect(back.title).toBe("Version 1, en lecture seule");
  back.click();
  expect(onbringback).not.toHaveBeenCalled();
  expect(document.querySelectorAll(".gutter button").length).toBe(1);
});
