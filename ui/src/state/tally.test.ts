// What counts as checked, and which marks a filter lets through.
import { expect, test } from "vitest";
import type { Kind } from "../backend/types/Kind";
import { mark } from "../reader/fake-article";
import { Filter } from "./filter.svelte";
import { progressOf } from "./tally";

const claims = {
  unchecked: 2,
  confirmed: 5,
  imprecise: 0,
  wrong: 1,
  query: 0,
  unverifiable: 0,
  opinion: 0,
};

test("a claim to check again has its status, and is not checked", () => {
  expect(progressOf({ claims, rechecks: 0 })).toEqual({ settled: 6, all: 8 });
  expect(progressOf({ claims, rechecks: 2 })).toEqual({ settled: 4, all: 8 });
});

test("the filter finds what is to be checked again, beside the statuses that were asked for", () => {
  const confirmed: Kind = { is: "claim", status: "confirmed", recheck: false };
  const changed: Kind = { is: "claim", status: "confirmed", recheck: true };
  const wrong: Kind = { is: "claim", status: "wrong", recheck: false };
  const marks = [confirmed, changed, wrong].map((kind, i) => mark(`${i}`, kind, [i, i + 1]));
  const filter = new Filter();
  const through = () => marks.filter((one) => filter.admits(one)).map((one) => one.id);
  filter.toggleRecheck();
  expect(filter.active).toBe(true);
  expect(through()).toEqual(["1"]);
  filter.toggleSort("wrong");
  expect(through()).toEqual(["1", "2"]);
  filter.clear();
  expect(filter.active).toBe(false);
  expect(through()).toEqual(["0", "1", "2"]);
});
