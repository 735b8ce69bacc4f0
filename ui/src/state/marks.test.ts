import { expect, test } from "vitest";
import type { Mark } from "../backend/types/Mark";
import { mark } from "../reader/fake-article";
import { Marks } from "./marks.svelte";

const note = (id: string, ...places: [number, number][]): Mark => mark(id, { is: "note" }, ...places);
const ids = (marks: readonly Mark[]) => marks.map(({ id }) => id).join(" ");
const settled = () =>
  new Promise((after) => requestAnimationFrame(() => setTimeout(() => setTimeout(after))));

test("marks are in reading order, the longer of two that begin together first", () => {
  const marks = new Marks([note("late", [9, 12]), note("short", [1, 3]), note("long", [1, 8])]);
  expect(ids(marks.all)).toBe("long short late");
  marks.put([note("between", [4, 5]), note("also", [1, 3])], ["late"]);
  expect(ids(marks.all)).toBe("long also short between");
  // A mark whose place changed stands where it stands now.
  marks.put([note("long", [20, 22])], []);
  expect(ids(marks.all)).toBe("also short between long");
  expect(marks.get("long")?.places[0]?.range).toEqual([20, 22]);
  expect(marks.size).toBe(4);
});

test("few changes and many leave the marks in the same order", () => {
  const few = new Marks([]);
  const all = Array.from({ length: 500 }, (_, i) => note(`m${i}`, [(i * 37) % 101, 110 + ((i * 13) % 7)]));
  for (const one of all) few.put([one], []);
  for (let i = 0; i < 500; i += 3) few.put([], [`m${i}`]);
  const many = new Marks([]);
  many.put(
    all.filter((_, i) => i % 3 !== 0),
    [],
  );
  expect(ids(few.all)).toBe(ids(many.all));
});

test("who counts all marks is told of a change when it has been painted", async () => {
  const marks = new Marks([note("a", [1, 2])]);
  const tagged = { ...note("b", [3, 4]), tags: ["vote"] };
  marks.put([tagged], []);
  expect(ids(marks.all)).toBe("a b");
  expect(ids(marks.settled)).toBe("a");
  await settled();
  expect(ids(marks.settled)).toBe("a b");
  expect([...marks.tags]).toEqual([["vote", 1]]);
});
