// What stands where in the text of a change, and what selecting in it means.
import { afterEach, expect, test } from "vitest";
import type { TextRange } from "../backend/types/TextRange";
import { Boundaries } from "../reader/boundaries";
import { rangeOf } from "../reader/fake-article";
import { selectedRange } from "../reader/selection";
import { ArticleText } from "../reader/text-map";
import { ChangedText, type ChangedTextSetting } from "./changed-text";
import "./change.css";
import { RowsOf } from "./compared-text";
import { fakeChange, type FakeChange, type FakeRow } from "./fake-change";
import { piecesWithin } from "./fresh-pieces";

let text: ChangedText | undefined;
afterEach(() => {
  text?.stop();
  document.body.replaceChildren();
});

function show(rows: FakeRow[], over: Partial<ChangedTextSetting> = {}): FakeChange & { text: ChangedText } {
  const change = fakeChange(...rows);
  text = new ChangedText({
    rows: change.comparison.rows,
    text: new ArticleText(change.now),
    onlyChanges: false,
    sides: false,
    language: "fr",
    moved: "Moved",
    folded: (count) => `${count} unchanged`,
    grown: () => {},
    ...over,
  });
  document.body.append(text.element);
  return { ...change, text };
}

/** What a person selects from one place on the screen to another. */
function selected(from: [Node, number], to: [Node, number]): TextRange | null {
  document.getSelection()?.setBaseAndExtent(...from, ...to);
  return selectedRange(text!.map, new Boundaries(text!.map, "fr"));
}

/** The text node that holds some words, and where they begin in it. */
function at(words: string, after = false): [Node, number] {
  const walk = document.createTreeWalker(text!.element, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const unit = (node as Text).data.indexOf(words);
    if (unit >= 0) return [node, after ? unit + words.length : unit];
  }
  throw new Error(`"${words}" is not on the screen`);
}

for (const sides of [false, true]) {
  const way = sides ? "side by side" : "in one column";

  test(`the new text is on the screen letter for letter, ${way}`, () => {
    const rows = ["Un titre", "qui détient [-49%-] {+51%+} des parts", "[-Parti.-]", "{+Venu.+}"];
    expect(show(rows, { sides }).text.map.disagreement()).toBeNull();
  });

  test(`a selection over struck words is a range of the new text, ${way}`, () => {
    const { now } = show(["Microsoft, qui détient [-49%-]{+51%+} des parts."], { sides });
    const shown = text!.element.querySelector(".now, .row:not(.pair)")!;
    const range = selected([shown.firstChild!, 11], [shown.lastChild!, 10]);
    expect(range).toEqual(rangeOf(now, "qui détient 51% des parts"));
  });
}

test("a selection that begins in struck words begins where the new text goes on", () => {
  const { now } = show(["qui détient [-quarante-neuf pour cent-]{+51%+} des parts."]);
  expect(selected(at("pour"), at("parts", true))).toEqual(rangeOf(now, "51% des parts"));
});

test("struck words alone are no passage of the new text", () => {
  show(["qui détient [-quarante-neuf pour cent-]{+51%+} des parts."]);
  expect(selected(at("quarante"), at("cent", true))).toBeNull();
});

test("selecting counts code points: emoji, combining marks and letters from right to left", () => {
  const family = "👩‍👩‍👧‍👦";
  const { now } = show([
    `[-Un-]{+Une+} famille ${family} a voté.`,
    "e\u0301te\u0301 [-froid-]{+chaud+} 🇫🇷 ici",
    "قال الوزير [-إن-]{+أن+} العدد كبير",
  ]);
  expect(selected(at("famille"), at(family, true))).toEqual(rangeOf(now, `famille ${family}`));
  // In the middle of the family: it is taken whole.
  const [node, unit] = at(family);
  expect(selected([node, unit + 2], [node, unit + 5])).toEqual(rangeOf(now, family));
  // Between a letter and its accent.
  const [ete, start] = at("e\u0301te\u0301");
  expect(selected([ete, start + 1], at("chaud", true))).toEqual(rangeOf(now, "e\u0301te\u0301 chaud"));
  expect(selected(at("🇫🇷"), at("🇫🇷", true))).toEqual(rangeOf(now, "🇫🇷"));
  expect(selected(at("أن"), at("العدد", true))).toEqual(rangeOf(now, "أن العدد"));
  expect(text!.map.textOf(selected(at("أن"), at("كبير", true))!)).toBe("أن العدد كبير");
});

test("a selection over folded paragraphs holds them", () => {
  const { now } = show(["{+Venu.+}", "Un.", "Deux.", "Trois.", "Quatre.", "[-Parti-]{+Venu+} là."], {
    onlyChanges: true,
  });
  expect(text!.element.querySelector(".fold")!.textContent).toBe("2 unchanged");
  expect(selected(at("Un."), at("Quatre.", true))).toEqual(rangeOf(now, "Un.\n\nDeux.\n\nTrois.\n\nQuatre."));
});

test("a fold opens with a click; so does the one over a passage that is asked for", () => {
  const rows = ["{+Venu.+}", "Un.", "Deux.", "Trois.", "Quatre.", "Cinq.", "Six.", "[-Parti-]{+Venu+} là."];
  const { now } = show(rows, { onlyChanges: true });
  const deux = rangeOf(now, "Deux");
  expect(text!.rangesOf({ now: [deux], then: [] })).toEqual([]);
  expect(text!.unfold({ now: [deux], then: [], gap: null })).toBe(true);
  expect(text!.rangesOf({ now: [deux], then: [] }).map(String)).toEqual(["Deux"]);
  expect(text!.element.querySelector(".fold")).toBeNull();
  expect(text!.map.disagreement()).toBeNull();
  text!.stop();
  show(rows, { onlyChanges: true });
  text!.element.querySelector<HTMLElement>(".fold")!.click();
  expect(text!.map.disagreement()).toBeNull();
});

test("a changed passage is framed with its struck words; a lost one where they are struck", () => {
  const { now, old } = show([
    "qui détient [-49%-]{+51%+} des parts de tous",
    "un manque d’honnêteté [-vis-à-vis des actionnaires-]{+envers son conseil+}.",
  ]);
  const parts = { now: [rangeOf(now, "51% des parts")], then: [rangeOf(old, "49% des parts")] };
  expect(text!.rangesOf(parts).map(String)).toEqual(["49%51% des parts"]);
  const lost = { now: [], then: [rangeOf(old, "vis-à-vis")] };
  expect(text!.rangesOf(lost).map(String)).toEqual(["vis-à-vis"]);
});

test("what changed within a sentence is told from what changed beside it", () => {
  const { comparison, now } = fakeChange(
    "Avant [-un-]{+deux+} jours. Le 👩‍👩‍👧 [-tard-]{+soir+} même. Après [-tout-]{+rien+}.",
  );
  const { rows } = comparison;
  const pieces = piecesWithin(rows, new RowsOf(rows, "new"), rangeOf(now, "Le 👩‍👩‍👧 soir même."));
  expect(pieces.map(({ is, words }) => [is, words])).toEqual([
    ["same", "Le 👩‍👩‍👧 "],
    ["deleted", "tard"],
    ["inserted", "soir"],
    ["same", " même."],
  ]);
});

test("a click on struck words is a place in the old text", () => {
  const { old } = show(["😀 qui détient [-49%-]{+51%+} des parts"]);
  expect(text!.oldOffsetAt(...at("49%"))).toBe(rangeOf(old, "49%")[0]);
  expect(text!.oldOffsetAt(...at("51%"))).toBeNull();
});

test("words that look like markup stay words", () => {
  const { now } = show(['{+<img src=x onerror="alert(1)">+} et [-<b>-]<script>']);
  expect(text!.element.querySelector("img, b, script")).toBeNull();
  expect(text!.element.textContent).toContain("<img src=x");
  expect(text!.map.textOf([0, [...now].length])).toBe(now);
});

test("twenty thousand paragraphs are built in slices, and the first are there at once", async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) =>
    i % 50 === 0 ? `Le [-${i}-]{+${i + 1}+} du mois.` : `Le rapport compte ${i} chapitres.`,
  );
  const rowsThere = () => text!.element.querySelectorAll(".row").length;
  let slices = 0;
  let all: () => void = () => {};
  const whole = new Promise<void>((done) => (all = done));
  const { now } = show(rows, {
    grown: () => {
      slices += 1;
      if (text && rowsThere() === rows.length) all();
    },
  });
  expect(rowsThere()).toBeGreaterThan(20);
  expect(rowsThere()).toBeLessThan(rows.length);
  await whole;
  expect(slices).toBeGreaterThan(3);
  expect(text!.map.disagreement()).toBeNull();
  expect(text!.map.text.string).toBe(now);
});
