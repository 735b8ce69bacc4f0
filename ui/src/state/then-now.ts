// What a changed passage said and what it says, in short: the words they share at both ends stand once.

export interface ThenNow {
  /** The same words before the change; a long stretch begins with an ellipsis. */
  before: string;
  then: string;
  now: string;
  after: string;
}

/** How much of the words around a change is shown, in characters. */
const AROUND = 28;

export function thenNow(then: string, now: string): ThenNow {
  const [old, young] = [pieces(then), pieces(now)];
  let head = 0;
  while (head < old.length && head < young.length && old[head] === young[head]) head += 1;
  let tail = 0;
  const most = Math.min(old.length, young.length) - head;
  while (tail < most && old.at(-1 - tail) === young.at(-1 - tail)) tail += 1;
  const [before, after] = [old.slice(0, head), old.slice(old.length - tail)];
  return {
    before: end(before.join(" ")),
    then: old.slice(head, old.length - tail).join(" "),
    now: young.slice(head, young.length - tail).join(" "),
    after: begin(after.join(" ")),
  };
}

function pieces(words: string): string[] {
  return words.split(/\s+/u).filter((word) => word !== "");
}

/** The last of many words, from a whole word on. */
function end(words: string): string {
  const points = Array.from(words);
  if (points.length <= AROUND) return words;
  const last = points.slice(-AROUND).join("");
  return `… ${last.replace(/^\S*\s/u, "")}`;
}

/** The first of many words, up to a whole word. */
function begin(words: string): string {
  const points = Array.from(words);
  if (points.length <= AROUND) return words;
  const first = points.slice(0, AROUND).join("");
  return `${first.replace(/\s\S*$/u, "")} …`;
}
