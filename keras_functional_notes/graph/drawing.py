"""A model's calls as a picture, drawn by Graphviz: SVG, PNG or DOT.

pygraphviz carries Graphviz in its wheels, so no program needs to be installed.
"""

from __future__ import annotations

import contextlib
import os
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keras_functional_notes.graph import styling
from keras_functional_notes.graph.calls import Call, CallRecords, Edge
from keras_functional_notes.graph.folding import Stretch, stretches
from keras_functional_notes.graph.table import call_of_calls, elsewhere_text, glyph, plural, shapes_text, type_text

if TYPE_CHECKING:
    import pygraphviz

# What a folded block holds is written out in lines of at most this many characters, and at most so many lines.
_TYPES_WIDTH, _TYPES_LINES = 44, 4


def svg(graph: CallRecords, *, fold: bool = True) -> str:
    """Return the picture as SVG text, which may stand in a page as it is.

    Args:
        graph: The calls.
        fold: Whether a long picture shows blocks that repeat as one box.
    """
    shown = stretches(graph, fold=fold)
    return styling.finished(
        _laid_out(graph, shown).draw(format="svg", prog="dot").decode("utf-8"),
        names={_name(number): stretch.calls[0].label for number, stretch in enumerate(shown)},
        title=f"Calls of the model {graph.name}",
        description=_description(graph, shown),
    )


def png(graph: CallRecords, *, fold: bool = True) -> bytes:
    """Return the picture as the bytes of a PNG file, for a light page.

    Args:
        graph: The calls.
        fold: Whether a long picture shows blocks that repeat as one box.
    """
    picture = _laid_out(graph, stretches(graph, fold=fold))
    picture.graph_attr["dpi"] = "144"
    data: bytes = picture.draw(format="png", prog="dot")
    return data


def dot(graph: CallRecords, *, fold: bool = True) -> str:
    """Return the picture as the DOT text that Graphviz draws.

    Args:
        graph: The calls.
        fold: Whether a long picture shows blocks that repeat as one box.
    """
    text: str = _laid_out(graph, stretches(graph, fold=fold)).to_string()
    return text


def save(graph: CallRecords, path: str | os.PathLike[str], *, fold: bool = True) -> None:
    """Write the picture to a file, in the format of the file's ending.

    Args:
        graph: The calls.
        path: Where to: a name that ends in ``.svg``, ``.png`` or ``.dot``.
        fold: Whether a long picture shows blocks that repeat as one box.

    Raises:
        ValueError: If the path has another ending.
        OSError: If the path cannot be written; nothing is left half-written then.
    """
    path = Path(path)
    formats: dict[str, Callable[..., str | bytes]] = {".svg": svg, ".png": png, ".dot": dot}
    draw = formats.get(path.suffix.lower())
    if draw is None:
        raise ValueError(
            f"A picture is saved as .svg, .png or .dot, by the ending of its name; {str(path)!r} has "
            f"{f'the ending {path.suffix!r}' if path.suffix else 'none'}.\n"
            f"Write {path.with_suffix('.svg').name!r}, for example."
        )
    drawn = draw(graph, fold=fold)
    # Written beside and then moved: what stands there is a whole picture at any time, the old one or the new.
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(drawn.encode("utf-8") if isinstance(drawn, str) else drawn)
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):  # a folder that is none holds nothing that could be left there
            beside.unlink()
        raise type(error)(
            f"The picture cannot be written to {str(path)!r}: {error.strerror}.\n"
            "Give the name of a file in a folder that exists and that you may write to."
        ) from error


def _laid_out(graph: CallRecords, shown: tuple[Stretch, ...]) -> pygraphviz.AGraph:
    import pygraphviz  # loaded when a picture is drawn, not when a table is read

    colours = styling.colours((*graph.nodes, *graph.frames))
    outputs = _output_texts(graph)
    picture = pygraphviz.AGraph(directed=True, strict=False)
    picture.graph_attr.update(styling.GRAPH)
    picture.node_attr.update(styling.NODE)
    picture.edge_attr.update(styling.EDGE)
    rooms: dict[Call | None, Any] = {None: picture}
    for number, call in enumerate(graph.frames):
        # Graphviz draws a frame around a subgraph whose name begins like this.
        rooms[call] = rooms[call.inside].add_subgraph(name=f"cluster_{number}", label=_frame_label(call))
        rooms[call].graph_attr.update(styling.frame(colours[call]))
    boxes = {call: stretch for stretch in shown for call in stretch.calls}
    names = {stretch: _name(number) for number, stretch in enumerate(shown)}
    for stretch in shown:
        first, last = stretch.calls[0], stretch.calls[-1]
        rooms[first.inside].add_node(
            names[stretch],
            label=_call_label(first, outputs) if stretch.times == 1 else _block_label(stretch, outputs),
            **styling.box(colours[first], is_input=first.is_input, is_output=last in outputs, folded=stretch.times > 1),
        )
    named = {call.layer for call in (*graph.nodes, *graph.frames) if call.is_shared or len(call.output_shapes) > 1}
    for number, edge in enumerate(_arrows(graph, boxes)):
        attributes = {}
        if edge.tensor.layer in named:
            attributes["label"] = styling.label([styling.small(str(edge.tensor))], padding=3)
        source, target = boxes[edge.source], boxes[edge.target]
        if source.times == 1 and len(edge.source.output_shapes) > 1:
            attributes["tailport"] = f"out{edge.tensor_index}:s"
        if target.times == 1 and len(edge.target.input_shapes) > 1:
            attributes["headport"] = f"in{edge.input_position}:n"
        picture.add_edge(names[source], names[target], key=str(number), **attributes)
    return picture


def _name(number: int) -> str:
    # Not the call's own: Graphviz has no nodes of some names, and takes others for the same.
    return f"call_{number}"


def _arrows(graph: CallRecords, boxes: dict[Call, Stretch]) -> Iterator[Edge]:
    """Yield the edges that the picture shows: all but those within a folded block, and its second uses of a tensor."""
    drawn: set[tuple[Call, int, Stretch]] = set()
    for edge in graph.edges:
        target = boxes[edge.target]
        if target.times == 1:
            yield edge
        elif boxes[edge.source] is not target and (edge.source, edge.tensor_index, target) not in drawn:
            drawn.add((edge.source, edge.tensor_index, target))
            yield edge


def _call_label(call: Call, outputs: dict[Call, str]) -> str:
    several_inputs, several_outputs = len(call.input_shapes) > 1, len(call.output_shapes) > 1
    # One output's shape stands with the weights; several stand in a row of their own.
    facts = [] if several_outputs else [shapes_text(call)]
    if call.params:
        facts.append(plural(call.params, "parameter"))
    if call.shared_params:
        facts.append("shared weights")
    notes = [f" {glyph('and')} ".join(facts), elsewhere_text(call), outputs.get(call, "")]
    lines = [styling.strong(call.own_label), styling.small(type_text(call)), *map(styling.small, filter(None, notes))]
    if several_inputs:
        lines.insert(0, styling.row((f"in{i}", name or str(i)) for i, name in enumerate(call.arguments)))
    if several_outputs:
        lines.append(styling.row((f"out{i}", f"{i}: {shape}") for i, shape in enumerate(call.output_shapes)))
    return styling.label(lines)


def _block_label(stretch: Stretch, outputs: dict[Call, str]) -> str:
    first, last, block = stretch.calls[0], stretch.calls[-1], stretch.block
    count = first.type if len(block) == 1 else plural(len(block), "call")
    types = [] if len(block) == 1 else _types_lines(block)
    params = sum(call.params for call in stretch.calls)
    facts = [shapes_text(last), *([plural(params, "parameter")] if params else [])]
    notes = [*types, f" {glyph('and')} ".join(facts), outputs.get(last, "")]
    name = f"{first.own_label} {glyph('dots')} {last.own_label}"
    bold = [styling.strong(name), styling.strong(f"{count}, {stretch.times:,} times")]
    return styling.label([*bold, *map(styling.small, filter(None, notes))])


def _types_lines(block: tuple[Call, ...]) -> list[str]:
    text = f" {glyph('arrow')} ".join(call.type for call in block)
    return textwrap.wrap(text, _TYPES_WIDTH, max_lines=_TYPES_LINES, placeholder=f" {glyph('dots')}")


def _frame_label(call: Call) -> str:
    # Short lines: an arrow that enters the frame in its middle then passes beside them.
    lines = filter(None, [call.type, call_of_calls(call), elsewhere_text(call)])
    return styling.label([styling.strong(call.own_label), *map(styling.small, lines)], align="LEFT")


def _output_texts(graph: CallRecords) -> dict[Call, str]:
    """Return, for each call that gives one of the model's outputs, which."""
    numbers: dict[Call, list[int]] = {}
    for number, output in enumerate(graph.outputs, 1):
        numbers.setdefault(output.call, []).append(number)
    count = len(graph.outputs)
    return {
        call: "output" if count == 1 else f"output {' and '.join(map(str, own))} of {count}"
        for call, own in numbers.items()
    }


def _description(graph: CallRecords, shown: tuple[Stretch, ...]) -> str:
    """Say in words what the picture shows, box by box."""
    outputs = _output_texts(graph)
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
