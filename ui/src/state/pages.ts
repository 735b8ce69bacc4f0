// The pages of a PDF as they look, asked for one by one.
import * as commands from "../backend/commands";
import type { PageHead } from "../backend/types/PageHead";
import type { RevisionId } from "../backend/types/RevisionId";
import { drawn } from "./drawn";

/** A page: its picture, and where its words stand on it. */
export interface DrawnPage extends PageHead {
  picture: Blob;
}

/** Draws a page (from 0) at `scale` pixels a point; who no longer wants it need not wait. */
export async function drawnPage(
  revision: RevisionId,
  number: number,
  scale: number,
  unwanted: AbortSignal,
): Promise<DrawnPage> {
  const { head, picture } = await drawn<PageHead>(
    (ticket) => commands.page(ticket, revision, number, scale),
    unwanted,
  );
  return { ...head, picture };
}
