// What leaves the desk is seen before it is written; a copy that takes long says so, and can be cancelled.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import type { Wanted } from "../src/backend/types/Wanted";
import { fakeDesk } from "./fake-desk";
import { NOTHING_ARRIVED } from "./fake-queue";
import { framed } from "./framed";
import { openWindow, press, read, see } from "./window";

let window_: Awaited<ReturnType<typeof openWindow>>;
beforeEach(async () => {
  window_ = await openWindow({ open: true });
});
afterEach(() => window_.close());

const calls = (command: string) => window_.library.calls.filter((call) => call.command === command);
const gone = (selector: string) => vi.waitFor(() => expect(document.querySelector(selector)).toBeNull());

/** Exports as what is chosen; the file is chosen at once. */
async function exports(milliseconds: number) {
  window_.library.slow = milliseconds;
  await press("{Control>}e{/Control}");
  await see("[role=dialog] form");
  await press("{Enter}");
  await gone("[role=dialog]");
  window_.send("copying", null);
}

test("what is made at once says nothing but that it is there", async () => {
  let seen = false;
  const watching = new MutationObserver(() => (seen ||= document.querySelector("progress") !== null));
  watching.observe(document.body, { childList: true, subtree: true });
  await exports(0);
  await read("Exporté : /home/cr/Documents/article.html");
  watching.disconnect();
  expect(seen).toBe(false);
});

test("a copy that takes long says what is being made, and is there in the end", async () => {
  await exports(900);
  await read("Copie en préparation");
  expect(document.querySelector("[role=dialog] [role=status]")?.textContent).toContain("Page HTML");
  expect(document.querySelector("[role=dialog] progress")?.getAttribute("aria-label")).toBe(
    "Copie en préparation",
  );
  await read("Exporté : /home/cr/Documents/article.html");
  await gone("[role=dialog]");
  expect(calls("cancel_copy")).toHaveLength(0);
});

test("Escape cancels it, a press beside it does not, and no failure is told", async () => {
  window_.library.refuse.set("export_article", { code: "stopped" });
  await exports(900);
  const dialog = await see("[role=dialog]:popover-open");
  await read("Copie en préparation");
  dialog.click();
  expect(calls("cancel_copy")).toHaveLength(0);
  expect(document.activeElement?.textContent).toBe("Annuler");
  await press("{Escape}");
  await read("Annulé. Aucun fichier n’a été écrit.");
  await gone("[role=dialog]");
  await vi.waitFor(() => expect(calls("cancel_copy")).toHaveLength(1), 5_000);
  expect(document.querySelector(".notice.failed")).toBeNull();
});

test("the time that choosing a file takes is not waited for", async () => {
  window_.library.slow = 700;
  await press("{Control>}e{/Control}");
  await see("[role=dialog] form");
  await press("{Enter}");
  await gone("[role=dialog]");
  await new Promise((done) => setTimeout(done, 450));
  expect(document.querySelector("progress")).toBeNull();
  await read("Exporté : /home/cr/Documents/article.html");
});

test("the original with its marks is offered for what came from a PDF, and for nothing else", async () => {
  const original = '[role=dialog] input[value="pdf-original"]';
  await press("{Control>}e{/Control}");
  await see("[role=dialog] form");
  expect(document.querySelector(original)).toBeNull();
  await window_.close();

  const on = fakeDesk();
  const kept = on.library.articles.get(on.article)!;
  kept.revision = { ...kept.revision, original: { format: "pdf", bytes: 300_000 } };
  kept.versions = [{ revision: kept.revision, body: kept.body }];
  window_ = await openWindow({ open: true, on });
  await press("{Control>}e{/Control}");
  (await see(original)).click();
  await read("Le fichier tel qu’il est venu");
  await press("{Enter}");
  await read("Exporté : /home/cr/Documents/article.html");
  expect(calls("export_article")[0]?.args).toMatchObject({ format: "pdf-original" });
});

test("a Word copy says what was found in comments or in footnotes, as was chosen the last time", async () => {
  await press("{Control>}e{/Control}");
  const dialog = await see("[role=dialog] form");
  const field = (name: string) => page.getByLabelText(name, { exact: true });
  expect(dialog.textContent).not.toContain("notes de bas de page");
  await field("Document Word").click();
  await read("Chaque marque en commentaire");
  await field("notes de bas de page").click();
  await read("Chaque marque en note de bas de page");
  await press("{Enter}");
  await gone("[role=dialog]");
  await vi.waitFor(() => expect(calls("export_article")).toHaveLength(1));
  expect(calls("export_article")[0]?.args).toMatchObject({
    format: "docx",
    wanted: { word_marks: "footnotes" },
  });
  await press("{Control>}e{/Control}");
  await see("[role=dialog] form");
  await expect.element(field("notes de bas de page")).toBeChecked();
});

test("a check to be published says what it lacks, takes it, and remembers all but the page", async () => {
  await press("{Control>}e{/Control}");
  const dialog = await see("[role=dialog] form");
  const field = (name: string) => page.getByLabelText(name, { exact: true });
  await field("ClaimReview").click();
  const lacks = () => dialog.querySelector("[role=status].missing")?.textContent?.trim();
  await vi.waitFor(() => expect(lacks()).toContain("qui publie"));
  expect(lacks()).toContain("l’adresse de la page");
  await field("Publié par").fill("La Vérif");
  await field("Page de la vérification").fill("https://verif.example/a");
  await field("Faux : nom").fill("Intox");
  await field("Faux : note").fill("0");
  await vi.waitFor(() => expect(lacks()).not.toContain("qui publie"));
  expect(lacks()).not.toContain("l’adresse de la page");
  await field("Page HTML").click();
  await field("avec le rapport de vérification").click();
  await press("{Enter}");
  await gone("[role=dialog]");
  await vi.waitFor(() => expect(calls("export_article")).toHaveLength(1));
  const sent = calls("export_article")[0]?.args as { wanted: Wanted };
  expect(sent.wanted.report).toBe(false);
  expect(sent.wanted.published.check_url).toBe("https://verif.example/a");
  expect(sent.wanted.published.ratings.wrong).toEqual({ name: "Intox", value: 0 });
  const kept = calls("set_preferences").at(-1)?.args as { preferences: { wanted: Wanted } };
  expect(kept.preferences.wanted.report).toBe(false);
  expect(kept.preferences.wanted.published).toMatchObject({ publisher: "La Vérif", check_url: "" });
});

const lines = () => document.querySelector("[role=dialog] figure pre")?.textContent ?? "";
const seen = (words: string) => vi.waitFor(() => expect(lines()).toContain(words), 5_000);

test("what is chosen is seen: another format, a status less, the other language", async () => {
  await press("{Control>}e{/Control}");
  await seen("# Le retour de la patronne chez Lumen\nhtml fr");
  await page.getByLabelText("CSV", { exact: true }).click();
  await seen("csv fr");
  await page.getByRole("dialog").getByRole("button", { name: /Faux/ }).click();
  await vi.waitFor(() => expect(lines()).toMatch(/csv fr\n.*confirmed/), 5_000);
  expect(lines()).not.toContain("wrong");
  await page.getByLabelText("English", { exact: true }).click();
  await seen("csv en");
  // Nothing of the screen waits for it, and the file is written as it was seen.
  await press("{Enter}");
  await read("Exporté : /home/cr/Documents/article.html");
  const asked = calls("first_page").at(-1)?.args as { format: string; wanted: Wanted };
  const written = calls("export_article")[0]?.args as { format: string; wanted: Wanted };
  expect([written.format, written.wanted]).toEqual([asked.format, asked.wanted]);
});

test("who chooses on, or closes the dialog, leaves what is being made", async () => {
  window_.library.slow = 2_000;
  await press("{Control>}e{/Control}");
  await vi.waitFor(() => expect(calls("first_page")).toHaveLength(0));
  await see("[role=dialog] figure progress");
  await page.getByLabelText("Markdown", { exact: true }).click();
  window_.library.slow = 0;
  await seen("markdown fr");
  await page.getByLabelText("CSV", { exact: true }).click();
  await press("{Escape}");
  await gone("[role=dialog]");
  const stopped = calls("stop_drawing").map(({ args }) => args.ticket);
  expect(stopped).toHaveLength(1);
  expect(calls("first_page").map(({ args }) => args.format)).not.toContain("csv");
});

test("what cannot be seen says so in its place, and is exported all the same", async () => {
  window_.library.refuse.set("first_page", { code: "crashed", name: "article.html" });
  await press("{Control>}e{/Control}");
  await read("Pas d’aperçu : il n’a pas pu être dessiné. L’export reste possible.");
  await press("{Enter}");
  await read("Exporté : /home/cr/Documents/article.html");
  expect(document.querySelector(".notice.failed")).toBeNull();
});

test("a file that somebody signed is known before anything is put on it", async () => {
  await window_.close();
  const on = fakeDesk();
  const kept = on.library.articles.get(on.article)!;
  kept.revision = { ...kept.revision, original: { format: "pdf", bytes: 300_000 } };
  kept.versions = [{ revision: kept.revision, body: kept.body }];
  on.library.firstPage = framed({ is: "picture", width: 595, height: 842, signed: true });
  window_ = await openWindow({ open: true, on });
  await press("{Control>}e{/Control}");
  (await see('[role=dialog] input[value="pdf-original"]')).click();
  await read("Le PDF d’origine est signé numériquement.");
});

test("a bundle is a row among the others, and its action opens the dialog with it", async () => {
  await press("{Control>}k{/Control}");
  await see("[role=dialog] input:focus");
  await press("paquet{Enter}");
  const row = await see('[role=dialog] input[value="bundle"]');
  expect((row as HTMLInputElement).checked).toBe(true);
  await read("11 marques, avec leurs notes, leurs étiquettes et leurs statuts");
  expect(calls("first_page")).toEqual([]);
  await press("{Enter}");
  await read("Transmis : /home/cr/Documents/article.obelus");
  // It is for once: the dialog opens with the format of copies as before.
  await press("{Control>}e{/Control}");
  await see('[role=dialog] input[value="html"]:checked');
});

test("of several bundles every article is told, and each that has another text is asked about", async () => {
  const { library, article, send } = window_;
  const [, second, third] = [...library.articles.keys()];
  const bundle = (name: string, how: string, of: string | undefined, question: number | null = null) => ({
    name,
    articles: [{ article: of, how, steps: 3, disputed: [] }],
    changed: NOTHING_ARRIVED.changed,
    question,
  });
  send("arrived", {
    ...NOTHING_ARRIVED,
    bundled: [
      bundle("lumen.obelus", "two_texts", article, 4),
      bundle("budget.obelus", "new", second),
      bundle("prefet.obelus", "merged", third),
      bundle("encore.obelus", "two_texts", second, 5),
    ],
  });
  await read("2 articles sont arrivés : 1 nouveau, 1 complété par ce qui a été fait ailleurs.");
  await read("« lumen.obelus »");
  await press("{Escape}");
  await read("« encore.obelus »");
  await press("{Escape}");
  await gone("[role=dialog]");
  expect(calls("leave_bundle").map(({ args }) => args.question)).toEqual([4, 5]);
  expect(document.querySelector(".article h1")?.textContent, "what is read stays").toContain("Lumen");
});
