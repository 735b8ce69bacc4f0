// Knows how high the marks stand on the pages near the view, for the margin's cards and the signs beside the pages.

import type { MarkId } from "../../backend/types/MarkId";
import type { Passage, Passages } from "../hit-test";
import type { Placed } from "../view";
import type { Drawn } from "./page-drawer";
import type { PageLayout } from "./page-layout";
import { lineBefore, type PagePassage } from "./page-words";

/** A page near the view, and what stands on it. */
export interface NearPage {
  index: number;
  drawn: Drawn | undefined;
  passages: readonly PagePassage[];
}

interface Whole {
  pages: readonly { start: number }[];
  layout: PageLayout;
  passages: Passages;
  /** Stands for its mark, instead of the mark's first place. */
  active: Passage | null;
}

/**
 * From the top down: the marks that are `seen` on the pages, and `all` of these pages' text. A mark whose words are not
 * found on the page has a card at about its height, and nothing on the page.
 */
export function placedOn(nearby: readonly NearPage[], whole: Whole): { all: Placed[]; seen: Placed[] } {
  const { pages, layout, passages, active } = whole;
  const stands = (passage: Passage) =>
    passage.mark === active?.mark
      ? passage.place === active.place
      : passages.first(passage.mark)?.place === passage.place;
  const known = new Set<MarkId>();
  const seen: Placed[] = [];
  for (const { index, passages: on } of nearby) {
    const { top } = layout.box(index);
    const scale = layout.scale(index);
    for (const { passage, boxes } of on) {
      const box = boxes[0];
      if (!box || known.has(passage.mark) || !stands(passage)) continue;
      known.add(passage.mark);
      seen.push({ mark: passage.mark, top: top + box.y * scale, bottom: top + (box.y + box.height) * scale });
    }
  }
  const about: Placed[] = [];
  for (const { index, drawn } of nearby) {
    if (!drawn) continue;
    const { top } = layout.box(index);
    const end = pages[index + 1]?.start ?? Infinity;
    for (const passage of passages.within(pages[index]?.start ?? 0, end)) {
      if (known.has(passage.mark) || !stands(passage)) continue;
      known.add(passage.mark);
      const line = drawn === "failed" ? null : lineBefore(drawn.head, passage.start);
      const height = top + (line?.y ?? 0) * layout.scale(index);
      about.push({ mark: passage.mark, top: height, bottom: height + 20 });
    }
  }
  const downwards = (a: Placed, b: Placed) => a.top - b.top;
  return { all: [...seen, ...about].sort(downwards), seen: seen.sort(downwards) };
}
