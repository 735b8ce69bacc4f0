"""Makes the fonts of the PDF copy from the web fonts of the screen: one style a file, Latin to Cyrillic, renamed.

Usage: python3 make.py FONTSOURCE NOTO FOLDER
FONTSOURCE holds `inter`, `source-serif-4` and `source-code-pro` of @fontsource-variable (npm), NOTO holds
NotoSansSymbols2-Regular.ttf and NotoSansMath-Regular.ttf. Needs fonttools and brotli (PyPI).
"""

import io
import sys
from pathlib import Path

from fontTools.merge import Merger, Options as MergeOptions
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SCRIPTS = ["latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext"]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "calt", "lnum", "tnum", "pnum", "onum", "sups"]
# Arrows, operators, enclosed numbers, boxes, shapes, signs, dingbats.
SIGNS = [(0x2190, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x25FF), (0x2600, 0x26FF), (0x2700, 0x27BF), (0x2B00, 0x2B5F)]

STYLES = [
    # file, family, weight, slant, source, axes
    ("reading-regular", "Obelus Reading", 400, "normal", "source-serif-4", {"opsz": 11, "wght": 400}),
    ("reading-italic", "Obelus Reading", 400, "italic", "source-serif-4", {"opsz": 11, "wght": 400}),
    ("reading-semibold", "Obelus Reading", 600, "normal", "source-serif-4", {"opsz": 14, "wght": 600}),
    ("reading-semibold-italic", "Obelus Reading", 600, "italic", "source-serif-4", {"opsz": 14, "wght": 600}),
    ("plain-regular", "Obelus Plain", 400, "normal", "inter", {"opsz": 14, "wght": 400}),
    ("plain-italic", "Obelus Plain", 400, "italic", "inter", {"opsz": 14, "wght": 400}),
    ("plain-semibold", "Obelus Plain", 600, "normal", "inter", {"opsz": 14, "wght": 600}),
    ("plain-semibold-italic", "Obelus Plain", 600, "italic", "inter", {"opsz": 14, "wght": 600}),
    ("code-regular", "Obelus Code", 400, "normal", "source-code-pro", {"wght": 400}),
]


def subset(font, characters):
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.name_IDs = [0, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    memory = io.BytesIO()
    font.save(memory)
    memory.seek(0)
    return memory


def merged(parts):
    if len(parts) == 1:
        return TTFont(parts[0])
    options = MergeOptions()
    options.drop_tables = ["STAT", "avar", "MVAR", "HVAR", "gasp", "prep", "DSIG", "meta"]
    return Merger(options).merge(parts)


def name(font, family, weight, slant):
    style = {400: "Regular", 600: "SemiBold"}[weight] + (" Italic" if slant == "italic" else "")
    table = font["name"]
    licence = [(record.nameID, record.toUnicode()) for record in table.names if record.nameID in (0, 13, 14)]
    table.names = []
    full = f"{family} {style}".strip()
    for number, words in [*dict(licence).items(), (1, family), (2, style), (3, full), (4, full),
                          (6, full.replace(" ", "")), (16, family), (17, style)]:
        table.setName(words, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    italic = slant == "italic"
    font["OS/2"].fsSelection = (1 if italic else 0x40) | 0x80
    font["head"].macStyle = 2 if italic else 0
    # The same file each time.
    font["head"].created = font["head"].modified = 3_000_000_000


def characters(font, seen):
    wanted = set(font.getBestCmap()) - seen
    seen |= wanted
    return wanted


def main(fontsource, noto, folder):
    for file, family, weight, slant, source, axes in STYLES:
        variant = "opsz" if "opsz" in axes else "wght"
        parts, seen = [], set()
        for script in SCRIPTS:
            path = fontsource / source / "files" / f"{source}-{script}-{variant}-{slant}.woff2"
            if not path.exists():
                continue
            font = TTFont(path, recalcTimestamp=False)
            font.flavor = None
            instantiateVariableFont(font, axes, inplace=True)
            parts.append(subset(font, characters(font, seen)))
        font = merged(parts)
        name(font, family, weight, slant)
        font.recalcTimestamp = False
        font.save(folder / f"{file}.ttf")
    parts, seen = [], set()
    for file in ["NotoSansSymbols2-Regular.ttf", "NotoSansMath-Regular.ttf"]:
        font = TTFont(noto / file, recalcTimestamp=False)
        wanted = {c for c in characters(font, seen) if any(low <= c <= high for low, high in SIGNS)}
        parts.append(subset(font, wanted))
    font = merged(parts)
    name(font, "Obelus Signs", 400, "normal")
    font.recalcTimestamp = False
    font.save(folder / "signs.ttf")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
