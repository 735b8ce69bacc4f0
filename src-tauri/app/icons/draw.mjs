// Draws every size of the icon from its two SVG files: `node draw.mjs`, with rsvg-convert installed.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(dirname(fileURLToPath(import.meta.url)));

const png = (size) =>
  execFileSync("rsvg-convert", ["-w", size, "-h", size, size <= 32 ? "obelus-small.svg" : "obelus.svg"].map(String));

/** Windows: a directory of PNG images. A size of 256 is written as 0. */
function ico(sizes) {
  const images = sizes.map(png);
  const head = Buffer.alloc(6 + 16 * sizes.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(sizes.length, 4);
  let offset = head.length;
  sizes.forEach((size, i) => {
    const at = 6 + 16 * i;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(images[i].length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += images[i].length;
  });
  return Buffer.concat([head, ...images]);
}

/** macOS: chunks of PNG, each under the four letters that name its size. */
function icns(chunks) {
  const parts = chunks.map(([name, size]) => {
    const image = png(size);
    const head = Buffer.alloc(8);
    head.write(name, 0, "ascii");
    head.writeUInt32BE(image.length + 8, 4);
    return Buffer.concat([head, image]);
  });
  const head = Buffer.alloc(8);
  head.write("icns", 0, "ascii");
  head.writeUInt32BE(8 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return Buffer.concat([head, ...parts]);
}

for (const [file, size] of [["32x32.png", 32], ["128x128.png", 128], ["128x128@2x.png", 256], ["icon.png", 512]]) {
  writeFileSync(file, png(size));
}
writeFileSync("icon.ico", ico([16, 24, 32, 48, 64, 256]));
writeFileSync("icon.icns", icns([["icp4", 16], ["icp5", 32], ["ic07", 128], ["ic08", 256], ["ic09", 512]]));
