// A copy that takes long: it says so, and can be cancelled.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import type { Wanted } from "../src/backend/types/Wanted";
import { fakeDesk } from "./fake-desk";
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
