// Numbers, sizes and moments read as they should in each language.
import { afterEach, beforeEach, expect, test } from "vitest";
import { ago, day, number, publishedDay, size } from "./figures";
import { speech } from "./speech.svelte";

beforeEach(() => {
  speech.language = "fr";
});
afterEach(() => {
  speech.language = "en";
});

const plain = (words: string) => words.replace(/[\u00a0\u202f]/g, " ");
const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();

test("moments are told as a person would", () => {
  const now = at(22, 15);
  expect(plain(ago(now - 2 * 60_000, now))).toBe("il y a 2 min");
  expect(plain(ago(at(22, 12), now))).toBe("il y a 3 h");
  expect(ago(at(21, 23), now)).toBe("hier");
  expect(ago(at(19, 8), now)).toBe("jeudi");
  expect(plain(ago(at(3, 8), now))).toBe("3 nov.");
  expect(plain(day(new Date(2025, 0, 5).getTime(), now))).toBe("5 janv. 2025");
  speech.language = "en";
  expect(ago(at(21, 23), now)).toBe("yesterday");
  expect(ago(at(19, 8), now)).toBe("Thursday");
});

test("numbers and sizes are written in the person's language", () => {
  expect(plain(number(12_500))).toBe("12 500");
  expect(plain(size(1_204_000))).toBe("1,2 Mo");
  speech.language = "en";
  expect(number(12_500)).toBe("12,500");
  expect(plain(size(1_204_000))).toBe("1.2 MB");
});

test("the day of publication is the one that was said, with as much of it as was said", () => {
  const now = at(22, 15);
  const told = (said: string) => plain(publishedDay(said, now));
  expect(told("2023-11-21")).toBe("21 nov. 2023");
  expect(told("2026-11-01")).toBe("1 nov.");
  expect(told("2023-11")).toBe("novembre 2023");
  expect(told("2023")).toBe("2023");
  expect(told("2023-11-21T12:00:00Z")).toBe("21 nov. 2023");
  expect(told("un mardi")).toBe("un mardi");
});
