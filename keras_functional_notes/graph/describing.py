"""A picture in words, box by box, for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from keras_functional_notes.graph.calls import CallRecords
from keras_functional_notes.graph.columns import shapes_text, type_text
from keras_functional_notes.graph.folding import Stretch, is_frozen
from keras_functional_notes.graph.linking import Link
from keras_functional_notes.graph.table import plural

# A sentence names at most so many tensors.
_MOST_NAMED = 8


def output_texts(graph: CallRecords, shown: Iterable[Stretch]) -> dict[Stretch, str]:
    """Return, for each stretch that gives some of the model's outputs, which: by their keys, or by their numbers."""
    of = {call: stretch for stretch in shown for call in stretch.calls}
    keys: dict[Stretch, list[str]] = {}
    numbers: dict[Stretch, list[int]] = {}
    for number, (output, key) in enumerate(zip(graph.outputs, graph.output_keys, strict=True), 1):
        keys.setdefault(of[output.call], []).append(repr(key) if key else str(number))
        numbers.setdefault(of[output.call], []).append(number)
    count, keyed = len(graph.outputs), any(graph.output_keys)
    if count == 1 and not keyed:
        return dict.fromkeys(keys, "output")
    found = {}
    for stretch, own in keys.items():
        first, last = numbers[stretch][0], numbers[stretch][-1]
        if len(own) > 2 and numbers[stretch] == list(range(first, last + 1)):
            which = f"outputs {own[0]} to {own[-1]}"
        else:
            which = f"output {' and '.join(own)}"
        found[stretch] = which if keyed else f"{which} of {count}"
    return found


def description(
    graph: CallRecords, shown: Iterable[Stretch], links: Iterable[Link], outputs: Mapping[Stretch, str]
) -> str:
    """Say in words what a picture shows.

    Args:
        graph: The calls.
        shown: Its boxes.
        links: Its arrows.
        outputs: What is said of the boxes that give the model's outputs.
    """
    takes: dict[Stretch, list[tuple[tuple[int, int], str]]] = {}
    order = {call: number for number, call in enumerate(graph.nodes)}
    for link in links:
        for edge in link.edges:
            takes.setdefault(link.target, []).append(((order[edge.target], edge.input_position), str(edge.tensor)))
    sentences = [f"{plural(len(graph.nodes), 'call')}."]
    for stretch in shown:
        first, last = stretch.calls[0], stretch.calls[-1]
        taken = [tensor for _, tensor in sorted(takes.get(stretch, []))]
        if stretch.is_folded:
            taken = list(dict.fromkeys(taken))
        if len(taken) > _MOST_NAMED:
            taken = [*taken[: _MOST_NAMED - 1], f"{len(taken) - _MOST_NAMED + 1:,} more"]
        what = f"{first.label} ({type_text(first)})"
        if stretch.is_folded:
            times = f", {stretch.times:,} times" if stretch.times > 1 else ""
            what = f"{first.label} to {last.label} ({plural(len(stretch.block), 'call')}{times})"
        verb = f" takes {', '.join(taken)} and gives " if taken else " gives "
        marks = [mark for mark in (outputs.get(stretch), "frozen" if is_frozen(stretch) else None) if mark]
        sentences.append(f"{', '.join([f'{what}{verb}{shapes_text(last)}', *marks])}.")
    if any(map(is_frozen, shown)):
        sentences.append("A bar at the left of a box marks weights that training does not change.")
    return " ".join(sentences)
