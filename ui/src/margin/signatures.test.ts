// Who answered in a conversation that came with a file, and when.
import { expect, test } from "vitest";
import { speech } from "../state/speech.svelte";
import { showSignatures } from "./signatures";

/** A note of paragraphs; `*name*` is strong. */
function shown(...paragraphs: string[]): string[] {
  speech.language = "fr";
  const note = document.createElement("div");
  for (const words of paragraphs) {
    const paragraph = document.createElement("p");
    for (const [i, part] of words.split("*").entries()) {
      if (part === "") continue;
      const place = i % 2 === 1 ? document.createElement("strong") : null;
      place?.append(part);
      paragraph.append(place ?? part);
    }
    note.append(paragraph);
  }
  showSignatures(note, Date.UTC(2026, 10, 23));
  speech.language = "en";
  return [...note.children].map(
    (one) => `${one.classList.contains("signature") ? "§ " : ""}${one.textContent?.replace(/\u00a0/g, " ")}`,
  );
}

test("answers are signed, with their day in the person's language", () => {
  expect(shown("Combien ?", "— *Anna Roy*, 2023-11-21", "738 sur 770.")).toEqual([
    "Combien ?",
    "§ — Anna Roy, 21 nov. 2023",
    "738 sur 770.",
  ]);
});

test("either the name or the day may be missing", () => {
  expect(shown("a", "— *Anna*", "b", "— 2023-11-21", "c")).toEqual([
    "a",
    "§ — Anna",
    "b",
    "§ — 21 nov. 2023",
    "c",
  ]);
});

test("a sentence that begins with a dash is no signature", () => {
  const words = ["— Non, dit-il.", "— *Anna* a dit non", "— le 2023-11-21 il partit"];
  expect(shown(...words)).toEqual(words.map((one) => one.replaceAll("*", "")));
});
