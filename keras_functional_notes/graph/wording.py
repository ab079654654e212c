"""What a picture says: the calls of a graph put into boxes, frames and arrows with their texts."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from keras_functional_notes.graph import styling
from keras_functional_notes.graph.boxes import Arrow, Box, Cell, Frame, Line, Picture, row_width
from keras_functional_notes.graph.calls import Call, CallRecords
from keras_functional_notes.graph.columns import FROZEN, call_of_calls, shapes_text, trainable_text, type_text
from keras_functional_notes.graph.describing import description, output_texts
from keras_functional_notes.graph.folding import Stretch, is_frozen, sizes_text
from keras_functional_notes.graph.linking import Link, links, stand_side_by_side
from keras_functional_notes.graph.repeating import frame_around, frames_around
from keras_functional_notes.graph.table import elsewhere_text, glyph, plural, wrapped
from keras_functional_notes.graph.tooltips import told
from keras_functional_notes.printable import printable

# A name is written in lines of at most this many characters, and at most so many lines; a tooltip has it whole.
_NAME_WIDTH, _NAME_LINES = 36, 3
# What else a box says, and at most how many lines of it say which calls a folded block holds.
_TEXT_WIDTH, _TYPES_LINES = 44, 4
# In points: the space around the text in a cell of a row.
_CELL = 6


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
        self.outputs = output_texts(graph, shown)
        self.colours = styling.colours((*graph.nodes, *graph.frames))
        self.marks = styling.marks((*graph.nodes, *graph.frames))
        self.links, self.parallel = links(graph, shown), stand_side_by_side(graph, shown)
        # An opened model has a frame as long as something stands in it.
        around = {stretch: frame_around(stretch.calls) for stretch in shown}
        drawn = {frame for inner in around.values() if inner is not None for frame in (inner, *frames_around(inner))}
        self.frames = {call: number for number, call in enumerate(call for call in graph.frames if call in drawn)}
        self.frame_of = {stretch: None if inner is None else self.frames[inner] for stretch, inner in around.items()}
        self.layers_told: dict[int, tuple[str, ...]] = {}
        self.entries: dict[Stretch, dict[int, str]] = {}
        for link in self.links:
            if link.entry is not None:
                self.entries.setdefault(link.target, {})[link.entry] = self.entry(link)

    def picture(self) -> Picture:
        return Picture(
            title=self.spelt(f"Calls of the model {self.graph.name}"),
            description=self.spelt(description(self.graph, self.shown, self.links, self.outputs)),
            boxes=tuple(map(self.box, self.shown)),
            frames=tuple(map(self.frame, self.frames)),
            arrows=tuple(self.arrows()),
        )

    def entry(self, link: Link) -> str:
        """Return what stands where tensors enter a call: a keyword, or which of its inputs they are."""
        first, last = link.edges[0], link.edges[-1]
        name = first.target.arguments[first.input_position]
        count = "" if first is last else f" to {last.input_position}"
        return name or f"{first.input_position}{count}"

    def box(self, stretch: Stretch) -> Box:
        first, folded = stretch.calls[0], stretch.is_folded
        entries = [text for _, text in sorted(self.entries.get(stretch, {}).items())]
        exits = [f"{i}: {shape}" for i, shape in enumerate(first.output_shapes)] if len(first.output_shapes) > 1 else []
        lines = [*(self.block_lines(stretch) if folded else self.call_lines(stretch, has_exits=bool(exits)))]
        rows = [self.cells(texts) for texts in ([[], []] if folded else [entries, exits])]
        strip = None if folded else self.graph.strips.get(first)
        if strip is not None:
            lines += self.small([strip.words])
        colours = {self.colours[call] for call in stretch.calls}
        box = Box(
            title=self.spelt(first.label),
            told=() if folded else self.told(first),
            lines=tuple(lines),
            colour=colours.pop() if len(colours) == 1 else styling.PLAIN,
            is_input=first.is_input and not folded,
            is_output=stretch in self.outputs,
            is_folded=folded,
            is_frozen=is_frozen(stretch),
            frame=self.frame_of[stretch],
            entries=tuple(rows[0]),
            exits=tuple(rows[1]),
            strip=strip,
        )
        return replace(box, entries=_stretched(rows[0], box.width), exits=_stretched(rows[1], box.width))

    def told(self, call: Call) -> tuple[str, ...]:
        """Return what a call's box tells when a pointer rests on it; a layer that is called often is asked once."""
        key = id(call.layer)
        if key not in self.layers_told:
            self.layers_told[key] = tuple(map(self.spelt, told(call)))
        return self.layers_told[key]

    def call_lines(self, stretch: Stretch, *, has_exits: bool) -> Iterator[Line]:
        [call] = stretch.calls
        # One output's shape stands with the weights; several stand in a row of their own.
        facts = [] if has_exits else [shapes_text(call)]
        if call.params:
            facts.append(plural(call.params, "parameter"))
        if call.shared_params:
            facts.append("shared weights")
        if trainable_text(call) == FROZEN:
            facts.append(FROZEN)
        yield from self.name(call.own_label)
        yield from self.small([type_text(call), self.marks.get(call, ""), f" {glyph('and')} ".join(facts)])
        yield from self.small([elsewhere_text(call), self.outputs.get(stretch, ""), self.graph.numbers.get(call, "")])

    def block_lines(self, stretch: Stretch) -> Iterator[Line]:
        block, times = stretch.block, stretch.times
        count = block[0].type if len(block) == 1 else plural(len(block), "call")
        if times > 1:
            count = f"{count}, {times:,} times{' side by side' if stretch in self.parallel else ''}"
        params = sum(call.params for call in stretch.calls)
        facts = [sizes_text(stretch) or shapes_text(_last(stretch, self.links))]
        facts += [plural(params, "parameter")] if params else []
        facts += ["shared weights"] if any(call.shared_params for call in stretch.calls) else []
        facts += [FROZEN] if is_frozen(stretch) else []
        yield from self.name(
            f"{stretch.name} {glyph('dots')} {stretch.last_name}" if stretch.last_name else stretch.name
        )
        yield Line(self.spelt(count), bold=True)
        if len(block) > 1:
            yield from self.small(_types(block))
        yield from self.small([self.marks.get(stretch.calls[0], "")] if times > 1 else [])
        yield from self.small([f" {glyph('and')} ".join(facts), self.outputs.get(stretch, "")])

    def frame(self, call: Call) -> Frame:
        # Short lines: an arrow that enters the frame in its middle then passes beside them.
        about = [call.type, call_of_calls(call), self.marks.get(call, ""), elsewhere_text(call)]
        lines = [*self.name(call.own_label), *self.small(about)]
        inside = None if call.inside is None else self.frames[call.inside]
        return Frame(self.spelt(call.label), tuple(lines), self.colours[call], inside)

    def arrows(self) -> Iterator[Arrow]:
        numbers = {stretch: number for number, stretch in enumerate(self.shown)}
        cells = {
            (stretch, entry): cell
            for stretch, found in self.entries.items()
            for cell, entry in enumerate(sorted(found))
        }
        named = {
            call.layer
            for call in (*self.graph.nodes, *self.graph.frames)
            if call.is_shared or len(call.output_shapes) > 1
        }
        # Of a box that stands for several calls an arrow says what it brings, unless all bring the same.
        leaving: dict[Stretch, set[str]] = {}
        for link in self.links:
            leaving.setdefault(link.source, set()).update(str(edge.tensor) for edge in link.edges)
        for link in self.links:
            tensors = list(dict.fromkeys(str(edge.tensor) for edge in link.edges))
            several = link.source.is_folded and len(leaving[link.source]) > 1
            label = tensors[0] if several or link.edges[0].tensor.layer in named else None
            if len(tensors) > 1:
                label = plural(len(tensors), "tensor")
            yield Arrow(
                title=self.spelt(f"{link.source.calls[0].label} {glyph('arrow')} {link.target.calls[0].label}"),
                source=numbers[link.source],
                target=numbers[link.target],
                exit=link.exit,
                entry=None if link.entry is None else cells[link.target, link.entry],
                label=None if label is None else Line(self.shortened(label)),
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


def _stretched(cells: list[Cell], width: int) -> tuple[Cell, ...]:
    """Return the cells of a row, which share the room that a wider box gives them."""
    extra, count = width - row_width(cells), max(1, len(cells))
    return tuple(
        Cell(cell.text, cell.width + extra // count + (number < extra % count)) for number, cell in enumerate(cells)
    )


def _types(block: tuple[Call, ...]) -> list[str]:
    """Return the classes of a block's calls: one after another, or, of many, how many there are of each."""
    types = f" {glyph('arrow')} ".join(call.type for call in block)
    lines = textwrap.wrap(types, _TEXT_WIDTH)
    if len(lines) > _TYPES_LINES:
        counts = Counter(call.type for call in block)
        # A number stays beside its class.
        types = ", ".join(f"{count:,}\0{name}" for name, count in counts.most_common())
        lines = textwrap.wrap(types, _TEXT_WIDTH, max_lines=_TYPES_LINES, placeholder=f" {glyph('dots')}")
        lines = [line.replace("\0", " ") for line in lines]
    return lines


def _last(stretch: Stretch, links: Iterable[Link]) -> Call:
    """Return the last call of a stretch that gives something to what is behind it, if any does."""
    given = {edge.source for link in links if link.source == stretch for edge in link.edges}
    return next((call for call in reversed(stretch.calls) if call in given), stretch.calls[-1])
