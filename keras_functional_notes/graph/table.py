"""A model's calls as a table of text, as wide as the terminal."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, chop_cells

from keras_functional_notes.graph.calls import Call, CallRecords, Edge, Output
from keras_functional_notes.graph.columns import Column, bytes_of, checked, count_of
from keras_functional_notes.printable import printable

_GAP = "  "
# A column that must give way keeps at least this width: a table that nobody can read helps nobody.
_NARROWEST = 5
# Words are kept whole where they fit. One that does not breaks before its [0][0], after a sign, before a capital
# letter (GlobalAveragePooling2D), else anywhere.
_WORD = re.compile(r"\S+\s*")
_PART = re.compile(r"(?:\[\d+\])+,?\s*|[A-Z]?(?:(?![A-Z][a-z])[^/_\[.=-])+[/_.=-]*|.")


def glyph(name: str, *, ascii: bool = False) -> str:
    """Return a sign of tables and pictures; every one that is not ASCII stands here.

    Args:
        name: ``"rule"``, ``"dots"``, ``"arrow"`` or ``"and"``.
        ascii: Whether to stay within ASCII.
    """
    plain, drawn = {"rule": ("-", "─"), "dots": ("...", "…"), "arrow": ("->", "→"), "and": ("-", "·")}[name]
    return plain if ascii else drawn


def table(
    graph: CallRecords, *, width: int | None = None, ascii: bool = False, columns: Iterable[str] | None = None
) -> str:
    """Return the calls as a table, a row a call, and below it what the model gives and holds.

    Args:
        graph: The calls.
        width: How many columns of the terminal to use at most; by default as many as it has.
        ascii: Whether to stay within ASCII; what a name holds besides is written as escapes (``\\u65e5``).
        columns: The names of the columns (see `columns.COLUMNS`), in order.

    Raises:
        ValueError: If `width` is less than 1, or there is no column of a name.
    """
    width = shutil.get_terminal_size().columns if width is None else width
    if width < 1:
        raise ValueError(
            f"table(width={width}): a table has at least 1 column of the terminal.\n"
            "Leave width out for as many as the terminal has."
        )
    shown, picked = _escaped if ascii else printable, checked(columns)
    if graph.numbers:
        picked.append(Column("of this batch", lambda call: graph.numbers.get(call, "")))
    title, *foot = map(shown, [f'Model "{graph.name}"', *_foot(graph, picked)])
    rows: list[Sequence[str]] = [
        [column.head for column in picked],
        *([shown(cell) for cell in row] for row in _rows(graph, picked)),
    ]
    numbers = [column.is_number for column in picked]
    widths = _widths(rows, width, numbers)
    rule = glyph("rule", ascii=ascii) * (sum(widths) + len(_GAP) * (len(widths) - 1))
    head, *body = (_laid_out(row, widths, numbers) for row in rows)
    lines = [*wrapped(title, width), *head, rule, *(line for row in body for line in row), rule]
    lines += [line for note in foot for line in wrapped(note, width)]
    return "\n".join(lines)


def elsewhere_text(call: Call) -> str:
    """Return how often the layer is called outside this graph, or nothing if it is not."""
    return f"also called {plural(call.elsewhere, 'time')} elsewhere" if call.elsewhere else ""


def output_text(output: Output) -> str:
    """Return one of a model's outputs as ``layer[node_index][tensor_index]``."""
    return f"{output.call.label}[{output.tensor_index}]"


def plural(count: int, thing: str) -> str:
    """Return a count with its noun: ``1 call``, ``2 calls``."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _rows(graph: CallRecords, columns: Sequence[Column]) -> Iterator[list[str]]:
    takes: dict[Call, list[str]] = {call: [] for call in graph.nodes}
    for edge in graph.edges:
        takes[edge.target].append(_taken(edge))

    def cell(column: Column, call: Call) -> str:
        if column.of_weights and not graph.weights_known:
            return "?"
        return ", ".join(takes[call]) if column.text is None else column.text(call)

    opened: set[Call] = set()
    for call in graph.nodes:
        for frame in _frames(call):
            if frame not in opened:
                opened.add(frame)
                # What an opened model holds and takes stands at the calls inside it.
                yield ["" if column.of_weights or column.text is None else column.text(frame) for column in columns]
        yield [cell(column, call) for column in columns]


def _frames(call: Call) -> Iterator[Call]:
    """Yield the opened calls around a call, the outermost first."""
    if call.inside is not None:
        yield from _frames(call.inside)
        yield call.inside


def _taken(edge: Edge) -> str:
    argument = edge.target.arguments[edge.input_position]
    return f"{argument}={edge.tensor}" if argument else str(edge.tensor)


def _foot(graph: CallRecords, columns: Sequence[Column]) -> Iterator[str]:
    if any(graph.input_keys):
        given = [call.label for call in graph.inputs]
        yield f"Inputs: {', '.join(f'{key}={name}' for key, name in zip(graph.input_keys, given, strict=True))}"
    keys = [f"{key}=" if key else "" for key in graph.output_keys]
    given = [f"{key}{output_text(output)}" for key, output in zip(keys, graph.outputs, strict=True)]
    yield f"{'Output' if len(given) == 1 else 'Outputs'}: {', '.join(given)}"
    if not graph.weights_known:
        yield f"{plural(len(graph.nodes), 'call')}, parameters not known: the file holds no weights"
        return
    total = f"{plural(len(graph.nodes), 'call')}, {plural(graph.params, 'parameter')}"
    yield f"{total}, {graph.other_params:,} of them in weights that no call uses" if graph.other_params else total
    if {"trainable", "bytes"} & {column.head for column in columns} and hasattr(graph.model, "trainable_weights"):
        trainable, frozen = graph.model.trainable_weights, graph.model.non_trainable_weights
        yield (
            f"{count_of(trainable):,} of them trainable ({bytes_of(trainable):,} bytes), "
            f"{count_of(frozen):,} frozen ({bytes_of(frozen):,} bytes)"
        )
    elsewhere = {
        call.layer: f"{call.name} ({plural(call.elsewhere, 'time')})" for call in graph.nodes if call.elsewhere
    }
    if elsewhere:
        yield f"Also called elsewhere: {', '.join(elsewhere.values())}"


def _widths(rows: Iterable[Sequence[str]], width: int, numbers: Sequence[bool]) -> list[int]:
    """Return how wide each column is: as its longest cell, or, if that is too much together, the long ones cut."""
    natural = [max(map(_columns_of, column)) for column in zip(*rows, strict=True)]
    room = width - len(_GAP) * (len(natural) - 1)
    cap = min(max(natural), max(room, _NARROWEST))
    while cap > _NARROWEST and sum(_capped(natural, cap, numbers)) > room:
        cap -= 1
    widths = _capped(natural, cap, numbers)
    # One more column for each of the first that were cut, as far as the room goes.
    for column in [column for column, cut in enumerate(widths) if cut < natural[column]][: max(0, room - sum(widths))]:
        widths[column] += 1
    return widths


def _capped(natural: list[int], cap: int, numbers: Sequence[bool]) -> list[int]:
    return [size if whole else min(size, cap) for size, whole in zip(natural, numbers, strict=True)]


def _laid_out(row: Sequence[str], widths: list[int], numbers: Sequence[bool]) -> list[str]:
    """Return the lines of a row whose cells are wrapped to their columns."""
    cells = map(wrapped, row, widths)
    return [_GAP.join(map(_padded, parts, widths, numbers)).rstrip() for parts in zip_longest(*cells, fillvalue="")]


def _padded(text: str, size: int, is_number: bool) -> str:
    if text.isascii():
        return text.rjust(size) if is_number else text.ljust(size)
    space = " " * (size - _columns_of(text))
    return space + text if is_number else text + space


def wrapped(text: str, size: int) -> list[str]:
    """Return a text in lines of at most that many columns."""
    if _columns_of(text) <= size:
        return [text]
    lines = [""]
    for word in _WORD.findall(text):
        if _columns_of(lines[-1] + word.rstrip()) <= size:
            lines[-1] += word
            continue
        parts = [word] if _columns_of(word.rstrip()) <= size else _PART.findall(word)
        # A word that breaks may begin beside what stands there; one that does not begins a line.
        if len(parts) == 1:
            lines.append("")
        for part in parts:
            for piece in [part] if _columns_of(part.rstrip()) <= size else chop_cells(part, size):
                if _columns_of(lines[-1] + piece.rstrip()) > size:
                    lines.append("")
                lines[-1] += piece
    return [line.rstrip() for line in lines if line]


def _columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes; most texts are plain, and for these there is a short way."""
    return len(text) if text.isascii() else cell_len(text)


def _escaped(text: str) -> str:
    return printable(text).encode("ascii", "backslashreplace").decode("ascii")
