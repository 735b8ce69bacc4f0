// Finds where else the same words stand, so that one claim may have several places.

import type { TextRange } from "../backend/types/TextRange";
import { type Folded, foldWords, placesOf } from "./fold";
import type { ArticleText } from "./text-map";

const WORD = /[\p{L}\p{N}\p{M}]/u;

/** More places than a person would look through are not worth offering. */
const LIMIT = 200;

/**
 * Where the words of `range` stand elsewhere as whole words, whatever their case, spaces, quotes and dashes;
 * not where one of `taken` stands. `folded` is the text folded by `words`.
 */
export function sameWords(
  text: ArticleText,
  folded: Folded,
  range: TextRange,
  taken: readonly TextRange[],
): TextRange[] {
  const needle = foldWords(text.slice(range[0], range[1]), "words");
  const places: TextRange[] = [];
  for (const place of placesOf(needle, folded, text)) {
    if (places.length === LIMIT) break;
    const [start, end] = place;
    if (taken.some(([from, to]) => from < end && start < to)) continue;
    if (goesOn(text, start - 1, start) || goesOn(text, end - 1, end)) continue;
    places.push(place);
  }
  return places;
}

/** Whether a word runs over the border between two neighbouring code points. */
function goesOn(text: ArticleText, left: number, right: number): boolean {
  if (left < 0 || right >= text.length) return false;
  return WORD.test(text.slice(left, left + 1)) && WORD.test(text.slice(right, right + 1));
}
