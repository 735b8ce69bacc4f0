// Articles from anywhere: an address, many files, and what is looked at before it is kept.
import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { fakeQueue, NO_ARTICLE, NOTHING_ARRIVED, TRACKED, WALL } from "./fake-queue";
import { openWindow, pasteWords, press, read, see } from "./window";

let window_: Awaited<ReturnType<typeof openWindow>>;
const begin = async (options: Parameters<typeof openWindow>[0] = {}) => {
  window_ = await openWindow(options);
  return window_;
};
afterEach(() => window_.close());

const calls = (command: string) => window_.library.calls.filter((call) => call.command === command);
const field = () => see(".address input") as Promise<HTMLInputElement>;

test("Ctrl+L goes where an address is typed; Enter fetches it, and the article opens", async () => {
  await begin({ open: true });
  await press("{Control>}l{/Control}");
  await see(".address input:focus");
  await press("exemple.fr/article{Enter}");
  await see(".article");
  await read("Des mots de la page");
  expect(calls("fetch_page").map((call) => call.args)).toEqual([{ url: "https://exemple.fr/article" }]);
});

test("what is no address is refused where it was typed, and nothing goes out", async () => {
  await begin();
  (await field()).focus();
  await press("file:///etc/passwd{Enter}");
  await read("Ce n’est pas l’adresse d’une page web");
  expect((await field()).getAttribute("aria-invalid")).toBe("true");
  expect(calls("fetch_page")).toEqual([]);
  await press("x");
  await vi.waitFor(() => expect(document.querySelector(".address .failed")).toBeNull());
});

test("a page that is not there says so beside its address, which stays", async () => {
  const { library } = await begin();
  library.refuse.set("fetch_page", { code: "http", name: "https://exemple.fr/a", status: 404 });
  (await field()).focus();
  await press("exemple.fr/a{Enter}");
  await read("n’existe pas ou n’existe plus (erreur 404)");
  expect((await field()).value).toBe("exemple.fr/a");
});

test("a slow page can be stopped", async () => {
  const { library } = await begin();
  (await field()).focus();
  library.slow = 1200;
  library.refuse.set("fetch_page", { code: "stopped" });
  await press("exemple.fr{Enter}");
  await read("Lecture de exemple.fr…");
  (await see(".address .plain:focus")).click();
  await vi.waitFor(() => expect(calls("cancel").length).toBe(1), { timeout: 4000 });
  await vi.waitFor(() => expect(document.querySelector(".address input")).not.toBeNull(), { timeout: 4000 });
  expect(document.querySelector(".address .failed")).toBeNull();
});

test("a pasted address asks first; Enter opens the page", async () => {
  await begin();
  pasteWords("https://www.exemple.fr/une-page\n");
  await read("Ouvrir cette page ?");
  expect(calls("fetch_page")).toEqual([]);
  await see("[role=dialog] .answers button:focus");
  await press("{Enter}");
  await see(".article");
  expect(calls("fetch_page")[0]?.args).toEqual({ url: "https://www.exemple.fr/une-page" });
  expect(calls("paste")).toEqual([]);
});

test("a pasted address can be kept as words, or not at all", async () => {
  await begin();
  pasteWords("https://exemple.fr/a");
  await see("[role=dialog] .answers button:focus");
  await press("{Escape}");
  expect(document.querySelector("[role=dialog]")).toBeNull();
  pasteWords("https://exemple.fr/a");
  await see("[role=dialog] .answers button:focus");
  await press("t");
  await vi.waitFor(() =>
    expect(calls("paste")[0]?.args).toEqual({ html: null, text: "https://exemple.fr/a" }),
  );
  expect(calls("fetch_page")).toEqual([]);
});

test("the button that pastes asks about an address as well", async () => {
  const { library } = await begin();
  library.clipboard = "https://exemple.fr/a";
  (await see(".sheet .primary")).click();
  await read("Ouvrir cette page ?");
  expect(calls("paste_clipboard")).toEqual([]);
});

test("many files are a list with its progress, which can be stopped", async () => {
  const { library, article, send } = await begin({ open: true });
  send("queue", fakeQueue(library, 3));
  await read("Lecture de 8 articles…");
  await read("3 / 8");
  expect(document.querySelector<HTMLProgressElement>(".queue progress")?.value).toBe(3);
  expect(document.querySelector(".queue li.reading")?.textContent).toContain("numérisé");
  (await see(".queue .plain")).click();
  await vi.waitFor(() => expect(calls("cancel_queue").length).toBe(1));
  await read("Arrêt…");
  // What has come is in the shelf already, and can be opened.
  const row = library.row(article);
  send("shelved", [
    { ...row, article: { ...row.article, id: "new" as typeof row.article.id, title: "Le bac" } },
  ]);
  await read("Le bac");
  send("queue", { ...fakeQueue(library, 3), running: false });
  await read("5 n’ont pas été lus");
});

test("the foot counts the articles of the shelf while they come in, and without those of the bin", async () => {
  const { library, article, send } = await begin();
  const count = [...library.articles.values()].filter(({ article }) => article.binned === null).length;
  await read(`${count} articles ·`);
  const row = library.row(article);
  const another = (id: string) => ({ ...row, article: { ...row.article, id } });
  send("shelved", [another("new"), another("newer")]);
  await read(`${count + 2} articles ·`);
  send("arrived", {
    ...NOTHING_ARRIVED,
    changed: { ...NOTHING_ARRIVED.changed, rows: [{ ...row, article: { ...row.article, binned: 1 } }] },
  });
  await read(`${count + 1} articles ·`);
});

test("the report says what came in, what did not and why, and leads to each article", async () => {
  const { library, send } = await begin();
  send("queue", fakeQueue(library, 8));
  await read("4 articles ajoutés · 1 était déjà là · 1 attend votre réponse · 2 n’ont pas pu être lus");
  await read("ses 84 pages sont des images sans texte");
  const [first] = document.querySelectorAll(".queue li");
  expect(first?.classList.contains("failed")).toBe(true);
  const link = [...document.querySelectorAll<HTMLElement>(".queue button.name")].find((one) =>
    one.textContent?.includes("Budget"),
  );
  link?.click();
  await see(".article");
  await read("Le déficit passerait");
  await see(".queue");
  await press("q");
  await see(".queue:focus");
  await press("{Escape}");
  await vi.waitFor(() => expect(calls("close_queue").length).toBe(1));
  expect(document.querySelector(".queue")).toBeNull();
});

test("failures of many files are in the report alone, and the article that is read stays", async () => {
  const { library, send } = await begin({ open: true });
  const ids = [...library.articles.keys()];
  send("queue", fakeQueue(library, 8));
  await see(".queue .summary");
  send("arrived", {
    ...NOTHING_ARRIVED,
    articles: [ids[1], ids[2]],
    failures: [{ code: "old_word", name: "notes.doc" }],
    changed: { ...NOTHING_ARRIVED.changed, rows: [library.row(ids[1] ?? "")] },
  });
  await new Promise((done) => setTimeout(done, 300));
  expect(document.querySelector(".notice.failed")).toBeNull();
  await read("Un départ inexpliqué");
});

test("a single file is shown only once it is slow", async () => {
  const { send } = await begin();
  const item = { name: "livre.epub", state: "reading" as const, article: null, failure: null };
  send("queue", { items: [item], running: true });
  await new Promise((done) => setTimeout(done, 100));
  expect(document.querySelector(".queue")).toBeNull();
  await read("Lecture d’un article…");
  send("queue", { items: [{ ...item, state: "done" as const }], running: false });
  await vi.waitFor(() => expect(document.querySelector(".queue")).toBeNull());
});

test("the same bytes again open what is there, and say so", async () => {
  const { library, send } = await begin();
  const [, id] = [...library.articles.keys()];
  send("arrived", { ...NOTHING_ARRIVED, there: [id] });
  await read("est déjà");
  await see(".article");
  await read("Le déficit passerait");
});

test("tracked changes: both readings are shown, the one that is chosen is kept", async () => {
  const { library, send } = await begin();
  library.doubts.set(TRACKED.token, TRACKED);
  send("arrived", { ...NOTHING_ARRIVED, doubts: [TRACKED] });
  await read("Ce document a des modifications suivies");
  await read("3 ajouts");
  const marked = (name: string) =>
    [...document.querySelectorAll(`.preview ${name}`)].map((one) => one.textContent);
  await vi.waitFor(() => expect(marked("ins")).toContain("51"));
  await press("r");
  await vi.waitFor(() => expect(marked("del")).toContain("49"));
  await press("{Enter}");
  await see(".article");
  expect(calls("answer_doubt").map((call) => call.args)).toEqual([{ token: 1, answer: "rejected" }]);
});

test("one answer for all documents that ask the same; the others are asked about next", async () => {
  const { library, send } = await begin();
  const doubts = [TRACKED, { ...TRACKED, token: 5 }, WALL, { ...TRACKED, token: 6 }];
  for (const doubt of doubts) library.doubts.set(doubt.token, doubt);
  send("arrived", { ...NOTHING_ARRIVED, doubts });
  await read("1 sur 4");
  (await see(".same input")).click();
  await read("Répondre de même pour les 2 autres documents");
  (await see("[role=dialog] .foot .primary")).click();
  await read("La page est derrière un mur");
  await read("4 sur 4");
  expect(calls("answer_doubt").map((call) => call.args)).toEqual([
    { token: 1, answer: "accepted" },
    { token: 5, answer: "accepted" },
    { token: 6, answer: "accepted" },
  ]);
  await press("{Escape}");
  await vi.waitFor(() => expect(calls("answer_doubt").at(-1)?.args).toEqual({ token: 2, answer: "neither" }));
  await vi.waitFor(() => expect(document.querySelector("[role=dialog]")).toBeNull());
});

test("a page without an article offers its whole text; one behind a wall leads to the browser", async () => {
  const { library, send } = await begin();
  library.doubts.set(NO_ARTICLE.token, NO_ARTICLE);
  send("arrived", { ...NOTHING_ARRIVED, doubts: [WALL] });
  await read("Elle demande un abonnement");
  (await see("[role=dialog] .foot .link")).click();
  await vi.waitFor(() => expect(calls("open_link")[0]?.args).toEqual({ href: WALL.name }));
  await press("{Escape}");
  send("arrived", { ...NOTHING_ARRIVED, doubts: [NO_ARTICLE] });
  await read("Est-ce l’article que vous vouliez ?");
  await press("{Enter}");
  await see(".article");
  expect(calls("answer_doubt").at(-1)?.args).toEqual({ token: 3, answer: "take" });
});

test("what is pasted while a question waits is not a new article", async () => {
  const { send } = await begin();
  send("arrived", { ...NOTHING_ARRIVED, doubts: [WALL] });
  await see("[role=dialog] .preview");
  pasteWords("Un titre\nDes mots");
  await new Promise((done) => setTimeout(done, 100));
  expect(calls("paste")).toEqual([]);
});

test("the original can be saved from the versions menu", async () => {
  const { article } = await begin({ open: true });
  await press("v");
  const entry = await vi.waitFor(() => {
    const found = [
      ...document.querySelectorAll<HTMLElement>("[role=menu]:popover-open [role=menuitem]"),
    ].find((one) => one.textContent?.includes("Enregistrer l’original"));
    if (!found) throw new Error("no such entry");
    return found;
  });
  expect(entry.textContent?.replace(/[\u00a0\u202f]/g, " ")).toContain("(HTML, 40 ko)");
  await userEvent.click(entry);
  await read("L’original est enregistré : brouillon.docx");
  expect(calls("save_original")[0]?.args).toEqual({ article, revision: 1 });
});
