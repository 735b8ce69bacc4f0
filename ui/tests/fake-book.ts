// A book with chapters, pages and pictures, as an EPUB or a PDF comes in.
import type { Block } from "../src/backend/types/Block";
import type { Body } from "../src/backend/types/Body";
import type { Page } from "../src/backend/types/Page";
import type { PageHead } from "../src/backend/types/PageHead";
import type { PageWord } from "../src/backend/types/PageWord";
import type { Picture } from "../src/backend/types/Picture";
import type { FakeLibrary } from "./fake-library";
import { framed } from "./framed";

const CHAPTERS = [
  "Avant-propos",
  "Le marché du silence",
  "Douze ans d’enquête",
  "Ce que disent les archives",
  "Une réponse tardive",
  "Les comptes de la filiale",
  "Le procès",
  "Après le jugement",
  "Postface à la nouvelle édition, revue et augmentée par l’auteur",
];
const SECTIONS = ["Les faits", "Les chiffres"];
const SENTENCE =
  "Le rapport compte douze chapitres et cite plus de trente témoins, dont neuf n’avaient jamais parlé. ";

/** A picture that was drawn here: a plain ground with a stroke across. */
export async function drawnPicture(width: number, height: number, colour: string): Promise<ArrayBuffer> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.fillStyle = colour;
  pen.fillRect(0, 0, width, height);
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = 6;
  pen.beginPath();
  pen.moveTo(0, height);
  for (let x = 0; x <= width; x += 20) pen.lineTo(x, height * (0.75 - 0.5 * Math.sin((x / width) * 3)));
  pen.stroke();
  return (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer();
}

export const LAKE: Picture = { id: "a".repeat(64), width: 1200, height: 700 };
export const SEAL: Picture = { id: "b".repeat(64), width: 120, height: 120 };
/** It is named in the text, and not in the library. */
export const GONE: Picture = { id: "c".repeat(64), width: 400, height: 200 };

/** The body of the book; a page begins every so many code points. */
export function bookBody(every = 900): Body {
  let text = "";
  let length = 0;
  const leaf = (words: string) => {
    if (length > 0) {
      text += "\n\n";
      length += 2;
    }
    const start = length;
    text += words;
    length += Array.from(words).length;
    return { start, end: length, spans: [] };
  };
  const paragraph = (times: number): Block => ({
    is: "paragraph",
    leaf: leaf(SENTENCE.repeat(times).trim()),
  });
  const blocks: Block[] = [];
  for (const [index, chapter] of CHAPTERS.entries()) {
    blocks.push({ is: "heading", level: 1, leaf: leaf(chapter) }, paragraph(5), paragraph(4));
    if (index === 0)
      blocks.push({
        is: "figure",
        image: { alt: "Le lac en hiver, vu du barrage", picture: LAKE },
        caption: [{ is: "paragraph", leaf: leaf("Le lac en hiver. Photographie de l’auteur, 2019.") }],
      });
    if (index === 2) blocks.push({ is: "figure", image: { alt: "Le sceau", picture: SEAL }, caption: [] });
    if (index === 3)
      blocks.push({ is: "figure", image: { alt: "Une carte du delta", picture: GONE }, caption: [] });
    for (const section of SECTIONS) {
      blocks.push({ is: "heading", level: 2, leaf: leaf(section) }, paragraph(6), paragraph(7));
    }
  }
  const pages: Page[] = [];
  for (let at = 0; at < length; at += every) {
    const nth = pages.length;
    pages.push({ start: at, name: nth < 4 ? ["i", "ii", "iii", "iv"][nth]! : String(nth - 3) });
  }
  return { text, blocks, asides: [], pages };
}

/** A page of the book as it crosses to the screen: its words, six points a letter, and a white picture. */
async function drawnSheet({ text, pages }: Body, number: number): Promise<ArrayBuffer> {
  const characters = [...text];
  const end = pages?.[number + 1]?.start ?? characters.length;
  const words: PageWord[] = [];
  let [x, y] = [60, 80];
  for (let at = pages?.[number]?.start ?? 0; at < end; at++) {
    let to = at;
    while (to < end && characters[to]!.trim()) to += 1;
    const letters = to - at;
    if (letters === 0) continue;
    if (x + letters * 6 > 540) [x, y] = [60, y + 18];
    const ends = Array.from({ length: letters }, (_, nth) => (nth + 1) / letters);
    words.push({ range: [at, to], x, y, width: letters * 6, height: 12, ends, from_right: false });
    x += letters * 6 + 4;
    at = to;
  }
  const sheets = [{ count: pages?.length ?? 0, width: 595, height: 842 }];
  const head: PageHead = { width: 595, height: 842, turn: 0, words, sheets };
  return framed(head, await drawnPicture(60, 84, "#ffffff"));
}

/** Puts the book in a library as a PDF, marked on its first page; gives back its id. */
export async function addPdf(library: FakeLibrary): Promise<string> {
  const book = await addBook(library);
  const kept = library.articles.get(book);
  if (!kept) throw new Error("the book is there");
  kept.revision = { ...kept.revision, original: { format: "pdf", bytes: 2_400_000 } };
  kept.versions = [{ revision: kept.revision, body: kept.body }];
  const { body } = kept;
  library.sheets = await Promise.all((body.pages ?? []).slice(0, 3).map((_, nth) => drawnSheet(body, nth)));
  return book;
}

/** Puts the book in a library; gives back its id. */
export async function addBook(library: FakeLibrary): Promise<string> {
  library.pictures.set(LAKE.id, await drawnPicture(LAKE.width, LAKE.height, "#5b7f95"));
  library.pictures.set(SEAL.id, await drawnPicture(SEAL.width, SEAL.height, "#8a5a44"));
  const book = library.addArticle("Le marché du silence", bookBody(), {
    byline: "Hélène Marchal",
    origin: { from: "file", name: "le-marche-du-silence.epub" },
  });
  const kept = library.articles.get(book);
  if (kept) {
    kept.revision = { ...kept.revision, original: { format: "epub", bytes: 2_400_000 } };
    kept.versions = [{ revision: kept.revision, body: kept.body }];
  }
  return book;
}
