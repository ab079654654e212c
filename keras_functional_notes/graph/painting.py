"""A picture painted: as the text of an SVG, which may stand in any page, or as the pixels of a PNG."""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from keras_functional_notes.graph import lettering, styling
from keras_functional_notes.graph.boxes import ROW_HEIGHT, Arrow, Box, Cell, Frame, Line, Picture
from keras_functional_notes.graph.geometry import Point, Room, Route
from keras_functional_notes.graph.placing import Places

if TYPE_CHECKING:
    from keras_functional_notes.graph.strips import Strip

# In points: the space around everything; the corners of Inputs and frames; an arrow's head; from a line's middle down
# to where its letters stand; the second line of an output.
_PAD, _CORNER, _HEAD, _HALF_HEAD, _BASE, _SECOND = 14, 9, 8, 3, 0.36, 3
# The bar that marks what is frozen: how far from the box's left side, and how wide.
_BAR_AT, _BAR = 4, 4
# A PNG has two pixels for each of a page's (of which there are four to three points).
_DENSITY = 2
_PIXELS = 96 / 72 * _DENSITY
# More pixels than this in a row or a column most programs do not show.
_MOST_PIXELS = 32_767


class TooManyPixelsError(ValueError):
    """A PNG would be larger than most programs show."""


def svg(picture: Picture, places: Places, *, dark: bool = True) -> str:
    """Return a picture as the text of an SVG.

    It says in words what it shows, is dark where the reader's pages are, brings its own background so that it can be
    read on any other, and holds no id, so that any number of pictures can stand in one page.

    Args:
        picture: What it shows.
        places: Where it stands.
        dark: Whether to write the colours for dark pages, too.
    """
    width, height = places.width + 2 * _PAD, places.height + 2 * _PAD
    size = {"width": f"{_number(width)}pt", "height": f"{_number(height)}pt"}
    view = f"{-_PAD} {-_PAD} {_number(width)} {_number(height)}"
    # A page scales the picture down to the room it has. Letters go on as far as their face says, not in whole pixels.
    look = {"style": "max-width:100%;height:auto", "text-rendering": "geometricPrecision"}
    root = {"class": styling.ROOT, "role": "img", **look}
    parts = [
        _tag("title", {}, picture.title, escape=True),
        _tag("desc", {}, picture.description, escape=True),
        *([_tag("style", {}, styling.dark_style())] if dark else []),
        _rectangle(Room(-_PAD, -_PAD, width, height), fill=styling.PAGE),
        *(_frame(frame, room) for frame, (room, _) in zip(picture.frames, places.frames, strict=True)),
        *(_arrow(arrow, route) for arrow, route in zip(picture.arrows, places.arrows, strict=True)),
        *(_box(box, room) for box, room in zip(picture.boxes, places.boxes, strict=True)),
        # The texts that no box keeps free stand in front of all lines, with some air around.
        *_free_texts(picture, places),
    ]
    return _tag("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "viewBox": view, **root}, "\n".join(parts))


def png(picture: Picture, places: Places) -> bytes:
    """Return a picture as the bytes of a PNG, painted with the package's own letters, for a light page.

    Args:
        picture: What it shows, in texts that those letters can show.
        places: Where it stands.

    Raises:
        TooManyPixelsError: If it would have more pixels in a row or a column than programs show.
    """
    import resvg_py  # loaded when a picture is painted

    width, height = png_size(places)
    if max(width, height) > _MOST_PIXELS:
        raise TooManyPixelsError(
            f"A PNG of {width:,} x {height:,} pixels is larger than most programs show ({_MOST_PIXELS:,} in a row or a "
            "column).\nSave it as .svg, which has no pixels, or with blocks that repeat folded (fold=True)."
        )
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg(picture, places, dark=False),
            dpi=96,
            zoom=_DENSITY,
            skip_system_fonts=True,
            font_files=[str(path) for path in lettering.face_paths()],
            font_family=lettering.FAMILY,
            sans_serif_family=lettering.FAMILY,
        )
    )


def png_size(places: Places) -> tuple[int, int]:
    """Return how many pixels wide and high a PNG is, two for each of a page's."""
    return _pixels(places.width), _pixels(places.height)


def page_size(places: Places) -> tuple[int, int]:
    """Return how many of a page's pixels wide and high a picture is."""
    width, height = png_size(places)
    return width // _DENSITY, height // _DENSITY


def _pixels(length: float) -> int:
    return math.ceil((length + 2 * _PAD) * _PIXELS)


def _frame(frame: Frame, room: Room) -> str:
    line = {"stroke": frame.colour.line, "stroke-width": "2", "rx": str(_CORNER)}
    return _group("cluster", frame.title, [_rectangle(room, fill=styling.FRAME, **line)])


def _box(box: Box, room: Room) -> str:
    line = {"stroke": box.colour.line, "stroke-width": str(styling.LINE_WIDTH)}
    corner = {"rx": str(_CORNER)} if box.is_input else {}
    broken = {"stroke-dasharray": "5,2"} if box.is_folded else {}
    fill = styling.fill(box.colour, is_input=box.is_input)
    parts = [_rectangle(room, fill=fill, **line, **corner, **broken)]
    within = room
    if box.is_output:
        within = Room(room.x + _SECOND, room.y + _SECOND, room.width - 2 * _SECOND, room.height - 2 * _SECOND)
        parts.append(_rectangle(within, fill="none", **line, **corner, **broken))
    top = room.y
    if box.entries:
        parts += _row(box.entries, room, top, within, top + ROW_HEIGHT, box.colour.line)
        top += ROW_HEIGHT
    if box.is_frozen:
        bar = Room(room.x + _BAR_AT, top + _BAR_AT, _BAR, box.text_height - 2 * _BAR_AT)
        parts.append(_rectangle(bar, fill=box.colour.line))
    parts += _lines(box.lines, room.x + room.width / 2, top + (box.text_height - box.strip_height) / 2)
    if box.strip is not None:
        foot = top + box.text_height - box.strip_height
        parts.append(_strip(box.strip, Point(room.x + (room.width - box.strip.width) / 2, foot)))
    if box.exits:
        top += box.text_height
        parts += _row(box.exits, room, top, within, top, box.colour.line)
    return _group("node", "\n".join([box.title, *box.told]), parts)


def _strip(strip: Strip, corner: Point) -> str:
    room = _sides(Room(corner.x, corner.y, strip.width, strip.height))
    data = f"data:image/png;base64,{base64.b64encode(strip.png).decode('ascii')}"
    # Each number is seen as it is, and not mixed with its neighbours.
    look = {"preserveAspectRatio": "none", "style": "image-rendering:pixelated"}
    return _tag("image", {**room, **look, "href": data}, _tag("title", {}, strip.words, escape=True))


def _row(cells: tuple[Cell, ...], room: Room, top: float, within: Room, rule: float, colour: str) -> Iterator[str]:
    """Yield a row of cells: their texts, the lines between them, and the line towards the box's own text."""
    ends = [room.x + end for end in accumulate(cell.width for cell in cells)]
    for cell, end in zip(cells, ends, strict=True):
        yield from _lines((Line(cell.text),), end - cell.width / 2, top + ROW_HEIGHT / 2)
    strokes = [(Point(within.x, rule), Point(within.x + within.width, rule))]
    first, last = max(top, within.y), min(top + ROW_HEIGHT, within.y + within.height)
    strokes += [(Point(end, first), Point(end, last)) for end in ends[:-1]]
    path = "".join(f"M{_pair(start)}L{_pair(stop)}" for start, stop in strokes)
    yield _tag("path", {"fill": "none", "stroke": colour, "stroke-width": "0.8", "d": path})


def _lines(lines: tuple[Line, ...], x: float, middle: float, *, anchor: str = "middle", **more: str) -> Iterator[str]:
    """Yield lines of text, one below the other around a place, each centred there or beginning there."""
    y = middle - sum(line.height for line in lines) / 2
    for line in lines:
        at = {"x": _number(x), "y": _number(y + line.height / 2 + line.size * _BASE)}
        weight = {"font-weight": "bold"} if line.bold else {}
        ink = styling.INK if line.bold else styling.SOFT_INK
        look = {"font-family": styling.FONT, "font-size": str(line.size), **weight, "fill": ink}
        # Else two spaces in a name would be shown as one.
        yield _tag(
            "text", {"xml:space": "preserve", "text-anchor": anchor, **at, **look, **more}, line.text, escape=True
        )
        y += line.height


def _arrow(arrow: Arrow, route: Route) -> str:
    # The head is a triangle at the tip, in the direction in which the curve ends.
    tip, end = route.tip, route.curve[-1]
    length = math.hypot(tip.x - end.x, tip.y - end.y) or 1
    x, y = (tip.x - end.x) / length, (tip.y - end.y) / length
    back = Point(tip.x - x * _HEAD, tip.y - y * _HEAD)
    corners = [
        Point(back.x - y * _HALF_HEAD, back.y + x * _HALF_HEAD),
        tip,
        Point(back.x + y * _HALF_HEAD, back.y - x * _HALF_HEAD),
    ]
    first, *rest = route.curve
    line = {"fill": "none", "stroke": styling.LINE, "stroke-width": str(styling.LINE_WIDTH)}
    curve = f"M{_pair(first)}C{' '.join(map(_pair, rest))}L{_pair(back)}"
    head = {"fill": styling.LINE, "points": " ".join(map(_pair, corners))}
    return _group("edge", arrow.title, [_tag("path", {**line, "d": curve}), _tag("polygon", head)])


def _free_texts(picture: Picture, places: Places) -> Iterator[str]:
    air = {"paint-order": "stroke", "stroke": styling.FRAME, "stroke-width": "4", "stroke-linejoin": "round"}
    for frame, (_, middle) in zip(picture.frames, places.frames, strict=True):
        # At the left of the frame, each as long as the face makes it.
        yield from _lines(frame.lines, middle.x - frame.label_width / 2, middle.y, anchor="start", **air)
    for arrow, route in zip(picture.arrows, places.arrows, strict=True):
        if arrow.label is not None and route.label is not None:
            yield from _lines((arrow.label,), route.label.x, route.label.y, **air)


def _group(kind: str, title: str, parts: list[str]) -> str:
    return _tag("g", {"class": kind}, "".join([_tag("title", {}, title, escape=True), *parts]))


def _rectangle(room: Room, **look: str) -> str:
    return _tag("rect", {**_sides(room), **{name.replace("_", "-"): value for name, value in look.items()}})


def _sides(room: Room) -> dict[str, str]:
    return dict(zip(("x", "y", "width", "height"), map(_number, room), strict=True))


def _tag(name: str, attributes: dict[str, str], content: str = "", *, escape: bool = False) -> str:
    opened = "".join([name, *(f' {key}="{html.escape(value)}"' for key, value in attributes.items())])
    if not content:
        return f"<{opened}/>"
    return f"<{opened}>{html.escape(content, quote=False) if escape else content}</{name}>"


def _pair(point: Point) -> str:
    return f"{_number(point.x)},{_number(point.y)}"


def _number(length: float) -> str:
    # A tenth of a point: finer differences are the machine's own arithmetic, and nobody sees them.
    return f"{round(length, 1) + 0.0:g}" if abs(length) < 100_000 else f"{length:.1f}"
