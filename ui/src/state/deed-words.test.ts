import { expect, test } from "vitest";
import type { JournalLine } from "../backend/types/JournalLine";
import { chiefOf } from "./deed-words";

const line = (deed: JournalLine["deed"]) => ({ deed }) as JournalLine;
const chief = (...deeds: JournalLine["deed"][]) => chiefOf(deeds.map(line))?.deed;

test("what came in with its comments is called by what came in, whichever way it went", () => {
  expect(chief("marked", "revised", "marked", "article_added")).toBe("article_added");
  expect(chief("article_added", "marked")).toBe("article_added");
  expect(chief("marked", "revised")).toBe("revised");
});

test("any other edits are called by the first of them", () => {
  expect(chief("note_written", "marked")).toBe("note_written");
  expect(chief()).toBeUndefined();
});
