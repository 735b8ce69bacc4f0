// Knows where words, sentences and paragraphs begin and end, and what a person means by a selection.

import type { TextRange } from "../backend/types/TextRange";
import type { TextMap } from "./text-map";
import type { Step } from "./view";

/** White space that a selection sheds; the same as in Rust. */
const OUTER_SPACE = /[\p{White_Space}\u200b\ufeff\u2060]/u;

/** French elisions: in "l’entreprise" the word meant is the one after the apostrophe. */
const ELISION = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\p{L})/iu;

/** A sentence does not end after these, or after an initial ("J. Dupont"). */
const ABBREVIATION =
  /(?:^|[\s(«“"'’\u00a0])(?:M|MM|Mme|Mmes|Mlle|Me|Mgr|Dr|Pr|St|Ste|Mr|Mrs|Ms|Prof|Gen|Gov|Sen|Rep|Jr|Sr|vs|cf|env|av|bd|p|pp|art|al|No|no|n°|vol|ch|éd|ed|fig|\p{Lu})\.[\s\u00a0]*$/u;

/** Answers for one article and its language. */
export class Boundaries {
  readonly #map: TextMap;
  readonly #language: string | undefined;

  constructor(map: TextMap, language: string | null) {
    this.#map = map;
    this.#language = language ?? undefined;
  }

  /** What was meant by selecting from one position to another: without outer white space, graphemes whole. */
  meant(from: number, to: number): TextRange | null {
    const { text } = this.#map;
    let [start, end] = [Math.max(0, Math.min(from, to)), Math.min(text.length, Math.max(from, to))];
    while (start < end && OUTER_SPACE.test(text.slice(start, start + 1))) start += 1;
    while (end > start && OUTER_SPACE.test(text.slice(end - 1, end))) end -= 1;
    if (start >= end) return null;
    if (!text.isEdge(start)) start = text.segment(start, "grapheme")?.start ?? start;
    if (!text.isEdge(end)) end = text.segment(end, "grapheme")?.end ?? end;
    return [start, end];
  }

  /** The word over a position, or the one that ends there; nothing between words. */
  wordAt(at: number): TextRange | null {
    const { text } = this.#map;
    const here = text.segment(at, "word", this.#language);
    if (here?.isWord) return this.#withoutElision(here.start, here.end, at);
    return here === null || here.start === at ? this.#wordBefore(at) : null;
  }

  /** The sentence over a position, without the white space around it. */
  sentenceAt(at: number): TextRange | null {
    const leaf = this.#map.leafAt(at);
    if (!leaf || at < leaf[0] || at > leaf[1]) return null;
    const sentences = this.#sentences(leaf);
    const found = sentences.find(([start, end]) => at >= start && at < end) ?? sentences.at(-1);
    return found ? this.meant(found[0], found[1]) : null;
  }

  /** The nearest position a step away; the same position at the ends of the text. */
  step(at: number, { by, direction }: Step): number {
    const { text } = this.#map;
    switch (by) {
      case "grapheme":
        return this.#shown(
          direction > 0 ? (text.segment(at, "grapheme")?.end ?? at) : this.#graphemeBefore(at),
          direction,
        );
      case "word":
        return this.#wordStep(at, direction);
      case "sentence":
        return this.#sentenceStep(at, direction);
      case "paragraph":
        return this.#paragraphStep(at, direction);
    }
  }

  #wordBefore(at: number): TextRange | null {
    if (at === 0) return null;
    const before = this.#map.text.segment(at - 1, "word", this.#language);
    return before?.isWord ? this.#withoutElision(before.start, before.end, at - 1) : null;
  }

  #withoutElision(start: number, end: number, at: number): TextRange {
    if (this.#language?.split("-")[0] !== "fr") return [start, end];
    const elided = ELISION.exec(this.#map.text.slice(start, end));
    // Letters of an elision are one code point each.
    const cut = elided ? start + elided[0].length : start;
    return at < cut ? [start, cut] : [cut, end];
  }

  #graphemeBefore(at: number): number {
    return at === 0 ? 0 : (this.#map.text.segment(at - 1, "grapheme")?.start ?? at - 1);
  }

  /** A position that has a place of its own on the screen: not inside a gap between paragraphs. */
  #shown(at: number, direction: 1 | -1): number {
    const leaf = this.#map.leafAt(at);
    if (!leaf || at <= leaf[1]) return at;
    if (direction < 0) return leaf[1];
    const next = this.#map.pointAt(at, "after");
    return this.#map.offsetAt(next.node, next.offset) ?? at;
  }

  #wordStep(at: number, direction: 1 | -1): number {
    const { text } = this.#map;
    for (let here = at; ;) {
      const segment =
        direction > 0
          ? text.segment(here, "word", this.#language)
          : here > 0
            ? text.segment(here - 1, "word", this.#language)
            : null;
      if (!segment) return direction > 0 ? text.length : 0;
      if (segment.isWord) {
        const [start, end] = this.#withoutElision(
          segment.start,
          segment.end,
          direction > 0 ? here : here - 1,
        );
        return direction > 0 ? end : start;
      }
      here = direction > 0 ? segment.end : segment.start;
    }
  }

  #sentenceStep(at: number, direction: 1 | -1): number {
    const leaf = this.#map.leafAt(at);
    if (!leaf) return at;
    const ends = this.#sentences(leaf)
      .map(([start, end]) => this.meant(start, end))
      .filter((range) => range !== null);
    if (direction > 0) {
      return ends.find(([, end]) => end > at)?.[1] ?? this.#intoNextLeaf(leaf, 1, at);
    }
    return ends.findLast(([start]) => start < at)?.[0] ?? this.#intoNextLeaf(leaf, -1, at);
  }

  #paragraphStep(at: number, direction: 1 | -1): number {
    const leaf = this.#map.leafAt(at);
    if (!leaf) return at;
    if (direction > 0) return at < leaf[1] ? leaf[1] : (this.#neighbour(leaf, 1)?.[1] ?? at);
    return at > leaf[0] ? leaf[0] : (this.#neighbour(leaf, -1)?.[0] ?? at);
  }

  #intoNextLeaf(leaf: TextRange, direction: 1 | -1, at: number): number {
    const next = this.#neighbour(leaf, direction);
    if (!next) return at;
    const sentences = this.#sentences(next);
    const [start, end] = (direction > 0 ? sentences[0] : sentences.at(-1)) ?? next;
    const range = this.meant(start, end) ?? next;
    return direction > 0 ? range[1] : range[0];
  }

  #neighbour(leaf: TextRange, direction: 1 | -1): TextRange | null {
    const beyond = direction > 0 ? this.#map.pointAt(leaf[1], "after") : this.#map.pointAt(leaf[0], "before");
    const at = this.#map.offsetAt(beyond.node, beyond.offset);
    const next = at === null ? null : this.#map.leafAt(at);
    return next && next[0] !== leaf[0] ? next : null;
  }

  #sentences([start, end]: TextRange): TextRange[] {
    const joined: TextRange[] = [];
    let goesOn = false;
    for (const segment of this.#map.text.sentences(start, end, this.#language)) {
      const last = joined.at(-1);
      if (goesOn && last) last[1] = segment.end;
      else joined.push([segment.start, segment.end]);
      goesOn = ABBREVIATION.test(
        this.#map.text.slice(Math.max(segment.start, segment.end - 12), segment.end),
      );
    }
    return joined;
  }
}
