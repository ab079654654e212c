"""Points, rectangles and curves of a picture."""

from __future__ import annotations

from typing import NamedTuple


class Point(NamedTuple):
    """A place, in points from the picture's left upper corner."""

    x: float
    y: float


class Room(NamedTuple):
    """A rectangle, by its left upper corner and its size."""

    x: float
    y: float
    width: float
    height: float


class Route(NamedTuple):
    """Where an arrow goes.

    Args:
        curve: The points of its Bezier curve: where it begins, then three for each part.
        tip: The point of its head.
        label: The middle of its label, if it has one.
    """

    curve: tuple[Point, ...]
    tip: Point
    label: Point | None
