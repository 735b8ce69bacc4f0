// A known matcher's rules restated, to compare with: every place where the very words stand, and only if there is
// none, places with up to half of the letters wrong (256 at most); of these the one whose words (50), 32 characters
// before (20) and after (20) and position (2) fit best. The approximate search is the npm package
// `approx-string-match`, which that matcher uses as well.
//
// Reads { old, new, ranges } (UTF-16) from the file named; says how many microseconds a mark took, on average.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const fromScreen = createRequire(new URL("../../../ui/package.json", import.meta.url));
const { default: search } = await import(fromScreen.resolve("approx-string-match"));

const CONTEXT = 32;

function places(text, words, errors) {
  const exact = [];
  for (let at = text.indexOf(words); at !== -1; at = text.indexOf(words, at + 1))
    exact.push({ start: at, end: at + words.length, errors: 0 });
  return exact.length > 0 ? exact : search(text, words, errors);
}

/** How well a stretch fits the words wanted there, from 0 to 1. */
function likeness(stretch, wanted) {
  if (wanted.length === 0 || stretch.length === 0) return 0;
  const found = places(stretch, wanted, wanted.length);
  return found.length === 0 ? 0 : 1 - found[0].errors / wanted.length;
}

function match(text, words, before, after, hint) {
  const found = places(text, words, Math.min(256, words.length / 2));
  let best = null;
  for (const one of found) {
    const near = {
      words: 1 - one.errors / words.length,
      before: before ? likeness(text.slice(Math.max(0, one.start - before.length), one.start), before) : 1,
      after: after ? likeness(text.slice(one.end, one.end + after.length), after) : 1,
      place: 1 - Math.abs(one.start - hint) / text.length,
    };
    const score = (50 * near.words + 20 * near.before + 20 * near.after + 2 * near.place) / 92;
    if (best === null || score > best.score) best = { ...one, score };
  }
  return best;
}

const { old, new: text, ranges } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const times = ranges.map(([start, end]) => {
  const before = old.slice(Math.max(0, start - CONTEXT), start);
  const after = old.slice(end, end + CONTEXT);
  const begin = performance.now();
  match(text, old.slice(start, end), before, after, start);
  return (performance.now() - begin) * 1000;
});
const total = times.reduce((sum, time) => sum + time, 0);
console.log(JSON.stringify({ microseconds: total / times.length }));
