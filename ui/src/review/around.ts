// The nearest words around a passage, as far as its paragraph goes.

/** The last words before a passage, at most so many characters; whole words, and a sign where words were left out. */
export function wordsBefore(words: string, most: number): string {
  const line = words.slice(words.lastIndexOf("\n\n") + 1).trimStart();
  const points = Array.from(line);
  if (points.length <= most) return line;
  const end = points.slice(-most).join("");
  const space = end.search(/\s/);
  return `…${space < 0 ? end : end.slice(space + 1)}`;
}

/** The first words after it. */
export function wordsAfter(words: string, most: number): string {
  const line = (words.split("\n\n")[0] ?? "").trimEnd();
  const points = Array.from(line);
  if (points.length <= most) return line;
  const start = points.slice(0, most).join("");
  return `${start.replace(/\s\S*$/, "")}…`;
}
