// One article that came is told by its title; of several it is told what became of each.
import { afterEach, expect, test } from "vitest";
import { type Came, cameWords } from "./bundle-words";
import { speech } from "./speech.svelte";

afterEach(() => (speech.language = "en"));

const came = (how: Came["how"], title: string, disputed = 0): Came => ({
  how,
  title,
  disputed,
  steps: 4,
  name: "tram.obelus",
});

test("one article is told by its title", () => {
  expect(cameWords([came("new", "Le tram")])).toBe(
    "“Le tram” came from “tram.obelus”, with all that was done to it.",
  );
  expect(cameWords([came("there", "Le tram")])).toBe(
    "All of “tram.obelus” was here already: nothing changed.",
  );
  expect(cameWords([came("merged", "Le tram", 1)])).toMatch(/^4 edits .* of 1 mark both sides/i);
});

test("of several none is left out, whatever became of it", () => {
  const all = [
    came("merged", "Le tram", 2),
    came("new", "Le port"),
    came("new", "Le budget"),
    came("there", "La gare"),
    came("erased", "Le stade"),
  ];
  expect(cameWords(all)).toBe(
    "5 articles came: 2 new, 1 with what was done elsewhere, 1 as an article of its own, 1 without anything new. " +
      "Of 2 marks both sides wrote the same part: the later words count, the others are in their history.",
  );
  speech.language = "fr";
  expect(cameWords(all.slice(1, 4))).toBe("3 articles sont arrivés : 2 nouveaux, 1 sans rien de nouveau.");
});
