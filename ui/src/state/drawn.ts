// What Rust draws on request, by a ticket: who no longer wants it need not wait, and nothing goes on.
import * as commands from "../backend/commands";

/** What was drawn: what is said of it, and its picture. */
export interface Drawn<Head> {
  head: Head;
  picture: Blob;
}

let tickets = 0;

/** Asks with a ticket of its own. The answer is the length of a head (four bytes), the head as JSON, and a PNG file. */
export async function drawn<Head>(
  ask: (ticket: number) => Promise<ArrayBuffer>,
  unwanted: AbortSignal,
): Promise<Drawn<Head>> {
  unwanted.throwIfAborted();
  const ticket = ++tickets;
  const stop = () => void commands.stopDrawing(ticket);
  unwanted.addEventListener("abort", stop);
  try {
    const bytes = await ask(ticket);
    const length = new DataView(bytes).getUint32(0, true);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, length))) as Head;
    return { head, picture: new Blob([new Uint8Array(bytes, 4 + length)], { type: "image/png" }) };
  } finally {
    unwanted.removeEventListener("abort", stop);
  }
}
