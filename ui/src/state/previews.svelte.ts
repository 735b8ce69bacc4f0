// What notes look like: each Markdown is asked for once, and remembered.
import { SvelteMap } from "svelte/reactivity";
import * as commands from "../backend/commands";
import type { Body } from "../backend/types/Body";

/** How many are remembered. */
const MANY = 500;

export class Previews {
  readonly #bodies = new SvelteMap<string, Body>();
  readonly #asked = new Set<string>();

  /** The note as blocks; nothing until Rust has answered. Ask in an effect or a derived value. */
  of(markdown: string): Body | null {
    return this.#bodies.get(markdown) ?? null;
  }

  /** Sees to it that a note's preview comes. */
  async ask(markdown: string): Promise<void> {
    if (markdown.trim() === "" || this.#bodies.has(markdown) || this.#asked.has(markdown)) return;
    this.#asked.add(markdown);
    try {
      const body = await commands.previewNote(markdown);
      if (this.#bodies.size >= MANY) {
        const oldest = this.#bodies.keys().next().value;
        if (oldest !== undefined) this.#bodies.delete(oldest);
      }
      this.#bodies.set(markdown, body);
    } catch {
      // The note's own words stand there instead; what failed will be said when it is saved.
    } finally {
      this.#asked.delete(markdown);
    }
  }
}
