import "./article.css";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Body } from "../backend/types/Body";
import { buildArticle } from "./build";
import { hostOf } from "./build-leaf";
import { FakeBody, paragraphs, WORDS } from "./fake-article";
import { showPictures } from "./pictures";

function show(body: Body, follow = vi.fn(), bringBack = vi.fn()) {
  const article = buildArticle(body, { language: "fr", words: WORDS, follow, bringBack });
  document.body.replaceChildren(article.element);
  return { ...article, follow, bringBack };
}

afterEach(() => document.body.replaceChildren());

const HOSTILE = [
  '<img src=x onerror="window.pwned=1">',
  "<script>window.pwned=1</script>",
  '"><svg/onload=window.pwned=1>',
  "<iframe src=https://obelus.invalid/a></iframe>",
  "<style>@import 'https://obelus.invalid/b'</style>",
  "&lt;b&gt;&#x3c;",
  "{{constructor.constructor('window.pwned=1')()}}",
  "javascript:window.pwned=1",
];

describe("a hostile article", () => {
  const hostile = HOSTILE.join(" ");
  const body = new FakeBody();
  body
    .heading(1, hostile)
    .paragraph(
      `⟦${hostile}⟧ ⟦⟧ ⟦⟧`,
      { is: "ruby", reading: hostile },
      { is: "image", image: { alt: hostile } },
      { is: "footnote_reference", label: hostile },
    )
    .paragraph("⟦lien⟧", { is: "link", href: "javascript:window.pwned=1" })
    .block((b) => ({ is: "code", language: hostile, leaf: b.leaf(hostile) }))
    .block(() => ({ is: "figure", image: { alt: hostile }, caption: [] }))
    .block((b) => ({ is: "footnote", label: hostile, blocks: [{ is: "paragraph", leaf: b.leaf(hostile) }] }));

  test("makes no element, no handler and no request", async () => {
    performance.clearResourceTimings();
    const { element, map } = show(body.done());
    await new Promise((done) => setTimeout(done, 100));
    expect(map.disagreement()).toBeNull();
    const names = new Set([...element.querySelectorAll("*")].map((one) => one.localName));
    expect([...names].sort()).toEqual([
      "a",
      "button",
      "div",
      "figure",
      "h1",
      "p",
      "pre",
      "rt",
      "ruby",
      "span",
      "sup",
    ]);
    for (const one of element.querySelectorAll("*")) {
      for (const { name } of one.attributes) {
        expect([
          "class",
          "dir",
          "data-apart",
          "style",
          "type",
          "title",
          "rel",
          "draggable",
          "role",
          "aria-label",
          "tabindex",
          "translate",
        ]).toContain(name);
      }
    }
    expect("pwned" in window).toBe(false);
    expect(
      performance.getEntriesByType("resource").filter(({ name }) => name.includes("obelus.invalid")),
    ).toEqual([]);
  });

  test("has no link to a script", () => {
    const { element, follow } = show(body.done());
    const link = element.querySelector("a")!;
    expect(link.hasAttribute("href")).toBe(false);
    link.click();
    expect(follow).not.toHaveBeenCalled();
  });
});

describe("links", () => {
  const body = new FakeBody().paragraph("⟦là⟧", { is: "link", href: "https://аpple.com/x" }).done();

  test("a click asks, and the window stays where it is", () => {
    const { element, follow } = show(body);
    const link = element.querySelector("a")!;
    for (const type of ["click", "auxclick"]) {
      const click = new MouseEvent(type, { bubbles: true, cancelable: true });
      link.dispatchEvent(click);
      expect(click.defaultPrevented).toBe(true);
    }
    expect(follow).toHaveBeenCalledTimes(2);
    expect(follow).toHaveBeenCalledWith("https://аpple.com/x");
  });

  test("show a host that only looks like another as what it is", () => {
    expect(show(body).element.querySelector("a")!.title).toBe("xn--pple-43d.com");
    expect(hostOf("mailto:a@b.c")).toBe("a@b.c");
    expect(hostOf("https://obelus.example:8080/a")).toBe("obelus.example:8080");
  });
});

describe("what was set aside", () => {
  const body = {
    ...paragraphs("un", "deux"),
    asides: [{ before: 1, lines: 2, text: "menu\nbandeau", blocks: paragraphs("menu\nbandeau").blocks }],
  };

  test("stands folded at its place, opens to be read and can be brought back", () => {
    const { element, map, bringBack } = show(body);
    const [, aside, second] = element.children;
    expect(second?.textContent).toBe("deux");
    const [fold, back] = aside!.querySelectorAll("button");
    expect(fold!.textContent).toBe("2 lines set aside");
    expect(fold!.ariaExpanded).toBe("false");
    fold!.click();
    expect(fold!.ariaExpanded).toBe("true");
    expect(aside!.querySelector(".aside-words")!.textContent).toBe("menu\nbandeau");
    expect(map.disagreement()).toBeNull();
    back!.click();
    expect(bringBack).toHaveBeenCalledWith(0);
  });
});

test("a table keeps its spans and its alignment, a list its numbers and its tasks", () => {
  const leafOf = (b: FakeBody, words: string) => [{ is: "paragraph" as const, leaf: b.leaf(words) }];
  const body = new FakeBody()
    .block((b) => ({
      is: "table",
      rows: [{ cells: [{ heading: true, align: "end", columns: 2, rows: 3, blocks: leafOf(b, "a") }] }],
    }))
    .block((b) => ({ is: "list", first: 4, items: [{ checked: true, blocks: leafOf(b, "b") }] }));
  const { element } = show(body.done());
  const cell = element.querySelector("th")!;
  expect([cell.colSpan, cell.rowSpan, cell.className]).toEqual([2, 3, "align-end"]);
  expect(element.querySelector("ol")!.start).toBe(4);
  expect(element.querySelector(".task")!.ariaLabel).toBe("done");
});

test("a footnote and its reference lead to each other", () => {
  const body = new FakeBody()
    .paragraph("texte⟦⟧", { is: "footnote_reference", label: "n" })
    .block((b) => ({ is: "footnote", label: "n", blocks: [{ is: "paragraph", leaf: b.leaf("la note") }] }));
  const { element } = show(body.done());
  element.querySelector<HTMLElement>("sup button")!.click();
  expect(document.activeElement).toBe(element.querySelector(".footnote"));
  element.querySelector<HTMLElement>(".footnote-label")!.click();
  expect(document.activeElement).toBe(element.querySelector("sup button"));
});

describe("pictures", () => {
  const picture = { id: "a".repeat(64), width: 800, height: 400 };
  const body = new FakeBody()
    .paragraph("avant ⟦⟧ après", { is: "image", image: { alt: "un sceau", picture } })
    .block((b) => ({
      is: "figure",
      image: { alt: "", picture: { ...picture, id: "b".repeat(64) } },
      caption: [{ is: "paragraph", leaf: b.leaf("légende") }],
    }))
    .done();

  test("have their places before they come, and add nothing to the text", () => {
    const { element, map } = show(body);
    expect(map.disagreement()).toBeNull();
    const [small, large] = element.querySelectorAll("img");
    expect([small!.alt, large!.alt]).toEqual(["un sceau", "Image"]);
    expect(small!.hasAttribute("src")).toBe(false);
    const box = large!.getBoundingClientRect();
    expect(box.width / box.height).toBeCloseTo(2, 1);
    expect(box.width).toBeGreaterThan(100);
  });

  const frame = (built: { element: HTMLElement }) => {
    const scroller = document.createElement("div");
    scroller.style.cssText = "block-size: 400px; overflow: auto";
    scroller.append(built.element);
    document.body.replaceChildren(scroller);
    return scroller;
  };

  test("come when they are near the view, and give way to their words when they cannot be shown", async () => {
    const built = show(body);
    const scroller = frame(built);
    const drawn = await new OffscreenCanvas(8, 4).getContext("2d")!.canvas.convertToBlob();
    const stop = showPictures(built.element, scroller, (id) =>
      id.startsWith("a") ? Promise.resolve(drawn) : Promise.resolve(new Blob(["no picture"])),
    );
    await vi.waitFor(() => expect(built.element.querySelector("img")!.naturalWidth).toBe(8));
    expect(built.element.querySelector("img")!.src).toMatch(/^blob:/);
    await vi.waitFor(() => expect(built.element.querySelector("figure .image")!.textContent).toBe("Image"));
    expect(built.map.disagreement()).toBeNull();
    stop();
    expect(built.element.querySelector("img")!.hasAttribute("src")).toBe(false);
  });

  test("are taken out of memory when they are far from the view", async () => {
    const far = new FakeBody();
    far.paragraph("⟦⟧ début", { is: "image", image: { alt: "a", picture } });
    for (let i = 0; i < 300; i++) far.paragraph(`Paragraphe ${i}. `.repeat(8));
    const built = show(far.done());
    const scroller = frame(built);
    const drawn = await new OffscreenCanvas(8, 4).getContext("2d")!.canvas.convertToBlob();
    const stop = showPictures(built.element, scroller, () => Promise.resolve(drawn));
    const image = built.element.querySelector("img")!;
    await vi.waitFor(() => expect(image.naturalWidth).toBe(8));
    scroller.scrollTop = scroller.scrollHeight;
    await vi.waitFor(() => expect(image.hasAttribute("src")).toBe(false));
    scroller.scrollTop = 0;
    await vi.waitFor(() => expect(image.naturalWidth).toBe(8));
    stop();
  });
});

test("an article of 1 MB stands whole", () => {
  const body = paragraphs(
    ...Array.from({ length: 20_000 }, (_, i) => `Paragraphe ${i} : ${"mot ".repeat(8)}été.`),
  );
  const { map } = show(body);
  expect(map.root.querySelectorAll("p").length).toBe(20_000);
  const last = map.text.length;
  expect(map.rangeOf([last - 4, last]).toString()).toBe("été.");
});
