// A field that is written in never loses a word, and says "saved" only when it is.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Failure } from "../backend/types/Failure";
import { Typing } from "./typing.svelte";

const full: Failure = { code: "disk_full", file: "library.obelus" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A field whose writes are answered by hand. */
function field(stored = "") {
  const writes: { words: string; group: string; done: () => void; refused: (why: Failure) => void }[] = [];
  const typing = new Typing(
    stored,
    (words, group) =>
      new Promise<void>((done, refused) => {
        writes.push({ words, group, done: () => done(), refused });
      }),
  );
  return { typing, writes };
}

test("words are on their way to disk within 500 ms, however fast the person goes on typing", async () => {
  const { typing, writes } = field();
  for (const words of ["U", "Un", "Un ", "Un m", "Un mo", "Un mot"]) {
    typing.type(words);
    await vi.advanceTimersByTimeAsync(90);
  }
  expect(writes.map((write) => write.words)).toEqual(["Un m"]);
  writes[0]?.done();
  await vi.advanceTimersByTimeAsync(500);
  expect(writes.map((write) => write.words)).toEqual(["Un m", "Un mot"]);
});

test("saved is said only after the answer", async () => {
  const { typing, writes } = field();
  typing.type("Un mot");
  expect(typing.state).toBe("waiting");
  await vi.advanceTimersByTimeAsync(500);
  expect(typing.state).toBe("saving");
  writes[0]?.done();
  await vi.advanceTimersByTimeAsync(0);
  expect(typing.state).toBe("saved");
});

test("words that could not be saved stay, and are tried again", async () => {
  const { typing, writes } = field("avant");
  typing.type("après");
  await vi.advanceTimersByTimeAsync(500);
  writes[0]?.refused(full);
  await vi.advanceTimersByTimeAsync(0);
  expect(typing.state).toBe("failed");
  expect(typing.failure).toEqual(full);
  expect(typing.words).toBe("après");
  // Another copy of what is on disk does not take them away.
  typing.take("avant");
  expect(typing.words).toBe("après");
  const again = typing.flush();
  await vi.advanceTimersByTimeAsync(0);
  expect(writes[1]?.words).toBe("après");
  writes[1]?.done();
  await again;
  expect(typing.state).toBe("saved");
  expect(typing.failure).toBeNull();
});

test("leaving the field saves at once", async () => {
  const { typing, writes } = field();
  typing.type("Un mot");
  const left = typing.finish();
  await vi.advanceTimersByTimeAsync(0);
  expect(writes.map((write) => write.words)).toEqual(["Un mot"]);
  writes[0]?.done();
  await left;
  expect(typing.state).toBe("saved");
});

test("what is typed while a save is under way is saved after it", async () => {
  const { typing, writes } = field();
  typing.type("Un");
  await vi.advanceTimersByTimeAsync(400);
  typing.type("Un mot");
  typing.take("Un");
  expect(typing.words).toBe("Un mot");
  writes[0]?.done();
  await vi.advanceTimersByTimeAsync(400);
  expect(writes[1]?.words).toBe("Un mot");
});

test("one session of typing is one step of undo, the next one another", async () => {
  const { typing, writes } = field();
  const answer = async () => {
    await vi.advanceTimersByTimeAsync(400);
    writes.at(-1)?.done();
    await vi.advanceTimersByTimeAsync(0);
  };
  typing.type("Un");
  await answer();
  typing.type("Un mot");
  await answer();
  await typing.finish();
  typing.type("Un mot de plus");
  await answer();
  const [first, second, third] = writes.map((write) => write.group);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test("an undo shows in a field that nobody has touched", () => {
  const { typing } = field("après");
  typing.take("avant");
  expect(typing.words).toBe("avant");
});
