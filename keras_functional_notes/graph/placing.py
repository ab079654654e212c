"""Where things stand in a picture: Graphviz places boxes of given sizes and routes the arrows between them.

It is given no text to measure, so that a picture does not depend on the fonts of the machine. pygraphviz carries
Graphviz in its wheels, so no program needs to be installed.
"""

from __future__ import annotations

import html
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from keras_functional_notes.graph import styling
from keras_functional_notes.graph.boxes import ROW_HEIGHT, Box, Cell, Frame, Line, Picture
from keras_functional_notes.graph.geometry import Point, Room, Route
from keras_functional_notes.graph.labelling import beside_arrows

# How much there is to place: boxes, and the ranks that arrows pass. A picture of more than the first is placed in a
# process of its own, which an interrupt ends; of more than the second with Graphviz's own limits, since what it does
# without grows much faster than the picture; of more than the third, or for longer than the seconds, not at all.
_AT_ONCE, _WITH_CARE, _AT_ALL = 250, 2_000, 30_000
_SECONDS = 7
_LIMITS = {"nslimit": "2", "nslimit1": "2", "mclimit": "0.1"}
_GRAPH = {"rankdir": "TB", "ranksep": "0.3", "nodesep": "0.3"}
_PLACED_APART = (
    "import sys, pygraphviz; "
    "sys.stdout.buffer.write(pygraphviz.AGraph(string=sys.stdin.read()).draw(format='json0', prog='dot'))"
)
# What a table of Graphviz's HTML-like labels needs to be of the size that it says.
_BARE = 'BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"'


class TooLargeError(ValueError):
    """A picture would take longer to place than anybody waits."""


class Places(NamedTuple):
    """Where everything of a picture stands, in the order of its boxes, frames and arrows.

    Args:
        width: Of the whole picture.
        height: Of the whole picture.
        boxes: The rooms of the boxes.
        frames: The rooms of the frames, and the middles of their labels.
        arrows: The routes of the arrows.
    """

    width: float
    height: float
    boxes: tuple[Room, ...]
    frames: tuple[tuple[Room, Point], ...]
    arrows: tuple[Route, ...]


def place(picture: Picture) -> Places:
    """Return where everything of a picture stands.

    Args:
        picture: What it shows.

    Raises:
        TooLargeError: If there is more to place than Graphviz does in some seconds.
        RuntimeError: If Graphviz fails.
    """
    work = _work(picture)
    if work > _AT_ALL:
        raise TooLargeError(_too_large(picture))
    text = dot(picture, letters=False, limits=_LIMITS if work > _WITH_CARE else {})
    if work <= _AT_ONCE or not sys.executable:
        import pygraphviz  # loaded when a picture is drawn, not when a table is read

        placed = pygraphviz.AGraph(string=text).draw(format="json0", prog="dot")
    else:
        placed = _placed_apart(picture, text)
    return _read(picture, json.loads(placed))


def _placed_apart(picture: Picture, text: str) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {_PLACED_APART}"],
            input=text.encode("utf-8"),
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise TooLargeError(_too_large(picture)) from error
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode("utf-8", "replace").strip()
        raise RuntimeError(f"Graphviz could not place the picture; its last words:\n{told[-500:]}") from error
    return done.stdout


def _too_large(picture: Picture) -> str:
    # Always of many: no picture of a single box or arrow is too large.
    size = f"{len(picture.boxes):,} boxes and {len(picture.arrows):,} arrows"
    return f"A picture of {size} is more than Graphviz places in {_SECONDS} seconds."


def _work(picture: Picture) -> int:
    """Return how much there is to place: the boxes, the labels, and for each arrow the ranks that it passes."""
    targets: dict[int, list[int]] = defaultdict(list)
    waits = [0] * len(picture.boxes)
    for arrow in picture.arrows:
        targets[arrow.source].append(arrow.target)
        waits[arrow.target] += 1
    ranks = [0] * len(picture.boxes)
    ready = [number for number, count in enumerate(waits) if not count]
    for number in ready:
        for target in targets[number]:
            ranks[target] = max(ranks[target], ranks[number] + 1)
            waits[target] -= 1
            if not waits[target]:
                ready.append(target)
    # A label takes a place of its own.
    lengths = [max(1, ranks[arrow.target] - ranks[arrow.source]) for arrow in picture.arrows]
    return len(ranks) + sum(lengths) + sum(arrow.label is not None for arrow in picture.arrows)


def dot(picture: Picture, *, letters: bool = True, limits: dict[str, str] | None = None) -> str:
    """Return a picture as the DOT text that Graphviz reads.

    Args:
        picture: What it shows.
        letters: Whether to write its texts and colours; without, there is nothing to measure.
        limits: Graphviz's own limits on its work, as attributes of the graph.
    """
    graph = {**_GRAPH, **(limits or {})}
    if letters:
        graph |= {"label": picture.title, "labelloc": "t", "bgcolor": styling.PAGE, "fontname": styling.FONT}
        graph["fontcolor"] = styling.INK
    lines = ["digraph {", f"graph [{_attributes(graph)}];", f"node [{_attributes(_node_defaults(letters=letters))}];"]
    lines.append(f"edge [{_attributes(_edge_defaults(letters=letters))}];")
    boxes: dict[int | None, list[str]] = defaultdict(list)
    for number, box in enumerate(picture.boxes):
        boxes[box.frame].append(f"{_name(number)} [{_attributes(_box(box, letters=letters))}];")
    frames: dict[int | None, list[int]] = defaultdict(list)
    for number, frame in enumerate(picture.frames):
        frames[frame.frame].append(number)
    lines += _within(None, picture, boxes, frames, letters=letters)
    for number, arrow in enumerate(picture.arrows):
        # Compass points: an arrow leaves a cell downwards and enters one from above.
        tail = "" if arrow.exit is None else f":out{arrow.exit}:s"
        head = "" if arrow.entry is None else f":in{arrow.entry}:n"
        label = {} if arrow.label is None else {"label": _arrow_label(arrow.label, letters=letters)}
        attributes = _attributes({"number": str(number), **label})
        lines.append(f"{_name(arrow.source)}{tail} -> {_name(arrow.target)}{head} [{attributes}];")
    return "\n".join([*lines, "}", ""])


def _name(number: int) -> str:
    # Not the call's own: Graphviz has no nodes of some names, and takes others for the same.
    return f"call_{number}"


def _within(
    frame: int | None,
    picture: Picture,
    boxes: dict[int | None, list[str]],
    frames: dict[int | None, list[int]],
    *,
    letters: bool,
) -> Iterator[str]:
    yield from boxes[frame]
    for number in frames[frame]:
        # Graphviz draws a frame around a subgraph whose name begins like this.
        yield f"subgraph cluster_{number} {{"
        yield f"graph [{_attributes(_frame(picture.frames[number], letters=letters))}];"
        yield from _within(number, picture, boxes, frames, letters=letters)
        yield "}"


def _attributes(attributes: dict[str, str]) -> str:
    # What begins with < is a label in Graphviz's HTML-like notation.
    return ", ".join(f"{key}={value if value.startswith('<') else _quoted(value)}" for key, value in attributes.items())


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _node_defaults(*, letters: bool) -> dict[str, str]:
    # A box is as large as its label says, or as its width and height.
    size = {"shape": "box", "margin": "0", "width": "0", "height": "0"}
    look = {"fontname": styling.FONT, "fontcolor": styling.INK, "penwidth": str(styling.LINE_WIDTH)}
    return {**size, **look} if letters else size


def _edge_defaults(*, letters: bool) -> dict[str, str]:
    size = {"arrowsize": "0.7"}
    look = {"color": styling.LINE, "fontname": styling.FONT, "penwidth": str(styling.LINE_WIDTH)}
    return {**size, **look} if letters else size


def _box(box: Box, *, letters: bool) -> dict[str, str]:
    if not letters and not box.entries and not box.exits:
        return {"label": "", "fixedsize": "true", "width": f"{box.width / 72:.6f}", "height": f"{box.height / 72:.6f}"}
    rows = [_row(box.entries, "in", letters=letters), _lines(box, letters=letters)]
    rows += [_row(box.exits, "out", letters=letters)]
    size = f'FIXEDSIZE="TRUE" WIDTH="{box.width}" HEIGHT="{box.height}"'
    label = f"<<TABLE {_BARE} {size}>{''.join(rows)}</TABLE>>"
    if not letters:
        return {"label": label}
    line = ",rounded" if box.is_input else ",dashed" if box.is_folded else ""
    line += ",diagonals" if box.is_frozen else ""
    fill = styling.fill(box.colour, is_input=box.is_input)
    look = {"style": f"filled{line}", "fillcolor": fill, "color": box.colour.line}
    tip = "\n".join([box.title, *box.told])
    return {"label": label, "tooltip": tip, **look, "peripheries": "2" if box.is_output else "1"}


def _row(cells: tuple[Cell, ...], port: str, *, letters: bool) -> str:
    if not cells:
        return ""
    inner = "".join(
        f'<TD PORT="{port}{number}" FIXEDSIZE="TRUE" WIDTH="{cell.width}" HEIGHT="{ROW_HEIGHT}">'
        f"{_html(Line(cell.text)) if letters else ''}</TD>"
        for number, cell in enumerate(cells)
    )
    return f"<TR><TD><TABLE {_BARE}><TR>{inner}</TR></TABLE></TD></TR>"


def _lines(box: Box, *, letters: bool) -> str:
    inner = "<BR/>".join(map(_html, box.lines)) if letters else ""
    return f'<TR><TD FIXEDSIZE="TRUE" WIDTH="{box.width}" HEIGHT="{box.text_height}">{inner}</TD></TR>'


def _frame(frame: Frame, *, letters: bool) -> dict[str, str]:
    inner = '<BR ALIGN="LEFT"/>'.join(map(_html, frame.lines)) + '<BR ALIGN="LEFT"/>' if letters else ""
    label = _fixed(inner, frame.label_width, frame.label_height)
    place = {"label": label, "labeljust": "l", "margin": "12"}
    look = {"style": "filled,rounded", "fillcolor": styling.FRAME, "color": frame.colour.line, "penwidth": "2"}
    return {**place, **look, "tooltip": frame.title} if letters else place


def _arrow_label(line: Line, *, letters: bool) -> str:
    return _fixed(_html(line) if letters else "", line.width + 6, line.height + 4)


def _fixed(inner: str, width: int, height: int) -> str:
    cell = f'<TD FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{height}">{inner}</TD>'
    return f"<<TABLE {_BARE}><TR>{cell}</TR></TABLE>>"


def _html(line: Line) -> str:
    # Graphviz takes \N in any label for the name of the node.
    text = html.escape(line.text).replace("\\", "\\\\")
    colour = styling.INK if line.bold else styling.SOFT_INK
    text = f'<FONT POINT-SIZE="{line.size}" COLOR="{colour}">{text}</FONT>'
    return f"<B>{text}</B>" if line.bold else text


def _read(picture: Picture, placed: dict[str, Any]) -> Places:
    """Read what Graphviz wrote; it counts upwards from the left lower corner."""
    _, _, width, height = map(float, placed["bb"].split(","))

    def point(text: str) -> Point:
        x, y = map(float, text.split(",")[-2:])
        return Point(x, height - y)

    found = {entry["name"]: entry for entry in placed.get("objects", ())}
    boxes = []
    for number, box in enumerate(picture.boxes):
        middle = point(found[_name(number)]["pos"])
        boxes.append(Room(middle.x - box.width / 2, middle.y - box.height / 2, box.width, box.height))
    frames = []
    for number in range(len(picture.frames)):
        entry = found[f"cluster_{number}"]
        left, bottom, right, top = map(float, entry["bb"].split(","))
        frames.append((Room(left, height - top, right - left, top - bottom), point(entry["lp"])))
    routes: list[Any] = [None] * len(picture.arrows)
    for entry in placed.get("edges", ()):
        # "e,x,y", the tip, stands before the points of the curve.
        tip, *curve = map(point, entry["pos"].split())
        label = point(entry["lp"]) if "lp" in entry else None
        routes[int(entry["number"])] = Route(tuple(curve), tip, label)
    labelled = [
        (room, beside_arrows(frame.label_width, frame.label_height, room, middle, routes))
        for frame, (room, middle) in zip(picture.frames, frames, strict=True)
    ]
    return Places(width, height, tuple(boxes), tuple(labelled), tuple(routes))
