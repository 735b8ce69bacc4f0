import { afterEach, describe, expect, test } from "vitest";
import "./article.css";
import type { TextRange } from "../backend/types/TextRange";
import { buildArticle } from "./build";
import { paragraphs, rangeOf, settled, WORDS } from "./fake-article";
import { type Passage, Passages } from "./hit-test";
import { HighlightPainter, type Picture } from "./painter";
import { Positions } from "./positions";
import { Sight } from "./sight";
import type { Placed, Stop } from "./view";

const stops: Stop[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  document.body.replaceChildren();
});

function show(...words: string[]) {
  const body = paragraphs(...words);
  const article = buildArticle(body, { language: "fr", words: WORDS, follow() {}, bringBack() {} });
  const scroller = document.createElement("div");
  scroller.style.height = "300px";
  scroller.style.overflow = "auto";
  const overlay = document.createElement("div");
  scroller.append(article.element, overlay);
  document.body.replaceChildren(scroller);
  const sight = new Sight(scroller, article);
  const painter = new HighlightPainter(article.map, sight, overlay);
  stops.push(
    () => painter.stop(),
    () => sight.stop(),
  );
  return { ...article, scroller, overlay, sight, painter, text: body.text };
}

const passage = (mark: string, look: Passage["look"], [start, end]: TextRange): Passage => ({
  mark,
  place: 0,
  look,
  start,
  end,
});
const picture = (passages: Passage[], more: Partial<Picture> = {}): Picture => ({
  passages: new Passages(passages),
  active: null,
  found: [],
  currentHit: null,
  pending: null,
  held: null,
  ...more,
});
const painted = (name: string) =>
  [...(CSS.highlights.get(`obelus-${name}`) ?? [])].map((range) => {
    const live = document.createRange();
    live.setStart(range.startContainer, range.startOffset);
    live.setEnd(range.endContainer, range.endOffset);
    return live.toString();
  });

describe("painting", () => {
  test("puts each passage in the highlight of its look, paragraph by paragraph", async () => {
    const { painter, text } = show("Il détient 49% des parts.", "Deux mots.");
    painter.paint(
      picture([
        passage("a", "wrong", rangeOf(text, "49% des parts")),
        passage("b", "note", rangeOf(text, "parts.\n\nDeux")),
        passage("c", "wrong", rangeOf(text, "mots")),
      ]),
    );
    await settled();
    expect(painted("wrong")).toEqual(["49% des parts", "mots"]);
    expect(painted("note")).toEqual(["parts.", "Deux"]);
    expect(painted("confirmed")).toEqual([]);
  });

  test("another picture replaces the one before, and stopping leaves nothing", async () => {
    const { painter, text, overlay } = show("Il détient 49% des parts.");
    const range = rangeOf(text, "49%");
    painter.paint(picture([passage("a", "wrong", range)]));
    await settled();
    painter.paint(picture([passage("a", "confirmed", range)]));
    await settled();
    expect([painted("wrong"), painted("confirmed")]).toEqual([[], ["49%"]]);
    painter.stop();
    expect(CSS.highlights.has("obelus-wrong")).toBe(false);
    expect(overlay.childElementCount).toBe(0);
  });

  test("a louder look lies over a quieter one", () => {
    show("a");
    const priority = (name: string) => CSS.highlights.get(`obelus-${name}`)!.priority;
    expect(priority("wrong")).toBeGreaterThan(priority("note"));
    expect(priority("note")).toBeGreaterThan(priority("yellow"));
    expect(priority("current-hit")).toBeGreaterThan(priority("found"));
  });

  test("the active passage is outlined with one box a line", async () => {
    const { painter, text, overlay, map } = show(`Il ${"détient ".repeat(60)}49% des parts.`);
    const active = passage("a", "wrong", [3, rangeOf(text, "49%")[1]]);
    painter.paint(picture([active], { active }));
    await settled();
    const lines = new Set(
      [...map.rangeOf([active.start, active.end]).getClientRects()].map(({ top }) => Math.round(top)),
    );
    expect(overlay.querySelectorAll(".outline").length).toBe(lines.size);
    expect(overlay.dataset.look).toBe("wrong");
    expect(overlay.firstElementChild!.className).toBe("outline first");
  });

  test("hits and what is pending are painted too", async () => {
    const { painter, text } = show("un deux un");
    const hits = [rangeOf(text, "un"), rangeOf(text, "un", 1)];
    const active = passage("a", "note", rangeOf(text, "un"));
    painter.paint(
      picture([active], { active, found: hits, currentHit: hits[1]!, pending: rangeOf(text, "un deux") }),
    );
    await settled();
    expect([painted("found"), painted("current-hit"), painted("pending"), painted("note")]).toEqual([
      ["un"],
      ["un"],
      ["un deux"],
      ["un deux"],
    ]);
  });

  test("of ten thousand marks only those near the view are ranges, and scrolling brings the others", async () => {
    const words = Array.from({ length: 10_000 }, (_, i) => `Paragraphe ${i} avec quelques mots.`);
    const { painter, scroller, map } = show(...words);
    const all = map.pieces.map(({ start }, i) => passage(`${i}`, "unchecked", [start, start + 10]));
    painter.paint(picture(all));
    await settled();
    const first = painted("unchecked").length;
    expect(first).toBeGreaterThan(5);
    expect(first).toBeLessThan(200);
    scroller.scrollTop = scroller.scrollHeight / 2;
    await settled();
    await settled();
    const view = scroller.getBoundingClientRect();
    const near = [...CSS.highlights.get("obelus-unchecked")!].filter((range) => {
      const { top } = range.startContainer.parentElement!.getBoundingClientRect();
      return top >= view.top && top <= view.bottom;
    });
    expect(near.length).toBeGreaterThan(3);
    expect(CSS.highlights.get("obelus-unchecked")!.size).toBeLessThan(200);
  });
});

describe("positions", () => {
  test("are those of the first lines of marks near the view, and follow the layout", async () => {
    const { sight, text, element, map } = show(
      "Un mot.",
      "Deux mots.",
      ...Array.from({ length: 200 }, () => "Loin de là."),
    );
    const told: (readonly Placed[])[] = [];
    const positions = new Positions(sight, (placed) => told.push(placed));
    stops.push(() => positions.stop());
    const far: TextRange = [map.text.length - 5, map.text.length - 1];
    const two: Passage[] = [
      passage("a", "note", far),
      { ...passage("a", "note", rangeOf(text, "Un")), place: 1 },
    ];
    positions.show(
      new Passages([...two, passage("b", "note", rangeOf(text, "Deux")), passage("c", "note", far)]),
      null,
    );
    const top = (words: string) =>
      map.rangeOf(rangeOf(text, words)).getBoundingClientRect().top - element.getBoundingClientRect().top;
    expect(positions.placed.map(({ mark, top }) => [mark, top])).toEqual([
      ["a", top("Un")],
      ["b", top("Deux")],
    ]);
    element.style.fontSize = "30px";
    await settled();
    await settled();
    expect(told.length).toBe(2);
    expect(positions.placed[1]!.top).toBe(top("Deux"));
  });
});

describe("the part in view", () => {
  test("is brought to where a range stands, far away and near", async () => {
    const words = Array.from({ length: 3000 }, (_, i) => `Paragraphe ${i} ${"mot ".repeat((i * 7) % 40)}`);
    const { sight, text, map, scroller } = show(...words);
    for (const name of ["Paragraphe 2500 ", "Paragraphe 7 ", "Paragraphe 1200 "]) {
      const range = rangeOf(text, name);
      sight.reveal(range);
      for (let i = 0; i < 6; i++) await settled();
      const [box, view] = [map.rangeOf(range).getBoundingClientRect(), scroller.getBoundingClientRect()];
      expect(box.top).toBeGreaterThan(view.top);
      expect(box.bottom).toBeLessThan(view.bottom);
    }
    sight.goTo(rangeOf(text, "Paragraphe 900 ")[0]);
    expect(Math.abs(sight.top() - rangeOf(text, "Paragraphe 900 ")[0])).toBeLessThan(200);
  });
});
