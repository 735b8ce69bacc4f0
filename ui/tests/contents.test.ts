// A book: its contents, its pages and its pictures.
import { afterEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import { addBook, LAKE } from "./fake-book";
import { fakeDesk } from "./fake-desk";
import { openWindow, press, read, see } from "./window";

let window_: Awaited<ReturnType<typeof openWindow>>;
const begin = async () => {
  const on = fakeDesk();
  on.article = await addBook(on.library);
  window_ = await openWindow({ open: true, on });
  // The reader remembers where a person was in an article of this name.
  (await see(".scroller")).scrollTop = 0;
  await new Promise((done) => setTimeout(done, 200));
  return window_;
};
afterEach(() => window_.close());

const entries = () => [...document.querySelectorAll<HTMLElement>(".contents ol button")];
const current = () => document.querySelector(".contents [aria-current]")?.textContent ?? "";
const top = (words: string) => {
  const heading = [...document.querySelectorAll(".article h1")].find((one) => one.textContent === words);
  return (
    (heading?.getBoundingClientRect().top ?? 0) -
    (document.querySelector(".scroller")?.getBoundingClientRect().top ?? 0)
  );
};

test("C opens the contents where the person is; arrows and Enter go to a chapter; Escape closes them", async () => {
  await begin();
  await press("c");
  await see(".contents ol button:focus");
  expect(entries().length).toBe(27);
  expect(current()).toContain("Avant-propos");
  await press("{ArrowDown}{ArrowDown}{ArrowDown}{Enter}");
  await vi.waitFor(() => expect(top("Le marché du silence")).toBeLessThan(60));
  expect(top("Le marché du silence")).toBeGreaterThan(-1);
  await vi.waitFor(() => expect(current()).toContain("Le marché du silence"));
  expect(document.activeElement?.matches(".article")).toBe(true);
  await press("{Escape}c");
  expect(document.querySelector(".contents")).toBeNull();
  await press("c");
  await see(".contents ol button:focus");
  await press("{Escape}");
  expect(document.querySelector(".contents")).toBeNull();
});

test("where there is no room for both, the shelf stands aside for the contents and comes back", async () => {
  await page.viewport(1200, 700);
  try {
    await begin();
    await see(".window > nav");
    await press("c");
    await see(".contents ol button:focus");
    expect(document.querySelector(".window > nav")).toBeNull();
    await press("{Escape}");
    await see(".window > nav");
    await press("c");
    await see(".contents");
    await press("{Control>}b{/Control}");
    await see(".window > nav");
    expect(document.querySelector(".contents")).toBeNull();
  } finally {
    await page.viewport(1440, 900);
  }
});

test("headings are found by their words, accents or not", async () => {
  await begin();
  await press("c");
  (await see(".contents .sought")).focus();
  await press("enquete");
  await vi.waitFor(() =>
    expect(entries().map((one) => one.querySelector(".words")?.textContent)).toEqual(["Douze ans d’enquête"]),
  );
  await press("{ArrowDown}{Enter}");
  await vi.waitFor(() => expect(top("Douze ans d’enquête")).toBeLessThan(60));
});

test("G goes to a page by its name, and says when there is none", async () => {
  await begin();
  await press("g");
  await see(".contents input:focus");
  await press("999{Enter}");
  await read("Pas de page « 999 »");
  await press("{Control>}a{/Control}20{Enter}");
  await vi.waitFor(() =>
    expect(document.querySelector<HTMLInputElement>(".contents .page input")?.value).toBe("20"),
  );
  await press("g");
  await see(".contents input:focus");
  await press("IV{Enter}");
  await vi.waitFor(() =>
    expect(document.querySelector<HTMLInputElement>(".contents .page input")?.value).toBe("iv"),
  );
});

test("the chapters stand in the shelf, with the one that is being read", async () => {
  await begin();
  await read("9 chapitres");
  const chapter = [...document.querySelectorAll<HTMLElement>(".chapters li button")].find(
    (one) => one.textContent === "Le procès",
  );
  chapter?.click();
  await vi.waitFor(() =>
    expect(document.querySelector(".chapters [aria-current]")?.textContent).toBe("Le procès"),
  );
  await vi.waitFor(() => expect(top("Le procès")).toBeLessThan(60));
  (await see(".chapters .fold")).click();
  await vi.waitFor(() => expect(document.querySelector(".chapters li")).toBeNull());
});

test("page numbers stand beside the lines where the pages begin, and are not of the text", async () => {
  await begin();
  const numbers = () => [...document.querySelectorAll(".pages .page")].map((one) => one.textContent?.trim());
  await see(".pages .page");
  expect(numbers()[0]).toBe("i");
  expect(document.querySelector(".article")?.textContent).not.toContain("iii");
  document.querySelector(".scroller")?.scrollBy(0, 9000);
  await vi.waitFor(() => expect(numbers().length).toBeGreaterThan(0));
  await vi.waitFor(() => expect(numbers()).not.toContain("i"));
});

test("a picture comes from the library; one that is not there leaves its words", async () => {
  const { library } = await begin();
  const lake = (await see(`img[data-picture="${LAKE.id}"]`)) as HTMLImageElement;
  await vi.waitFor(() => expect(lake.naturalWidth).toBe(LAKE.width));
  expect(lake.alt).toBe("Le lac en hiver, vu du barrage");
  expect(library.calls.filter((call) => call.command === "picture").length).toBeGreaterThan(0);
  await press("g");
  await press("9{Enter}");
  await read("Une carte du delta");
});

test("an article without headings and pages has no contents", async () => {
  window_ = await openWindow({});
  const button = [...document.querySelectorAll<HTMLElement>("li .item")].find((one) =>
    one.textContent?.includes("Interview"),
  );
  button?.click();
  await see(".article");
  await press("c");
  expect(document.querySelector(".contents")).toBeNull();
});

test("a card says on which page its mark stands", async () => {
  const { library, article } = await begin();
  library.mark(article, "Les comptes de la filiale", { is: "note" }, { note: "À relire." });
  await window_.close();
  window_ = await openWindow({ open: true, on: { library, article, marks: {} } });
  await press("j");
  await see(".card.active");
  expect((await see(".card.active .page")).textContent?.replace(/\u00a0/g, " ")).toBe("p. 16");
});
