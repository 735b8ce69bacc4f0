// A copy is seen as it will be a moment after it was chosen so, and only the last choice counts.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ExportFormat } from "../backend/types/ExportFormat";
import type { FirstPage } from "../backend/types/FirstPage";
import type { Drawn } from "./drawn";
import { type Choice, type Look, LookAhead, PAUSE } from "./look-ahead.svelte";
import { SLOW } from "./waiting.svelte";
import { EVERYTHING } from "./wanted";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const choice = (format: ExportFormat): Choice => ({ format, wanted: EVERYTHING, language: "fr" });
const line = (words: string): Drawn<FirstPage> => ({
  head: { is: "lines", lines: [words], goes_on: false },
  picture: new Blob(),
});

/** A maker of pages that answers when it is told to. */
function asked() {
  const all: {
    format: ExportFormat;
    unwanted: AbortSignal;
    answer: (page: Drawn<FirstPage>) => Promise<void>;
    refuse: (reason: unknown) => Promise<void>;
  }[] = [];
  const look: Look = ({ format }, unwanted) =>
    new Promise((resolve, reject) => {
      const then = (what: () => void) => {
        what();
        return vi.advanceTimersByTimeAsync(0).then(() => undefined);
      };
      all.push({
        format,
        unwanted,
        answer: (page) => then(() => resolve(page)),
        refuse: (reason) => then(() => reject(reason)),
      });
    });
  return { all, ahead: new LookAhead(look) };
}

test("the first page is asked for at once, the next one after a pause", async () => {
  const { all, ahead } = asked();
  ahead.want(choice("markdown"));
  await vi.advanceTimersByTimeAsync(0);
  await all[0]!.answer(line("# Le tram"));
  expect(ahead.seen).toMatchObject({ format: "markdown", page: { lines: ["# Le tram"] } });
  ahead.want(choice("csv"));
  await vi.advanceTimersByTimeAsync(PAUSE - 1);
  expect(all).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(all.map(({ format }) => format)).toEqual(["markdown", "csv"]);
  expect(ahead.seen?.format, "what was there stays until then").toBe("markdown");
});

test("who chooses again waits for the earlier one no longer, and never sees it", async () => {
  const { all, ahead } = asked();
  ahead.want(choice("pdf"));
  await vi.advanceTimersByTimeAsync(0);
  ahead.want(choice("csv"));
  expect(all[0]!.unwanted.aborted).toBe(true);
  await all[0]!.answer(line("too late"));
  expect(ahead.seen).toBeNull();
  await vi.advanceTimersByTimeAsync(PAUSE);
  await all[1]!.answer(line("n;fait"));
  expect(ahead.seen?.format).toBe("csv");
});

test("what takes long says so, and no longer once it is there", async () => {
  const { all, ahead } = asked();
  ahead.want(choice("pdf"));
  await vi.advanceTimersByTimeAsync(SLOW - 1);
  expect(ahead.waiting.slow).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(ahead.waiting.slow).toBe(true);
  await all[0]!.answer(line("there"));
  expect([ahead.waiting.on, ahead.waiting.slow]).toEqual([false, false]);
});

test("what cannot be seen says why in its place, and is forgotten with the next", async () => {
  const { all, ahead } = asked();
  ahead.want(choice("pdf-original"));
  await vi.advanceTimersByTimeAsync(0);
  await all[0]!.refuse({ code: "original_encrypted", name: "le-tram.pdf" });
  expect(ahead.failure?.code).toBe("original_encrypted");
  expect(ahead.waiting.on).toBe(false);
  ahead.want(choice("csv"));
  await vi.advanceTimersByTimeAsync(PAUSE);
  await all[1]!.answer(line("n;fait"));
  expect(ahead.failure).toBeNull();
});

test("a picture has an address until another page takes its place", async () => {
  const { all, ahead } = asked();
  const gone = vi.spyOn(URL, "revokeObjectURL");
  ahead.want(choice("pdf"));
  await vi.advanceTimersByTimeAsync(0);
  await all[0]!.answer({
    head: { is: "picture", width: 595, height: 842, signed: false },
    picture: new Blob(["png"]),
  });
  const address = ahead.seen?.address;
  expect(address).toMatch(/^blob:/);
  ahead.stop();
  expect(gone).toHaveBeenCalledExactlyOnceWith(address);
  expect(ahead.seen).toBeNull();
  gone.mockRestore();
});
