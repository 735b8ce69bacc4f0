// Small comparisons for the tests of the review, written as pictures: `[-went-]`, `{+came+}`.

import type { ComparedRow } from "../backend/types/ComparedRow";
import type { Comparison } from "../backend/types/Comparison";
import type { Piece } from "../backend/types/Piece";
import type { RowBlock } from "../backend/types/RowBlock";
import type { RowChange } from "../backend/types/RowChange";
import type { Side } from "../backend/types/Side";
import { length } from "../reader/fake-article";

/** A paragraph's picture; with another block or another change than the picture says, where they are given. */
export type FakeRow = string | { picture: string; block?: RowBlock; change?: RowChange };

export interface FakeChange {
  comparison: Comparison;
  old: string;
  now: string;
}

/** Builds both texts and the comparison of them; paragraphs stand two line breaks apart. */
export function fakeChange(...rows: FakeRow[]): FakeChange {
  const old = new FakeText();
  const now = new FakeText();
  const compared = rows.map((given): ComparedRow => {
    const row = typeof given === "string" ? { picture: given } : given;
    const block = row.block ?? { is: "paragraph" };
    const parts = partsOf(row.picture);
    const isIn = (is: Piece["is"][]) => parts.length === 0 || parts.some((part) => is.includes(part.is));
    const [wasThere, isThere] = [isIn(["same", "deleted"]), isIn(["same", "inserted"])];
    const then = wasThere ? old.begin(block) : null;
    const there = isThere ? now.begin(block) : null;
    const pieces = parts.map(({ is, words }): Piece => ({
      is,
      words,
      old: is === "inserted" ? null : old.add(words),
      new: is === "deleted" ? null : now.add(words),
    }));
    if (then) then.end = old.length;
    if (there) there.end = now.length;
    const isSame = parts.every((part) => part.is === "same");
    const change = !there ? "deleted" : !then ? "inserted" : isSame ? "same" : "changed";
    const is = row.change ?? change;
    return { change: is, old: then, new: there, pieces: is === "same" ? [] : pieces };
  });
  return { comparison: { rows: compared }, old: old.words, now: now.words };
}

class FakeText {
  words = "";
  length = 0;

  begin(block: RowBlock): Side {
    if (this.length > 0) this.add("\n\n");
    return { start: this.length, end: this.length, block };
  }

  add(words: string): [number, number] {
    const start = this.length;
    this.words += words;
    this.length += length(words);
    return [start, this.length];
  }
}

function partsOf(picture: string): Pick<Piece, "is" | "words">[] {
  return picture
    .split(/(\[-.*?-\]|\{\+.*?\+\})/s)
    .filter((part) => part !== "")
    .map((part) => {
      if (part.startsWith("[-")) return { is: "deleted", words: part.slice(2, -2) };
      if (part.startsWith("{+")) return { is: "inserted", words: part.slice(2, -2) };
      return { is: "same", words: part };
    });
}
