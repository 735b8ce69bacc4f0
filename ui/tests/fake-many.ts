// A long article with thousands of marks.
import { bodyOf, type FakeBlock } from "./fake-body";
import { claim, type FakeLibrary } from "./fake-library";

const SENTENCE =
  "Le rapport compte douze chapitres et cite plus de trente témoins, dont neuf n’avaient jamais parlé. ";

/** An article of `length` times 100 characters with so many marks; gives back its id. */
export function many(library: FakeLibrary, length: number, marks = length): string {
  const blocks: FakeBlock[] = [["h1", "Un très long rapport"]];
  for (let i = 0; i < length / 6; i++) blocks.push(["p", SENTENCE.repeat(6).trim()]);
  const body = bodyOf(blocks);
  const article = library.addArticle("Un très long rapport", body);
  const statuses = ["confirmed", "unchecked", "wrong", "imprecise", "query"] as const;
  const quote = "douze chapitres";
  const revision = library.articles.get(article)?.revision.id ?? "";
  let made = 0;
  for (let at = body.text.indexOf(quote); at !== -1 && made < marks; at = body.text.indexOf(quote, at + 1)) {
    const id = `many-${String(made).padStart(6, "0")}`;
    const touch = { by: "CR", at: library.now };
    library.marks.set(id, {
      id,
      article,
      kind: claim(statuses[made % statuses.length] ?? "confirmed"),
      note: made % 3 === 0 ? "Voir le chapitre suivant." : "",
      correction: "",
      tags: [],
      created: touch,
      changed: touch,
      places: [{ revision, range: [at, at + quote.length], quote }],
      carried: [],
    });
    made += 1;
  }
  return article;
}
