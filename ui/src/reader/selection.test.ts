import { afterEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import "./article.css";
import type { TextRange } from "../backend/types/TextRange";
import { Boundaries } from "./boundaries";
import { buildArticle } from "./build";
import { caretBrowsing } from "./caret";
import { FakeBody, paragraphs, rangeOf, settled, WORDS } from "./fake-article";
import { extentOf, offsetFromPoint, select, selectByMouse, selectedRange, watchSelection } from "./selection";
import type { Step, Stop } from "./view";

const stops: Stop[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  document.getSelection()?.removeAllRanges();
  document.body.replaceChildren();
});

function show(
  body = paragraphs(
    "Il détient 49% des parts de l’entreprise. M. Altman part ! Rien ?",
    "Deux é e\u0301té 👩‍👩‍👧 fin",
  ),
  language = "fr",
) {
  const article = buildArticle(body, { language, words: WORDS, follow() {}, bringBack() {} });
  const scroller = document.createElement("div");
  scroller.style.height = "400px";
  scroller.style.width = "420px";
  scroller.style.overflow = "auto";
  const caret = document.createElement("div");
  scroller.append(article.element, caret);
  document.body.replaceChildren(scroller);
  article.element.tabIndex = 0;
  const { map } = article;
  const boundaries = new Boundaries(map, language);
  stops.push(
    selectByMouse(map, boundaries),
    caretBrowsing({ map, boundaries, scroller, caret, begin: () => 0 }),
  );
  const words = () => {
    const range = selectedRange(map, boundaries);
    return range && map.textOf(range);
  };
  return { ...article, boundaries, caret, scroller, text: body.text, words };
}

/** `⟦ ⟧` around what is selected, and around what was meant. */
function check(selected: string, meant: string | null) {
  const clean = (picture: string) => picture.replace(/[⟦⟧]/g, "");
  const range = (picture: string): TextRange => {
    const characters = [...picture];
    return [characters.indexOf("⟦"), characters.indexOf("⟧") - 1];
  };
  const { boundaries } = show(paragraphs(...clean(selected).split("\n\n")));
  expect(boundaries.meant(...range(selected))).toEqual(meant === null ? null : range(meant));
}

describe("a selection", () => {
  test("sheds the white space around it", () => {
    check("détient⟦ 49% des parts\n\n⟧de", "détient ⟦49% des parts⟧\n\nde");
    check("qui⟦\u00a0détient\u202f⟧!", "qui\u00a0⟦détient⟧\u202f!");
  });
  test("takes every grapheme it touches whole", () => {
    check("e⟦\u0301te⟧", "⟦e\u0301te⟧");
    check("a 👩‍⟦👩⟧‍👧 b", "a ⟦👩‍👩‍👧⟧ b");
    check("🇫⟦🇷⟧🇧🇪", "⟦🇫🇷⟧🇧🇪");
  });
  test("of white space alone is none", () => check("a⟦ \n ⟧b", null));

  test("on the screen is a range of the text, whichever way it was drawn", () => {
    const { map, text, words } = show();
    const [start, end] = rangeOf(text, "49% des parts");
    select(map, { anchor: start, focus: end });
    expect(words()).toBe("49% des parts");
    select(map, { anchor: end, focus: start });
    expect(words()).toBe("49% des parts");
    expect(extentOf(map)).toEqual({ anchor: end, focus: start });
    select(map, { anchor: start, focus: start });
    expect(words()).toBeNull();
  });

  test("across paragraphs is one range", () => {
    const { map, text, words } = show();
    const [start, end] = rangeOf(text, "Rien ?\n\nDeux");
    select(map, { anchor: start, focus: end });
    expect(words()).toBe("Rien ?\n\nDeux");
  });

  test("of the whole window is the whole article", () => {
    const { text, words } = show();
    document.getSelection()!.selectAllChildren(document.body);
    expect(words()).toBe(text);
  });

  test("elsewhere is none", () => {
    const { words } = show();
    const other = document.createElement("p");
    other.textContent = "margin";
    document.body.append(other);
    document.getSelection()!.selectAllChildren(other);
    expect(words()).toBeNull();
  });

  test("is told once for each change", async () => {
    const { map, boundaries } = show();
    const told: (TextRange | null)[] = [];
    stops.push(watchSelection(map, boundaries, (range) => told.push(range)));
    select(map, { anchor: 0, focus: 2 });
    await new Promise((done) => setTimeout(done, 30));
    select(map, { anchor: 0, focus: 3 });
    await new Promise((done) => setTimeout(done, 30));
    select(map, { anchor: 3, focus: 3 });
    await new Promise((done) => setTimeout(done, 30));
    expect(told).toEqual([[0, 2], null]);
  });
});

describe("words and sentences", () => {
  const { boundaries, text } = show();
  const words = (range: TextRange | null) => range && [...text].slice(...range).join("");
  const at = (some: string) => rangeOf(text, some)[0];

  test("a word is found over, and at the end of, its letters", () => {
    expect(words(boundaries.wordAt(at("détient")))).toBe("détient");
    expect(words(boundaries.wordAt(at("ient")))).toBe("détient");
    expect(words(boundaries.wordAt(at("part ! ") + 4))).toBe("part");
    expect(words(boundaries.wordAt(at("! ") + 1))).toBeNull();
    expect(words(boundaries.wordAt(at("té 👩")))).toBe("e\u0301té");
  });
  test("in French an elision is apart from its word", () => {
    expect(words(boundaries.wordAt(at("entreprise")))).toBe("entreprise");
    expect(words(boundaries.wordAt(at("l’entreprise")))).toBe("l’");
  });
  test("a sentence does not end after an abbreviation", () => {
    expect(words(boundaries.sentenceAt(at("Altman")))).toBe("M. Altman part !");
    expect(words(boundaries.sentenceAt(at("49%")))).toBe("Il détient 49% des parts de l’entreprise.");
    expect(words(boundaries.sentenceAt(at("Deux")))).toBe("Deux é e\u0301té 👩‍👩‍👧 fin");
  });
  test("steps go over words, graphemes, sentences and paragraphs", () => {
    const go = (from: number, by: Step["by"], direction: 1 | -1) => boundaries.step(from, { by, direction });
    expect(go(0, "word", 1)).toBe(2);
    expect(go(2, "word", 1)).toBe(rangeOf(text, "détient")[1]);
    expect(go(at("des parts"), "word", -1)).toBe(at("49%"));
    const family = rangeOf(text, "👩‍👩‍👧");
    expect(go(family[0], "grapheme", 1)).toBe(family[1]);
    expect(go(family[1], "grapheme", -1)).toBe(family[0]);
    expect(go(0, "sentence", 1)).toBe(rangeOf(text, "entreprise.")[1]);
    expect(go(rangeOf(text, "Rien ?")[1], "sentence", 1)).toBe([...text].length);
    expect(go(0, "paragraph", 1)).toBe(rangeOf(text, "Rien ?")[1]);
    expect(go([...text].length, "paragraph", -1)).toBe(at("Deux"));
    expect(go(rangeOf(text, "Rien ?")[1], "grapheme", 1)).toBe(at("Deux"));
    expect(go([...text].length, "word", 1)).toBe([...text].length);
  });
});

describe("by mouse", () => {
  const pressAt = (element: Element, range: DOMRect, detail: number) =>
    element.dispatchEvent(
      new MouseEvent("mousedown", {
        bubbles: true,
        cancelable: true,
        detail,
        button: 0,
        clientX: range.left + 2,
        clientY: (range.top + range.bottom) / 2,
      }),
    );

  test("the point of a letter is its place in the text", async () => {
    const { map, text } = show();
    await settled();
    const [start, end] = rangeOf(text, "parts");
    const box = map.rangeOf([start, end]).getBoundingClientRect();
    expect(offsetFromPoint(map, box.left + 1, (box.top + box.bottom) / 2)).toBe(start);
  });
  test("a double click selects a word, a triple click a sentence", async () => {
    const { map, text, words, element } = show();
    await settled();
    const box = map.rangeOf(rangeOf(text, "parts")).getBoundingClientRect();
    pressAt(element, box, 2);
    expect(words()).toBe("parts");
    pressAt(element, box, 3);
    expect(words()).toBe("Il détient 49% des parts de l’entreprise.");
  });
  test("what is copied is the text, without what stands apart", () => {
    const body = new FakeBody().paragraph("a ⟦漢字⟧ b", { is: "ruby", reading: "かんじ" }).done();
    const { map, element } = show(body);
    select(map, { anchor: 0, focus: 6 });
    const data = new DataTransfer();
    element.dispatchEvent(
      new ClipboardEvent("copy", { bubbles: true, cancelable: true, clipboardData: data }),
    );
    expect(data.getData("text/plain")).toBe("a 漢字 b");
  });
});

describe("by keyboard alone", () => {
  test("words are selected with Ctrl and Shift, lines with Shift, and a caret is seen", async () => {
    const { element, map, caret, text, words } = show();
    await settled();
    expect(caret.hidden).toBe(true);
    await userEvent.keyboard("{Tab}");
    expect(document.activeElement).toBe(element);
    expect(caret.hidden).toBe(false);
    await userEvent.keyboard("{Control>}{ArrowRight}{ArrowRight}{/Control}{ArrowRight}");
    expect(extentOf(map)?.focus).toBe(rangeOf(text, "49%")[0]);
    await userEvent.keyboard("{Shift>}{Control>}{ArrowRight}{ArrowRight}{ArrowRight}{/Control}{/Shift}");
    expect(words()).toBe("49% des parts");
    await userEvent.keyboard("{Shift>}{ArrowLeft}{/Shift}");
    expect(words()).toBe("49% des part");
    const before = extentOf(map)!.focus;
    await userEvent.keyboard("{ArrowDown}");
    const box = map.rangeOf([before - 1, before]).getBoundingClientRect();
    const below = extentOf(map)!.focus;
    expect(map.rangeOf([below - 1, below]).getBoundingClientRect().top).toBeGreaterThan(box.bottom - 4);
    await userEvent.keyboard("{ArrowUp}");
    expect(Math.abs(extentOf(map)!.focus - before)).toBeLessThanOrEqual(1);
  });
  test("Home, End, Ctrl+Home and Ctrl+End go to the ends, Ctrl+A takes all", async () => {
    const { element, map, text, words } = show();
    element.focus();
    select(map, { anchor: rangeOf(text, "détient")[0], focus: rangeOf(text, "détient")[0] });
    await userEvent.keyboard("{Home}");
    expect(extentOf(map)?.focus).toBe(0);
    await userEvent.keyboard("{End}");
    expect(extentOf(map)!.focus).toBeGreaterThan(rangeOf(text, "49%")[0]);
    await userEvent.keyboard("{Control>}{End}{/Control}");
    expect(extentOf(map)?.focus).toBe([...text].length);
    await userEvent.keyboard("{Control>}{Home}{/Control}");
    expect(extentOf(map)?.focus).toBe(0);
    await userEvent.keyboard("{Control>}a{/Control}");
    expect(words()).toBe(text);
  });
  test("E grows the selection from the word to the sentence to the paragraph", async () => {
    const { element, map, text, words } = show();
    element.focus();
    const at = rangeOf(text, "Altman")[0] + 2;
    select(map, { anchor: at, focus: at });
    await userEvent.keyboard("e");
    expect(words()).toBe("Altman");
    await userEvent.keyboard("e");
    expect(words()).toBe("M. Altman part !");
    await userEvent.keyboard("e");
    expect(words()).toBe(text.split("\n\n")[0]);
  });
  test("arrow down walks through a long article to its end, never stuck", async () => {
    const body = new FakeBody();
    for (let i = 0; i < 12; i++) body.paragraph(`Paragraphe ${i} ${"mot ".repeat(20)}`);
    body.block((b) => ({
      is: "list",
      first: 1,
      items: [
        { checked: null, blocks: [{ is: "paragraph", leaf: b.leaf("un") }] },
        { checked: null, blocks: [{ is: "paragraph", leaf: b.leaf("deux") }] },
      ],
    }));
    body.paragraph("fin");
    const { element, map } = show(
      body.done([{ before: 6, lines: 1, text: "menu", blocks: paragraphs("menu").blocks }]),
    );
    element.focus();
    select(map, { anchor: 0, focus: 0 });
    let last = -1;
    for (let i = 0; i < 80; i++) {
      element.dispatchEvent(
        new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true, cancelable: true }),
      );
      const now = extentOf(map)!.focus;
      if (now <= last) break;
      last = now;
    }
    expect(last).toBe(map.text.length);
  });
});
