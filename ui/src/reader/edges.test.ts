import { afterEach, describe, expect, test } from "vitest";
import "./article.css";
import type { TextRange } from "../backend/types/TextRange";
import { Boundaries } from "./boundaries";
import { buildArticle } from "./build";
import { drawEdge, edgesInText, moveEdge } from "./edges";
import { paragraphs, rangeOf, settled, WORDS } from "./fake-article";
import { Sight } from "./sight";
import type { Edge, Step } from "./view";

const body = paragraphs(
  "Microsoft détient 49% des parts, de l’entreprise e\u0301te\u0301. Suite ici.",
  "Fin",
);
const { text } = body;
const article = buildArticle(body, { language: "fr", words: WORDS, follow() {}, bringBack() {} });
const { map } = article;
const boundaries = new Boundaries(map, "fr");

afterEach(() => document.body.replaceChildren());

function check(from: string, edge: Edge, step: Step, to: string | null) {
  const moved = moveEdge(boundaries, rangeOf(text, from), edge, step);
  expect(moved && map.textOf(moved)).toBe(to);
}

describe("an edge moved by steps", () => {
  const word = (direction: 1 | -1): Step => ({ by: "word", direction });
  test("takes a word more or a word less at the end", () => {
    check("49% des", "end", word(1), "49% des parts");
    check("49% des parts", "end", word(-1), "49% des");
  });
  test("takes a word more or a word less at the start", () => {
    check("49% des parts", "start", word(-1), "détient 49% des parts");
    check("49% des parts", "start", word(1), "% des parts");
  });
  test("by grapheme never cuts one", () =>
    check("te\u0301", "start", { by: "grapheme", direction: -1 }, "e\u0301te\u0301"));
  test("by sentence goes to its end", () =>
    check(
      "49%",
      "end",
      { by: "sentence", direction: 1 },
      text.slice(text.indexOf("49%"), text.indexOf(" Suite")),
    ));
  test("cannot cross the other edge, nor leave the text", () => {
    check("des", "end", word(-1), null);
    check("Microsoft", "start", word(-1), null);
    check("Fin", "end", word(1), null);
  });
});

describe("an edge drawn by its handle", () => {
  async function draw() {
    const scroller = document.createElement("div");
    scroller.append(article.element);
    document.body.replaceChildren(scroller);
    const sight = new Sight(scroller, article);
    await settled();
    const handle = document.createElement("button");
    handle.style.position = "fixed";
    handle.style.insetBlockStart = "600px";
    document.body.append(handle);
    // Synthetic pointers cannot be captured.
    handle.setPointerCapture = () => undefined;
    handle.hasPointerCapture = () => false;
    const previews: (string | null)[] = [];
    const commits: string[] = [];
    const range: TextRange = rangeOf(text, "49% des");
    const stopDrawing = drawEdge(handle, {
      field: edgesInText(map, sight, scroller),
      boundaries,
      edge: "end",
      range: () => range,
      preview: (now) => previews.push(now && map.textOf(now)),
      commit: (now) => commits.push(map.textOf(now)),
    });
    const point = (words: string) => {
      const box = map.rangeOf(rangeOf(text, words)).getBoundingClientRect();
      return { clientX: box.right - 1, clientY: (box.top + box.bottom) / 2 };
    };
    const send = (type: string, at: { clientX: number; clientY: number }) =>
      handle.dispatchEvent(
        new PointerEvent(type, { ...at, pointerId: 1, button: 0, bubbles: true, cancelable: true }),
      );
    const stop = () => {
      stopDrawing();
      sight.stop();
    };
    return { previews, commits, point, send, stop };
  }

  test("is seen while it moves and kept on release", async () => {
    const { previews, commits, point, send, stop } = await draw();
    send("pointerdown", point("49% des"));
    send("pointermove", point("parts"));
    expect(previews.at(-1)).toBe("49% des parts");
    expect(commits).toEqual([]);
    send("pointerup", point("parts"));
    expect(commits).toEqual(["49% des parts"]);
    expect(previews.at(-1)).toBeNull();
    stop();
  });

  test("stays as it was on Escape", async () => {
    const { previews, commits, point, send, stop } = await draw();
    send("pointerdown", point("49% des"));
    send("pointermove", point("parts"));
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    send("pointerup", point("parts"));
    expect(commits).toEqual([]);
    expect(previews.at(-1)).toBeNull();
    stop();
  });
});
