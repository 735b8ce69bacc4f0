import { describe, expect, it } from "vitest";
import type { PageWord } from "../../backend/types/PageWord";
import { Passages } from "../hit-test";
import { boxesOf, edgeOf, firstBelow, isFromRight, passagesAt, passagesOn, positionAt } from "./page-words";

const word = (start: number, end: number, x: number, y: number, ends?: number[]): PageWord => ({
  range: [start, end],
  x,
  y,
  width: (end - start) * 5,
  height: 10,
  ends: ends ?? Array.from({ length: end - start }, (_, i) => (i + 1) / (end - start)),
  from_right: false,
});
/** "Le tram roule" and, on the next line, "vite"; in the second column, level with the first line, "Fin". */
const page = {
  turn: 0,
  words: [
    word(0, 2, 10, 10),
    word(3, 7, 24, 10),
    word(8, 13, 48, 10),
    word(14, 18, 10, 24),
    word(19, 22, 200, 10),
  ],
};

describe("a stretch of text on a page", () => {
  it("is one box a line, and another for another column", () => {
    expect(boxesOf(page, [3, 22])).toEqual([
      { x: 24, y: 10, width: 49, height: 10 },
      { x: 10, y: 24, width: 20, height: 10 },
      { x: 200, y: 10, width: 15, height: 10 },
    ]);
  });

  it("begins and ends within words where their letters do", () => {
    expect(boxesOf(page, [4, 6])).toEqual([{ x: 29, y: 10, width: 10, height: 10 }]);
    const narrow = { turn: 0, words: [word(0, 2, 0, 0, [0.2, 1])] };
    expect(boxesOf(narrow, [0, 1])).toEqual([{ x: 0, y: 0, width: 2, height: 10 }]);
  });

  it("has no box where its words are not on the page", () => {
    expect(boxesOf(page, [2, 3])).toEqual([]);
    expect(boxesOf(page, [40, 50])).toEqual([]);
  });

  it("lies where it is seen on a page that is turned", () => {
    // Lines run down: the words of a line stand below each other.
    const down = {
      turn: 1,
      words: [
        { ...word(0, 2, 50, 10), width: 10, height: 10 },
        { ...word(3, 7, 50, 24), width: 10, height: 20 },
      ],
    };
    expect(boxesOf(down, [0, 7])).toEqual([{ x: 50, y: 10, width: 10, height: 34 }]);
    expect(boxesOf(down, [3, 5])).toEqual([{ x: 50, y: 24, width: 10, height: 10 }]);
    expect(boxesOf({ ...down, turn: 3 }, [3, 5])).toEqual([{ x: 50, y: 34, width: 10, height: 10 }]);
  });
});

describe("a place of a page", () => {
  const at = (x: number, y: number) => positionAt(page, x, y);

  it("means the space between two letters", () => {
    expect(at(10, 15)).toBe(0);
    expect(at(13, 15)).toBe(1);
    expect(at(33, 15)).toBe(5);
  });

  it("right of a line means its end, and not the other column", () => {
    expect(at(90, 15)).toBe(13);
    expect(at(198, 15)).toBe(19);
  });

  it("above and below all words means the nearest", () => {
    expect(at(12, 0)).toBe(0);
    expect(at(40, 90)).toBe(18);
    expect(positionAt({ turn: 0, words: [] }, 5, 5)).toBe(null);
  });

  it("on a page that is turned is read along its lines", () => {
    const up = { turn: 3, words: [{ ...word(3, 7, 50, 24), width: 10, height: 20 }] };
    expect(positionAt(up, 55, 44)).toBe(3);
    expect(positionAt(up, 55, 30)).toBe(6);
  });

  it("is read on from there in the order of the text", () => {
    expect(firstBelow(page, 12)).toBe(0);
    expect(firstBelow(page, 20)).toBe(14);
    expect(firstBelow(page, 80)).toBe(null);
  });
});

describe("the passages of a page", () => {
  const passage = (mark: string, start: number, end: number) =>
    ({ mark, place: 0, start, end, look: "wrong" }) as const;
  const passages = new Passages([passage("a", 3, 13), passage("b", 8, 13), passage("far", 50, 60)]);
  const shown = passagesOn(page, passages);

  it("are those that have words on it", () => {
    expect(shown.map(({ passage: { mark }, boxes }) => [mark, boxes.length])).toEqual([
      ["a", 1],
      ["b", 1],
    ]);
  });

  it("are met where they lie, the gap between their words included", () => {
    const marks = (x: number, y: number) => passagesAt(shown, x, y).map(({ mark }) => mark);
    expect(marks(46, 15)).toEqual(["a"]);
    expect(marks(50, 15)).toEqual(["a", "b"]);
    expect(marks(12, 15)).toEqual([]);
  });
});

describe("a line that is read from the right", () => {
  // "שלום" and, to its left, "עולם".
  const hebrew = {
    turn: 0,
    words: [word(0, 4, 60, 10), word(5, 9, 36, 10)].map((one) => ({ ...one, from_right: true })),
  };
  it("has its first letters at the right of their box", () => {
    expect(boxesOf(hebrew, [0, 1])).toEqual([{ x: 75, y: 10, width: 5, height: 10 }]);
    expect(boxesOf(hebrew, [2, 6])).toEqual([{ x: 51, y: 10, width: 19, height: 10 }]);
  });
  it("is under the pointer from the right", () => {
    expect(positionAt(hebrew, 79, 15)).toBe(0);
    expect(positionAt(hebrew, 61, 15)).toBe(4);
  });
  it("begins at the right edge of its boxes", () => {
    const box = { x: 60, y: 10, width: 20, height: 10 };
    const fromRight = isFromRight(hebrew, 0);
    expect(edgeOf(box, "start", { turn: 0, fromRight })).toEqual({ x: 80, y: 15, line: 10 });
    expect(edgeOf(box, "end", { turn: 0, fromRight })).toEqual({ x: 60, y: 15, line: 10 });
    expect(edgeOf(box, "start", { turn: 1 })).toEqual({ x: 70, y: 10, line: 20 });
  });
});
