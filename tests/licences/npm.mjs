// Fails if a package that the screen is built from, and ships with, has a licence we do not take.
// (The Rust side is `deny.toml`. What only builds or tests the screen is not shipped.)
import { readFileSync } from "node:fs";

const taken = new Set(["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0", "MPL-2.0"]);
const takenForFonts = new Set(["OFL-1.1"]);

/** One licence of an OR is enough; each licence of an AND is needed. */
const allowed = (expression, font) =>
  expression
    .replace(/[()]/g, "")
    .split(/ OR /)
    .some((choice) => choice.split(/ AND /).every((id) => taken.has(id) || (font && takenForFonts.has(id))));

const lock = JSON.parse(readFileSync("ui/package-lock.json", "utf8"));
const shipped = Object.entries(lock.packages).filter(([path, entry]) => path && !entry.dev);
const refused = shipped.filter(([path, { license = "(none said)" }]) => !allowed(license, path.includes("/@fontsource")));
for (const [path, { license }] of refused) {
  console.error(`${path}: ${license ?? "says no licence"} is not among those we take`);
}
if (shipped.length === 0 || refused.length > 0) process.exit(1);
console.log(`licences of ${shipped.length} npm packages: fine`);
