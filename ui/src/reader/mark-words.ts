// A mark in words, for those who cannot see its colour: "Wrong: “49% des parts”".
import type { ColourName } from "../backend/types/ColourName";
import type { Mark } from "../backend/types/Mark";
import { m } from "../messages/generated/messages";
import { nowhereOf, wordsOf } from "../state/questions";
import { kindWords } from "../state/status-words";

/** A longer quote is cut: the words are heard, one mark after the other. */
const LONGEST = 90;
/** Made once: WebKit takes its time over each. */
const GRAPHEMES = new Intl.Segmenter();

/** What became of a mark that has no place: "lost", "several places possible", "archived". */
export function whereaboutsWords(mark: Mark): string {
  switch (nowhereOf(mark)) {
    case "lost":
      return m.versions_lost_word();
    case "ambiguous":
      return m.versions_ambiguous_word();
    case "archived":
      return m.versions_archived_word();
  }
}

/** A mark without a place: what it was, and what became of it. */
export function nowhereWords(mark: Mark, colours: readonly ColourName[]): string {
  return m.versions_open_nowhere({
    kind: kindWords(mark.kind, colours),
    quote: isolated(wordsOf(mark)),
    state: whereaboutsWords(mark),
  });
}

export function markWords(mark: Mark, colours: readonly ColourName[]): string {
  const look = kindWords(mark.kind, colours);
  const quote = isolated(wordsOf(mark));
  return mark.kind.is === "claim" && mark.kind.recheck
    ? m.reader_recheck({ look, quote })
    : m.reader_mark({ look, quote });
}

function isolated(words: string): string {
  const whole = words.replace(/\s+/g, " ");
  // Isolated: the words of an article may turn those after them around.
  return `\u2068${whole.length > LONGEST ? shortened(whole) : whole}\u2069`;
}

function shortened(words: string): string {
  const graphemes = [...GRAPHEMES.segment(words.slice(0, LONGEST * 4))];
  if (graphemes.length <= LONGEST) return words;
  const first = graphemes.slice(0, LONGEST).map((grapheme) => grapheme.segment);
  return `${first.join("")}…`;
}
