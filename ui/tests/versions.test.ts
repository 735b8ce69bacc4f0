// What a person does with the versions of an article, and what the library is asked for.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { Near } from "../src/backend/types/Near";
import { textBody } from "./fake-body";
import { NOTHING_ARRIVED } from "./fake-queue";
import { openWindow, press, read, see } from "./window";

let window_: Awaited<ReturnType<typeof openWindow>>;
const begin = async (options: Parameters<typeof openWindow>[0] = { open: true }) => {
  window_ = await openWindow(options);
  return window_;
};
beforeEach(() => document.getSelection()?.removeAllRanges());
afterEach(() => window_.close());

const calls = (command: string) => window_.library.calls.filter((call) => call.command === command);
const textOf = (article: string) => window_.library.articles.get(article)?.body.text ?? "";
const click = async (selector: string) => (await see(selector)).click();
const gone = (selector: string) => vi.waitFor(() => expect(document.querySelector(selector)).toBeNull());

function paste(text: string) {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.body.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
}

async function panel() {
  await press("{Control>}{Shift>}n{/Shift}{/Control}");
  await see("[role=dialog] .sheet");
}

async function chooseVersion(number: number) {
  await press("v");
  const entries = await vi.waitFor(() => {
    const all = [...document.querySelectorAll<HTMLElement>("[role=menu]:popover-open [role=menuitemradio]")];
    if (all.length === 0) throw new Error("the list of versions is not open");
    return all;
  });
  entries.find((entry) => entry.textContent?.includes(`Version ${number}`))?.click();
}

test("a new text that is pasted in the panel becomes a version, and its review opens", async () => {
  const { library, article, marks } = await begin();
  library.fates = { [String(marks.parts)]: { words: "51% des parts" } };
  await panel();
  expect(calls("await_version").at(-1)?.args).toEqual({ article });
  paste(textOf(article).replaceAll("49%", "51%"));
  await read("Version 1 → Version 2");
  await gone("[role=dialog]");
  expect(calls("new_version")[0]?.args).toMatchObject({ article, html: null });
  expect(calls("await_version").at(-1)?.args).toEqual({ article: null });
  expect(calls("paste")).toEqual([]);
  await read("La version 2 est là. Marques : 10 gardées, 1 modifiée.");
  await click(".notice .offer");
  await see(".article");
  expect(library.articles.get(article)?.versions.length).toBe(1);
  await read("Version 1");
});

test("the same text says that nothing differs, stores nothing, and another can be taken", async () => {
  const { library, article } = await begin({ open: true, versions: 2 });
  await panel();
  library.clipboard = textOf(article);
  await click("[role=dialog] .primary");
  await read("Aucune différence : c’est, mot pour mot, le texte de la version 2.");
  await see("[role=dialog] .sheet");
  library.file = `${textOf(article)} Et une phrase de plus.`;
  await press("{Control>}o{/Control}");
  await read("Version 2 → Version 3");
});

test("a choice that was given up, and a text that cannot be read, leave the panel as it was", async () => {
  const { library } = await begin();
  await panel();
  await press("{Control>}o{/Control}");
  await vi.waitFor(() => expect(calls("new_version_file").length).toBe(1));
  await see("[role=dialog] .primary:not(:disabled)");
  library.refuse.set("new_version", { code: "empty", name: "" });
  paste(" ");
  await read("Le presse-papiers ne contient aucun mot");
  await see("[role=dialog] .sheet");
  await press("{Escape}");
  await gone("[role=dialog]");
  await see(".article");
});

test("what takes long says so and can be stopped; nothing is kept then", async () => {
  const { library, article } = await begin();
  await panel();
  library.slow = 700;
  library.refuse.set("new_version", { code: "stopped" });
  paste("Un tout autre texte");
  await read("Lecture de la nouvelle version, avec 11 marques à reporter…");
  await click("[role=dialog] .reading .plain");
  await vi.waitFor(() => expect(calls("cancel").length).toBe(1));
  await gone("progress");
  library.slow = 0;
  await see("[role=dialog] .primary");
  expect(document.querySelector(".outcome")?.textContent?.trim()).toBe("");
  expect(library.articles.get(article)?.versions.length).toBe(1);
});

test("a file dropped on the panel becomes a version; several are refused in words", async () => {
  const { library, article, send } = await begin();
  await panel();
  send("dragging", true);
  await read("Lâchez la nouvelle version ici");
  send("dragging", false);
  send("unrevised", { code: "several_files" });
  await read("Déposez un seul fichier");
  send("arriving", 1);
  const revised = library.revise(article, textBody(`${textOf(article)} Ajout.`));
  send("revised", revised);
  await read("Version 1 → Version 2");
});

test("an older version is read with its marks where they stood, and nothing in it can be changed", async () => {
  const { library, marks } = await begin({ open: true, versions: 2 });
  await read("51% des parts");
  await chooseVersion(1);
  await read("Version 1, en lecture seule");
  await read("49% des parts");
  expect(calls("open_article").at(-1)?.args).toMatchObject({ revision: 1 });
  await press("jjjj");
  await see(".card.active.wrong .read");
  const before = library.calls.length;
  for (const key of ["1", "n", "a", "{Enter}", "{Delete}", "{Shift>}{Alt>}{ArrowRight}{/Alt}{/Shift}"])
    await press(key);
  await read("La version 1 se lit seulement. Revenez à la version 2");
  expect(library.calls.length).toBe(before);
  expect(library.marks.get(marks.parts ?? "")?.kind).toMatchObject({ status: "wrong" });
  for (const gone of [".picker", ".tags input", ".handle", ".twins", ".remove", "textarea", ".add"])
    expect(document.querySelector(`.card ${gone}, .column ${gone}`), gone).toBeNull();
  await press("{Escape}{Escape}");
  await read("51% des parts");
  expect(document.querySelector(".band")).toBeNull();
});

test("an export says that it is of the latest version, where an older one is read", async () => {
  await begin({ open: true, versions: 2 });
  await read("51% des parts");
  await press("{Control>}e{/Control}");
  await see("[role=dialog] form");
  expect(document.querySelector(".version")).toBeNull();
  await press("{Escape}");
  await chooseVersion(1);
  await read("Version 1, en lecture seule");
  await press("{Control>}e{/Control}");
  await read("C’est la version 2, la plus récente, qui est exportée");
});

test("a change that is undone while an older version is read leaves its marks where they stood", async () => {
  const { library, marks } = await begin({ open: true, versions: 2 });
  await press("jj");
  await see(".card.active.confirmed");
  await press("3");
  await see(".card.active.wrong");
  await chooseVersion(1);
  await see(".band");
  await press("{Control>}z{/Control}");
  await vi.waitFor(() =>
    expect(library.marks.get(marks.replaced ?? "")?.kind).toMatchObject({ status: "confirmed" }),
  );
  await vi.waitFor(() => expect(document.querySelectorAll(".gutter .confirmed").length).toBe(3));
  await see(".band");
});

test("from an older version it is one step to a comparison, and to a review", async () => {
  const { article } = await begin({ open: true, versions: 3 });
  await chooseVersion(1);
  await click(".band .link");
  await vi.waitFor(() => expect(calls("compare").at(-1)?.args).toEqual({ article, from: 1, to: 3 }));
  await press("{Control>}{Enter}{/Control}");
  await see(".article");
  await chooseVersion(2);
  await click(".band .link:last-child");
  await vi.waitFor(() => expect(calls("open_review").at(-1)?.args).toEqual({ article, revision: 2 }));
});

test("marks without a place are named at the head of the margin, counted, and lead to the review", async () => {
  const { article } = await begin({ open: true, versions: 2 });
  await read("3 marques sont sans place dans cette version");
  await read("7 / 9 vérifiés · 3 sans place");
  await read("4 questions");
  const list = document.querySelector("nav.unseen ul");
  expect(list?.querySelectorAll("li").length).toBe(3);
  expect(list?.textContent).toContain("Opinion");
  await click(".unplaced li:nth-child(2) button");
  await vi.waitFor(() => expect(calls("open_review").at(-1)?.args).toEqual({ article, revision: 2 }));
  await see('.card[aria-current="true"], [aria-current="true"]');
});

test("no card stands over the marks without a place", async () => {
  const { library, article } = await begin({ open: true, versions: 2 });
  library.mark(article, "C’est l’affaire", { is: "note" }, { note: "Long. ".repeat(60) });
  await press("{Control>}k{/Control}");
  await press("Lumen{Enter}");
  await see(".card.note");
  await vi.waitFor(() => {
    const band = document.querySelector(".unplaced")!.getBoundingClientRect();
    for (const card of document.querySelectorAll(".card"))
      expect(card.getBoundingClientRect().top).toBeGreaterThanOrEqual(band.bottom);
  });
});

test("a claim whose words changed shows then and now; Enter keeps its status, once and with a way back", async () => {
  const { library, marks } = await begin({ open: true, versions: 2 });
  const kind = () => library.marks.get(marks.parts ?? "")?.kind;
  await press("{Shift>}j{/Shift}");
  await see(".card.active.wrong .recheck-box");
  expect(document.querySelector(".card.active del")?.textContent).toContain("49%");
  expect(document.querySelector(".card.active ins")?.textContent).toContain("51%");
  expect(document.querySelector<HTMLElement>(".gutter .wrong")?.textContent?.trim()).toBe("≠");
  (document.activeElement as HTMLElement).blur();
  await press("{Enter}");
  await read("statut gardé, Faux");
  expect(calls("answer_review").at(-1)?.args).toEqual({ marks: [marks.parts], answer: "kept" });
  expect(kind()).toMatchObject({ status: "wrong", recheck: false });
  await read("8 / 9 vérifiés");
  await gone(".recheck-box");
  // From now on Enter is the note again.
  await press("{Enter}");
  await see(".card.active textarea:focus");
  await press("{Escape}");
  await press("{Control>}z{/Control}");
  await see(".recheck-box");
});

test("R leaves it to be checked again: the question is answered, the sign stays, the filter finds it", async () => {
  const { marks } = await begin({ open: true, versions: 2 });
  await press("{Shift>}j{/Shift}");
  await see(".recheck-box .primary");
  await press("r");
  await read("est à revérifier");
  expect(calls("answer_review").at(-1)?.args).toEqual({ marks: [marks.parts], answer: "recheck" });
  await gone(".recheck-box .primary");
  await read("3 questions");
  await see(".recheck-box");
  await press("{Escape}");
  await click(".sorts .recheck");
  await read("1 marques sur 8");
});

test("the history of a mark tells its words in each version and its statuses, newest first", async () => {
  const { article } = await begin({ open: true, versions: 2 });
  await press("{Shift>}j{/Shift}");
  await see(".card.active");
  await press("{Shift>}h{/Shift}");
  await see(".lines li");
  const lines = [...document.querySelectorAll(".lines li")].map((line) =>
    (line as HTMLElement).innerText.replace(/\s+/g, " "),
  );
  expect(lines[0]).toMatch(/Version 2.*mots modifiés.*51% des parts/);
  expect(lines.at(-1)).toMatch(/Version 1.*49% des parts/);
  expect(lines.join(" | ")).toMatch(/À vérifier → .*✗ Faux CR/);
  await userEvent.click(await see(".lines li:last-child .version"));
  await read("Version 1, en lecture seule");
  await see(".card.active.wrong");
  expect(calls("open_article").at(-1)?.args).toEqual({ article, revision: 1 });
});

test("what is nearly an article asks, one question after the other, by keyboard", async () => {
  const { library, article, send } = await begin();
  const question = (token: number, name: string): Near => {
    const body = textBody(`${textOf(article)} Ajout ${token}.`);
    library.near.set(token, { title: `Brouillon ${token}`, body, article });
    const near_title = library.articles.get(article)?.article.title ?? "";
    return {
      token,
      name,
      title: `Brouillon ${token}`,
      near: article,
      near_title,
      alike: 96,
      same: false,
      back: null,
    };
  };
  const questions = [question(1, "lumen-v2.md"), question(2, ""), question(3, "lumen-v4.md")];
  send("arrived", { ...NOTHING_ARRIVED, questions });
  await read("« lumen-v2.md » ressemble beaucoup à un article de l’étagère");
  await read(/96\s%/);
  expect(document.activeElement?.textContent).toContain("Nouvelle version de");
  await press("{Escape}");
  await read("Le texte collé ressemble beaucoup");
  await read("2 sur 3");
  expect(calls("answer_near")[0]?.args).toEqual({ token: 1, answer: "neither" });
  await press("a");
  await read("« lumen-v4.md »");
  expect(calls("answer_near")[1]?.args).toEqual({ token: 2, answer: "another" });
  expect(library.articles.size).toBe(6);
  await press("{Enter}");
  await read("Version 1 → Version 2");
  expect(calls("answer_near")[2]?.args).toEqual({ token: 3, answer: "version" });
});

test("a copy that came back says what it brings, and its report leads to the version", async () => {
  const { library, article, send } = await begin({});
  const near_title = library.articles.get(article)?.article.title ?? "";
  const back = { answers: 3, settled: 0, notes: 1, passages: 2, has_version: true, is_behind: true };
  const near: Near = {
    ...{ token: 4, name: "copie.docx", title: near_title, near: article, near_title },
    ...{ alike: 100, same: false, back },
  };
  library.near.set(4, { title: "Copie", body: textBody(`${textOf(article)} Ajout.`), article });
  send("arrived", { ...NOTHING_ARRIVED, questions: [near] });
  await read("Une copie annotée revient");
  await read("« copie.docx » est une copie d’un article de l’étagère");
  const brings = [...document.querySelectorAll("[role=dialog] li")].map((line) => line.textContent);
  expect(brings).toEqual([
    "3réponses à des marques",
    "1note sur d’autres mots",
    "2passages formulés autrement",
  ]);
  await read("D’autres versions sont venues depuis cette copie.");
  expect(document.querySelector("[role=dialog] .alike")).toBeNull();
  await press("v");
  await vi.waitFor(() => expect(calls("answer_near")[0]?.args).toEqual({ token: 4, answer: "version" }));
  await read("Version 1 → Version 2");

  const counts = { found: 1, reworded: 0, ambiguous: 0, lost: 0, there: 0, unplaced: [] };
  const changed = NOTHING_ARRIVED.changed;
  send("arrived", {
    ...NOTHING_ARRIVED,
    annotated: [{ article, name: "copie.docx", ...counts, back, changed }],
  });
  await read("Revenu : « copie.docx »");
  await read("réponses à des marques");
  await press("{Enter}");
  await read("Version 1 → Version 2");
});

test("a text that is an article's already just opens that article", async () => {
  const { library, article, send } = await begin({});
  const near_title = library.articles.get(article)?.article.title ?? "";
  const same: Near = {
    token: 7,
    name: "a.md",
    title: "A",
    near: article,
    near_title,
    alike: 100,
    same: true,
    back: null,
  };
  library.near.set(7, { title: "A", body: textBody(textOf(article)), article });
  send("arrived", { ...NOTHING_ARRIVED, questions: [same] });
  await see(".article");
  await read("Ce texte est déjà dans l’étagère");
  expect(document.querySelector("[role=dialog]")).toBeNull();
});

test("a question whose answer was stopped waits for another one", async () => {
  const { library, article, send } = await begin();
  library.near.set(1, { title: "B", body: textBody("B"), article });
  const near: Near = {
    token: 1,
    name: "b.md",
    title: "B",
    near: article,
    near_title: "A",
    alike: 80,
    same: false,
    back: null,
  };
  send("arrived", { ...NOTHING_ARRIVED, questions: [near] });
  await see("[role=dialog] .answers button:focus");
  library.slow = 500;
  library.refuse.set("answer_near", { code: "stopped" });
  await press("v");
  await see("[role=dialog] progress");
  await press("{Escape}");
  await vi.waitFor(() => expect(calls("cancel").length).toBe(1));
  await see("[role=dialog] .answers");
  library.slow = 0;
  library.refuse.clear();
  await press("{Escape}");
  await gone("[role=dialog]");
  expect(calls("answer_near").map((call) => call.args.answer)).toEqual(["version", "neither"]);
});

test("a text that was brought in again opens its article where it is, and says that it is there", async () => {
  const { article, send } = await begin();
  await press("jj");
  await see(".card.active");
  const asked = calls("open_article").length;
  send("arrived", {
    ...NOTHING_ARRIVED,
    articles: [article],
  });
  await read("Ce texte est déjà dans l’étagère");
  await see(".card.active");
  expect(calls("open_article").length).toBe(asked);
});

test("a paste while the question waits is not another article", async () => {
  const { article, send } = await begin();
  const near: Near = {
    token: 1,
    name: "",
    title: "B",
    near: article,
    near_title: "A",
    alike: 80,
    same: false,
    back: null,
  };
  send("arrived", { ...NOTHING_ARRIVED, questions: [near] });
  await see("[role=dialog]");
  paste("encore");
  await new Promise((done) => setTimeout(done, 300));
  expect(calls("paste")).toEqual([]);
  expect(calls("paste_clipboard")).toEqual([]);
});
