"""How pictures look: their colours on light and dark pages, and the sizes of their letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from keras_functional_notes.graph.calls import Call

if TYPE_CHECKING:
    import keras

FONT = "Helvetica,Arial,sans-serif"
# The class of a picture's outermost element.
ROOT = "keras-call-graph"

# Each colour of a picture on a light page, and what it is on a dark one. On both, letters stand out from what is
# behind them at least 4.5 to 1 and lines at least 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11); a test measures it.
PAGE, BOX, FRAME = "#ffffff", "#f1f4f7", "#f8fafb"
INK, SOFT_INK, LINE = "#1b1f24", "#4d5761", "#66717d"
DARK = {
    PAGE: "#14181d",
    BOX: "#232a32",
    FRAME: "#1a2027",
    INK: "#eef2f6",
    SOFT_INK: "#b9c3cd",
    LINE: "#8d99a6",
}


class Colour(NamedTuple):
    """What a box is filled with, and its line."""

    fill: str
    line: str


PLAIN = Colour(BOX, LINE)
# After Okabe and Ito's colours, which colour-blind people tell apart; in a picture words say it too.
_SHARED = (
    (Colour("#d8eaf8", "#0072b2"), Colour("#0b3753", "#56b4e9")),
    (Colour("#fdebcf", "#a86a00"), Colour("#4a3205", "#e69f00")),
    (Colour("#d5f0e6", "#00805d"), Colour("#073d2e", "#2fc59a")),
    (Colour("#f7e1ed", "#a6407f"), Colour("#4a1f3a", "#cc79a7")),
    (Colour("#fbe0d1", "#bf4d00"), Colour("#52250a", "#ff8a4c")),
    (Colour("#f3f0bd", "#7a7000"), Colour("#3b3806", "#f0e442")),
)
for _light, _dark in _SHARED:
    DARK.update(zip(_light, _dark, strict=True))

# The sizes of letters, in points: those of names, and all others.
STRONG, SMALL = 13, 11
LINE_WIDTH = 1.3


def colours(calls: Iterable[Call]) -> dict[Call, Colour]:
    """Return the colour of each call: one of its own for each layer that is called more than once.

    The calls inside a nested model that is called twice are all made twice; they take the model's colour, except
    those of a layer that the nested model itself shares.
    """
    of_layer: dict[keras.Operation, Colour] = {}
    found: dict[Call, Colour] = {}

    def colour(call: Call) -> Colour:
        if call not in found:
            if call.is_shared:
                found[call] = of_layer.setdefault(call.layer, _SHARED[len(of_layer) % len(_SHARED)][0])
            else:
                found[call] = PLAIN if call.inside is None else colour(call.inside)
        return found[call]

    return {call: colour(call) for call in calls}


def marks(calls: Iterable[Call]) -> dict[Call, str]:
    """Return what tells the calls of each shared layer apart where there are more such layers than colours."""
    letters: dict[keras.Operation, str] = {}
    shared = [call for call in calls if call.is_shared]
    for call in shared:
        letters.setdefault(call.layer, _letters(len(letters)))
    return {call: f"shared layer {letters[call.layer]}" for call in shared} if len(letters) > len(_SHARED) else {}


def _letters(number: int) -> str:
    """Return A to Z, then AA, AB and so on."""
    more, last = divmod(number, 26)
    return (_letters(more - 1) if more else "") + chr(ord("A") + last)


def fill(colour: Colour, *, is_input: bool) -> str:
    """Return what a box is filled with: an Input has the colour of the page."""
    return PAGE if is_input else colour.fill


def colour_rules(colours: Mapping[str, str], *, where: str = "") -> Iterator[str]:
    """Yield the style rules that give pictures other colours.

    Args:
        colours: For each colour of a light page, the one to show.
        where: What a selector begins with. In a page that holds an SVG itself, a style reaches the whole page, so each
            rule names the pictures.
    """
    for light, shown in colours.items():
        for use in ("fill", "stroke"):
            yield f'{where}.{ROOT} [{use}="{light}"]{{{use}:{shown}}}'


def dark_style() -> str:
    """Return the style that gives a picture its dark colours where the reader's pages are dark."""
    return f"@media (prefers-color-scheme:dark){{{''.join(colour_rules(DARK))}}}"
