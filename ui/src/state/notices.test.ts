// Notices go by themselves, but not failures, and not while somebody reads them.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Failure } from "../backend/types/Failure";
import { failureWords } from "./failure-words";
import { Notices } from "./notices.svelte";
import { speech } from "./speech.svelte";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  speech.language = "en";
});

const words = (notices: Notices) => notices.all.map((notice) => notice.words());

test("what was done is said, and goes away", () => {
  const notices = new Notices();
  notices.say(() => "done");
  expect(words(notices)).toEqual(["done"]);
  vi.advanceTimersByTime(10_000);
  expect(words(notices)).toEqual([]);
});

test("it stays while the pointer is on it", () => {
  const notices = new Notices();
  notices.say(() => "done");
  const id = notices.all[0]?.id ?? 0;
  notices.hold(id);
  vi.advanceTimersByTime(60_000);
  expect(words(notices)).toEqual(["done"]);
  notices.linger(id);
  vi.advanceTimersByTime(10_000);
  expect(words(notices)).toEqual([]);
});

test("a failure stays until it is closed, and is said once", () => {
  const notices = new Notices();
  notices.fail({ code: "gone" });
  notices.fail({ code: "gone" });
  vi.advanceTimersByTime(60_000);
  expect(notices.all.length).toBe(1);
  notices.close(notices.all[0]?.id ?? 0);
  expect(notices.all.length).toBe(0);
});

test("every failure has words in both languages, and names its file", () => {
  const name = "dossier.docx";
  const failures: Failure[] = [
    { code: "unsupported", name, found: "Word" },
    { code: "unsupported", name, found: null },
    { code: "empty", name },
    { code: "original_encrypted", name },
    { code: "original_refuses", name },
    { code: "too_large", name, bytes: 300_000_000, limit: 209_715_200 },
    { code: "too_complex", name },
    { code: "damaged", name },
    { code: "locked", name },
    { code: "drm", name },
    { code: "old_word", name },
    { code: "scan", name, pages: 12 },
    { code: "beyond_limit", name, limit: "ratio" },
    { code: "unreadable", name, reason: "no" },
    { code: "unwritable", name, reason: "no" },
    { code: "unreachable", name, why: "no_host" },
    { code: "unreachable", name, why: "no_answer" },
    { code: "unreachable", name, why: "certificate" },
    { code: "unreachable", name, why: "redirects" },
    { code: "unreachable", name, why: "proxy" },
    { code: "unreachable", name, why: "broken" },
    { code: "refused_address", name, host: null },
    { code: "refused_address", name, host: "10.0.0.1" },
    { code: "http", name, status: 404 },
    { code: "http", name, status: 403 },
    { code: "http", name, status: 500 },
    { code: "not_a_page", name, found: "application/zip" },
    { code: "not_a_page", name, found: null },
    { code: "too_slow", name },
    { code: "too_much_memory", name },
    { code: "crashed", name },
    { code: "library_in_use", file: name },
    { code: "not_a_library", file: name },
    { code: "library_too_new", file: name },
    { code: "library_read_only", file: name },
    { code: "disk_full", file: name },
  ];
  for (const failure of failures) {
    const said = (["fr", "en"] as const).map((language) => {
      speech.language = language;
      return failureWords(failure);
    });
    expect(said[0]).not.toBe(said[1]);
    for (const one of said) expect(one).toContain(name);
  }
});

test("a notice speaks the language of now", () => {
  const notices = new Notices();
  notices.fail({ code: "gone" });
  const english = words(notices);
  speech.language = "fr";
  expect(words(notices)).not.toEqual(english);
});
