// Bodies for tests, from a list of blocks.
import type { Block } from "../src/backend/types/Block";
import type { Body } from "../src/backend/types/Body";
import type { Span } from "../src/backend/types/Span";

/** A block's kind and its words; `*words*` are strong. */
export type FakeBlock = ["h1" | "h2" | "p", string];

export function bodyOf(list: FakeBlock[]): Body {
  let text = "";
  let at = 0;
  const blocks: Block[] = list.map(([kind, source], index) => {
    if (index > 0) {
      text += "\n\n";
      at += 2;
    }
    const start = at;
    const spans: Span[] = [];
    for (const [i, part] of source.split("*").entries()) {
      const end = at + Array.from(part).length;
      if (i % 2 === 1) spans.push({ start: at, end, style: { is: "strong" } });
      text += part;
      at = end;
    }
    const leaf = { start, end: at, spans };
    if (kind === "p") return { is: "paragraph", leaf };
    return { is: "heading", level: kind === "h1" ? 1 : 2, leaf };
  });
  return { text, blocks, asides: [] };
}

/** Paragraphs with a blank line between them. */
export function textBody(text: string): Body {
  return bodyOf(text.split(/\n{2,}/).map((words) => ["p", words]));
}
