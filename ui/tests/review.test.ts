// What a person decides about a new version, and what the library is asked for.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { rangeOf } from "../src/reader/fake-article";
import { fakeReview } from "./fake-review";
import { openWindow, press, read, see } from "./window";

let fake: ReturnType<typeof fakeReview>;
let close: () => Promise<void>;

beforeEach(async () => {
  document.getSelection()?.removeAllRanges();
  fake = fakeReview();
  ({ close } = await openWindow({ open: true, on: fake }));
  await press("{Shift>}r{/Shift}");
  await see(".change-card.active");
});
afterEach(() => close());

const calls = (command: string) => fake.library.calls.filter((call) => call.command === command);
const active = () => document.querySelector<HTMLElement>(".change-card.active")!;
const says = (words: string) =>
  vi.waitFor(() => expect(active()?.innerText.replace(/[\u00a0\u202f]/g, " ")).toContain(words));
const framed = () =>
  vi.waitFor(() => {
    const box = document.querySelector(".frame .outline")?.getBoundingClientRect();
    if (!box) throw new Error("nothing is framed");
    return box;
  });
const mark = (id: string | undefined) => fake.library.marks.get(id ?? "")!;

/** Selects words of the new text, as the mouse would. */
function select(words: string) {
  const walk = document.createTreeWalker(document.querySelector(".change")!, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const unit = (node as Text).data.indexOf(words);
    if (unit < 0 || node.parentElement?.closest("[data-apart]")) continue;
    document.querySelector<HTMLElement>(".change")!.focus();
    document.getSelection()!.setBaseAndExtent(node, unit, node, unit + words.length);
    return;
  }
  throw new Error(`"${words}" is not in the new text`);
}

/** Clicks in the middle of some words of an element. */
async function clickOn(selector: string, words: string) {
  const element = [...document.querySelectorAll<HTMLElement>(`${selector}`)].find((one) =>
    one.textContent?.includes(words),
  )!;
  element.scrollIntoView({ block: "center" });
  const node = [...element.childNodes].find((one) => one.textContent?.includes(words))!;
  const range = document.createRange();
  const start = node.textContent!.indexOf(words);
  range.setStart(node, start);
  range.setEnd(node, start + words.length);
  const [box, its] = [element.getBoundingClientRect(), range.getClientRects()[0]!];
  const position = { x: its.left + its.width / 2 - box.left, y: its.top + its.height / 2 - box.top };
  await userEvent.click(element, { position });
}

test("the counts say what became of the marks, and each shows its own cards", async () => {
  await read("7\ngardés");
  await read("Encore 7 à décider");
  expect(document.querySelectorAll(".change-card")).toHaveLength(8);
  (await see(".count.edited")).click();
  await vi.waitFor(() => expect(document.querySelectorAll(".change-card")).toHaveLength(4));
  await press("{Escape}");
  await vi.waitFor(() => expect(document.querySelectorAll(".change-card")).toHaveLength(8));
});

test("cards stand in reading order, new passages in their place", () => {
  const heads = [...document.querySelectorAll(".change-card .what")].map((head) => head.textContent);
  expect(heads).toEqual([
    "Passage disparu",
    "Corrigé comme proposé",
    "Fait modifié",
    "Fait modifié",
    "Nouveau fait probable",
    "Passage modifié",
    "Plusieurs endroits possibles",
    "Nouveau fait probable",
  ]);
});

test("a changed claim says then and now, and what it was; R checks it again and goes on", async () => {
  await press("jj");
  await says("était ✓ Confirmé");
  expect(active().querySelector("del")!.textContent).toBe("Greg");
  expect(active().querySelector("ins")!.textContent).toBe("Grégoire");
  await framed();
  await press("r");
  await says("la très grande majorité");
  expect(calls("answer_review").map((call) => call.args)).toEqual([
    { marks: [fake.marks.founder], answer: "recheck" },
  ]);
  await read("Encore 6 à décider");
});

test("Enter keeps the status; what is the suggested correction is confirmed with it", async () => {
  await press("j");
  await says("Corrigé comme proposé");
  await press("{Enter}");
  await says("Greg");
  expect(mark(fake.marks.parts).kind).toEqual({ is: "claim", status: "confirmed", recheck: false });
  await press("{Enter}");
  await says("la très grande majorité");
  expect(calls("answer_review").map((call) => call.args)).toEqual([
    { marks: [fake.marks.founder], answer: "kept" },
  ]);
  expect(document.activeElement).toBe(active());
});

test("Ctrl+Z takes a decision back, and the card asks again", async () => {
  await press("jjr");
  await says("la très grande majorité");
  await press("{Control>}z{/Control}");
  await says("Greg");
  await read("Encore 7 à décider");
  expect(active().querySelector(".acts")).not.toBeNull();
});

test("an ambiguous mark is attached to the candidate of a figure", async () => {
  await press("jjjjjj");
  await says("Plusieurs endroits possibles");
  await press("2");
  await vi.waitFor(() => expect(calls("attach")).toHaveLength(1));
  expect(calls("attach")[0]!.args).toEqual({
    mark: fake.marks.board,
    nth: 0,
    ranges: [rangeOf(fake.now, "trois membres du comité")],
  });
  await says("Une enquête indépendante est promise.");
});

test("a lost mark takes the words that are selected in the new text", async () => {
  await says("Maintenant, au même endroit");
  await press("a");
  await says("Sélectionnez dans le texte");
  select("envers son conseil");
  await says("Sélectionné : « envers son conseil »");
  await press("a");
  await vi.waitFor(() => expect(calls("attach")).toHaveLength(1));
  expect(calls("attach")[0]!.args).toEqual({
    mark: fake.marks.holders,
    nth: 0,
    ranges: [rangeOf(fake.now, "envers son conseil")],
  });
});

test("the new place is selected by keyboard alone", async () => {
  await press("a");
  await vi.waitFor(() => expect(document.activeElement).toBe(document.querySelector(".change")));
  await press("e");
  await says("Sélectionné : « envers »");
  await press("{Shift>}{Control>}{ArrowRight}{/Control}{/Shift}");
  await says("Sélectionné : « envers son »");
});

test("the button attaches what is selected, although it takes the keyboard", async () => {
  select("envers son conseil");
  await says("Rattacher ici");
  await userEvent.click(
    [...active().querySelectorAll("button")].find((it) => it.innerText.includes("Rattacher"))!,
  );
  await vi.waitFor(() => expect(calls("attach")).toHaveLength(1));
});

test("what is rightly gone is archived", async () => {
  await press("{Delete}");
  await vi.waitFor(() => expect(calls("answer_review")[0]?.args.answer).toBe("archived"));
});

test("H makes a claim of a new passage, and its card goes; one undo brings it back", async () => {
  await press("jjjj");
  await says("Une pétition");
  await press("h");
  await vi.waitFor(() => expect(document.querySelectorAll(".change-card")).toHaveLength(7));
  expect(calls("add_mark")[0]!.args).toMatchObject({
    ranges: [rangeOf(fake.now, "Une pétition circulait dès le 22 novembre.")],
    kind: { is: "claim", status: "unchecked" },
  });
  await press("{Control>}z{/Control}");
  await vi.waitFor(() => expect(document.querySelectorAll(".change-card")).toHaveLength(8));
});

test("a new passage is ignored, and stays so; Ctrl+Z or a button brings it back", async () => {
  await press("jjjj");
  await says("Une pétition");
  await press("i");
  await vi.waitFor(() => expect(document.querySelectorAll(".change-card")).toHaveLength(7));
  const { passages } = fake.library.preferences.ignored[0]!;
  expect(passages).toEqual([rangeOf(fake.now, "Une pétition circulait dès le 22 novembre.")]);
  await press("{Control>}z{/Control}");
  await says("Une pétition");
  await press("i");
  await read("1 passage ignoré");
  (await see(".list .link")).click();
  await vi.waitFor(() => expect(document.querySelectorAll(".change-card")).toHaveLength(8));
});

test("a click in the text activates the card of the passage, struck or not", async () => {
  await clickOn(".change del", "trois membres");
  await says("Plusieurs endroits possibles");
  await clickOn(".change ins", "pétition");
  await says("Une pétition");
  await clickOn(".change p", "Bernard");
  await says("Grégoire");
});

test("a candidate that the keyboard reaches is shown in the text", async () => {
  await press("jjjjjj");
  await says("Plusieurs endroits possibles");
  active().querySelectorAll<HTMLElement>(".candidates button")[1]!.focus();
  const pending = CSS.highlights.get("obelus-pending")!;
  await vi.waitFor(() => expect(pending.size).toBe(1));
});

test("the review is finished, and the article is there at the same mark", async () => {
  await press("jj");
  await press("{Control>}{Enter}{/Control}");
  await see(".card.active");
  expect(document.querySelector(".card.active")!.textContent).toContain("Confirmé");
  await press("{Shift>}r{/Shift}");
  await see(".change-card.active");
});
