// Hears that something is pasted outside of a field, also where WebKit tells nothing of it.
import { isPressed } from "./keys";

export interface Pasted {
  html: string | null;
  text: string;
}

export interface Pasting {
  /** Whether a paste is ours now: no field has the keyboard, and nobody else takes it. */
  wanted(event: Event): boolean;
  paste(clipboard: Pasted): void;
  /** The key was pressed and no paste came: the clipboard has to be read otherwise. */
  pasteUnheard(): void;
}

/** How long a paste event may take after its key, in milliseconds. */
const HEARD = 200;

/** Listens to the whole document; gives back how to stop. */
export function hearPaste(pasting: Pasting): () => void {
  let awaited: ReturnType<typeof setTimeout> | undefined;

  // Not every WebKit gives a paste event where there is no field.
  const pressed = (event: KeyboardEvent) => {
    if (!isPressed(event, "Mod+V") || event.repeat || !pasting.wanted(event)) return;
    clearTimeout(awaited);
    awaited = setTimeout(() => pasting.pasteUnheard(), HEARD);
  };
  const pasted = (event: ClipboardEvent) => {
    clearTimeout(awaited);
    const data = event.clipboardData;
    if (!data || !pasting.wanted(event)) return;
    event.preventDefault();
    const html = data.getData("text/html");
    pasting.paste({ html: html === "" ? null : html, text: data.getData("text/plain") });
  };

  document.addEventListener("keydown", pressed);
  document.addEventListener("paste", pasted);
  return () => {
    clearTimeout(awaited);
    document.removeEventListener("keydown", pressed);
    document.removeEventListener("paste", pasted);
  };
}
