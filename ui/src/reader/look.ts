// Says how a mark looks: one look for each status, for a note and for each highlight colour.

import type { Colour } from "../backend/types/Colour";
import type { Kind } from "../backend/types/Kind";
import type { Status } from "../backend/types/Status";

/** One way for a passage to look. The names are those of statuses and colours, and never clash. */
export type Look = Status | "note" | Colour;

/** From the quietest to the loudest: where marks overlap, the later one's tint is on top. */
export const LOOKS: readonly Look[] = [
  "yellow",
  "green",
  "blue",
  "pink",
  "note",
  "opinion",
  "unchecked",
  "confirmed",
  "unverifiable",
  "query",
  "imprecise",
  "wrong",
];

/** The sign that shows a look before its colour does. Statuses: the same as in Rust. */
export const SIGNS: Readonly<Record<Look, string>> = {
  unchecked: "○",
  confirmed: "✓",
  imprecise: "≈",
  wrong: "✗",
  query: "?",
  unverifiable: "∅",
  opinion: "–",
  note: "✎",
  yellow: "■",
  green: "■",
  blue: "■",
  pink: "■",
};

/** The sign of a settled claim whose words changed; its colour stays that of its status. */
export const RECHECK = "≠";

/** Its place in {@link LOOKS}. */
export const LOUDNESS: Readonly<Record<Look, number>> = Object.fromEntries(
  LOOKS.map((look, index) => [look, index]),
) as Record<Look, number>;

export function lookOf(kind: Kind): Look {
  switch (kind.is) {
    case "claim":
      return kind.status;
    case "note":
      return "note";
    case "highlight":
      return kind.colour;
  }
}
