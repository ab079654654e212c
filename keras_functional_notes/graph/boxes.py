"""What stands in a picture, before it has a place: boxes, frames and arrows, with their texts and their sizes."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from keras_functional_notes.graph import lettering, styling

if TYPE_CHECKING:
    from keras_functional_notes.graph.strips import Strip

# In points: the space between a box and its text, at the sides and above.
SIDE, _ABOVE = 11, 5
# How high a row of cells is, in points.
ROW_HEIGHT = 20


class Line(NamedTuple):
    """A line of text."""

    text: str
    bold: bool = False

    @property
    def size(self) -> int:
        """The size of the letters, in points."""
        return styling.STRONG if self.bold else styling.SMALL

    @property
    def width(self) -> int:
        """How many points it takes at most, whichever face shows it."""
        return lettering.width(self.text, self.size, bold=self.bold)

    @property
    def height(self) -> int:
        """How far below it the next line stands, in points."""
        return self.size + 4


class Cell(NamedTuple):
    """A part of a row in which arrows end or begin: its text, and its width in points."""

    text: str
    width: int


@dataclass(frozen=True)
class Box:
    """A box of a picture: one call, or a block of calls that repeats.

    Args:
        title: The call, by its whole label.
        told: What else it tells when a pointer rests on it.
        lines: What it says.
        colour: Its colour.
        is_input: Whether it is an Input.
        is_output: Whether it gives one of the model's outputs.
        is_folded: Whether it stands for several calls.
        is_frozen: Whether training changes none of its weights.
        frame: The number of the frame that it stands in, or None.
        entries: What stands where each of several tensors enters.
        exits: What stands where each of several tensors leaves.
        strip: A small picture below the lines, if any.
    """

    title: str
    told: tuple[str, ...]
    lines: tuple[Line, ...]
    colour: styling.Colour
    is_input: bool
    is_output: bool
    is_folded: bool
    is_frozen: bool
    frame: int | None
    entries: tuple[Cell, ...]
    exits: tuple[Cell, ...]
    strip: Strip | None = None

    @functools.cached_property
    def width(self) -> int:
        """In points."""
        inner = max(block_width(self.lines), self.strip.width if self.strip else 0)
        return max(inner + 2 * SIDE, row_width(self.entries), row_width(self.exits))

    @property
    def text_height(self) -> int:
        """The height of the part in which the lines and the strip stand, in points."""
        return sum(line.height for line in self.lines) + 2 * _ABOVE + self.strip_height

    @property
    def strip_height(self) -> int:
        """The height of the strip and the space below it, in points."""
        return self.strip.height + _ABOVE if self.strip else 0

    @property
    def height(self) -> int:
        """In points."""
        return self.text_height + ROW_HEIGHT * (bool(self.entries) + bool(self.exits))


@dataclass(frozen=True)
class Frame:
    """A frame around the calls of a nested model.

    Args:
        title: The model's call, by its whole label.
        lines: What it says.
        colour: Its colour.
        frame: The number of the frame that it stands in, or None.
    """

    title: str
    lines: tuple[Line, ...]
    colour: styling.Colour
    frame: int | None

    @property
    def label_width(self) -> int:
        """The width of its text, in points."""
        return block_width(self.lines)

    @property
    def label_height(self) -> int:
        """The height of its text, in points."""
        return sum(line.height for line in self.lines)


class Arrow(NamedTuple):
    """A tensor on its way from box to box.

    Args:
        title: What goes where.
        source: The number of the box that it leaves.
        target: The number of the box that it enters.
        exit: Which of the source's exits it leaves by, if it has any.
        entry: Which of the target's entries it enters by, if it has any.
        label: What the tensor is called, where that is not plain.
    """

    title: str
    source: int
    target: int
    exit: int | None
    entry: int | None
    label: Line | None


@dataclass(frozen=True)
class Picture:
    """All that a picture shows.

    Args:
        title: What it is.
        description: What it shows, in words.
        boxes: Its boxes.
        frames: Its frames; one that stands in another comes after it.
        arrows: Its arrows.
    """

    title: str
    description: str
    boxes: tuple[Box, ...]
    frames: tuple[Frame, ...]
    arrows: tuple[Arrow, ...]


def block_width(lines: Iterable[Line]) -> int:
    """Return the width of lines of text, in points."""
    return max((line.width for line in lines), default=0)


def row_width(cells: Iterable[Cell]) -> int:
    """Return the width of a row of cells, in points."""
    return sum(cell.width for cell in cells)
