// The pictures of articles, as they are kept in the library.
import * as commands from "../backend/commands";
import type { PictureId } from "../backend/types/PictureId";

/** Asks for a picture. */
export async function pictureOf(id: PictureId): Promise<Blob> {
  const bytes = await commands.picture(id);
  return new Blob([bytes], { type: typeOf(new Uint8Array(bytes)) });
}

/** Pictures are written anew when they come in, as one of these two. */
function typeOf([first, second]: Uint8Array): string {
  return first === 0xff && second === 0xd8 ? "image/jpeg" : "image/png";
}
