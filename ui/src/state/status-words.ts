// The words for statuses, kinds and colours.
import type { Colour } from "../backend/types/Colour";
import type { ColourName } from "../backend/types/ColourName";
import type { Kind } from "../backend/types/Kind";
import type { Status } from "../backend/types/Status";
import { m } from "../messages/generated/messages";

export function statusWords(status: Status): string {
  switch (status) {
    case "unchecked":
      return m.status_unchecked();
    case "confirmed":
      return m.status_confirmed();
    case "imprecise":
      return m.status_imprecise();
    case "wrong":
      return m.status_wrong();
    case "query":
      return m.status_query();
    case "unverifiable":
      return m.status_unverifiable();
    case "opinion":
      return m.status_opinion();
  }
}

/** The person's name for a colour; without one, the colour's own. */
export function colourWords(colour: Colour, names: readonly ColourName[]): string {
  return names.find((one) => one.colour === colour)?.name ?? plainColourWords(colour);
}

export function plainColourWords(colour: Colour): string {
  switch (colour) {
    case "yellow":
      return m.colour_yellow();
    case "green":
      return m.colour_green();
    case "blue":
      return m.colour_blue();
    case "pink":
      return m.colour_pink();
  }
}

export function kindWords(kind: Kind, names: readonly ColourName[]): string {
  if (kind.is === "claim") return statusWords(kind.status);
  return kind.is === "note" ? m.kind_note() : colourWords(kind.colour, names);
}
