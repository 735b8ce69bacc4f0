// What a published check lacks is named.
import { expect, test } from "vitest";
import type { Kind } from "../backend/types/Kind";
import type { Wanted } from "../backend/types/Wanted";
import { missing } from "./published";

const claim = (status: "wrong" | "unchecked" | "query", recheck = false): { kind: Kind; tags: string[] } => ({
  kind: { is: "claim", status, recheck },
  tags: [],
});

function wanted(publisher: string, check_url: string, part: Partial<Wanted> = {}): Wanted {
  return {
    claims: true,
    notes: true,
    highlights: true,
    statuses: [],
    tags: [],
    words: true,
    report: true,
    word_marks: "comments",
    published: { publisher, publisher_url: "", check_url, ratings: { wrong: { name: "", value: 1 } } },
    ...part,
  };
}

test("a publisher, a page on the web and a settled claim are all that is needed", () => {
  expect(missing(wanted("Desk", "https://a.example/b"), [claim("wrong")])).toEqual([]);
  expect(missing(wanted(" ", "a.example"), [claim("wrong")])).toEqual(["publisher", "check_url"]);
  expect(missing(wanted("Desk", "javascript:alert(1)"), [claim("wrong")])).toEqual(["check_url"]);
});

test("a claim that is open, to be checked again, not rated or left out is none", () => {
  const page = "https://a.example/b";
  for (const one of [claim("unchecked"), claim("wrong", true), claim("query")])
    expect(missing(wanted("Desk", page), [one])).toEqual(["claims"]);
  expect(missing(wanted("Desk", page, { claims: false }), [claim("wrong")])).toEqual(["claims"]);
  expect(missing(wanted("Desk", page, { statuses: ["confirmed"] }), [claim("wrong")])).toEqual(["claims"]);
  expect(missing(wanted("Desk", page, { tags: ["x"] }), [claim("wrong")])).toEqual(["claims"]);
});
