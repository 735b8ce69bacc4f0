import { expect, test } from "vitest";
import { sameSpot, spotOf } from "./same-spot";
import { ArticleText } from "./text-map";

const sentence = (i: number) =>
  `Phrase numéro ${i}, où il est dit que ${i * 7} personnes 🙂 sont venues mardi. `;
const text = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => sentence(from + i)).join("");

test("the same words are found after a paragraph was put before them", () => {
  const before = new ArticleText(text(0, 40));
  const after = new ArticleText(`Un chapeau ajouté par l’auteur. ${text(0, 40)}`);
  const at = before.at(before.string.indexOf("Phrase numéro 20"));
  const there = sameSpot(after, spotOf(before, at));
  expect(after.slice(there, there + 16)).toBe("Phrase numéro 20");
});

test("words that were rewritten are stood in for by those after them", () => {
  const before = new ArticleText(text(0, 40));
  const at = before.at(before.string.indexOf("Phrase numéro 20"));
  const after = new ArticleText(before.string.replace("Phrase numéro 20, où il est dit", "Réécrit :"));
  const there = sameSpot(after, spotOf(before, at));
  expect(Math.abs(there - at)).toBeLessThan(30);
});

test("in a text with nothing of the old one, the person is as far down as they were", () => {
  const after = new ArticleText("x ".repeat(500));
  expect(sameSpot(after, { at: 100, length: 200, words: "Plus aucun de ces mots ici." })).toBe(500);
  expect(sameSpot(after, { at: 0, length: 200, words: "x x x x x x x x x x x x x x" })).toBe(0);
});
