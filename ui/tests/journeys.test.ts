// What a person does with the screen, and what the library is asked for.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import type { Wanted } from "../src/backend/types/Wanted";
import { openWindow, press, read, see } from "./window";

let window_: Awaited<ReturnType<typeof openWindow>>;
const begin = async (options: Parameters<typeof openWindow>[0] = { open: true }) => {
  window_ = await openWindow(options);
  return window_;
};
beforeEach(() => document.getSelection()?.removeAllRanges());
afterEach(() => window_.close());

const calls = (command: string) => window_.library.calls.filter((call) => call.command === command);
const kindOf = (mark: string | undefined) => window_.library.marks.get(mark ?? "")?.kind;

function paste(flavours: Record<string, string>) {
  const data = new DataTransfer();
  for (const [type, words] of Object.entries(flavours)) data.setData(type, words);
  document.body.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
}

test("J goes to the next mark, a figure sets its status, and the shelf counts anew", async () => {
  const { marks } = await begin();
  await read("8 / 9 vérifiés");
  await press("{Shift>}j{/Shift}");
  await see(".card.active.unchecked");
  await press("3");
  await see(".card.active.wrong");
  expect(kindOf(marks.joined)).toEqual({ is: "claim", status: "wrong", recheck: false });
  await read("9 / 9 vérifiés");
});

test("the card of a mark low in the window is all in view, and the text stays where it was", async () => {
  await begin();
  await press("j");
  const scroller = await see(".scroller");
  const passage = () => document.querySelector(".outlines > *")!.getBoundingClientRect();
  await see(".outlines > *");
  // The passage stands one line above the lower edge, where no card has room beneath it.
  scroller.style.height = `${passage().bottom - scroller.getBoundingClientRect().top + 12}px`;
  const before = { top: scroller.scrollTop, passage: passage().top };
  await vi.waitFor(() => {
    const card = document.querySelector(".card.active")!.getBoundingClientRect();
    const view = scroller.getBoundingClientRect();
    expect(card.height).toBeGreaterThan(60);
    expect(card.bottom).toBeLessThanOrEqual(view.bottom);
  });
  expect({ top: scroller.scrollTop, passage: passage().top }).toEqual(before);
});

test("a figure makes a claim of a note, and says so with a way back", async () => {
  const { marks } = await begin();
  await press("jjjjjj");
  await see(".card.active.note");
  await press("2");
  await read("est maintenant un fait");
  expect(kindOf(marks.who)).toMatchObject({ is: "claim", status: "imprecise" });
  (await see(".notice .offer")).click();
  await see(".card.active.note");
  expect(kindOf(marks.who)).toEqual({ is: "note" });
});

test("N opens the note; letters in it are letters; what is typed is kept as it is typed", async () => {
  const { library, marks } = await begin();
  await press("jj");
  await see(".card.active");
  await press("n");
  await see(".card.active textarea:focus");
  await press("Joint 3 fois");
  await vi.waitFor(() => expect(library.marks.get(marks.replaced ?? "")?.note).toContain("Joint"), {
    interval: 5,
  });
  await vi.waitFor(() => expect(library.marks.get(marks.replaced ?? "")?.note).toBe("Joint 3 fois"), {
    timeout: 500 + 300,
    interval: 5,
  });
  expect(kindOf(marks.replaced)).toMatchObject({ status: "confirmed" });
  await press("{Control>}{Enter}{/Control}");
  expect(document.querySelector("textarea:focus")).toBeNull();
  await read("Enregistré");
});

test("a note that cannot be saved says so and keeps its words, even when another mark is looked at", async () => {
  const { library, marks } = await begin();
  library.refuse.set("write_note", { code: "disk_full", file: "library.obelus" });
  await press("jjn");
  await see(".card.active textarea:focus");
  await press("Joint");
  await read("Le disque est plein");
  await press("{Escape}");
  await press("j");
  await read("Des mots ne sont pas encore enregistrés");
  library.refuse.clear();
  await press("k");
  const field = (await see(".card.active textarea")) as HTMLTextAreaElement;
  expect(field.value).toBe("Joint");
  (await see(".failed .link")).click();
  await vi.waitFor(() => expect(library.marks.get(marks.replaced ?? "")?.note).toBe("Joint"));
});

test("when the window closes, what is being typed is saved first", async () => {
  const { library, marks, send } = await begin();
  await press("jjn");
  await see(".card.active textarea:focus");
  await press("Der");
  send("closing", null);
  await vi.waitFor(() => expect(calls("leave").length).toBe(1));
  expect(library.marks.get(marks.replaced ?? "")?.note).toBe("Der");
  const order = library.calls.map((call) => call.command);
  expect(order.indexOf("write_note")).toBeLessThan(order.indexOf("leave"));
});

test("a deleted mark comes back with Ctrl+Z, and a line says what was undone", async () => {
  const { library, marks } = await begin();
  await press("jjjj");
  await see(".card.active.wrong");
  await press("{Delete}");
  await read("Marque supprimée");
  expect(library.marks.has(marks.parts ?? "")).toBe(false);
  await press("{Control>}z{/Control}");
  await read("Annulé : suppression de la marque sur « 49% des parts »");
  expect(library.marks.has(marks.parts ?? "")).toBe(true);
});

test("the same words elsewhere are offered as another place", async () => {
  const { library, marks } = await begin();
  await press("jjjj");
  await see(".twins");
  await press("a");
  await read("2 endroits");
  expect(library.marks.get(marks.parts ?? "")?.places.length).toBe(2);
});

test("the filter shows what it was asked for, and how many", async () => {
  await begin();
  (await see(".sorts button.confirmed")).click();
  await read("3 marques sur 11");
  await vi.waitFor(() => expect(document.querySelectorAll(".card:not(.confirmed)").length).toBe(0));
  await press("{Escape}");
  await see(".card.wrong");
});

test("tags are added with Enter and taken away with Backspace", async () => {
  const { library, marks } = await begin();
  await press("jjjj");
  const field = await see(".card.active .tags input");
  field.focus();
  await press("noms{Enter}");
  await vi.waitFor(() => expect(library.marks.get(marks.parts ?? "")?.tags).toContain("noms"));
  await press("{Backspace}");
  await vi.waitFor(() => expect(library.marks.get(marks.parts ?? "")?.tags.length).toBe(2));
});

test("the language changes at once, everywhere, without a reload", async () => {
  await begin();
  await read("Exporter…");
  const window_ = document.querySelector(".window");
  await press("{Control>},{/Control}");
  (await see('[role="radio"]:last-child')).click();
  await read("Export…");
  expect(document.documentElement.lang).toBe("en");
  expect(document.querySelector(".window")).toBe(window_);
  await read("Wrong");
});

test("pasting on the start screen makes an article of the HTML flavour", async () => {
  await begin({});
  paste({ "text/plain": "Un titre\nDes mots", "text/html": "<h1>Un titre</h1><p>Des mots</p>" });
  await see(".article");
  expect(calls("paste")[0]?.args).toEqual({
    html: "<h1>Un titre</h1><p>Des mots</p>",
    text: "Un titre\nDes mots",
  });
});

test("a paste that is refused says what happened and what to do", async () => {
  const { library } = await begin({});
  library.refuse.set("paste", { code: "empty", name: "" });
  paste({ "text/plain": " " });
  await read("Copiez le texte de l’article");
  await see("#start-title");
});

test("without a paste event, Ctrl+V has Rust read the clipboard", async () => {
  await begin({});
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "v", ctrlKey: true, bubbles: true }));
  await vi.waitFor(() => expect(calls("paste_clipboard").length).toBe(1));
});

test("an article pasted over another one offers a way back", async () => {
  const { library, article } = await begin();
  paste({ "text/plain": "Un titre\nDes mots" });
  await read("Nouvel article : « Un titre »");
  expect(library.articles.size).toBe(6);
  expect(article).not.toBe("");
});

test("pasting in a field is the field's own affair", async () => {
  await begin({});
  const field = await see(".search input");
  field.focus();
  const data = new DataTransfer();
  data.setData("text/plain", "mots");
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  await new Promise((done) => setTimeout(done, 50));
  expect(calls("paste")).toEqual([]);
});

test("files that arrive are opened, those that fail are named", async () => {
  const { library, send } = await begin({});
  const id = [...library.articles.keys()][1] ?? "";
  send("arrived", {
    articles: [id],
    failures: [{ code: "unsupported", name: "dossier.docx", found: "Word" }],
    there: [],
    questions: [],
    doubts: [],
    revised: [],
    annotated: [],
    bundled: [],
    changed: {
      rows: [library.row(id)],
      removed_articles: [],
      marks: [],
      removed_marks: [],
      texts: [],
      colours: null,
      facts: null,
      undoable: null,
      redoable: null,
    },
  });
  await see(".article");
  await read("« dossier.docx » est un document Word");
});

test("search finds as the person types, and Enter opens the article", async () => {
  await begin({});
  await press("/");
  await press("déficit");
  await see("[role=option][aria-selected=true]");
  await press("{Enter}");
  await see(".article");
  await read("Budget 2027");
});

test("an article goes to the bin and comes back", async () => {
  const { library, article } = await begin();
  await press("{Control>}k{/Control}");
  await see("[role=dialog] input:focus");
  await press("corbeille{Enter}");
  await read("est à la corbeille");
  expect(library.articles.get(article)?.article.binned).not.toBeNull();
  await press("{Control>}z{/Control}");
  await vi.waitFor(() => expect(library.articles.get(article)?.article.binned).toBeNull());
});

test("F2 renames where the title stands", async () => {
  const { library, article } = await begin();
  await press("{F2}");
  await see("header input:focus");
  await press("Un autre titre{Enter}");
  await vi.waitFor(() => expect(library.articles.get(article)?.article.title).toBe("Un autre titre"));
  await read("Un autre titre");
});

test("an export hands over the labels of the language that was chosen", async () => {
  await begin();
  await press("{Control>}e{/Control}");
  (await see('[role=dialog] input[value="en"]')).click();
  (await see("[role=dialog] .primary")).click();
  await read("Exporté : /home/cr/Documents/article.html");
  expect(calls("export_article")[0]?.args).toMatchObject({ format: "html", labels: { language: "en" } });
});

test("only the marks that the person leaves in go out, and the next copy begins with the same choice", async () => {
  await begin();
  await press("{Control>}e{/Control}");
  await see("[role=dialog]");
  const chip = (look: string) => document.querySelector<HTMLElement>(`[role=dialog] .chips .${look}`)!;
  await userEvent.click(chip("confirmed"));
  await userEvent.click(chip("note"));
  expect(chip("confirmed").getAttribute("aria-pressed")).toBe("false");
  (await see("[role=dialog] .primary")).click();
  await vi.waitFor(() => expect(calls("export_article")).toHaveLength(1));
  const { wanted } = calls("export_article")[0]!.args as { wanted: Wanted };
  expect(wanted).toMatchObject({ claims: true, notes: false, highlights: true, words: true });
  expect(wanted.statuses).toContain("wrong");
  expect(wanted.statuses).not.toContain("confirmed");

  await press("{Control>}e{/Control}");
  await see("[role=dialog]");
  expect(chip("confirmed").getAttribute("aria-pressed")).toBe("false");
  await userEvent.click(chip("confirmed"));
  await userEvent.click(chip("note"));
  await userEvent.click(document.querySelector("[role=dialog] .copy")!);
  await read("Texte annoté copié");
  expect(calls("copy_article")[0]?.args).toMatchObject({
    wanted: { claims: true, notes: true, statuses: [] },
  });
});

test("a right click in the shelf offers what can be done with the article", async () => {
  const { library } = await begin({});
  const item = await see("li .item");
  await userEvent.click(item, { button: "right" });
  const bin = await see("[role=menu]:popover-open [role=menuitem]:last-child");
  bin.click();
  await vi.waitFor(() =>
    expect([...library.articles.values()].filter((one) => one.article.binned).length).toBe(2),
  );
});
