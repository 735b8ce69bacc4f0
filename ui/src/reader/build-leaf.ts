// Builds the words of one block: text nodes and the inline structure over them.

import type { Image } from "../backend/types/Image";
import type { Leaf } from "../backend/types/Leaf";
import type { Style } from "../backend/types/Style";
import type { ArticleText, Piece } from "./text-map";

/** What stands around a leaf while the article is built. */
export interface LeafSetting {
  text: ArticleText;
  /** Where the pieces of the text are put; nothing for words that are not of the article (an aside, a note). */
  pieces: Piece[] | null;
  /** What stands for a picture without a description. */
  imageWord: string;
  /** The element of a footnote reference; it must be `data-apart`. */
  reference(label: string): HTMLElement;
}

/** Controls of the bidirectional algorithm. Those of embedding and override are confined to themselves. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const BIDI_NAMES: Readonly<Record<string, string>> = {
  "\u061c": "ALM",
  "\u200e": "LRM",
  "\u200f": "RLM",
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
};

const ELEMENTS = {
  emphasis: "em",
  strong: "strong",
  strike: "s",
  underline: "u",
  code: "code",
  superscript: "sup",
  subscript: "sub",
  small: "small",
} as const;

/** Puts a leaf's words into `parent`. `number` is the leaf's place among all leaves. */
export function buildLeaf(parent: HTMLElement, leaf: Leaf, number: number, setting: LeafSetting): void {
  const open: { element: HTMLElement; end: number; reading: string | null }[] = [];
  let at = leaf.start;
  let apart = false;
  const inside = () => open.at(-1)?.element ?? parent;
  const append = (element: HTMLElement) => {
    inside().append(element);
    apart = true;
  };
  const piece = (words: string, start: number, end: number, into: HTMLElement) => {
    const node = document.createTextNode(words);
    into.append(node);
    setting.pieces?.push({ node, start, end, leaf: number, apart });
    apart = false;
  };
  const writeTo = (end: number) => {
    if (end <= at) return;
    const words = setting.text.slice(at, end);
    if (!BIDI.test(words)) {
      piece(words, at, end, inside());
    } else {
      let start = at;
      for (const part of words.split(new RegExp(`(${BIDI.source})`))) {
        if (part === "") continue;
        const name = BIDI_NAMES[part];
        // All of these are one unit and one code point each; words between them are counted by the text.
        const stop = name ? start + 1 : setting.text.at(setting.text.unitOf(start) + part.length);
        piece(part, start, stop, name ? bidiMark(inside(), part, name) : inside());
        start = stop;
      }
    }
    at = end;
  };
  const closeTo = (position: number) => {
    for (let top = open.at(-1); top && top.end <= position; top = open.at(-1)) {
      writeTo(top.end);
      if (top.reading !== null) {
        const reading = document.createElement("rt");
        reading.dataset.apart = "";
        reading.textContent = top.reading;
        append(reading);
      }
      open.pop();
    }
  };
  for (const span of leaf.spans) {
    closeTo(span.start);
    writeTo(span.start);
    if (span.style.is === "footnote_reference") {
      append(setting.reference(span.style.label));
    } else if (span.style.is === "image") {
      append(imagePlace(span.style.image, setting));
    } else if (span.end > span.start) {
      const element = styled(span.style);
      inside().append(element);
      open.push({ element, end: span.end, reading: span.style.is === "ruby" ? span.style.reading : null });
    }
  }
  closeTo(leaf.end);
  writeTo(leaf.end);
}

/** The place of a picture: its words alone where it did not come along, or the words are not of the article. */
export function imagePlace({ alt, picture }: Image, setting: LeafSetting): HTMLElement {
  if (picture === undefined || setting.pieces === null) return imageWords(alt, setting.imageWord);
  const place = document.createElement("span");
  place.className = "picture";
  place.dataset.apart = "";
  place.style.setProperty("--width", `${picture.width}px`);
  place.style.setProperty("--ratio", String(picture.width / Math.max(1, picture.height)));
  // Without an address: pictures.ts gives it one when it comes near the view.
  const image = document.createElement("img");
  image.dataset.picture = picture.id;
  image.alt = alt === "" ? setting.imageWord : alt;
  image.decoding = "async";
  image.draggable = false;
  place.append(image);
  return place;
}

/** A picture's words in its place: nothing is loaded. */
export function imageWords(alt: string, imageWord: string): HTMLElement {
  const place = document.createElement("span");
  place.className = "image";
  place.dataset.apart = "";
  place.dir = "auto";
  place.textContent = alt === "" ? imageWord : alt;
  return place;
}

/** The host that a link leads to, in ASCII where it is not ("xn--…"), so that look-alikes show; or the mail address. */
export function hostOf(href: string): string {
  try {
    const url = new URL(href);
    return url.host === "" ? url.pathname : url.host;
  } catch {
    return href;
  }
}

function styled(style: Exclude<Style, { is: "footnote_reference" } | { is: "image" }>): HTMLElement {
  if (style.is === "ruby") return document.createElement("ruby");
  if (style.is !== "link") return document.createElement(ELEMENTS[style.is]);
  const link = document.createElement("a");
  // The model holds no other schemes; this is the second lock on the same door.
  if (/^(https?:\/\/|mailto:)/i.test(style.href)) link.href = style.href;
  link.rel = "noreferrer noopener";
  link.title = hostOf(style.href);
  link.draggable = false;
  return link;
}

function bidiMark(parent: HTMLElement, control: string, name: string): HTMLElement {
  const mark = document.createElement("span");
  const isMark = control === "\u061c" || control === "\u200e" || control === "\u200f";
  mark.className = isMark || control >= "\u2066" ? "bidi" : "bidi confined";
  mark.dataset.control = name;
  mark.title = name;
  parent.append(mark);
  return mark;
}
