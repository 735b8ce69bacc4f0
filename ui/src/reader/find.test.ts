import { describe, expect, test } from "vitest";
import { Find } from "./find";
import { fold } from "./fold";
import { length } from "./fake-article";
import { sameWords } from "./same-words";
import { ArticleText } from "./text-map";

/** `⟦ ⟧` around every hit. */
function check(picture: string, words: string, folding: "words" | "letters" = "letters") {
  const text = new ArticleText(picture.replace(/[⟦⟧]/g, ""));
  const find = new Find(text);
  find.look(words, folding, 0);
  let shown = "";
  let at = 0;
  for (const [start, end] of find.hits) {
    shown += `${text.slice(at, start)}⟦${text.slice(start, end)}⟧`;
    at = end;
  }
  expect(shown + text.slice(at, text.length)).toBe(picture);
}

describe("find in article", () => {
  test("ignores case and accents", () => check("L’⟦été⟧, l’⟦ETE⟧, l’⟦e\u0301te\u0301⟧ 😀 ⟦Été⟧", "ete"));
  test("minds accents when asked to", () => check("⟦été⟧ ete ⟦e\u0301te\u0301⟧ ét", "été", "words"));
  test("an accent is part of its letter", () => check("⟦cafe⟧ café cafe\u0301", "cafe", "words"));
  test("any space is a space, and a line break too", () =>
    check("⟦49\u00a0% des\nparts⟧, ⟦49 %  des\u202fparts⟧, 49% des parts", "49 % des parts"));
  test("any quotes, apostrophes and dashes are the same", () => {
    check("⟦l’entreprise⟧ ⟦l'entreprise⟧", "l'entreprise");
    check("« ⟦vis‑à‑vis⟧ » “⟦vis-a-vis⟧”", "vis-à-vis");
  });
  test("soft hyphens are not there", () => check("⟦consti\u00adtution⟧", "constitution"));
  test("ligatures are their letters", () => check("le ⟦cœur⟧ du ⟦coeur⟧", "coeur"));
  test("emoji and other scripts are found", () => {
    check("a ⟦👩‍👧⟧ b 👩", "👩‍👧");
    check("٤٩ ⟦४९⟧ क्षि", "४९");
  });

  test("begins at the view and goes around", () => {
    const find = new Find(new ArticleText("un deux un deux un"));
    find.look("un", "letters", 3);
    expect([find.hits.length, find.current]).toEqual([3, 1]);
    expect(find.go(1)).toEqual([16, 18]);
    expect(find.go(1)).toEqual([0, 2]);
    expect(find.go(-1)).toEqual([16, 18]);
    find.look("   ", "letters", 0);
    expect([find.hits.length, find.currentHit]).toEqual([0, null]);
  });

  test("every one of 16,000 hits in 1 MB is found", () => {
    const text = new ArticleText(
      "Le préfet « détient » 49 % des parts, dit-il — été comme hiver.\n".repeat(16_000),
    );
    expect(length(text.string)).toBeGreaterThan(1_000_000);
    const find = new Find(text);
    for (const words of ["49 % des", "ete comme"]) {
      find.look(words, "letters", 0);
      expect(find.hits.length).toBe(16_000);
    }
  });
});

describe("also here", () => {
  const check = (picture: string) => {
    const clean = picture.replace(/[⟦⟧]/g, "");
    const text = new ArticleText(clean);
    const ranges: [number, number][] = [];
    let at = 0;
    for (const character of picture) {
      if (character === "⟦") ranges.push([at, at]);
      else if (character === "⟧") ranges.at(-1)![1] = at;
      else at += 1;
    }
    const [first, ...others] = ranges;
    expect(sameWords(text, fold(text, "words"), first!, [first!])).toEqual(others);
  };

  test("the same words in other typography are offered", () =>
    check("⟦49 % des parts⟧ ; ⟦49\u00a0% des parts⟧ ; ⟦49 % DES PARTS⟧ ; 51 % des parts"));
  test("words inside other words are not", () => check("⟦part⟧ départ parts ⟦part⟧, partie"));
  test("accents count: another word is another word", () => check("⟦marche⟧ marché ⟦Marche⟧"));
  test("a place that is taken is not offered again", () => {
    const text = new ArticleText("un an, un an, un an");
    expect(
      sameWords(
        text,
        fold(text, "words"),
        [0, 5],
        [
          [0, 5],
          [7, 9],
        ],
      ),
    ).toEqual([[14, 19]]);
  });
});
