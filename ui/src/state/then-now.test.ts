import { expect, test } from "vitest";
import { thenNow } from "./then-now";

test("the words that stayed stand once, those that changed twice", () => {
  expect(thenNow("qui détient 49% des parts", "qui détient 51% des parts")).toEqual({
    before: "qui détient",
    then: "49%",
    now: "51%",
    after: "des parts",
  });
});

test("words that only came, or only went, have nothing on the other side", () => {
  expect(thenNow("deux ans", "près de deux ans")).toMatchObject({
    then: "",
    now: "près de",
    after: "deux ans",
  });
  expect(thenNow("deux longs ans", "deux ans")).toMatchObject({ before: "deux", then: "longs", now: "" });
});

test("nothing in common: all of then, all of now", () => {
  expect(thenNow("la majorité", "738 employés")).toEqual({
    before: "",
    then: "la majorité",
    now: "738 employés",
    after: "",
  });
});

test("a repeated word is not counted at both ends", () => {
  expect(thenNow("très très grand", "très grand")).toMatchObject({ then: "très", now: "" });
});

test("of many words around the change, the nearest are shown", () => {
  const long = "un mot de plus ".repeat(10);
  const { before, after } = thenNow(`${long}49 ${long}`, `${long}51 ${long}`);
  expect(before).toMatch(/^… .{10,30}plus$/);
  expect(after).toMatch(/^un .{8,30} …$/);
});
