// Folds a text for comparing: case, kinds of space, quotes and dashes, invisible marks, and accents if wanted.

import type { TextRange } from "../backend/types/TextRange";
import { ArticleText } from "./text-map";

/** `words` ignores what typography changes; `letters` ignores accents as well. */
export type Folding = "words" | "letters";

/** A folded text, with the way back to the true one. */
export interface Folded {
  string: string;
  /** For every unit of `string`, the code point of the true text it came from. */
  from: Uint32Array;
}

const memory: Record<Folding, Map<string, string>> = { words: new Map(), letters: new Map() };

export function fold(text: ArticleText, folding: Folding): Folded {
  const source = text.string;
  let units = new Uint16Array(source.length + 64);
  let from = new Uint32Array(units.length);
  let length = 0;
  let at = 0;
  let afterSpace = false;
  const put = (unit: number) => {
    if (length === units.length) {
      const [more, moreFrom] = [new Uint16Array(length * 2), new Uint32Array(length * 2)];
      more.set(units);
      moreFrom.set(from);
      [units, from] = [more, moreFrom];
    }
    units[length] = unit;
    from[length] = at;
    length += 1;
  };
  for (let i = 0; i < source.length; i++, at++) {
    const unit = source.charCodeAt(i);
    if (unit < 128) {
      if (unit === 32 || unit === 10 || unit === 9 || unit === 13) {
        if (!afterSpace) put(32);
        afterSpace = true;
        continue;
      }
      afterSpace = false;
      put(unit >= 65 && unit <= 90 ? unit + 32 : unit);
      continue;
    }
    let character = source[i]!;
    if (unit >= 0xd800 && unit <= 0xdbff) {
      character = String.fromCodePoint(source.codePointAt(i)!);
      i += character.length - 1;
    }
    let folded = memory[folding].get(character);
    if (folded === undefined) {
      folded = foldCharacter(character, folding);
      memory[folding].set(character, folded);
    }
    if (folded === " ") {
      if (!afterSpace) put(32);
      afterSpace = true;
      continue;
    }
    if (folded !== "") afterSpace = false;
    for (let k = 0; k < folded.length; k++) put(folded.charCodeAt(k));
  }
  return {
    string: new TextDecoder("utf-16le").decode(units.subarray(0, length)),
    from: from.subarray(0, length),
  };
}

/** Folds words that are looked for. */
export function foldWords(words: string, folding: Folding): string {
  return fold(new ArticleText(words), folding).string.trim();
}

/** Every place where folded words stand in a folded text, in order, none over another: whole letters only. */
export function* placesOf(needle: string, folded: Folded, text: ArticleText): Generator<TextRange> {
  if (needle === "") return;
  for (let index = folded.string.indexOf(needle); index >= 0;) {
    const next = index + needle.length;
    // "cafe" is not in "café": there the letter goes on.
    const cut =
      folded.string.charCodeAt(next) >= 0x300 && /^\p{M}/u.test(folded.string.slice(next, next + 2));
    if (!cut) yield unfold(text, folded, index, needle.length);
    index = folded.string.indexOf(needle, cut ? index + 1 : next);
  }
}

/** The stretch of the true text behind `length` units of a folded one from `index` on: whole graphemes. */
function unfold(text: ArticleText, folded: Folded, index: number, length: number): TextRange {
  const start = folded.from[index]!;
  let end = folded.from[index + length - 1]! + 1;
  // What was folded away after the last letter belongs to it if it joins to it: accents, joiners, selectors.
  for (let code = text.codeAt(end); code !== undefined && code >= 0x300; code = text.codeAt(end)) {
    if (!/[\p{M}\p{Join_Control}\p{Emoji_Modifier}]/u.test(String.fromCodePoint(code))) break;
    end += 1;
  }
  return [start, end];
}

function foldCharacter(character: string, folding: Folding): string {
  if (/[\p{White_Space}]/u.test(character)) return " ";
  if (/[\u00ad\u200b\u2060\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(character)) return "";
  if (/[‘’‚‛′ʼ＇]/.test(character)) return "'";
  if (/[“”„‟«»″＂]/.test(character)) return '"';
  if (/[\p{Pd}−]/u.test(character)) return "-";
  if (character === "…") return "...";
  if (folding === "words") return character.normalize("NFD").toLowerCase();
  const letters: Record<string, string> = { œ: "oe", æ: "ae", ß: "ss", ø: "o", đ: "d", ł: "l", ı: "i" };
  const bare = character
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
  return letters[bare] ?? bare;
}
