// Runs the action whose key was pressed.
import { isPressed } from "../controls/keys";
import type { Desk } from "../state/desk.svelte";
import type { Action } from "./action";
import { ACTIONS } from "./registry";

/** Listens to the whole window; gives back how to stop. */
export function listenToKeys(desk: Desk, actions: readonly Action[] = ACTIONS): () => void {
  let field: Element | null = null;
  let wordsAtFocus = "";

  const focused = (event: FocusEvent) => {
    field = isField(event.target) ? event.target : null;
    wordsAtFocus = field ? wordsOf(field) : "";
  };

  const pressed = (event: KeyboardEvent) => {
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
    const action = actions.find((one) => one.keys.some((key) => isPressed(event, key)));
    if (!action) return;
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
    // A key held down repeats steps and sizes, not deeds.
    if (event.repeat && action.chapter === "marks" && !action.id.startsWith("edge-")) return;
    void action.run(desk);
  };

  window.addEventListener("focusin", focused, true);
  window.addEventListener("keydown", pressed);
  return () => {
    window.removeEventListener("focusin", focused, true);
    window.removeEventListener("keydown", pressed);
  };
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
