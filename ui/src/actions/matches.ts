// Matches what is typed in the palette with the names of things: letters in order, accents ignored.

/** Without accents and in small letters. */
export function plainWords(words: string): string {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Whether every word that was asked for (see {@link plainWords}) begins a word of the name, or stands in it. */
export function matches(name: string, asked: string): boolean {
  const plain = plainWords(name);
  return asked.split(/\s+/).every((word) => plain.includes(word));
}
