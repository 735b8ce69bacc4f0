// What a format is called where its name is shown: names that are the same in every language, but for one.
import type { Format } from "../backend/types/Format";
import { m } from "../messages/generated/messages";

export function formatWords(format: Format): string {
  switch (format) {
    case "text":
      return m.imports_format_text();
    case "markdown":
      return "Markdown";
    case "docx":
      return "Word";
    case "odt":
      return "OpenDocument";
    default:
      return format.toUpperCase();
  }
}
