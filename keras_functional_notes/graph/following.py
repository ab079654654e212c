"""Following a model's calls from its inputs to its outputs, also through the nested models that it calls.

What is followed is either what Keras keeps or what a file says; a `Reader` reads it, so this room needs no Keras.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from keras_functional_notes.graph.calls import Call, CallRecords, Edge, Output
from keras_functional_notes.sources import Source


class Reader(Protocol):
    """What is asked about graphs, nodes and tensors; ``_keras.py`` answers for those of Keras."""

    def graph_in(self, call: Any) -> Any | None:
        """Return the graph of what is called, or None for what keeps none."""

    def ordered_model_nodes(self, graph: Any) -> list[Any]:
        """Return the calls of a graph in a topological order."""

    def node_index(self, call: Any) -> int:
        """Return the number of a call among its layer's."""

    def argument_names(self, call: Any) -> tuple[str, ...]:
        """Return the keyword of each tensor that a call took, or ""."""

    def nested_inputs(self, call: Any, graph: Any) -> list[tuple[Any, Any]]:
        """Return what a call of a nested model gives to each of its inputs: (tensor, mask)."""

    def history(self, tensor: Any) -> tuple[Any, int, int] | None:
        """Return the (layer, node index, tensor index) that made a tensor."""

    def maker(self, tensor: Any) -> Any:
        """Return the call that made a tensor."""

    def class_name(self, layer: Any) -> str:
        """Return the name of a layer's class."""

    def constants(self, call: Any) -> list[str]:
        """Return what a call took besides tensors, as it would be written."""

    def structures(self, graph: Any) -> tuple[Any, Any]:
        """Return the inputs and outputs of a graph, in the lists and dicts that they are given in."""

    def calls_count(self, layer: Any) -> int:
        """Return how many calls a layer has, whichever model made them."""


@dataclass(eq=False, slots=True)
class _Visit:
    """One Keras node on the way to its `Call`; a nested model's node is visited once for each call of the model."""

    reader: Reader
    node: Any
    index: int
    inside: _Visit | None
    # What became of the nodes around this one.
    around: dict[Any, _Visit]
    # Of an opened model: its graph, what became of its nodes, and (tensor, mask) for each of its inputs.
    graph: Any = None
    within: dict[Any, _Visit] = field(default_factory=dict)
    enters: dict[Any, tuple[Any, Any]] = field(default_factory=dict)
    rank: int = -1

    @property
    def path(self) -> tuple[int, ...]:
        return () if self.inside is None else (*self.inside.path, self.inside.rank)

    def taken(self) -> list[tuple[str, Any, dict[Any, _Visit]]]:
        """Return the tensors that the call took: (keyword or "", tensor, what became of the nodes around it)."""
        if self.inside is not None and self.node.is_input:
            # An opened model's Input takes what the call of the model gives it.
            tensor, mask = self.inside.enters[self.node.outputs[0]]
            given = [("", tensor), ("mask", mask)]
            return [(argument, value, self.inside.around) for argument, value in given if value is not None]
        names = self.reader.argument_names(self.node)
        return [(name, value, self.around) for name, value in zip(names, self.node.input_tensors, strict=True)]


def read_calls(model: Any, graph: Any, reader: Reader, *, nested: bool) -> CallRecords:
    """Read the records of a model's calls.

    Args:
        model: The model.
        graph: What keeps its graph.
        reader: What reads the graph.
        nested: Whether to open the nested models that keep a graph, at any depth.
    """
    around: dict[Any, _Visit] = {}
    visits: list[_Visit] = []
    for visit in _visits(graph, around, None, reader, nested=nested):
        visit.rank = len(visits)
        visits.append(visit)
    calls = _calls(visits, reader)
    shown = [visit for visit in visits if visit.graph is None]
    opened = [visit for visit in visits if visit.graph is not None]
    nodes = tuple(calls[visit.rank] for visit in shown)
    outputs = []
    for tensor in graph.outputs:
        source, tensor_index = _origin(tensor, around, reader)
        outputs.append(Output(calls[source.rank], tensor_index))
    return CallRecords(
        model=model,
        name=model.name,
        nodes=nodes,
        frames=tuple(calls[visit.rank] for visit in opened),
        kept=tuple(visit.node for visit in (*shown, *opened)),
        edges=tuple(_edges(visits, calls, reader)),
        outputs=tuple(outputs),
        inputs=tuple(calls[_origin(tensor, around, reader)[0].rank] for tensor in graph.inputs),
        input_keys=keys(reader.structures(graph)[0]),
        output_keys=keys(reader.structures(graph)[1]),
        other_params=model.count_params() - sum(call.params for call in nodes),
    )


def keys(structure: Any) -> tuple[str, ...]:
    """Return the key of each tensor in a structure, flattened as Keras does, or "" where it has none.

    Example:
        >>> from keras_functional_notes.graph.following import keys
        >>> keys({"b": 1, "a": [2, 3]}), keys([4, 5])
        (('a[0]', 'a[1]', 'b'), ('', ''))
    """
    if isinstance(structure, dict):
        return tuple(f"{key}{rest}" for key in sorted(structure) for rest in _within(structure[key]))
    if isinstance(structure, (list, tuple)):
        return tuple(key for part in structure for key in keys(part))
    return ("",)


def _within(structure: Any) -> tuple[str, ...]:
    if isinstance(structure, dict):
        return tuple(f"[{key!r}]{rest}" for key in sorted(structure) for rest in _within(structure[key]))
    if isinstance(structure, (list, tuple)):
        return tuple(f"[{place}]{rest}" for place, part in enumerate(structure) for rest in _within(part))
    return ("",)


def _visits(
    graph: Any, around: dict[Any, _Visit], inside: _Visit | None, reader: Reader, *, nested: bool
) -> Iterator[_Visit]:
    """Yield a visit of each call of a graph, in order; an opened model's own calls follow the call of it."""
    for node in reader.ordered_model_nodes(graph):
        visit = around[node] = _Visit(reader, node, reader.node_index(node), inside, around)
        visit.graph = reader.graph_in(node) if nested else None
        yield visit
        if visit.graph is not None:
            entering = reader.nested_inputs(node, visit.graph)
            visit.enters = dict(zip(visit.graph.inputs, entering, strict=True))
            yield from _visits(visit.graph, visit.within, visit, reader, nested=nested)


def _calls(visits: list[_Visit], reader: Reader) -> list[Call]:
    """Return the record of each visit, in the same order."""
    of_layer: dict[Any, list[_Visit]] = defaultdict(list)
    for visit in visits:
        of_layer[visit.node.operation].append(visit)
    positions: dict[_Visit, int] = {}
    for same in of_layer.values():
        # Not the order of the graph but that of Keras's numbers, which a saved file keeps.
        same.sort(key=lambda visit: (visit.path, visit.index))
        positions.update((visit, position) for position, visit in enumerate(same))
    # Counted once a layer, and not once a call: of one that is called very often, each count takes long.
    elsewhere = {
        layer: reader.calls_count(layer) - len({visit.node for visit in same}) for layer, same in of_layer.items()
    }
    counted = _Counted()
    calls: list[Call] = []
    for visit in visits:
        layer, taken = visit.node.operation, visit.taken()
        # What an opened model holds is counted at the calls inside it.
        params, shared_params = counted.add(layer) if visit.graph is None else (0, 0)
        calls.append(
            Call(
                layer=layer,
                node_index=visit.index,
                name=layer.name,
                type=reader.class_name(layer),
                input_shapes=tuple(_shape(tensor) for _, tensor, _ in taken),
                output_shapes=tuple(map(_shape, visit.node.outputs)),
                arguments=tuple(argument for argument, _, _ in taken),
                position=positions[visit],
                calls=len(of_layer[layer]),
                elsewhere=elsewhere[layer],
                params=params,
                shared_params=shared_params,
                inside=None if visit.inside is None else calls[visit.inside.rank],
                is_input=visit.node.is_input,
                output_dtypes=tuple(tensor.dtype for tensor in visit.node.outputs),
                constants=tuple(reader.constants(visit.node)),
            )
        )
    return calls


def _shape(tensor: Any) -> Any:
    return "?" if tensor.shape is None else tuple(tensor.shape)


class _Counted:
    """The weights that were counted so far."""

    def __init__(self) -> None:
        self._weights: set[int] = set()
        self._layers: dict[Any, int] = {}

    def add(self, layer: Any) -> tuple[int, int]:
        """Count a layer's weights, and return the sizes of those that are new and of those that are not."""
        if layer in self._layers:
            return 0, self._layers[layer]
        # An operation that is no layer has no weights; a weight has no equality but identity, and no hash.
        sizes = {id(weight): math.prod(weight.shape) for weight in getattr(layer, "weights", ())}
        new = sum(size for weight, size in sizes.items() if weight not in self._weights)
        self._weights.update(sizes)
        self._layers[layer] = sum(sizes.values())
        return new, self._layers[layer] - new


def _edges(visits: list[_Visit], calls: list[Call], reader: Reader) -> Iterator[Edge]:
    for visit in visits:
        if visit.graph is not None:
            continue
        for position, (_, tensor, around) in enumerate(visit.taken()):
            source, tensor_index = _origin(tensor, around, reader)
            made_by = reader.history(tensor)
            assert made_by is not None, "a call inside a model takes what another call gave"
            yield Edge(calls[source.rank], tensor_index, calls[visit.rank], position, Source(*made_by))


def _origin(tensor: Any, around: dict[Any, _Visit], reader: Reader) -> tuple[_Visit, int]:
    """Return the call that gave a tensor, and which of its outputs it is, looking into opened models."""
    made_by = reader.history(tensor)
    assert made_by is not None, "a call inside a model takes what another call gave"
    visit, tensor_index = around[reader.maker(tensor)], made_by[2]
    if visit.graph is None:
        return visit, tensor_index
    return _origin(visit.graph.outputs[tensor_index], visit.within, reader)
