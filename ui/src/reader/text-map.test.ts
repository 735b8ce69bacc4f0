import { afterEach, describe, expect, test } from "vitest";
import type { Body } from "../backend/types/Body";
import { buildArticle, type BuiltArticle } from "./build";
import { FakeBody, length, paragraphs, rangeOf, WORDS } from "./fake-article";
import { ArticleText } from "./text-map";

const fixtures = import.meta.glob<Body>("../../../tests/fixtures/bodies/*.json", {
  eager: true,
  import: "default",
});

let article: BuiltArticle;

function show(body: Body, language: string | null = "fr"): BuiltArticle {
  article = buildArticle(body, { language, words: WORDS, follow() {}, bringBack() {} });
  document.body.replaceChildren(article.element);
  return article;
}

afterEach(() => document.body.replaceChildren());

const wordsOf = (ranges: StaticRange[]) =>
  ranges.map((range) => {
    const live = document.createRange();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
    return live.toString();
  });

describe("the text on the screen is the text of the revision", () => {
  test("there are fixtures", () => {
    expect(Object.keys(fixtures).length).toBeGreaterThan(10);
  });

  for (const [name, body] of Object.entries(fixtures)) {
    test(`code point for code point: ${name.split("/").at(-1)}`, () => {
      const { map } = show(body);
      expect(map.disagreement()).toBeNull();
      expect(map.text.length).toBe(length(body.text));
      const shown = map.pieces.map((piece) => piece.node.data).join("");
      expect(shown.replace(/\s+/g, "")).toBe(body.text.replace(/\s+/g, ""));
      // From every place to the screen and back.
      const step = Math.max(1, Math.floor(map.text.length / 500));
      for (const { start, end } of map.pieces) {
        for (let at = start; at < end; at += step) {
          const { node, offset } = map.pointAt(at, "after");
          expect(map.offsetAt(node, offset)).toBe(at);
        }
        const { node, offset } = map.pointAt(end, "before");
        expect(map.offsetAt(node, offset)).toBe(end);
      }
    });
  }

  const small: Record<string, string[]> = {
    emoji: ["a 👩‍👩‍👧 b 🇫🇷🇧🇪", "👍🏽 fin"],
    "combining marks": ["e\u0301te\u0301", "n\u0303 o\u0302"],
    Arabic: ["قال الوزير إن ٤٩٪ من الأسهم", "fin"],
    Devanagari: ["क्षि राज्य में ४९% हिस्सा"],
    "no-break spaces": ["« 49\u00a0% »\u202f!", "\u00a0a\u00a0"],
    "soft hyphens": ["anti\u00adconsti\u00adtutionnel"],
    "line breaks": ["un\ndeux\n trois  quatre"],
    "bidirectional controls": ["a\u202eb😀c\u202cd \u2067e\u2069 \u200ef"],
  };
  for (const [name, words] of Object.entries(small)) {
    test(`${name}`, () => {
      const { map } = show(paragraphs(...words));
      expect(map.disagreement()).toBeNull();
      expect(map.pieces.map((piece) => piece.node.data).join("")).toBe(words.join(""));
    });
  }

  test("a changed letter on the screen is noticed", () => {
    const { map } = show(paragraphs("qui détient 49% des parts"));
    map.pieces[0]!.node.data = "qui détient 51% des parts";
    expect(map.disagreement()).toContain("51%");
  });

  test("a word that was added to the screen is noticed", () => {
    const { map, element } = show(paragraphs("un", "deux"));
    element.append("trois");
    expect(map.disagreement()).toContain("trois");
  });
});

describe("a place on the screen and a place in the text", () => {
  const body = new FakeBody()
    .paragraph(
      "Il 👩‍👧 détient ⟦49% des⟧ parts⟦⟧ de ⟦漢字⟧ fin",
      { is: "strong" },
      { is: "footnote_reference", label: "1" },
      { is: "ruby", reading: "かんじ" },
    )
    .paragraph("Deuxième")
    .done([
      {
        before: 1,
        lines: 1,
        text: "menu",
        blocks: [{ is: "paragraph", leaf: { start: 0, end: 4, spans: [] } }],
      },
    ]);
  const { text } = body;

  test("inside a surrogate pair is the start of its code point", () => {
    const { map } = show(body);
    const at = [...text].indexOf("👩");
    const { node, offset } = map.pointAt(at, "after");
    expect(map.offsetAt(node, offset + 1)).toBe(at);
    expect(map.offsetAt(node, offset + 2)).toBe(at + 1);
  });

  test("an element's edge is the edge of its words", () => {
    const { map, blocks } = show(body);
    const [first, second] = blocks;
    expect(map.offsetAt(first!.element, 0)).toBe(0);
    expect(map.offsetAt(first!.element, first!.element.childNodes.length)).toBe(rangeOf(text, "fin")[1]);
    expect(map.offsetAt(second!.element, 0)).toBe(rangeOf(text, "Deuxième")[0]);
    expect(map.offsetAt(map.root, map.root.childNodes.length)).toBe(length(text));
    expect(map.offsetAt(first!.element.querySelector("strong")!, 0)).toBe(rangeOf(text, "49%")[0]);
  });

  test("words that are not of the text stand where the text goes on", () => {
    const { map, element } = show(body);
    expect(map.offsetAt(element.querySelector("rt")!.firstChild!, 2)).toBe(rangeOf(text, "漢字")[1]);
    expect(map.offsetAt(element.querySelector("sup button")!.firstChild!, 1)).toBe(
      rangeOf(text, " parts")[1],
    );
    const aside = map.offsetAt(element.querySelector(".aside button")!.firstChild!, 0)!;
    expect(text.slice(aside)).toMatch(/^(\n\n)?Deuxième/);
  });

  test("outside the article is nowhere", () => {
    const { map } = show(body);
    expect(map.offsetAt(document.body, 0)).toBeNull();
  });

  test("a range is painted leaf by leaf, without gaps and without what stands apart", () => {
    const { map } = show(body);
    const whole = wordsOf(map.staticRanges([0, length(text)]));
    expect(whole.join("|")).toBe("Il 👩‍👧 détient 49% des parts| de 漢字| fin|Deuxième");
    expect(wordsOf(map.staticRanges(rangeOf(text, "9% des pa")))).toEqual(["9% des pa"]);
  });

  test("the words of a range come from the text", () => {
    const { map } = show(body);
    expect(map.textOf(rangeOf(text, "fin\n\nDeu"))).toBe("fin\n\nDeu");
    expect(map.leafAt(rangeOf(text, "Deux")[0])).toEqual(rangeOf(text, "Deuxième"));
  });
});

describe("code points and UTF-16", () => {
  test("agree with counting characters, everywhere in a long text", () => {
    const string = Array.from({ length: 700 }, (_, i) => (i % 7 === 0 ? "😀" : i % 3 === 0 ? "é" : "a")).join(
      "",
    );
    const text = new ArticleText(string);
    const characters = [...string];
    expect(text.length).toBe(characters.length);
    let unit = 0;
    for (const [at, character] of characters.entries()) {
      expect(text.unitOf(at)).toBe(unit);
      expect(text.at(unit)).toBe(at);
      if (character.length === 2) expect(text.at(unit + 1)).toBe(at);
      unit += character.length;
    }
    expect(text.at(unit)).toBe(text.length);
    expect(text.slice(690, 900)).toBe(characters.slice(690).join(""));
  });
});
