// The words of a page as boxes: which of them a stretch of the text covers, and what lies under the pointer.
//
// All lengths are points of the page (1/72 inch), from its top left corner as it is seen.

import type { PageHead } from "../../backend/types/PageHead";
import type { PageWord } from "../../backend/types/PageWord";
import type { TextRange } from "../../backend/types/TextRange";
import type { Passage, Passages } from "../hit-test";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What of a drawn page is asked here. */
export type Words = Pick<PageHead, "words" | "turn">;

/** A passage, and where it stands on a page: one box for what stands together on a line. */
export interface PagePassage {
  passage: Passage;
  boxes: readonly Box[];
}

/** Words on one line stand nearer to each other than this, in parts of their height. */
const GAP = 1.2;
/** A word so far to the side is not what the pointer means, in points. */
const BESIDE = 240;

/** The boxes of a stretch of text, words that follow each other on a line joined in one. */
export function boxesOf({ words, turn }: Words, [start, end]: TextRange): Box[] {
  const boxes: Box[] = [];
  for (const word of words) {
    if (word.range[1] <= start || word.range[0] >= end) continue;
    const from = start <= word.range[0] ? 0 : (word.ends[start - word.range[0] - 1] ?? 0);
    const to = end >= word.range[1] ? 1 : (word.ends[end - word.range[0] - 1] ?? 1);
    if (to <= from) continue;
    const part = partOf(word, turn, from, to);
    const last = boxes.at(-1);
    if (last && areTogether(last, part, turn)) join(last, part);
    else boxes.push(part);
  }
  return boxes;
}

/** The passages that stand on a page, in reading order. */
export function passagesOn(page: Words, passages: Passages): PagePassage[] {
  let [start, end] = [Infinity, 0];
  for (const { range } of page.words) {
    start = Math.min(start, range[0]);
    end = Math.max(end, range[1]);
  }
  if (start >= end) return [];
  return passages.within(start, end).flatMap((passage) => {
    const boxes = boxesOf(page, [passage.start, passage.end]);
    return boxes.length > 0 ? [{ passage, boxes }] : [];
  });
}

/** The passages over a place of the page. */
export function passagesAt(passages: readonly PagePassage[], x: number, y: number): Passage[] {
  const isOver = (box: Box) =>
    x >= box.x && x <= box.x + box.width && y >= box.y - 1 && y <= box.y + box.height + 1;
  return passages.filter(({ boxes }) => boxes.some(isOver)).map(({ passage }) => passage);
}

/**
 * The position in the text that a place of the page means: between two characters, of the nearest word on its line,
 * else of the nearest word; nothing on a page without words.
 */
export function positionAt({ words, turn }: Words, x: number, y: number): number | null {
  let nearest: PageWord | null = null;
  let least = Infinity;
  for (const word of words) {
    const far = distance(lie(word, turn), turned(x, y, turn));
    if (far < least) [nearest, least] = [word, far];
  }
  if (!nearest) return null;
  const { from, to } = lie(nearest, turn);
  const along = (turned(x, y, turn).along - from) / Math.max(to - from, 0.01);
  const part = nearest.from_right ? 1 - along : along;
  let at = nearest.range[0];
  let before = 0;
  for (const end of nearest.ends) {
    if (part < (before + end) / 2) break;
    at += 1;
    before = end;
  }
  return at;
}

/** The first position in the text that stands at a height of the page or below. */
export function firstBelow({ words }: Words, y: number): number | null {
  let first: number | null = null;
  for (const word of words) {
    if (word.y + word.height / 2 >= y && (first === null || word.range[0] < first)) first = word.range[0];
  }
  return first;
}

/** Where the words stand that come right before a position: for one that has no box of its own. */
export function lineBefore({ words }: Words, at: number): Box | null {
  let before: PageWord | null = null;
  for (const word of words) {
    if (word.range[0] <= at && word.range[0] >= (before?.range[0] ?? 0)) before = word;
  }
  return before;
}

/** Whether the word at a position is read from the right. */
export function isFromRight({ words }: Words, at: number): boolean {
  return words.some(({ range, from_right }) => from_right && at >= range[0] && at < range[1]);
}

/** The middle of the edge of a box at which its words begin or end, and how high their line is. */
export function edgeOf(
  { x, y, width, height }: Box,
  edge: "start" | "end",
  { turn, fromRight = false }: { turn: number; fromRight?: boolean },
): { x: number; y: number; line: number } {
  const isFar = (edge === "end") === (turn < 2 !== fromRight);
  return turn % 2 === 0
    ? { x: isFar ? x + width : x, y: y + height / 2, line: height }
    : { x: x + width / 2, y: isFar ? y + height : y, line: width };
}

function partOf(word: PageWord, turn: number, from: number, to: number): Box {
  const { x, y, width, height } = word;
  const [first, last] = turn < 2 !== word.from_right ? [from, to] : [1 - to, 1 - from];
  return turn % 2 === 0
    ? { x: x + first * width, y, width: (last - first) * width, height }
    : { x, y: y + first * height, width, height: (last - first) * height };
}

function areTogether(one: Box, other: Box, turn: number): boolean {
  const a = turn % 2 === 0 ? one : lying(one);
  const b = turn % 2 === 0 ? other : lying(other);
  const shared = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const gap = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width);
  return shared > Math.min(a.height, b.height) / 2 && gap < GAP * b.height;
}

function lying({ x, y, width, height }: Box): Box {
  return { x: y, y: x, width: height, height: width };
}

function join(box: Box, other: Box): void {
  const right = Math.max(box.x + box.width, other.x + other.width);
  const bottom = Math.max(box.y + box.height, other.y + other.height);
  box.x = Math.min(box.x, other.x);
  box.y = Math.min(box.y, other.y);
  box.width = right - box.x;
  box.height = bottom - box.y;
}

/** A place seen along the lines of the page, which may run in any of four directions. */
function turned(x: number, y: number, turn: number): { along: number; across: number } {
  if (turn === 1) return { along: y, across: -x };
  if (turn === 2) return { along: -x, across: -y };
  if (turn === 3) return { along: -y, across: x };
  return { along: x, across: y };
}

function lie({ x, y, width, height }: PageWord, turn: number) {
  const one = turned(x, y, turn);
  const other = turned(x + width, y + height, turn);
  return {
    from: Math.min(one.along, other.along),
    to: Math.max(one.along, other.along),
    top: Math.min(one.across, other.across),
    bottom: Math.max(one.across, other.across),
  };
}

/** On its line a word that ends before the pointer is nearer than one that begins after it: that is another column. */
function distance(word: ReturnType<typeof lie>, { along, across }: ReturnType<typeof turned>): number {
  const above = Math.max(word.top - across, 0, across - word.bottom);
  const beside = Math.max(3 * (word.from - along), 0, along - word.to);
  if (above <= 1 && beside < BESIDE) return beside / 100;
  return BESIDE + beside + 4 * above;
}
