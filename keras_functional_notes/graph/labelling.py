"""Where the label of a frame stands: beside the arrows that enter the frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keras_functional_notes.graph.geometry import Point, Room, Route

# Points of a curve that are looked at, for each of its parts, and how far a label stands from an arrow at least.
_STEPS, _AIR = 16, 4


def beside_arrows(width: float, height: float, room: Room, middle: Point, routes: Iterable[Route]) -> Point:
    """Return the middle of a frame's label where no arrow runs through it, as far to the left as there is such a place.

    Args:
        width: Of the label.
        height: Of the label.
        room: The frame.
        middle: Where the label stands if nothing is in its way; also where everything is.
        routes: The arrows.
    """
    top, bottom = middle.y - height / 2, middle.y + height / 2
    passes = sorted(
        (min(one.x, other.x) - _AIR, max(one.x, other.x) + _AIR)
        for route in routes
        for one, other in _pieces(route)
        if max(one.y, other.y) > top and min(one.y, other.y) < bottom
    )
    start = middle.x - width / 2
    air = start - room.x
    for left, right in passes:
        if left < start + width and right > start:
            start = right
    return Point(start + width / 2, middle.y) if start + width + air <= room.x + room.width else middle


def _pieces(route: Route) -> Iterator[tuple[Point, Point]]:
    """Yield the ends of short pieces of an arrow, as if each were straight."""
    before = route.curve[0]
    for begin in range(0, len(route.curve) - 1, 3):
        ends = route.curve[begin : begin + 4]
        for step in range(1, _STEPS + 1):
            at = step / _STEPS
            parts = ((1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3)
            x, y = (sum(part * end[axis] for part, end in zip(parts, ends, strict=True)) for axis in (0, 1))
            yield before, Point(x, y)
            before = Point(x, y)
    yield before, route.tip
