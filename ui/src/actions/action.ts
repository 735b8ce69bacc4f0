// What an action is: something the person can do, by key, by name, from a button.
import type { Key } from "../controls/keys";
import type { Desk } from "../state/desk.svelte";

/** Where it stands in the list of all keys. */
export type Chapter = "marks" | "going" | "review" | "articles" | "view";

export interface Action {
  id: string;
  chapter: Chapter;
  words: () => string;
  /** The first is the one that is shown. */
  keys: readonly Key[];
  /** It belongs to the screens that show a change: there its keys are its own, whatever they do elsewhere. */
  inReview?: true;
  /** Whether it can be done now; always, if not said. */
  when?: (desk: Desk) => boolean;
  /** `key` is the one that was pressed. */
  run: (desk: Desk, key?: Key) => unknown;
  /** It changes marks: off while an older version is read, and the person is told so. */
  edits?: true;
  /** Its key works in a text field too. */
  inFields?: true;
  /** Not in the palette: it makes sense by key alone. */
  keyOnly?: true;
}
