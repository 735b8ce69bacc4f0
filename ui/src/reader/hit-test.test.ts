import { describe, expect, test } from "vitest";
import type { Mark } from "../backend/types/Mark";
import type { MarkId } from "../backend/types/MarkId";
import { mark, REVISION } from "./fake-article";
import { KeptPassages, type Passage, Passages, passagesOf } from "./hit-test";

const passage = (name: string, start: number, end: number): Passage => ({
  mark: name,
  place: 0,
  start,
  end,
  look: "note",
});

describe("marks at a place", () => {
  const passages = new Passages([
    passage("outer", 0, 100),
    passage("inner", 20, 30),
    passage("middle", 10, 50),
    passage("apart", 60, 61),
  ]);

  test("come innermost first", () => {
    expect(passages.at(25).map(({ mark }) => mark)).toEqual(["inner", "middle", "outer"]);
    expect(passages.at(60).map(({ mark }) => mark)).toEqual(["apart", "outer"]);
    expect(passages.at(100)).toEqual([]);
  });

  test("clicking again goes through all of them, and around", () => {
    let active: string | null = null;
    const seen: (string | null)[] = [];
    for (let i = 0; i < 4; i++) {
      active = passages.next(25, active)?.mark ?? null;
      seen.push(active);
    }
    expect(seen).toEqual(["inner", "middle", "outer", "inner"]);
    expect(passages.next(200, "inner")).toBeNull();
  });

  test("a stretch has those that share text with it, in reading order", () => {
    expect(passages.within(30, 60).map(({ mark }) => mark)).toEqual(["outer", "middle"]);
    expect(passages.within(29, 61).map(({ mark }) => mark)).toEqual(["outer", "middle", "inner", "apart"]);
  });
});

test("only places in the open revision are passages", () => {
  const one = mark("m", { is: "claim", status: "wrong", recheck: false }, [3, 5], [9, 12]);
  one.places.push({ revision: "older", range: [0, 1], quote: "" });
  expect(passagesOf([one], REVISION)).toEqual([
    { mark: "m", place: 0, start: 3, end: 5, look: "wrong" },
    { mark: "m", place: 1, start: 9, end: 12, look: "wrong" },
  ]);
});

test("ten thousand marks are answered for as by looking at each", () => {
  const all = Array.from({ length: 10_000 }, (_, i) =>
    passage(`${i}`, (i * 7919) % 1_000_000, ((i * 7919) % 1_000_000) + 1 + ((i * 31) % 400)),
  );
  all.push(passage("whole", 0, 1_000_400));
  const passages = new Passages(all);
  for (let at = 0; at < 1_000_000; at += 9973) {
    const slow = all
      .filter(({ start, end }) => start <= at && at < end)
      .map(({ mark }) => mark)
      .sort();
    expect(
      passages
        .at(at)
        .map(({ mark }) => mark)
        .sort(),
    ).toEqual(slow);
  }
});

test("what is taken over from the passages before is what would be made anew", () => {
  // A small generator with a seed, so that a failure comes back.
  let seed = 7;
  const upTo = (end: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % end;
  const anew = (id: MarkId): Mark => {
    const places = Array.from({ length: 1 + upTo(3) }, (): [number, number] => {
      const start = upTo(60);
      return [start, start + 1 + upTo(9)];
    });
    return mark(id, { is: "note" }, ...places);
  };
  const kept = new KeptPassages(REVISION);
  let marks = Array.from({ length: 40 }, (_, i) => anew(`m${i}`));
  for (let step = 0; step < 300; step++) {
    const at = upTo(marks.length);
    const [one, other] = [upTo(marks.length), upTo(marks.length)];
    switch (upTo(4)) {
      case 0:
        marks = marks.toSpliced(at, 0, anew(`n${step}`));
        break;
      case 1:
        if (marks.length > 5) marks = marks.toSpliced(at, 1);
        break;
      case 2:
        marks = marks.with(at, anew(marks[at]!.id));
        break;
      default:
        marks = marks.with(one, marks[other]!).with(other, marks[one]!);
    }
    const passages = kept.of(marks);
    const fresh = new Passages(passagesOf(marks, REVISION));
    expect(passages.all).toEqual(fresh.all);
    expect(passages.within(20, 25)).toEqual(fresh.within(20, 25));
    for (const { id } of marks) expect(passages.of(id)).toEqual(fresh.of(id));
    expect(passages.of("nobody")).toEqual([]);
  }
});
