// The pages of a PDF as they look, asked for one by one.
import * as commands from "../backend/commands";
import type { PageHead } from "../backend/types/PageHead";
import type { RevisionId } from "../backend/types/RevisionId";

/** A page: its picture, and where its words stand on it. */
export interface DrawnPage extends PageHead {
  picture: Blob;
}

let tickets = 0;

/** Draws a page (from 0) at `scale` pixels a point; who no longer wants it need not wait. */
export async function drawnPage(
  revision: RevisionId,
  number: number,
  scale: number,
  unwanted: AbortSignal,
): Promise<DrawnPage> {
  const ticket = ++tickets;
  const stop = () => void commands.stopPage(ticket);
  unwanted.addEventListener("abort", stop);
  try {
    const bytes = await commands.page(ticket, revision, number, scale);
    const length = new DataView(bytes).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as PageHead;
    return { ...head, picture: new Blob([new Uint8Array(bytes, 4 + length)], { type: "image/png" }) };
  } finally {
    unwanted.removeEventListener("abort", stop);
  }
}
