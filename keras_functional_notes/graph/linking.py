"""What goes from box to box of a picture: each tensor by an arrow, those of blocks that repeat by one together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from keras_functional_notes.graph.calls import Call, CallRecords, Edge
from keras_functional_notes.graph.folding import Stretch


@dataclass
class Link:
    """The tensors that one arrow stands for.

    Args:
        source: The stretch that gives them.
        target: The stretch that takes them.
        exit: Which of the outputs of a single call with several they are.
        entry: Which of the inputs of a single call with several the first of them is.
        edges: The tensors, by the calls.
    """

    source: Stretch
    target: Stretch
    exit: int | None
    entry: int | None
    edges: list[Edge] = field(default_factory=list)


def links(graph: CallRecords, shown: Iterable[Stretch]) -> list[Link]:
    """Return what the arrows of a picture stand for, each tensor that goes from stretch to stretch once.

    A single call takes each tensor by an arrow of its own, but for those that twins in the blocks of a stretch give to
    inputs of it that stand together. A stretch of several calls takes each tensor by one arrow, however many of its
    calls take it, and what twins give by one arrow, too.
    """
    of = {call: stretch for stretch in shown for call in stretch.calls}
    places = {call: number for stretch in shown for number, call in enumerate(stretch.calls)}
    found: dict[object, Link] = {}
    before: tuple[object, Call, int] | None = None
    entry = 0
    for edge in graph.edges:
        source, target = of[edge.source], of[edge.target]
        if source is target:
            before = None
            continue
        # Twins are calls at the same place in their blocks.
        twins = (places[edge.source] % len(source.block), edge.tensor_index)
        exit = edge.tensor_index if not source.is_folded and len(edge.source.output_shapes) > 1 else None
        if target.is_folded:
            before = None
            link = found.setdefault((source, target, twins), Link(source, target, exit, None))
        else:
            goes_on = source.is_folded and before == ((source, twins), edge.target, edge.input_position - 1)
            entry = entry if goes_on else edge.input_position
            before = ((source, twins), edge.target, edge.input_position)
            shown_entry = entry if len(edge.target.input_shapes) > 1 else None
            link = found.setdefault((source, target, twins, entry), Link(source, target, exit, shown_entry))
        link.edges.append(edge)
    return list(found.values())


def stand_side_by_side(graph: CallRecords, shown: Iterable[Stretch]) -> set[Stretch]:
    """Return the stretches of several blocks none of which gives anything to another."""
    blocks = {
        call: (stretch, number // len(stretch.block))
        for stretch in shown
        if stretch.times > 1
        for number, call in enumerate(stretch.calls)
    }
    found = {stretch for stretch, _ in blocks.values()}
    for edge in graph.edges:
        source, target = blocks.get(edge.source), blocks.get(edge.target)
        if source is not None and target is not None and source[0] is target[0] and source[1] != target[1]:
            found.discard(source[0])
    return found
