"""How much room a text takes, whichever sans-serif face shows it; no font of the machine is asked.

The widths are those of DejaVu Sans, the widest face that browsers fall back to, and at least those of a monospaced
face, which is what is left where there is no other. The same letters paint a PNG (`FACES`).
"""

from __future__ import annotations

import functools
import json
import math
import unicodedata
from importlib import resources
from pathlib import Path

_LETTERS = resources.files("keras_functional_notes") / "data" / "letters"
# The fonts that a PNG is painted with, whatever the machine has.
FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
FAMILY = "DejaVu Sans"
# How far a letter goes on in a monospaced face, and at most in any face, in sizes of the letters.
_MONOSPACED, _OTHER, _WIDE = 0.61, 1.0, 1.3


def face_paths() -> list[Path]:
    """Return the files of the fonts that a PNG is painted with."""
    return [Path(str(_LETTERS / face)) for face in FACES]


def width(text: str, size: float, *, bold: bool = False) -> int:
    """Return how many points a line of text takes at most.

    Args:
        text: The line.
        size: The size of its letters, in points.
        bold: Whether the letters are bold.
    """
    known = _widths()["bold" if bold else "regular"]
    own = sum(known[sign] if sign in known else _unknown(sign) for sign in text)
    return math.ceil(size * max(own, len(text) * _MONOSPACED))


def has_letters_for(text: str) -> bool:
    """Return whether a PNG can show a text, every letter of it."""
    return _widths()["regular"].keys() >= set(text)


def spelt(text: str) -> str:
    """Return a text in letters that a PNG can show; what it holds besides is written as escapes (``\\u65e5``)."""
    return "".join(
        sign if has_letters_for(sign) else sign.encode("ascii", "backslashreplace").decode("ascii") for sign in text
    )


@functools.cache
def _widths() -> dict[str, dict[str, float]]:
    """Return how far each letter goes on in each face, in sizes of the letters."""
    faces = json.loads((_LETTERS / "widths.json").read_text(encoding="utf-8"))
    return {
        face: {sign: int(width) / 1000 for width, same in widths.items() for sign in same}
        for face, widths in faces.items()
    }


def _unknown(sign: str) -> float:
    return _WIDE if unicodedata.east_asian_width(sign) in "WF" else _OTHER
