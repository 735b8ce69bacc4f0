// Small articles for the tests of the reader, written as pictures.

import type { Block } from "../backend/types/Block";
import type { Body } from "../backend/types/Body";
import type { Kind } from "../backend/types/Kind";
import type { Leaf } from "../backend/types/Leaf";
import type { Mark } from "../backend/types/Mark";
import type { Style } from "../backend/types/Style";
import type { TextRange } from "../backend/types/TextRange";
import type { BuildWords } from "./build";

export const WORDS: BuildWords = {
  setAside: (lines) => `${lines} lines set aside`,
  bringBack: "Bring back",
  image: "Image",
  task: (done) => (done ? "done" : "to do"),
  footnote: (label) => `Note ${label}`,
  backToText: "Back",
};

export const length = (words: string) => [...words].length;

/** Puts blocks one after the other, two line breaks between them. */
export class FakeBody {
  text = "";
  #length = 0;
  readonly blocks: Block[] = [];

  /** Words of a leaf; `⟦ ⟧` in them mark where the styles stand, in order. */
  leaf(picture: string, ...styles: Style[]): Leaf {
    if (this.#length > 0) {
      this.text += "\n\n";
      this.#length += 2;
    }
    const start = this.#length;
    const spans: { start: number; end: number; style: Style }[] = [];
    const open: { start: number; end: number; style: Style }[] = [];
    let at = start;
    for (const character of picture) {
      const style = styles[spans.length];
      if (character === "⟦" && style) {
        const span = { start: at, end: at, style };
        spans.push(span);
        open.push(span);
      } else if (character === "⟧") {
        const span = open.pop();
        if (span) span.end = at;
      } else {
        this.text += character;
        at += 1;
      }
    }
    this.#length = at;
    return { start, end: at, spans };
  }

  heading(level: number, picture: string, ...styles: Style[]): this {
    this.blocks.push({ is: "heading", level, leaf: this.leaf(picture, ...styles) });
    return this;
  }

  paragraph(picture: string, ...styles: Style[]): this {
    this.blocks.push({ is: "paragraph", leaf: this.leaf(picture, ...styles) });
    return this;
  }

  block(make: (body: FakeBody) => Block): this {
    this.blocks.push(make(this));
    return this;
  }

  done(asides: Body["asides"] = []): Body {
    return { text: this.text, blocks: this.blocks, asides };
  }
}

/** A body of plain paragraphs. */
export function paragraphs(...words: string[]): Body {
  const body = new FakeBody();
  for (const paragraph of words) body.paragraph(paragraph);
  return body.done();
}

/** The range of some words of a text, the nth time they stand there (from 0). */
export function rangeOf(text: string, words: string, nth = 0): TextRange {
  let unit = -1;
  for (let i = 0; i <= nth; i++) unit = text.indexOf(words, unit + 1);
  if (unit < 0) throw new Error(`"${words}" does not stand in the text`);
  const start = length(text.slice(0, unit));
  return [start, start + length(words)];
}

export const REVISION = "revision";

export function mark(id: string, kind: Kind, ...ranges: TextRange[]): Mark {
  const touch = { by: "CR", at: 0 };
  return {
    id,
    article: "article",
    kind,
    note: "",
    correction: "",
    tags: [],
    created: touch,
    changed: touch,
    places: ranges.map((range) => ({ revision: REVISION, range, quote: "" })),
    carried: [],
  };
}

/** Two frames: what was asked for in the next frame is on the screen then. */
export function settled(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
}
