// Every screen can be used without seeing it, in both themes.
import axe from "axe-core";
import { afterEach, expect, test } from "vitest";
import { addBook, addPdf } from "./fake-book";
import { fakeDesk } from "./fake-desk";
import { fakeQueue, NOTHING_ARRIVED, TRACKED, WALL } from "./fake-queue";
import { fakeReview } from "./fake-review";
import { openWindow, type Options, pasteWords, press, see } from "./window";

interface Screen {
  name: string;
  open?: boolean;
  /** The article has a second version. */
  revised?: boolean;
  /** It has so many versions, with marks that have no place in the latest. */
  versions?: number;
  /** How long a command takes from then on, in milliseconds. */
  slow?: number;
  /** What became of the file that the article was opened from. */
  file?: { missing?: boolean; changed?: boolean };
  /** A book is open. */
  book?: "epub" | "pdf";
  go?: (opened: Awaited<ReturnType<typeof openWindow>>) => Promise<unknown>;
}

const screens: Screen[] = [
  { name: "start" },
  { name: "article", open: true },
  {
    name: "active card",
    open: true,
    go: async () => {
      await press("jjjj");
      await see(".card.active .picker");
    },
  },
  {
    name: "note being written",
    open: true,
    go: async () => {
      await press("jjjjn");
      await see(".card.active textarea:focus");
    },
  },
  {
    name: "filter",
    open: true,
    go: async () => (await see(".sorts button.wrong")).click(),
  },
  { name: "a draft that has changed", open: true, file: { changed: true }, go: () => see(".draft .take") },
  { name: "a draft that is gone", open: true, file: { missing: true }, go: () => see(".draft .ways") },
  {
    name: "a book with its contents",
    book: "epub",
    open: true,
    go: () => press("c").then(() => see(".contents [aria-current]")),
  },
  {
    name: "a page that does not exist",
    book: "epub",
    open: true,
    go: async () => {
      await press("g");
      await see(".contents input:focus");
      await press("999{Enter}");
      await see(".contents [aria-invalid=true]");
    },
  },
  {
    name: "the pages of a PDF, with a selection",
    book: "pdf",
    open: true,
    go: async () => {
      await press("p");
      await see(".sheet img");
      select(3);
      await see("[role=toolbar]");
    },
  },
  {
    name: "the pages of a PDF beside its text, with a claim",
    book: "pdf",
    open: true,
    go: async () => {
      await press("{Shift>}p{/Shift}");
      await see(".sheet img");
      select(3);
      await see("[role=toolbar]");
      await press("3");
      await see(".view .handle.end");
    },
  },
  {
    name: "an address that is none",
    go: async () => {
      (await see(".address input")).focus();
      await press("un mot{Enter}");
      await see(".address .failed");
    },
  },
  {
    name: "a page that is being fetched",
    go: async () => {
      (await see(".address input")).focus();
      await press("exemple.fr{Enter}");
      await see(".address .plain:focus");
    },
    slow: 1500,
  },
  {
    name: "an address that was pasted",
    open: true,
    go: async () => {
      pasteWords("https://exemple.fr/a");
      await see("[role=dialog] .answers button:focus");
    },
  },
  {
    name: "files on their way in",
    open: true,
    go: async ({ library, send }) => {
      send("queue", fakeQueue(library, 5));
      await see(".queue progress");
    },
  },
  {
    name: "the report of files",
    go: async ({ library, send }) => {
      send("queue", fakeQueue(library, 8));
      await see(".queue .summary");
    },
  },
  {
    name: "tracked changes",
    go: async ({ send }) => {
      send("arrived", { ...NOTHING_ARRIVED, doubts: [TRACKED, { ...TRACKED, token: 9 }] });
      await see("[role=dialog] .preview ins");
      await press("r");
      await see("[role=dialog] .preview del");
    },
  },
  {
    name: "a page behind a wall",
    open: true,
    go: async ({ send }) => {
      send("arrived", { ...NOTHING_ARRIVED, doubts: [WALL] });
      await see("[role=dialog] .preview");
    },
  },
  {
    name: "bin",
    go: async () => {
      (await see(".foot button")).click();
      await see("#bin-title");
    },
  },
  {
    name: "review",
    open: true,
    revised: true,
    go: async () => {
      await press("{Shift>}r{/Shift}");
      await see(".change-card.active");
    },
  },
  {
    name: "review, side by side, only changes, an ambiguous mark",
    open: true,
    revised: true,
    go: async () => {
      await press("{Shift>}r{/Shift}");
      await see(".change-card.active");
      await press("jjjjjj");
      await see(".candidates");
      // The screen remembers how it was looked at last.
      for (const toggle of document.querySelectorAll<HTMLElement>(".toggle[aria-pressed=false]"))
        toggle.click();
      await see(".change.sides .fold");
    },
  },
  {
    name: "marks without a place, versions",
    open: true,
    versions: 2,
    go: async () => {
      await see(".unplaced li");
      await press("v");
      await see("[role=menu]:popover-open");
    },
  },
  {
    name: "claim to check again",
    open: true,
    versions: 2,
    go: async () => {
      await press("{Shift>}j{/Shift}");
      await see(".card.active .recheck-box");
    },
  },
  {
    name: "history of a mark",
    open: true,
    versions: 2,
    go: async () => {
      await press("{Shift>}j{/Shift}{Shift>}h{/Shift}");
      await see(".lines li");
    },
  },
  {
    name: "nearly an article of the shelf",
    open: true,
    go: async ({ article, send }) => {
      send("arrived", {
        ...NOTHING_ARRIVED,
        questions: [
          {
            token: 1,
            name: "a.md",
            title: "B",
            near: article,
            near_title: "A",
            alike: 91,
            same: false,
            back: null,
          },
          {
            token: 2,
            name: "",
            title: "C",
            near: article,
            near_title: "A",
            alike: 80,
            same: false,
            back: null,
          },
        ],
      });
      await see("[role=dialog] .answers button:focus");
    },
  },
  {
    name: "older version",
    open: true,
    versions: 2,
    go: async () => {
      await press("v");
      (await see("[role=menu]:popover-open [role=menuitemradio]:nth-child(2)")).click();
      await see(".band");
      await press("jjjj");
      await see(".card.active .read");
    },
  },
  {
    name: "new version",
    open: true,
    go: () => press("{Control>}{Shift>}n{/Shift}{/Control}").then(() => see("[role=dialog] .sheet")),
  },
  {
    name: "new version being read",
    open: true,
    go: async () => {
      await press("{Control>}{Shift>}n{/Shift}{/Control}");
      (await see("[role=dialog] .sheet .primary")).click();
      await see("progress");
    },
    slow: 1500,
  },
  { name: "export", open: true, go: () => press("{Control>}e{/Control}").then(() => see("[role=dialog]")) },
  { name: "preferences", go: () => press("{Control>},{/Control}").then(() => see("[role=dialog]")) },
  { name: "keys", go: () => press("?").then(() => see("[role=dialog]")) },
  { name: "palette", go: () => press("{Control>}k{/Control}").then(() => see("[role=dialog]")) },
  {
    name: "search",
    go: async () => {
      await press("/");
      await see(".search input:focus");
      await press("part");
      await see("[role=option]");
    },
  },
  {
    name: "notice",
    open: true,
    go: async () => {
      await press("j{Delete}");
      await see(".notice");
    },
  },
];

/** Draws over so many words of the first page with the mouse. */
function select(words: number) {
  const paper = document.querySelector(".paper")!;
  const { left, top, width } = paper.getBoundingClientRect();
  const scale = width / 595;
  const y = top + 86 * scale;
  const send = (type: string, x: number) =>
    paper.dispatchEvent(
      new MouseEvent(type, {
        bubbles: true,
        cancelable: true,
        clientX: left + x * scale,
        clientY: y,
        detail: 1,
        buttons: type === "mouseup" ? 0 : 1,
      }),
    );
  send("mousedown", 61);
  send("mousemove", 61 + words * 30);
  send("mouseup", 61 + words * 30);
}

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

for (const theme of ["light", "dark"] as const) {
  for (const screen of screens) {
    test(`axe finds nothing on: ${screen.name}, ${theme}`, async () => {
      const options: Options = { theme, open: screen.open ?? false };
      if (screen.revised) options.on = fakeReview();
      if (screen.file) {
        options.on = fakeDesk();
        options.on.library.opensFrom(options.on.article, screen.file);
      }
      if (screen.book) {
        options.on = fakeDesk();
        options.on.article = await (screen.book === "pdf" ? addPdf : addBook)(options.on.library);
      }
      if (screen.versions !== undefined) options.versions = screen.versions;
      const opened = await openWindow(options);
      close = opened.close;
      opened.library.slow = screen.slow ?? 0;
      await screen.go?.(opened);
      // A caret blinks for ever.
      const passing = document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
      await Promise.all(passing.map((animation) => animation.finished.catch(() => {})));
      const { violations } = await axe.run(document.body, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
        // It takes the sign on a button for its words, which are in its name.
        rules: { "label-content-name-mismatch": { enabled: false } },
      });
      const found = violations.map(
        ({ id, impact, nodes }) =>
          `${id} (${impact}): ${nodes
            .slice(0, 4)
            .map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`)
            .join(" | ")}`,
      );
      expect(found).toEqual([]);
    });
  }
}
