// What a person sees of the file that an article was opened from, and does about it.
import { afterEach, expect, test, vi } from "vitest";
import type { Watched } from "../src/backend/types/Watched";
import { fakeDesk } from "./fake-desk";
import { openWindow, press, read, see } from "./window";

let window_: Awaited<ReturnType<typeof openWindow>>;
afterEach(() => window_.close());

const NEWS = "Le brouillon a changé : l’intégrer comme version 2 ?";
const LINE = ".draft [role=status]";

async function begin(file: Partial<Watched> = {}) {
  const on = fakeDesk();
  on.library.opensFrom(on.article, file);
  window_ = await openWindow({ open: true, on });
}

function hear(file: Partial<Watched>) {
  const watched = window_.library.opensFrom(window_.article, file);
  window_.send("draft_changed", { article: window_.article, watched });
}

const calls = (command: string) => window_.library.calls.filter((call) => call.command === command);
const isQuiet = () => vi.waitFor(() => expect(document.querySelector(LINE)?.textContent?.trim()).toBe(""));

test("a draft that changes says so, and T takes it in", async () => {
  await begin();
  await isQuiet();
  hear({ changed: true });
  await read(NEWS);
  window_.library.file = "Le retour de la patronne chez Lumen\nElle est revenue.";
  await press("t");
  await vi.waitFor(() => expect(calls("take_draft")).toHaveLength(1));
  await see(".review");
});

test("T takes nothing in while nothing has changed", async () => {
  await begin();
  await press("t");
  await press("j");
  await see(".card.active");
  expect(calls("take_draft")).toHaveLength(0);
});

test("what is put off is not said again until the file changes again", async () => {
  await begin({ changed: true });
  await read(NEWS);
  (await see(".draft .ways .link")).click();
  await isQuiet();
  hear({ changed: true });
  await read(NEWS);
});

test("a file that is gone is missed quietly, and no longer when it is back", async () => {
  await begin();
  hear({ missing: true });
  await read("brouillon.md n’est plus là");
  expect(document.querySelector(".draft .take")).toBeNull();
  hear({});
  await isQuiet();
});

test("a file is no longer watched when the person says so, and can be watched again", async () => {
  await begin({ changed: true });
  await read(NEWS);
  const [, stop] = document.querySelectorAll<HTMLElement>(".draft .ways .link");
  stop?.click();
  await read("brouillon.md n’est plus suivi");
  await isQuiet();
  expect(calls("watch").at(-1)?.args).toMatchObject({ on: false });
  await press("{Control>}k{/Control}");
  await see("[role=dialog] input:focus");
  await press("suivre le fichier{Enter}");
  await vi.waitFor(() => expect(calls("watch").at(-1)?.args).toMatchObject({ on: true }));
});

test("the words that are read stay where they are when the line comes and goes", async () => {
  await begin();
  const scroller = await see(".scroller");
  scroller.scrollTop = 200;
  const words = () => document.querySelector(".article h2")?.getBoundingClientRect().top ?? 0;
  const before = words();
  hear({ changed: true });
  await read(NEWS);
  await vi.waitFor(() => expect(Math.abs(words() - before)).toBeLessThan(1));
  hear({});
  await isQuiet();
  await vi.waitFor(() => expect(Math.abs(words() - before)).toBeLessThan(1));
});
