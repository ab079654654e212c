"""What stands in a picture, before it has a place: boxes, frames and arrows, with their texts and their sizes."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from keras_functional_notes.graph import lettering, styling
from keras_functional_notes.graph.calls import Call, CallRecords, Edge
from keras_functional_notes.graph.columns import FROZEN, call_of_calls, shapes_text, trainable_text, type_text
from keras_functional_notes.graph.folding import Stretch, sizes_text
from keras_functional_notes.graph.table import elsewhere_text, glyph, plural, wrapped
from keras_functional_notes.printable import printable

if TYPE_CHECKING:
    from keras_functional_notes.graph.strips import Strip

# A name is written in lines of at most this many characters, and at most so many lines; a tooltip has it whole.
_NAME_WIDTH, _NAME_LINES = 36, 3
# What else a box says, and at most how many lines of it say which calls a folded block holds.
_TEXT_WIDTH, _TYPES_LINES = 44, 4
# In points: the space between a box and its text, and that around the text in a cell of a row.
_SIDE, _ABOVE, _CELL = 11, 5, 6
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
        lines: What it says.
        colour: Its colour.
        is_input: Whether it is an Input.
        is_output: Whether it gives one of the model's outputs.
        is_folded: Whether it stands for several calls.
        frame: The number of the frame that it stands in, or None.
        entries: What stands where each of several tensors enters.
        exits: What stands where each of several tensors leaves.
        strip: A small picture below the lines, if any.
    """

    title: str
    lines: tuple[Line, ...]
    colour: styling.Colour
    is_input: bool
    is_output: bool
    is_folded: bool
    frame: int | None
    entries: tuple[Cell, ...]
    exits: tuple[Cell, ...]
    strip: Strip | None = None

    @functools.cached_property
    def width(self) -> int:
        """In points."""
        inner = max(_block_width(self.lines), self.strip.width if self.strip else 0)
        return max(inner + 2 * _SIDE, _row_width(self.entries), _row_width(self.exits))

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
        return _block_width(self.lines)

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


def picture(graph: CallRecords, shown: tuple[Stretch, ...], *, spelt: Callable[[str], str]) -> Picture:
    """Return what a picture of a graph shows.

    Args:
        graph: The calls.
        shown: The calls again, as the stretches that get a box each.
        spelt: How to write a text in the letters that there are.
    """
    return _Writer(graph, shown, lambda text: spelt(printable(text))).picture()


class _Writer:
    """Puts calls into words; every text passes `spelt`."""

    def __init__(self, graph: CallRecords, shown: tuple[Stretch, ...], spelt: Callable[[str], str]) -> None:
        self.graph, self.shown, self.spelt = graph, shown, spelt
        self.outputs = _output_texts(graph)
        self.colours = styling.colours((*graph.nodes, *graph.frames))
        self.frames = {call: number for number, call in enumerate(graph.frames)}

    def picture(self) -> Picture:
        return Picture(
            title=self.spelt(f"Calls of the model {self.graph.name}"),
            description=self.spelt(_description(self.graph, self.shown, self.outputs)),
            boxes=tuple(map(self.box, self.shown)),
            frames=tuple(map(self.frame, self.graph.frames)),
            arrows=tuple(self.arrows()),
        )

    def box(self, stretch: Stretch) -> Box:
        first, last, folded = stretch.calls[0], stretch.calls[-1], stretch.times > 1
        entries = [name or str(i) for i, name in enumerate(first.arguments)] if len(first.input_shapes) > 1 else []
        exits = [f"{i}: {shape}" for i, shape in enumerate(first.output_shapes)] if len(first.output_shapes) > 1 else []
        lines = [*(self.block_lines(stretch) if folded else self.call_lines(first, has_exits=bool(exits)))]
        rows = [self.cells(texts) for texts in ([[], []] if folded else [entries, exits])]
        strip = None if folded else self.graph.strips.get(first)
        if strip is not None:
            lines += self.small([strip.words])
        widest = max(max(_block_width(lines), strip.width if strip else 0) + 2 * _SIDE, *map(_row_width, rows))
        return Box(
            title=self.spelt(first.label),
            lines=tuple(lines),
            colour=self.colours[first],
            is_input=first.is_input,
            is_output=last in self.outputs,
            is_folded=folded,
            frame=None if first.inside is None else self.frames[first.inside],
            entries=_stretched(rows[0], widest),
            exits=_stretched(rows[1], widest),
            strip=strip,
        )

    def call_lines(self, call: Call, *, has_exits: bool) -> Iterator[Line]:
        # One output's shape stands with the weights; several stand in a row of their own.
        facts = [] if has_exits else [shapes_text(call)]
        if call.params:
            facts.append(plural(call.params, "parameter"))
        if call.shared_params:
            facts.append("shared weights")
        if trainable_text(call) == FROZEN:
            facts.append(FROZEN)
        yield from self.name(call.own_label)
        yield from self.small([type_text(call), f" {glyph('and')} ".join(facts)])
        yield from self.small([elsewhere_text(call), self.outputs.get(call, ""), self.graph.numbers.get(call, "")])

    def block_lines(self, stretch: Stretch) -> Iterator[Line]:
        first, last, block = stretch.calls[0], stretch.calls[-1], stretch.block
        count = first.type if len(block) == 1 else plural(len(block), "call")
        params = sum(call.params for call in stretch.calls)
        facts = [sizes_text(stretch) or shapes_text(last), *([plural(params, "parameter")] if params else [])]
        yield from self.name(f"{first.own_label} {glyph('dots')} {last.own_label}")
        yield Line(self.spelt(f"{count}, {stretch.times:,} times"), bold=True)
        if len(block) > 1:
            types = f" {glyph('arrow')} ".join(call.type for call in block)
            lines = textwrap.wrap(types, _TEXT_WIDTH, max_lines=_TYPES_LINES, placeholder=f" {glyph('dots')}")
            yield from self.small(lines)
        yield from self.small([f" {glyph('and')} ".join(facts), self.outputs.get(last, "")])

    def frame(self, call: Call) -> Frame:
        # Short lines: an arrow that enters the frame in its middle then passes beside them.
        lines = [*self.name(call.own_label), *self.small([call.type, call_of_calls(call), elsewhere_text(call)])]
        inside = None if call.inside is None else self.frames[call.inside]
        return Frame(self.spelt(call.label), tuple(lines), self.colours[call], inside)

    def arrows(self) -> Iterator[Arrow]:
        boxes = {call: stretch for stretch in self.shown for call in stretch.calls}
        numbers = {stretch: number for number, stretch in enumerate(self.shown)}
        named = {
            call.layer
            for call in (*self.graph.nodes, *self.graph.frames)
            if call.is_shared or len(call.output_shapes) > 1
        }
        for edge in _drawn_edges(self.graph, boxes):
            source, target = boxes[edge.source], boxes[edge.target]
            yield Arrow(
                title=self.spelt(f"{source.calls[0].label} {glyph('arrow')} {target.calls[0].label}"),
                source=numbers[source],
                target=numbers[target],
                exit=edge.tensor_index if source.times == 1 and len(edge.source.output_shapes) > 1 else None,
                entry=edge.input_position if target.times == 1 and len(edge.target.input_shapes) > 1 else None,
                label=Line(self.shortened(str(edge.tensor))) if edge.tensor.layer in named else None,
            )

    def name(self, text: str) -> list[Line]:
        lines = wrapped(self.spelt(text), _NAME_WIDTH)
        if len(lines) > _NAME_LINES:
            lines = [*lines[: _NAME_LINES - 1], f"{glyph('dots')}{lines[-1]}"]
        return [Line(line, bold=True) for line in lines]

    def small(self, texts: Iterable[str]) -> list[Line]:
        return [Line(line) for text in texts if text for line in wrapped(self.spelt(text), _TEXT_WIDTH)]

    def cells(self, texts: Iterable[str]) -> list[Cell]:
        return [Cell(text, Line(text).width + 2 * _CELL) for text in map(self.shortened, texts)]

    def shortened(self, text: str) -> str:
        text = self.spelt(text)
        if len(text) <= _TEXT_WIDTH:
            return text
        return f"{text[: _TEXT_WIDTH // 2]}{glyph('dots')}{text[-_TEXT_WIDTH // 2 :]}"


def _block_width(lines: Iterable[Line]) -> int:
    return max((line.width for line in lines), default=0)


def _row_width(cells: Iterable[Cell]) -> int:
    return sum(cell.width for cell in cells)


def _stretched(cells: list[Cell], width: int) -> tuple[Cell, ...]:
    """Return the cells of a row, which share the room that a wider box gives them."""
    extra, count = width - _row_width(cells), max(1, len(cells))
    return tuple(
        Cell(cell.text, cell.width + extra // count + (number < extra % count)) for number, cell in enumerate(cells)
    )


def _drawn_edges(graph: CallRecords, boxes: dict[Call, Stretch]) -> Iterator[Edge]:
    """Yield the edges that the picture shows: all but those within a folded block, and its second uses of a tensor."""
    drawn: set[tuple[Call, int, Stretch]] = set()
    for edge in graph.edges:
        target = boxes[edge.target]
        if target.times == 1:
            yield edge
        elif boxes[edge.source] is not target and (edge.source, edge.tensor_index, target) not in drawn:
            drawn.add((edge.source, edge.tensor_index, target))
            yield edge


def _output_texts(graph: CallRecords) -> dict[Call, str]:
    """Return, for each call that gives one of the model's outputs, which: by its key, or by its number."""
    names: dict[Call, list[str]] = {}
    for number, (output, key) in enumerate(zip(graph.outputs, graph.output_keys, strict=True), 1):
        names.setdefault(output.call, []).append(repr(key) if key else str(number))
    count, keyed = len(graph.outputs), any(graph.output_keys)
    return {
        call: "output" if count == 1 and not keyed else f"output {' and '.join(own)}{'' if keyed else f' of {count}'}"
        for call, own in names.items()
    }


def _description(graph: CallRecords, shown: tuple[Stretch, ...], outputs: dict[Call, str]) -> str:
    """Say in words what the picture shows, box by box."""
    takes: dict[Call, list[str]] = {}
    for edge in graph.edges:
        takes.setdefault(edge.target, []).append(str(edge.tensor))
    sentences = [f"{plural(len(graph.nodes), 'call')}."]
    for stretch in shown:
        first, last = stretch.calls[0], stretch.calls[-1]
        taken = ", ".join(takes.get(first, []))
        what = f"{first.label} ({type_text(first)})"
        if stretch.times > 1:
            what = f"{first.label} to {last.label} ({plural(len(stretch.block), 'call')}, {stretch.times:,} times)"
        verb = f" takes {taken} and gives " if taken else " gives "
        marks = f", {outputs[last]}" if last in outputs else ""
        sentences.append(f"{what}{verb}{shapes_text(last)}{marks}.")
    return " ".join(sentences)
