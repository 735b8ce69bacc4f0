// The headings of an article as a table of contents, and its pages.
import type { Body } from "../backend/types/Body";
import type { Page } from "../backend/types/Page";

/** A heading of the text. */
export interface Entry {
  words: string;
  /** Where it begins, in code points. */
  at: number;
  /** 0 for the chapters, 1 for what stands in them, and so on; never more than one deeper than the entry before. */
  depth: number;
  /** The name of the page on which it stands; nothing where the article has no pages. */
  page: string | null;
}

/** How deep an entry is set in at most: deeper ones stand at this depth. */
const DEEPEST = 3;

/** What the text says in its headings. The headline is not one of them. */
export function contentsOf(body: Body): Entry[] {
  const headings = headingsOf(body);
  const words = wordsOf(
    body.text,
    headings.map(({ leaf }) => [leaf.start, leaf.end]),
  );
  const open: number[] = [];
  return headings.flatMap(({ level, leaf }, index) => {
    const said = (words[index] ?? "").replace(/\s+/g, " ").trim();
    if (said === "") return [];
    while (open.length > 0 && (open.at(-1) ?? 0) >= level) open.pop();
    open.push(level);
    const depth = Math.min(open.length - 1, DEEPEST);
    return [{ words: said, at: leaf.start, depth, page: pageAt(body.pages ?? [], leaf.start)?.name ?? null }];
  });
}

/** How many entries there would be, without making them: that is quick for any text. */
export function countContents(body: Body): number {
  return headingsOf(body).length;
}

/** The entry in which a position stands: the last that begins at or before it; -1 before the first. */
export function entryAt(entries: readonly { at: number }[], at: number): number {
  return lastAtOrBefore(entries.length, (index) => entries[index]?.at ?? 0, at);
}

/** The page on which a position stands; nothing where the article has no pages. */
export function pageAt(pages: readonly Page[], at: number): Page | null {
  return pages[lastAtOrBefore(pages.length, (index) => pages[index]?.start ?? 0, at)] ?? pages[0] ?? null;
}

/** The page of a name, as a person types it. */
export function pageNamed(pages: readonly Page[], name: string): Page | null {
  const wanted = name.trim().toLowerCase();
  return pages.find((page) => page.name.toLowerCase() === wanted) ?? null;
}

function headingsOf({ blocks }: Body) {
  const all = blocks.flatMap((block, index) => (block.is === "heading" ? [{ ...block, index }] : []));
  const [first] = all;
  // One heading above all others that stands before them is the article's own title.
  const isTitle =
    first?.index === 0 && all.every((heading) => heading === first || heading.level > first.level);
  return isTitle ? all.slice(1) : all;
}

/** The words of ranges that follow one another, in one walk over the text. */
function wordsOf(text: string, ranges: readonly [number, number][]): string[] {
  const words = ranges.map(() => "");
  let at = 0;
  let next = 0;
  for (const character of text) {
    while (next < ranges.length && at >= (ranges[next]?.[1] ?? 0)) next += 1;
    const range = ranges[next];
    if (!range) break;
    if (at >= range[0]) words[next] += character;
    at += 1;
  }
  return words;
}

function lastAtOrBefore(length: number, start: (index: number) => number, at: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (start(middle) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
