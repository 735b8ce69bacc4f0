// The words that tracked changes put in and took out are marked, and no others.
import { expect, test } from "vitest";
import { markChanges } from "./tracked";

/** Paragraphs of words; gives back both, with `[+ +]` and `[- -]` around what was marked. */
function marked(now: string[], then: string[]): string[][] {
  const build = (words: string[]) => {
    const place = document.createElement("div");
    for (const one of words) {
      const paragraph = document.createElement("p");
      paragraph.textContent = one;
      place.append(paragraph);
    }
    return place;
  };
  const [accepted, rejected] = [build(now), build(then)];
  markChanges(accepted, rejected);
  const read = (place: HTMLElement) =>
    [...place.children].map((paragraph) =>
      [...paragraph.childNodes]
        .map((node) =>
          node instanceof Element
            ? `[${node.localName === "ins" ? "+" : "-"}${node.textContent}]`
            : node.textContent,
        )
        .join(""),
    );
  return [read(accepted), read(rejected)];
}

test("a word for another, a word more, a word less", () => {
  expect(marked(["qui détient 51% des parts"], ["qui détient 49% des parts"])).toEqual([
    ["qui détient [+51]% des parts"],
    ["qui détient [-49]% des parts"],
  ]);
  expect(marked(["Bernard, qui voulait partir"], ["Bernard, voulait vraiment partir"])).toEqual([
    ["Bernard, [+qui] voulait partir"],
    ["Bernard, voulait [-vraiment] partir"],
  ]);
});

test("words that follow one another are marked as one; a paragraph that is new is marked whole", () => {
  expect(marked(["un", "tout à fait nouveau", "deux"], ["un", "deux"])).toEqual([
    ["un", "[+tout à fait nouveau]", "deux"],
    ["un", "deux"],
  ]);
});

test("what a preview was cut of is no change", () => {
  expect(marked(["un deux trois quatre"], ["un deux trois"])[0]).toEqual(["un deux trois quatre"]);
});

test("the words stay the words", () => {
  const [accepted] = marked(["a « b » c"], ["a « d » c"]);
  expect(accepted).toEqual(["a « [+b] » c"]);
});
