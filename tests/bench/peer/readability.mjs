// Readability.js with jsdom, as a reader mode uses them: every page of a folder, its text and the milliseconds it took.
//
// `node readability.mjs FOLDER` prints { page: { text, ms } }.
import { readFileSync, readdirSync } from "node:fs";
import { Readability } from "@mozilla/readability";
import { JSDOM, VirtualConsole } from "jsdom";

const BLOCKS = /^(P|DIV|LI|UL|OL|H[1-6]|BLOCKQUOTE|PRE|TABLE|TR|TD|TH|SECTION|ARTICLE|FIGURE|FIGCAPTION|BR|HR|DL|DT|DD|HEADER|FOOTER|ASIDE|MAIN)$/;

/** The words, with a line's end where a block ends: the raw text content glues words together. */
function lines(node) {
  let words = "";
  for (const child of node.childNodes) {
    if (child.nodeType === 3) words += child.data;
    if (child.nodeType !== 1) continue;
    words += BLOCKS.test(child.tagName) ? `\n${lines(child)}\n` : lines(child);
  }
  return words;
}

const folder = process.argv[2];
const found = {};
for (const name of readdirSync(folder).filter((name) => name.endsWith(".html"))) {
  const page = readFileSync(`${folder}/${name}`, "utf8");
  const begin = performance.now();
  const { window } = new JSDOM(page, { url: "https://pages.example/", virtualConsole: new VirtualConsole() });
  const article = new Readability(window.document, { serializer: (node) => node }).parse();
  // Its title stands apart; Obelus has it in the text.
  const text = article === null ? "" : `${article.title}\n${lines(article.content)}`;
  found[name] = { text, ms: performance.now() - begin };
}
console.log(JSON.stringify(found));
