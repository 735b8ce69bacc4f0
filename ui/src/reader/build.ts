// Builds the article on the screen from the block model, once for each revision.
//
// Only createElement and textContent: whatever the words hold, they stay words. Nothing is loaded; pictures have
// their places, and come from the library when they are near the view.

import type { Aside } from "../backend/types/Aside";
import type { Block } from "../backend/types/Block";
import type { Body } from "../backend/types/Body";
import type { Leaf } from "../backend/types/Leaf";
import { buildLeaf, imagePlace, type LeafSetting } from "./build-leaf";
import { ArticleText, type Piece, TextMap } from "./text-map";
import type { Stop } from "./view";

/** The words that stand around the article's own. */
export interface BuildWords {
  /** "3 lines set aside" */
  setAside(lines: number): string;
  bringBack: string;
  /** Why nothing can be brought back here; not given, it can. */
  noBringBack?: string | undefined;
  /** For a picture without a description. */
  image: string;
  task(done: boolean): string;
  footnote(label: string): string;
  backToText: string;
}

export interface BuildSetting {
  /** BCP 47; hyphenation and the segmenters go by it. */
  language: string | null;
  words: BuildWords;
  follow(href: string): void;
  bringBack(aside: number): void;
}

/** An article, ready to be put on the screen. */
export interface BuiltArticle {
  element: HTMLElement;
  map: TextMap;
  /** The top-level blocks (asides not among them), and where the text of each begins. */
  blocks: readonly { element: HTMLElement; start: number }[];
  stop: Stop;
}

const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

export function buildArticle(body: Body, setting: BuildSetting): BuiltArticle {
  const element = document.createElement("article");
  element.className = "article";
  if (setting.language !== null) element.lang = setting.language;
  element.dir = RIGHT_TO_LEFT.has(setting.language?.split("-")[0] ?? "") ? "rtl" : "ltr";
  const text = new ArticleText(body.text);
  const pieces: Piece[] = [];
  const builder = new Builder(text, pieces, setting);
  const blocks: { element: HTMLElement; start: number }[] = [];
  let aside = 0;
  const asidesBefore = (index: number) => {
    for (; aside < body.asides.length && body.asides[aside]!.before <= index; aside++) {
      element.append(foldedAside(body.asides[aside]!, aside, setting));
    }
  };
  for (const [index, block] of body.blocks.entries()) {
    asidesBefore(index);
    const before = pieces.length;
    const built = builder.block(block);
    built.classList.add("block");
    element.append(built);
    blocks.push({ element: built, start: pieces[before]?.start ?? blocks.at(-1)?.start ?? 0 });
  }
  asidesBefore(Number.POSITIVE_INFINITY);
  const stopLinks = followLinks(element, setting.follow);
  return { element, map: new TextMap(element, text, pieces), blocks, stop: stopLinks };
}

/** Builds blocks that are not of an article: a note's preview, what was set aside. Links lead to `follow`. */
export function buildWords(
  body: Pick<Body, "text" | "blocks">,
  setting: Omit<BuildSetting, "bringBack">,
): DocumentFragment {
  const builder = new Builder(new ArticleText(body.text), null, setting);
  const fragment = document.createDocumentFragment();
  for (const block of body.blocks) fragment.append(builder.block(block));
  followLinks(fragment, setting.follow);
  return fragment;
}

class Builder {
  readonly #leafSetting: LeafSetting;
  readonly #words: BuildWords;
  readonly #footnotes = new Map<string, HTMLElement>();
  readonly #references = new Map<string, HTMLElement>();
  #leaves = 0;

  constructor(text: ArticleText, pieces: Piece[] | null, setting: Pick<BuildSetting, "words">) {
    this.#words = setting.words;
    this.#leafSetting = {
      text,
      pieces,
      imageWord: setting.words.image,
      reference: (label) => this.#reference(label),
    };
  }

  block(block: Block): HTMLElement {
    switch (block.is) {
      case "heading":
        return this.#leaf(`h${Math.min(Math.max(block.level, 1), 6)}`, block.leaf);
      case "paragraph":
        return this.#leaf("p", block.leaf);
      case "code": {
        const code = this.#leaf("pre", block.leaf);
        code.translate = false;
        return code;
      }
      case "quote":
        return this.#with("blockquote", block.blocks);
      case "list": {
        const list = document.createElement(block.first === null ? "ul" : "ol");
        if (list instanceof HTMLOListElement && block.first !== null) list.start = block.first;
        for (const item of block.items) {
          const entry = document.createElement("li");
          if (item.checked !== null) entry.append(this.#task(item.checked));
          for (const inner of item.blocks) entry.append(this.block(inner));
          list.append(entry);
        }
        return list;
      }
      case "table":
        return this.#table(block.rows);
      case "figure": {
        const figure = document.createElement("figure");
        figure.append(imagePlace(block.image, this.#leafSetting));
        if (block.caption.length > 0) figure.append(this.#with("figcaption", block.caption));
        return figure;
      }
      case "footnote":
        return this.#footnote(block.label, block.blocks);
      case "rule":
        return document.createElement("hr");
    }
  }

  #leaf(name: string, leaf: Leaf): HTMLElement {
    const element = document.createElement(name);
    element.dir = "auto";
    buildLeaf(element, leaf, this.#leaves++, this.#leafSetting);
    return element;
  }

  #with(name: string, blocks: readonly Block[]): HTMLElement {
    const element = document.createElement(name);
    for (const block of blocks) element.append(this.block(block));
    return element;
  }

  #task(done: boolean): HTMLElement {
    const box = document.createElement("span");
    box.className = "task";
    box.dataset.apart = "";
    box.role = "img";
    box.ariaLabel = this.#words.task(done);
    box.textContent = done ? "☑" : "☐";
    return box;
  }

  #table(rows: Extract<Block, { is: "table" }>["rows"]): HTMLElement {
    const table = document.createElement("table");
    for (const row of rows) {
      const line = table.insertRow();
      for (const cell of row.cells) {
        const box = document.createElement(cell.heading ? "th" : "td");
        box.colSpan = cell.columns;
        box.rowSpan = cell.rows;
        if (cell.align) box.classList.add(`align-${cell.align}`);
        for (const inner of cell.blocks) box.append(this.block(inner));
        line.append(box);
      }
    }
    const frame = document.createElement("div");
    frame.className = "table";
    frame.append(table);
    return frame;
  }

  #footnote(label: string, blocks: readonly Block[]): HTMLElement {
    const note = document.createElement("div");
    note.className = "footnote";
    note.role = "note";
    note.ariaLabel = this.#words.footnote(label);
    note.tabIndex = -1;
    const back = apartButton("footnote-label", label);
    back.title = this.#words.backToText;
    back.addEventListener("click", () => goTo(this.#references.get(label)));
    note.append(back);
    const words = this.#with("div", blocks);
    words.className = "footnote-words";
    note.append(words);
    if (!this.#footnotes.has(label)) this.#footnotes.set(label, note);
    return note;
  }

  #reference(label: string): HTMLElement {
    const place = document.createElement("sup");
    place.dataset.apart = "";
    const button = apartButton("footnote-reference", label);
    button.title = this.#words.footnote(label);
    button.addEventListener("click", () => goTo(this.#footnotes.get(label)));
    place.append(button);
    if (!this.#references.has(label)) this.#references.set(label, button);
    return place;
  }
}

/** What was set aside, folded: its words are built when it is opened. */
function foldedAside(aside: Aside, index: number, setting: BuildSetting): HTMLElement {
  const place = document.createElement("div");
  place.className = "aside";
  place.dataset.apart = "";
  const fold = apartButton("aside-fold", setting.words.setAside(aside.lines));
  fold.ariaExpanded = "false";
  const bringBack = apartButton("aside-bring-back", setting.words.bringBack);
  const { noBringBack } = setting.words;
  bringBack.disabled = noBringBack !== undefined;
  if (noBringBack !== undefined) bringBack.title = noBringBack;
  bringBack.addEventListener("click", () => setting.bringBack(index));
  const words = document.createElement("div");
  words.className = "aside-words";
  words.hidden = true;
  fold.addEventListener("click", () => {
    words.hidden = !words.hidden;
    fold.ariaExpanded = String(!words.hidden);
    if (!words.hasChildNodes()) words.append(buildWords(aside, setting));
  });
  place.append(fold, bringBack, words);
  return place;
}

function apartButton(name: string, words: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = name;
  button.dataset.apart = "";
  button.textContent = words;
  return button;
}

function goTo(element: HTMLElement | undefined): void {
  element?.scrollIntoView({ block: "center" });
  element?.focus({ preventScroll: true });
}

function followLinks(root: HTMLElement | DocumentFragment, follow: (href: string) => void): Stop {
  // A fragment is emptied when it is put somewhere: its links are listened to one by one.
  const targets = root instanceof HTMLElement ? [root] : [...root.querySelectorAll("a")];
  const onClick = (event: Event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link) return;
    event.preventDefault();
    if (link.hasAttribute("href")) follow(link.getAttribute("href") ?? "");
  };
  for (const target of targets) {
    target.addEventListener("click", onClick);
    target.addEventListener("auxclick", onClick);
  }
  return () => {
    for (const target of targets) {
      target.removeEventListener("click", onClick);
      target.removeEventListener("auxclick", onClick);
    }
  };
}
