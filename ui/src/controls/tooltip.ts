// Says what a button does, and its key, when the pointer rests on it or the keyboard reaches it.
import { capsOf, type Key } from "./keys";

/** How long the pointer rests before the words appear, in milliseconds. */
const REST = 450;

export interface Tip {
  words: string;
  key?: Key | undefined;
  names?: Readonly<Record<string, string>>;
}

/** An attachment: `{@attach tooltip(() => ({ words: m.export(), key: "Mod+E" }))}`. */
export function tooltip(tip: () => Tip): (element: HTMLElement) => () => void {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let shown: HTMLElement | null = null;

    const show = () => {
      hide();
      shown = draw(tip());
      place(shown, element);
    };
    const hide = () => {
      clearTimeout(timer);
      shown?.remove();
      shown = null;
    };
    const rest = () => {
      clearTimeout(timer);
      timer = setTimeout(show, REST);
    };
    const reach = () => {
      if (element.matches(":focus-visible")) rest();
    };
    const leave = (event: KeyboardEvent) => {
      if (event.key === "Escape") hide();
    };

    element.addEventListener("pointerenter", rest);
    element.addEventListener("pointerleave", hide);
    element.addEventListener("pointerdown", hide);
    element.addEventListener("focus", reach);
    element.addEventListener("blur", hide);
    element.addEventListener("keydown", leave);
    return () => {
      hide();
      element.removeEventListener("pointerenter", rest);
      element.removeEventListener("pointerleave", hide);
      element.removeEventListener("pointerdown", hide);
      element.removeEventListener("focus", reach);
      element.removeEventListener("blur", hide);
      element.removeEventListener("keydown", leave);
    };
  };
}

function draw({ words, key, names }: Tip): HTMLElement {
  const box = document.createElement("div");
  box.className = "tooltip";
  // The button has its name already: a screen reader must not hear it twice.
  box.setAttribute("aria-hidden", "true");
  box.textContent = words;
  if (key) {
    const cap = document.createElement("kbd");
    cap.textContent = capsOf(key, names ?? {}).join(" ");
    box.append(cap);
  }
  return box;
}

function place(box: HTMLElement, element: HTMLElement): void {
  // In a dialog, what stands outside of it would lie below.
  (element.closest("[popover]") ?? document.body).append(box);
  const over = element.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const left = over.left + over.width / 2 - size.width / 2;
  const below = over.bottom + 6;
  const top = below + size.height < window.innerHeight ? below : over.top - 6 - size.height;
  box.style.left = `${Math.max(6, Math.min(left, window.innerWidth - size.width - 6))}px`;
  box.style.top = `${top}px`;
}
