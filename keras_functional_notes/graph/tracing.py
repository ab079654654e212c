"""Following a model's calls from its inputs to its outputs, also through the nested models that it calls."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import keras

from keras_functional_notes import _keras
from keras_functional_notes.graph.calls import Call, CallRecords, Edge, Output
from keras_functional_notes.nodes import Source, graph_of


@dataclass(eq=False, slots=True)
class _Visit:
    """One Keras node on the way to its `Call`; a nested model's node is visited once for each call of the model."""

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
        names = _keras.argument_names(self.node)
        return [(name, value, self.around) for name, value in zip(names, self.node.input_tensors, strict=True)]


def read_calls(model: keras.Model, *, nested: bool) -> CallRecords:
    """Read the records of a model's calls.

    Args:
        model: A Functional model or a built Sequential.
        nested: Whether to open the nested models that keep a graph, at any depth.

    Raises:
        NoGraphError: If `model` keeps no graph.
    """
    graph = graph_of(model)
    around: dict[Any, _Visit] = {}
    visits: list[_Visit] = []
    for visit in _visits(graph, around, None, nested=nested):
        visit.rank = len(visits)
        visits.append(visit)
    calls = _calls(visits)
    nodes = tuple(calls[visit.rank] for visit in visits if visit.graph is None)
    outputs = []
    for tensor in graph.outputs:
        source, tensor_index = _origin(tensor, around)
        outputs.append(Output(calls[source.rank], tensor_index))
    return CallRecords(
        model=model,
        name=model.name,
        nodes=nodes,
        frames=tuple(calls[visit.rank] for visit in visits if visit.graph is not None),
        edges=tuple(_edges(visits, calls)),
        outputs=tuple(outputs),
        other_params=model.count_params() - sum(call.params for call in nodes),
    )


def _visits(graph: Any, around: dict[Any, _Visit], inside: _Visit | None, *, nested: bool) -> Iterator[_Visit]:
    """Yield a visit of each call of a graph, in order; an opened model's own calls follow the call of it."""
    for node in _keras.ordered_model_nodes(graph):
        visit = around[node] = _Visit(node, _keras.node_index(node), inside, around)
        visit.graph = _keras.graph_of(node.operation) if nested else None
        yield visit
        if visit.graph is not None:
            entering = _keras.nested_inputs(node, visit.graph)
            visit.enters = dict(zip(visit.graph.inputs, entering, strict=True))
            yield from _visits(visit.graph, visit.within, visit, nested=nested)


def _calls(visits: list[_Visit]) -> list[Call]:
    """Return the record of each visit, in the same order."""
    of_layer: dict[keras.Operation, list[_Visit]] = defaultdict(list)
    for visit in visits:
        of_layer[visit.node.operation].append(visit)
    positions: dict[_Visit, int] = {}
    for same in of_layer.values():
        # Not the order of the graph but that of Keras's numbers, which a saved file keeps.
        same.sort(key=lambda visit: (visit.path, visit.index))
        positions.update((visit, position) for position, visit in enumerate(same))
    shown = {layer: len({visit.node for visit in same}) for layer, same in of_layer.items()}
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
                type=type(layer).__name__,
                input_shapes=tuple(tuple(tensor.shape) for _, tensor, _ in taken),
                output_shapes=tuple(tuple(tensor.shape) for tensor in visit.node.outputs),
                arguments=tuple(argument for argument, _, _ in taken),
                position=positions[visit],
                calls=len(of_layer[layer]),
                elsewhere=len(_keras.inbound_nodes(layer)) - shown[layer],
                params=params,
                shared_params=shared_params,
                inside=None if visit.inside is None else calls[visit.inside.rank],
            )
        )
    return calls


class _Counted:
    """The weights that were counted so far."""

    def __init__(self) -> None:
        self._weights: set[int] = set()
        self._layers: dict[keras.Operation, int] = {}

    def add(self, layer: keras.Operation) -> tuple[int, int]:
        """Count a layer's weights, and return the sizes of those that are new and of those that are not."""
        if layer in self._layers:
            return 0, self._layers[layer]
        # An operation that is no layer has no weights; a weight has no equality but identity, and no hash.
        sizes = {id(weight): math.prod(weight.shape) for weight in getattr(layer, "weights", ())}
        new = sum(size for weight, size in sizes.items() if weight not in self._weights)
        self._weights.update(sizes)
        self._layers[layer] = sum(sizes.values())
        return new, self._layers[layer] - new


def _edges(visits: list[_Visit], calls: list[Call]) -> Iterator[Edge]:
    for visit in visits:
        if visit.graph is not None:
            continue
        for position, (_, tensor, around) in enumerate(visit.taken()):
            source, tensor_index = _origin(tensor, around)
            made_by = _keras.history(tensor)
            assert made_by is not None, "a call inside a model takes what another call gave"
            yield Edge(calls[source.rank], tensor_index, calls[visit.rank], position, Source(*made_by))


def _origin(tensor: Any, around: dict[Any, _Visit]) -> tuple[_Visit, int]:
    """Return the call that gave a tensor, and which of its outputs it is, looking into opened models."""
    made_by = _keras.history(tensor)
    assert made_by is not None, "a call inside a model takes what another call gave"
    layer, node_index, tensor_index = made_by
    visit = around[_keras.inbound_nodes(layer)[node_index]]
    if visit.graph is None:
        return visit, tensor_index
    return _origin(visit.graph.outputs[tensor_index], visit.within)
