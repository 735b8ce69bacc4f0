// Opens the whole screen in a test, on a library in memory.
import { mount, unmount } from "svelte";
import { vi } from "vitest";
import { userEvent } from "vitest/browser";
import App from "../src/App.svelte";
import type { Language } from "../src/backend/types/Language";
import type { Theme } from "../src/backend/types/Theme";
import { Desk } from "../src/state/desk.svelte";
import { fakeDesk } from "./fake-desk";
import { standIn } from "./fake-window";

export interface Options {
  open?: boolean;
  /** Another library than the usual one. */
  on?: ReturnType<typeof fakeDesk>;
  theme?: Theme;
  language?: Language;
  /** How many versions the article has. */
  versions?: number;
}

/** The screen, the library behind it, and how to close it. */
export async function openWindow({
  open = false,
  versions,
  on = fakeDesk(versions),
  theme = "light",
  language = "fr",
}: Options = {}) {
  const { library, article, marks } = on;
  if (open) library.open = article;
  library.preferences = { ...library.preferences, theme, language };
  const send = standIn(library);
  const target = document.createElement("div");
  target.id = "app";
  document.body.append(target);
  const desk = new Desk();
  const stop = desk.begin();
  const app = mount(App, { target, props: { desk } });
  await see(".window");
  if (open) await see(".article");
  return {
    library,
    article,
    marks,
    send,
    async close() {
      await unmount(app);
      stop();
      target.remove();
      delete document.documentElement.dataset.theme;
    },
  };
}

/** Waits for an element. */
export function see(selector: string): Promise<HTMLElement> {
  return vi.waitFor(
    () => {
      const element = document.querySelector<HTMLElement>(selector);
      if (!element) throw new Error(`nothing like ${selector}`);
      return element;
    },
    { timeout: 10_000, interval: 20 },
  );
}

/** Waits until some words stand on the screen. */
export function read(words: string | RegExp): Promise<void> {
  return vi.waitFor(
    () => {
      const text = (document.body.innerText ?? "").replace(/[\u00a0\u202f]/g, " ");
      if (typeof words === "string" ? !text.includes(words) : !words.test(text))
        throw new Error(`nothing says ${words}`);
    },
    { timeout: 10_000, interval: 20 },
  );
}

export const press = (keys: string) => userEvent.keyboard(keys);

/** Pastes some words, outside of any field. */
export function pasteWords(words: string): void {
  const data = new DataTransfer();
  data.setData("text/plain", words);
  document.body.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
  );
}
