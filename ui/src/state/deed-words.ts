// What a line of the journal is called, as undo and redo name it.
import type { JournalLine } from "../backend/types/JournalLine";
import { m } from "../messages/generated/messages";

/** What edits that belong together are called by: what came in with them, if anything did, else the first. */
export function chiefOf(lines: readonly JournalLine[]): JournalLine | undefined {
  const came = (deed: JournalLine["deed"]) => lines.find((line) => line.deed === deed);
  return came("article_added") ?? came("revised") ?? lines[0];
}

export function deedWords(line: JournalLine): string {
  const quote = shortened(line.quote ?? "");
  const title = line.title ?? "";
  const count = line.marks;
  switch (line.deed) {
    case "article_added":
      return m.deed_article_added({ title });
    case "article_removed":
      return m.deed_article_removed({ title });
    case "renamed":
      return m.deed_renamed({ title });
    case "binned":
      return m.deed_binned({ title });
    case "restored":
      return m.deed_restored({ title });
    case "brought_back":
      return m.deed_brought_back();
    case "revised":
      return m.deed_revised();
    case "revision_removed":
      return m.deed_revision_removed();
    case "marked":
      return count > 1 ? m.deed_marked_many({ count }) : m.deed_marked({ quote });
    case "unmarked":
      return count > 1 ? m.deed_unmarked_many({ count }) : m.deed_unmarked({ quote });
    case "status_set":
      return m.deed_status_set({ quote });
    case "kind_set":
      return m.deed_kind_set({ quote });
    case "note_written":
      return m.deed_note_written({ quote });
    case "correction_written":
      return m.deed_correction_written({ quote });
    case "tagged":
      return m.deed_tagged({ quote });
    case "place_moved":
      return m.deed_place_moved({ quote });
    case "reviewed":
      return m.deed_reviewed({ quote });
    case "colour_named":
      return m.deed_colour_named();
  }
}

/** Words that fit in one line of a notice, cut at a space where there is one. */
export function shortened(words: string, most = 48): string {
  const line = words.replace(/\s+/g, " ").trim();
  const points = Array.from(line);
  if (points.length <= most) return line;
  const cut = points.slice(0, most).join("");
  const space = cut.lastIndexOf(" ");
  return `${space > most / 2 ? cut.slice(0, space) : cut}…`;
}
