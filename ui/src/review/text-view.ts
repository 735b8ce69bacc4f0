// The face of the text of the change towards the other rooms: what they may ask of it.

import type { TextRange } from "../backend/types/TextRange";

/** A passage to be shown: where it stands in the new text, where it stood in the old one, or both. */
export interface Target {
  now: readonly TextRange[];
  then: readonly TextRange[];
  /** A place between two words of the new text, where something stood. */
  gap: number | null;
}

export interface TextView {
  /** Brings a passage into view, unless it is there; what is folded over it is unfolded. */
  reveal(target: Target): void;
  /** The words of the new text that the person has selected: whole graphemes, no white space around them. */
  selection(): TextRange | null;
  /** The words of the new text. */
  textOf(range: TextRange): string;
  /** Lets go of the selection. */
  deselect(): void;
  /** Gives the text the keyboard, with the caret at a position of the new text. */
  focus(at: number): void;
  /** Goes to the next change, or to the one before. */
  step(direction: 1 | -1): void;
}
