// Runs the action whose key was pressed.
import { isPressed, type Key } from "../controls/keys";
import type { Desk } from "../state/desk.svelte";
import type { Action, Chapter } from "./action";
import { ACTIONS } from "./registry";

/** Chapters of what changes something, and their actions that may well be done many times. */
const DEEDS: ReadonlySet<Chapter> = new Set(["marks", "review"]);
const REPEATED = /^edge-|^review-(next|previous)/;

/** Listens to the whole window; gives back how to stop. */
export function listenToKeys(desk: Desk, actions: readonly Action[] = ACTIONS): () => void {
  let field: Element | null = null;
  let wordsAtFocus = "";

  const focused = (event: FocusEvent) => {
    field = isField(event.target) ? event.target : null;
    wordsAtFocus = field ? wordsOf(field) : "";
  };

  const heard = (event: KeyboardEvent) => {
    // A part of the screen has dealt with it, or a word is being composed.
    if (event.defaultPrevented || event.isComposing) return;
    // A dialog or an open menu has the keyboard to itself.
    if (desk.panel !== null || document.querySelector("[role=dialog]:popover-open, [role=menu]:popover-open"))
      return;
    const inField = isField(event.target);
    if (inField && (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey)))) {
      (event.target as HTMLElement).blur();
      event.preventDefault();
      return;
    }
    const pressed = pressedAction(actions, event, desk.reviewing !== null);
    if (!pressed) return;
    const { action, key } = pressed;
    const writes = !event.ctrlKey && !event.metaKey && event.key.length === 1;
    const takesBack = action.id === "undo" || action.id === "redo";
    // A field takes back its own typing first.
    const fieldsOwn = inField && field === event.target && wordsOf(event.target) !== wordsAtFocus;
    if (inField && (writes || !action.inFields) && !(takesBack && !fieldsOwn)) return;
    // A button that has the keyboard is pressed with Enter.
    if (
      event.key === "Enter" &&
      event.target instanceof Element &&
      event.target.closest("button, a, [role=button]")
    )
      return;
    if (action.when && !action.when(desk)) return;
    event.preventDefault();
    if (action.edits && desk.versions.refuses()) return;
    // A key held down repeats steps and sizes, not deeds.
    if (event.repeat && DEEDS.has(action.chapter) && !REPEATED.test(action.id)) return;
    void action.run(desk, key);
  };

  window.addEventListener("focusin", focused, true);
  window.addEventListener("keydown", heard);
  return () => {
    window.removeEventListener("focusin", focused, true);
    window.removeEventListener("keydown", heard);
  };
}

/** The action of a key, and the key. In a review its own actions come first. */
function pressedAction(
  actions: readonly Action[],
  event: KeyboardEvent,
  isReviewing: boolean,
): { action: Action; key: Key } | null {
  const found = actions.flatMap((action) => {
    const key =
      action.inReview && !isReviewing ? undefined : action.keys.find((one) => isPressed(event, one));
    return key === undefined ? [] : [{ action, key }];
  });
  return found.find(({ action }) => action.inReview) ?? found[0] ?? null;
}

export function isField(
  target: EventTarget | null,
): target is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  return (
    target instanceof HTMLInputElement && !["button", "checkbox", "radio", "range"].includes(target.type)
  );
}

function wordsOf(field: Element): string {
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : "";
}
