// A mark in words, for those who cannot see its colour: "Wrong: “49% des parts”".
import type { ColourName } from "../backend/types/ColourName";
import type { Mark } from "../backend/types/Mark";
import { m } from "../messages/generated/messages";
import { kindWords } from "../state/status-words";

/** A longer quote is cut: the words are heard, one mark after the other. */
const LONGEST = 90;

export function markWords(mark: Mark, colours: readonly ColourName[]): string {
  const look = kindWords(mark.kind, colours);
  const whole = (mark.places[0]?.quote ?? "").replace(/\s+/g, " ");
  const graphemes = [...new Intl.Segmenter().segment(whole.slice(0, LONGEST * 4))];
  const isLong = whole.length > LONGEST && graphemes.length > LONGEST;
  const cut = isLong
    ? `${graphemes
        .slice(0, LONGEST)
        .map((g) => g.segment)
        .join("")}…`
    : whole;
  // Isolated: the words of an article may turn those after them around.
  const quote = `\u2068${cut}\u2069`;
  return mark.kind.is === "claim" && mark.kind.recheck
    ? m.reader_recheck({ look, quote })
    : m.reader_mark({ look, quote });
}
