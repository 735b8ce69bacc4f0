// What a published check still lacks before a search engine takes it; the same rule as in Rust (formats/published.rs).
import type { Kind } from "../backend/types/Kind";
import type { Wanted } from "../backend/types/Wanted";

export type Missing = "publisher" | "check_url" | "claims";

interface Marked {
  kind: Kind;
  tags: readonly string[];
}

export function missing(wanted: Wanted, marks: readonly Marked[]): Missing[] {
  const { publisher, check_url } = wanted.published;
  const what: Missing[] = [];
  if (publisher.trim() === "") what.push("publisher");
  if (!isWebPage(check_url)) what.push("check_url");
  if (!marks.some((mark) => goesOut(wanted, mark))) what.push("claims");
  return what;
}

function goesOut({ claims, statuses, tags, published }: Wanted, { kind, tags: own }: Marked): boolean {
  if (!claims || kind.is !== "claim" || kind.recheck || kind.status === "unchecked") return false;
  return (
    published.ratings[kind.status] !== undefined &&
    (statuses.length === 0 || statuses.includes(kind.status)) &&
    (tags.length === 0 || tags.some((tag) => own.includes(tag)))
  );
}

function isWebPage(written: string): boolean {
  try {
    const { protocol, hostname } = new URL(written.trim());
    return (protocol === "https:" || protocol === "http:") && hostname !== "";
  } catch {
    return false;
  }
}
