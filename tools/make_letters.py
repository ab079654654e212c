"""Make the letters that pictures are measured and painted with, from the DejaVu Sans that matplotlib carries.

    python tools/make_letters.py            # writes keras_functional_notes/data/letters/

DejaVu Sans is the widest of the sans-serif faces that browsers fall back to, so a box that holds a text in it holds it
in the others. Kept are the letters of the languages written in Latin, Greek and Cyrillic letters, and the common signs:
enough for the names that people give to layers, and small enough to ship. `widths.json` has, for each face, how far a
letter goes on, in thousandths of the size of the letters: `{"regular": {"636": "$0123456789", ...}, ...}`.

Needs fontTools and matplotlib, which the extra "dev" brings.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import defaultdict
from pathlib import Path

import matplotlib
from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
LETTERS = Path(__file__).resolve().parent.parent / "keras_functional_notes" / "data" / "letters"
FACES = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
# Latin, Greek and Cyrillic; punctuation, superscripts, arrows, mathematical signs, geometric shapes.
RANGES = [
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x370, 0x52F),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x2070, 0x209C),
    (0x2190, 0x22FF),
]
RANGES += [(0x25A0, 0x25FF)]
WANTED = [code for first, last in RANGES for code in range(first, last + 1)]


def main() -> int:
    """Write the fonts, their widths and their licence."""
    LETTERS.mkdir(parents=True, exist_ok=True)
    widths = {}
    for face, name in FACES.items():
        options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 4, 6, 13, 14])
        font = subset.load_font(str(FONTS / name), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=WANTED)
        subsetter.subset(font)
        subset.save_font(font, str(LETTERS / name), options)
        widths[face] = widths_of(font)
    text = json.dumps(widths, ensure_ascii=False, indent=1, sort_keys=True)
    (LETTERS / "widths.json").write_text(text + "\n", encoding="utf-8", newline="\n")
    shutil.copyfile(FONTS / "LICENSE_DEJAVU", LETTERS / "LICENSE_DEJAVU")
    return 0


def widths_of(font: TTFont) -> dict[str, str]:
    """Return the characters of a font by how far they go on, in thousandths of the letters' size, rounded up."""
    letters = defaultdict(list)
    for code, glyph in font.getBestCmap().items():
        letters[-(-font["hmtx"][glyph][0] * 1000 // font["head"].unitsPerEm)].append(chr(code))
    return {str(width): "".join(sorted(same)) for width, same in letters.items()}


if __name__ == "__main__":
    sys.exit(main())
