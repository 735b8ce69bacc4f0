// The face of the reader towards the other rooms of the screen: what they may ask of it, and what it tells them.
//
// Every position is a code point of the revision's text, every height is in CSS pixels from the top
// of the article's column (the margin's column has the same top, and scrolls with it).

import type { MarkId } from "../backend/types/MarkId";
import type { TextRange } from "../backend/types/TextRange";

/** Ends what was begun: a listener, an observer, an animation. Calling it twice does no harm. */
export type Stop = () => void;

/** Which end of a passage. */
export type Edge = "start" | "end";

/** How far one step goes, in the direction of reading (`+1`) or against it (`-1`). */
export interface Step {
  by: "grapheme" | "word" | "sentence" | "paragraph";
  direction: 1 | -1;
}

/** A mark near the part of the article that is in view. */
export interface Placed {
  mark: MarkId;
  /** Top of the line on which the mark's first place begins (of the active place, for the active mark). */
  top: number;
  /** Bottom of that same line. */
  bottom: number;
}

/** The pages of the file, while they are shown: what is gone to in the text is gone to on them. */
export interface Pages {
  /** They stand in the place of the text: nothing of that is in view. */
  readonly alone: boolean;
  /** Brings a stretch of text into view, unless it is in view already. */
  reveal(range: TextRange): void;
  /** Puts a position near the top of the view. */
  goTo(at: number): void;
  scrollBy(pixels: number): void;
  select(range: TextRange): void;
  /** Gives them the keyboard. */
  focus(): void;
}

/** Where words can be selected: the text, or the pages. The menu at a selection asks it. */
export interface Selecting {
  /** Has the keyboard while words are selected: from it, Tab leads to the menu. */
  readonly element: HTMLElement;
  /** The first and the last line of a range, in the window; nothing where it is not drawn. */
  linesOf(range: TextRange): { first: DOMRect; last: DOMRect } | null;
  /** The menu has the keyboard: the selection stays. */
  hold(range: TextRange): void;
  /** The menu is left: for the words, which have their selection back, or for elsewhere, and the selection is gone. */
  release(to: "article" | "elsewhere"): void;
  deselect(): void;
  focus(): void;
}

/** Everything the other rooms may ask of an open reader. */
export interface ReaderView {
  /** Brings a place of a mark (the first, if not said) into view, unless it is in view already. */
  reveal(mark: MarkId, place?: number): void;
  /** Brings a stretch of text into view, unless it is in view already. */
  revealRange(range: TextRange): void;
  /** Where the person is: the first position in view when the scrolling last came to rest. */
  readonly at: number;
  /** Calls back with the position that is being read whenever the scrolling has come to rest. */
  watchPlace(listener: (at: number) => void): Stop;
  /** Puts a position near the top of the view, and gives the article the keyboard. */
  goTo(at: number): void;
  /** Scrolls by so many pixels: words that something above the article has pushed stay where they were. */
  scrollBy(pixels: number): void;
  /** The person's selection: trimmed of white space, whole graphemes; nothing when no words are selected. */
  selection(): TextRange | null;
  /** Selects a stretch of text, as if the person had. */
  select(range: TextRange): void;
  /** Lets go of the selection. */
  deselect(): void;
  /** Gives the article the keyboard; its caret shows. */
  focus(): void;
  /** The marks near the view, in reading order, and where they stand. */
  placed(): readonly Placed[];
  /** The word at a position; nothing between words. */
  wordAt(at: number): TextRange | null;
  /** The sentence at a position; nothing between paragraphs. */
  sentenceAt(at: number): TextRange | null;
  /** The words of a range, from the revision's text. */
  textOf(range: TextRange): string;
  /**
   * All the mark's ranges with one edge of its active place moved by a step, to be sent to `setPlaces`;
   * nothing when the edge cannot go further.
   */
  moveEdge(mark: MarkId, edge: Edge, step: Step): TextRange[] | null;
  /** Other places where the words of a mark's first place stand, and where that mark does not. */
  sameWords(mark: MarkId): TextRange[];
  /** Opens "find in article", with the selected words in its field. */
  find(): void;
  findNext(): void;
  findPrevious(): void;
}
