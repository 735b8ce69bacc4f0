// Fails where a message stands in one language and not in the other.
import { readFileSync, readdirSync } from "node:fs";

const folder = new URL("../messages/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".fr.json") || name === "fr.json");
let faults = 0;

for (const french of files) {
  const english = french.replace("fr.json", "en.json");
  const [fr, en] = [french, english].map((name) =>
    paths(JSON.parse(readFileSync(new URL(name, folder), "utf8"))),
  );
  for (const [here, there, missingFrom] of [
    [fr, en, english],
    [en, fr, french],
  ]) {
    for (const [path, words] of here) {
      if (path.startsWith("$schema")) continue;
      // In an export's words an empty one can be right: what stands between thousands.
      if (!there.has(path)) complain(`${missingFrom} has no "${path}"`);
      else if (typeof words === "string" && words.trim() === "" && !french.startsWith("export."))
        complain(`"${path}" is empty`);
      else if (typeof words === "string" && holes(words) !== holes(String(there.get(path))))
        complain(`"${path}" takes other values in ${missingFrom}`);
    }
  }
}
if (faults > 0) process.exit(1);

function complain(what) {
  console.error(what);
  faults += 1;
}

/** Every message by its name. Variants differ from language to language, so a message with variants is one entry. */
function paths(value) {
  const found = new Map();
  for (const [key, words] of Object.entries(value)) {
    found.set(key, typeof words === "string" ? words : JSON.stringify(words));
  }
  return found;
}

function holes(words) {
  return [...new Set(words.match(/\{\w+\}/g) ?? [])].sort().join(" ");
}
