// The headings of a text as a table of contents, and its pages by position and by name.
import { expect, test } from "vitest";
import type { Block } from "../backend/types/Block";
import type { Body } from "../backend/types/Body";
import { contentsOf, countContents, entryAt, pageAt, pageNamed } from "./contents";

/** A body of lines; `# ` to `###### ` make headings. */
function body(lines: string[], pages: Body["pages"] = []): Body {
  let text = "";
  const blocks = lines.map((line): Block => {
    const marks = /^#* ?/.exec(line)?.[0] ?? "";
    const level = marks.trim().length;
    const words = line.slice(marks.length);
    if (text !== "") text += "\n\n";
    const start = Array.from(text).length;
    text += words;
    const leaf = { start, end: Array.from(text).length, spans: [] };
    return level > 0 ? { is: "heading", level, leaf } : { is: "paragraph", leaf };
  });
  return { text, blocks, asides: [], pages };
}

const said = (lines: string[]) => contentsOf(body(lines)).map(({ words, depth }) => `${depth} ${words}`);

test("the headline is not of the contents; what stands below it begins at depth 0", () => {
  expect(said(["# Titre", "mots", "## Un", "### Détail", "## Deux"])).toEqual(["0 Un", "1 Détail", "0 Deux"]);
});

test("chapters that are all of the highest level stay, the first as well", () => {
  expect(said(["# Un", "mots", "# Deux", "## A"])).toEqual(["0 Un", "0 Deux", "1 A"]);
});

test("a level that is left out is no depth of its own", () => {
  expect(said(["## Un", "##### Loin", "## Deux"])).toEqual(["0 Un", "1 Loin", "0 Deux"]);
});

test("a heading without words is not listed, and lines of one are a line", () => {
  expect(said(["## ", "## Deux\nlignes"])).toEqual(["0 Deux lignes"]);
});

test("positions are code points", () => {
  const entries = contentsOf(body(["😀😀 mots", "## Un 👩‍👧", "mots", "## Deux"]));
  expect(entries.map(({ at, words }) => [at, words])).toEqual([
    [9, "Un 👩‍👧"],
    [23, "Deux"],
  ]);
});

test("the entry that is being read is the last that began", () => {
  const entries = [{ at: 10 }, { at: 20 }, { at: 30 }];
  expect([0, 10, 19, 20, 99].map((at) => entryAt(entries, at))).toEqual([-1, 0, 0, 1, 2]);
  expect(entryAt([], 5)).toBe(-1);
});

test("a position is on the page that began last; before the first page, on the first", () => {
  const pages = [
    { start: 2, name: "iv" },
    { start: 10, name: "1" },
  ];
  expect([0, 2, 9, 10, 50].map((at) => pageAt(pages, at)?.name)).toEqual(["iv", "iv", "iv", "1", "1"]);
  expect(pageAt([], 3)).toBeNull();
  expect(pageNamed(pages, " IV ")?.start).toBe(2);
  expect(pageNamed(pages, "2")).toBeNull();
});

test("entries know their pages, and counting them needs no words", () => {
  const pages = [
    { start: 0, name: "1" },
    { start: 8, name: "2" },
  ];
  const given = body(["## Un", "mots", "## Deux"], pages);
  expect(contentsOf(given).map(({ page }) => page)).toEqual(["1", "2"]);
  expect(countContents(given)).toBe(2);
});
