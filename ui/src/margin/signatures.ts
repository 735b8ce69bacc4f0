// Shows the answers of a conversation that came with a file as answers: each begins with the line of who gave it, and when.
import { publishedDay } from "../state/figures";

/** The day at the end of "— **Anna**, 2023-11-21", as the app writes it (core/src/annotation.rs). */
const DAY = /\d{4}-\d{2}-\d{2}$/u;

/** Marks these lines in a note that was built, and writes their days as the person's language does. */
export function showSignatures(note: ParentNode, now: number): void {
  for (const paragraph of note.querySelectorAll<HTMLElement>(":scope > p")) {
    const words = paragraph.textContent ?? "";
    if (!words.startsWith("— ") || words.includes("\n")) continue;
    const name = paragraph.querySelector("strong");
    const day = DAY.exec(words)?.[0];
    // A dash begins many a sentence: in a signature a name in bold follows it, or a day, and nothing else.
    const isNamed = name !== null && words.slice(2).startsWith(name.textContent ?? "");
    const rest = isNamed ? words.slice(2 + (name.textContent?.length ?? 0)) : words.slice(2);
    const isSigned = isNamed ? rest === "" || rest === `, ${day}` : rest === day;
    if (!isSigned) continue;
    paragraph.classList.add("signature");
    const last = paragraph.lastChild;
    if (day !== undefined && last instanceof Text) last.data = last.data.replace(day, publishedDay(day, now));
  }
}
