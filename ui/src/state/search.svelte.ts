// Searching all articles as the person types, and which of the things found is chosen.
import * as commands from "../backend/commands";
import type { ArticleId } from "../backend/types/ArticleId";
import type { Hit } from "../backend/types/Hit";
import type { Notices } from "./notices.svelte";

/** How long to wait for the next key before asking, in milliseconds. */
const PAUSE = 90;

export interface Group {
  article: ArticleId;
  title: string;
  hits: Hit[];
}

export class Search {
  query = $state("");
  /** Nothing: not searched yet. */
  hits = $state.raw<readonly Hit[] | null>(null);
  chosen = $state(0);
  readonly groups = $derived(grouped(this.hits ?? []));
  /** The hits in the order in which they are shown. */
  readonly shown = $derived(this.groups.flatMap((group) => group.hits));

  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  readonly #notices: Notices;

  constructor(notices: Notices) {
    this.#notices = notices;
  }

  ask(query: string): void {
    this.query = query;
    clearTimeout(this.#timer);
    if (query.trim() === "") this.clear();
    else this.#timer = setTimeout(() => void this.#find(query), PAUSE);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.query = "";
    this.hits = null;
    this.chosen = 0;
  }

  choose(steps: number): void {
    const last = this.shown.length - 1;
    this.chosen = Math.max(0, Math.min(last, this.chosen + steps));
  }

  async #find(query: string): Promise<void> {
    const asked = ++this.#asked;
    try {
      const hits = await commands.search(query);
      // A slow answer to an older question is not shown.
      if (asked !== this.#asked) return;
      this.hits = hits;
      this.chosen = 0;
    } catch (reason) {
      this.#notices.fail(commands.failureOf(reason));
    }
  }
}

function grouped(hits: readonly Hit[]): Group[] {
  const groups = new Map<ArticleId, Group>();
  for (const hit of hits) {
    const group = groups.get(hit.article);
    if (group) group.hits.push(hit);
    else groups.set(hit.article, { article: hit.article, title: hit.title, hits: [hit] });
  }
  return [...groups.values()];
}
