// What of a checked article goes out, before the person has chosen.
import type { Wanted } from "../backend/types/Wanted";

export const EVERYTHING: Wanted = {
  claims: true,
  notes: true,
  highlights: true,
  statuses: [],
  tags: [],
  words: true,
  report: true,
  word_marks: "comments",
  published: { publisher: "", publisher_url: "", check_url: "", ratings: {} },
};
