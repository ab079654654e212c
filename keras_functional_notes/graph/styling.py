"""How pictures look: colours for light and dark pages, letters, and what an SVG needs besides Graphviz's own."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree

from keras_functional_notes.graph.calls import Call
from keras_functional_notes.graph.table import glyph

if TYPE_CHECKING:
    import keras

_FONT = "Helvetica,Arial,sans-serif"

# Each colour of a picture on a light page, and what it is on a dark one. On both, letters stand out from what is
# behind them at least 4.5 to 1 and lines at least 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11); a test measures it.
_PAGE, _BOX, _FRAME = "#ffffff", "#f1f4f7", "#f8fafb"
_INK, _SOFT_INK, _LINE = "#1b1f24", "#4d5761", "#66717d"
DARK = {
    _PAGE: "#14181d",
    _BOX: "#232a32",
    _FRAME: "#1a2027",
    _INK: "#eef2f6",
    _SOFT_INK: "#b9c3cd",
    _LINE: "#8d99a6",
}


class Colour(NamedTuple):
    """What a box is filled with, and its line."""

    fill: str
    line: str


_PLAIN = Colour(_BOX, _LINE)
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

GRAPH = {
    "bgcolor": _PAGE,
    "fontname": _FONT,
    "fontcolor": _INK,
    "fontsize": "13",
    "rankdir": "TB",
    "ranksep": "0.3",
    "nodesep": "0.3",
    "pad": "0.2",
}
# The margin is wide, since a page may show letters broader than those that Graphviz measured.
NODE = {"fontname": _FONT, "fontcolor": _INK, "fontsize": "13", "margin": "0.16,0.02", "penwidth": "1.3"}
EDGE = {
    "arrowsize": "0.7",
    "color": _LINE,
    "fontname": _FONT,
    "fontcolor": _INK,
    "fontsize": "10.5",
    "penwidth": "1.3",
}


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
                found[call] = _PLAIN if call.inside is None else colour(call.inside)
        return found[call]

    return {call: colour(call) for call in calls}


def box(colour: Colour, *, is_input: bool, is_output: bool, folded: bool) -> dict[str, str]:
    """Return the style of a call's box: inputs are round, outputs have a double line, folded blocks a broken one."""
    lines = ",rounded" if is_input else ",dashed" if folded else ""
    return {
        "shape": "box",
        "style": f"filled{lines}",
        "fillcolor": _PAGE if is_input else colour.fill,
        "color": colour.line,
        "peripheries": "2" if is_output else "1",
    }


def frame(colour: Colour) -> dict[str, str]:
    """Return the style of the frame around a nested model's calls."""
    return {
        "style": "filled,rounded",
        "fillcolor": _FRAME,
        "color": colour.line,
        "penwidth": "2",
        "labeljust": "l",
        "margin": "12",
    }


def strong(text: str) -> str:
    """Return a text in bold letters, in Graphviz's HTML-like notation."""
    return f"<B>{_escaped(text)}</B>"


def small(text: str) -> str:
    """Return a text in small letters, in Graphviz's HTML-like notation."""
    return f'<FONT POINT-SIZE="11" COLOR="{_SOFT_INK}">{_escaped(text)}</FONT>'


def row(cells: Iterable[tuple[str, str]]) -> str:
    """Return a row of small cells that edges can lead to, from (port, text) pairs, in Graphviz's HTML-like notation."""
    inner = "".join(f'<TD PORT="{port}">{small(text)}</TD>' for port, text in cells)
    table = f'<TABLE BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" COLUMNS="*" COLOR="{_LINE}">'
    return f"{table}<TR>{inner}</TR></TABLE>"


def label(lines: Iterable[str], *, align: str = "CENTER", padding: int = 1) -> str:
    """Return lines in Graphviz's HTML-like notation as one label."""
    rows = "".join(f'<TR><TD ALIGN="{align}">{line}</TD></TR>' for line in lines)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="{padding}">{rows}</TABLE>>'


def _escaped(text: str) -> str:
    # Graphviz takes \N in any label for the name of the node.
    return html.escape(_printable(text)).replace("\\", "\\\\")


def _printable(text: str) -> str:
    # Neither XML nor Graphviz takes control characters, in any notation.
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


_SVG = "http://www.w3.org/2000/svg"
_ROOT = "keras-call-graph"


def finished(drawn: str, *, names: dict[str, str], title: str, description: str) -> str:
    """Return Graphviz's SVG as one that can stand in any page.

    It says in words what it shows, is dark where the reader's pages are, brings its own background so that it can be
    read on any other, and holds no id, so that any number of pictures can stand in one page.

    Args:
        drawn: What Graphviz gave.
        names: What the nodes of Graphviz's graph are really called.
        title: What the picture is.
        description: What it shows, in words.
    """
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn)
    for element in root.iter():
        element.attrib.pop("id", None)
        if element.tag == f"{{{_SVG}}}title" and element.text:
            # Graphviz writes a:out0:s->b:in1:n for the edge from a to b.
            ends = [names.get(end.partition(":")[0], end) for end in element.text.split("->")]
            element.text = _printable(f" {glyph('arrow')} ".join(ends))
    _raise_texts(root)
    # A page scales the picture down to the room it has.
    root.attrib |= {"class": _ROOT, "role": "img", "style": "max-width:100%;height:auto"}
    for place, (tag, text) in enumerate([("title", title), ("desc", description), ("style", _dark_style())]):
        element = ElementTree.Element(f"{{{_SVG}}}{tag}")
        element.text = _printable(text)
        root.insert(place, element)
    return ElementTree.tostring(root, encoding="unicode")


def _raise_texts(root: ElementTree.Element) -> None:
    """Put the texts that no box keeps free, those of frames and edges, in front of all lines, with some air around."""
    front = ElementTree.Element(f"{{{_SVG}}}g")
    air = {"paint-order": "stroke", "stroke": _FRAME, "stroke-width": "4", "stroke-linejoin": "round"}
    for group in list(root.iter(f"{{{_SVG}}}g")):
        if {"cluster", "edge"} & set(group.attrib["class"].split()):
            for text in group.findall(f"{{{_SVG}}}text"):
                group.remove(text)
                text.attrib |= air
                front.append(text)
    picture = root.find(f"{{{_SVG}}}g")
    assert picture is not None, "Graphviz puts everything it draws into one group"
    picture.append(front)


def _dark_style() -> str:
    # In a page that holds the SVG itself, its style reaches the whole page: each rule names the picture.
    rules = (
        f'.{_ROOT} [{use}="{light}"]{{{use}:{dark}}}' for light, dark in DARK.items() for use in ("fill", "stroke")
    )
    return f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"
