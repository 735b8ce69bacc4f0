// The words for what happened to a mark, as its history tells it.
import type { Deed } from "../backend/types/Deed";
import type { Placement } from "../backend/types/Placement";
import { m } from "../messages/generated/messages";

export function placementWords(placement: Placement | null): string {
  switch (placement) {
    case null:
      return m.versions_history_made();
    case "kept":
      return m.versions_history_kept();
    case "moved":
      return m.versions_history_moved();
    case "edited":
      return m.versions_history_edited();
    case "ambiguous":
      return m.versions_history_ambiguous();
    case "lost":
      return m.versions_history_lost();
  }
}

export function historyWords(deed: Deed): string {
  switch (deed) {
    case "marked":
      return m.versions_history_marked();
    case "unmarked":
      return m.versions_history_unmarked();
    case "status_set":
    case "kind_set":
      return m.versions_history_kind();
    case "note_written":
      return m.versions_history_note();
    case "correction_written":
      return m.versions_history_correction();
    case "tagged":
      return m.versions_history_tagged();
    case "place_moved":
      return m.versions_history_placed();
    case "reviewed":
      return m.versions_history_reviewed();
    default:
      return m.versions_history_other();
  }
}
