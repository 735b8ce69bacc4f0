import { expect, test } from "vitest";
import { keepInView } from "./keep-in-view";

const view = { top: 100, bottom: 500 };

test("a card that fits stands level with its passage", () => {
  expect(keepInView({ want: 200, height: 300 }, view)).toBe(200);
});

test("a card that would end below the view stands as high as it must", () => {
  expect(keepInView({ want: 400, height: 150 }, view)).toBe(350);
});

test("a card higher than the view begins at its top", () => {
  expect(keepInView({ want: 300, height: 900 }, view)).toBe(100);
});

test("a card whose passage is not in view stays level with it", () => {
  expect(keepInView({ want: 40, height: 900 }, view)).toBe(40);
  expect(keepInView({ want: 620, height: 150 }, view)).toBe(620);
});
