// What an article can leave as, as the dialog offers it: what people read first, then tables, then what programs read.
import type { Wanted } from "../backend/types/Wanted";
import { m } from "../messages/generated/messages";
import type { Outgoing } from "../state/handing-on";

export interface FormatChoice {
  format: Outgoing;
  name: () => string;
  /** What is in it, and for whom. */
  says: (wanted: Wanted) => string;
  /** Whether the fact-check report may stand in it. */
  reports?: true;
  /** Whether it is for articles that came from a PDF file alone. */
  ofPages?: true;
}

export const EXPORT_FORMATS: readonly FormatChoice[] = [
  { format: "html", name: m.export_html, says: m.export_html_says, reports: true },
  {
    format: "docx",
    name: m.export_docx,
    says: ({ word_marks }) =>
      word_marks === "footnotes" ? m.export_docx_footnotes_says() : m.export_docx_says(),
    reports: true,
  },
  { format: "pdf", name: m.export_pdf, says: m.export_pdf_says, reports: true },
  {
    format: "pdf-original",
    name: m.export_pdf_original,
    says: m.export_pdf_original_says,
    ofPages: true,
  },
  { format: "markdown", name: m.export_markdown, says: m.export_markdown_says },
  { format: "obsidian", name: m.export_obsidian, says: m.export_obsidian_says, reports: true },
  { format: "xlsx", name: m.export_xlsx, says: m.export_xlsx_says },
  { format: "csv", name: m.export_csv, says: m.export_csv_says },
  { format: "jsonld", name: m.export_jsonld, says: m.export_jsonld_says },
  { format: "claimreview", name: m.export_claimreview, says: m.export_claimreview_says },
  { format: "bundle", name: m.copies_bundle, says: m.copies_bundle_says },
];
