// The words of the screen stand in every language.
import { expect, test } from "vitest";
import en from "../messages/en.json";
import fr from "../messages/fr.json";

test("every message stands in both languages", () => {
  expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort());
});
