"""A model as its configuration tells of it: layers, calls and tensors, without Keras and without running anything.

The records have what `following.Reader` asks about. How Keras writes a configuration is in
``keras/src/models/functional.py`` (``get_config`` and ``serialize_node``).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from keras_functional_notes.graph.ordering import sources_first
from keras_functional_notes.printable import written
from keras_functional_notes.sources import Shape


@dataclass(eq=False, slots=True)
class StoredWeight:
    """One weight of a layer; whether it is trainable is told of whole layers, but for what Keras's own only count."""

    shape: tuple[int, ...]
    dtype: str
    trainable: bool


@dataclass(eq=False, slots=True)
class StoredLayer:
    """A layer, operation or model.

    Args:
        name: Its name.
        type: The name of its class.
        config: Its configuration.
        graph: What it does, if it is a model that keeps a graph.
        own_weights: Its weights, but for those of the layers inside, as far as they are known.
        is_operation: Whether it is an operation of ``keras.ops`` and no layer.
        calls: How many calls of it the file tells of.
    """

    name: str
    type: str
    config: dict[str, Any]
    graph: StoredGraph | None
    own_weights: list[StoredWeight] = field(default_factory=list)
    is_operation: bool = False
    calls: int = 0

    @property
    def activation(self) -> str:
        """The name of the layer's activation, or nothing."""
        told = self.config.get("activation")
        return str(told.get("config", "") if isinstance(told, dict) else told or "")

    def count_params(self) -> int:
        """Return how many numbers the weights hold, also those of the layers inside, each weight once."""
        return sum(math.prod(weight.shape) for weight in self.weights)

    @property
    def weights(self) -> list[StoredWeight]:
        """The layer's weights and those of the layers inside, each once."""
        inside = [] if self.graph is None else [weight for layer in self.graph.layers for weight in layer.weights]
        return list(dict.fromkeys([*self.own_weights, *inside]))


@dataclass(eq=False, slots=True)
class StoredTensor:
    """A tensor: its shape, or None where the configuration does not tell, and the call that gave it."""

    shape: Shape | None
    call: StoredCall
    index: int
    dtype: str = "?"


@dataclass(eq=False, slots=True)
class StoredCall:
    """A call: its number among the layer's calls in its graph, and its arguments with tensors in them."""

    operation: StoredLayer
    number: int
    args: Any
    kwargs: dict[str, Any]
    outputs: list[StoredTensor] = field(default_factory=list)

    @property
    def input_tensors(self) -> list[StoredTensor]:
        """The tensors among the arguments, as Keras flattens them."""
        return [tensor for tensor, _ in self.named_tensors()]

    @property
    def is_input(self) -> bool:
        """Whether this is an Input."""
        return not self.input_tensors

    def named_tensors(self) -> list[tuple[StoredTensor, str]]:
        """Return each tensor among the arguments with the keyword that it was given by, or ""."""
        return [
            *((tensor, "") for tensor in flattened(self.args)),
            *((tensor, name) for name in sorted(self.kwargs) for tensor in flattened(self.kwargs[name])),
        ]


@dataclass(eq=False, slots=True)
class StoredGraph:
    """What a model does: its layers in the order of ``model.operations``, its calls, inputs and outputs."""

    layers: list[StoredLayer]
    calls: list[StoredCall]
    inputs: list[StoredTensor]
    outputs: list[StoredTensor]
    input_structure: Any
    output_structure: Any


def graph_in(call: StoredCall) -> StoredGraph | None:
    """Return what the model that is called does, or None for what keeps no graph."""
    return call.operation.graph


def node_index(call: StoredCall) -> int:
    """Return the number of a call among its layer's."""
    return call.number


def argument_names(call: StoredCall) -> tuple[str, ...]:
    """Return the keyword of each tensor that a call took, or ""."""
    return tuple(name for _, name in call.named_tensors())


def nested_inputs(call: StoredCall, graph: StoredGraph) -> list[tuple[StoredTensor, StoredTensor | None]]:
    """Return what a call of a nested model gives to each of its inputs: (tensor, mask)."""
    given = call.args[0] if call.args else call.kwargs["inputs"]
    if isinstance(given, dict) and not isinstance(graph.input_structure, dict):
        given = [given[tensor.call.operation.name] for tensor in graph.inputs]
    tensors, masks = list(flattened(given)), call.kwargs.get("mask")
    if isinstance(masks, (list, tuple)):
        return list(zip(tensors, [mask if isinstance(mask, StoredTensor) else None for mask in masks], strict=True))
    return [(tensor, masks if isinstance(masks, StoredTensor) else None) for tensor in tensors]


def history(tensor: StoredTensor) -> tuple[StoredLayer, int, int]:
    """Return the (layer, node index, tensor index) that made a tensor."""
    return (tensor.call.operation, tensor.call.number, tensor.index)


def maker(tensor: StoredTensor) -> StoredCall:
    """Return the call that made a tensor."""
    return tensor.call


def class_name(layer: StoredLayer) -> str:
    """Return the name of a layer's class."""
    return layer.type


def structures(graph: StoredGraph) -> tuple[Any, Any]:
    """Return the inputs and outputs of a graph, in the lists and dicts that they are given in."""
    return graph.input_structure, graph.output_structure


def constants(call: StoredCall) -> list[str]:
    """Return what a call took besides tensors, as it would be written; a keyword that is None is left out."""
    found = [_constant(value) for value in call.args if not any(flattened(value))]
    if call.operation.type == "GetItem" and len(found) == 1:
        key = found[0] if isinstance(found[0], (list, tuple)) else [found[0]]
        return [f"[{', '.join(map(written, key))}]"]
    named = {key: value for key, value in call.kwargs.items() if value is not None and not any(flattened(value))}
    return [*map(written, found), *(f"{key}={written(_constant(value))}" for key, value in named.items())]


def _constant(told: Any) -> Any:
    """Return a constant argument from the way in which Keras writes it (``keras/src/saving/serialization_lib.py``)."""
    if isinstance(told, list):
        return [_constant(part) for part in told]
    if not isinstance(told, dict) or "class_name" not in told:
        return told
    kind, config = told["class_name"], told.get("config") or {}
    if kind == "__tuple__":
        return tuple(map(_constant, config))
    if kind == "__ellipsis__":
        return ...
    if kind == "__slice__":
        return slice(*(_constant(config[end]) for end in ("start", "stop", "step")))
    return told.get("config") if kind in ("DTypePolicy", "function") else kind


def calls_count(layer: StoredLayer) -> int:
    """Return how many calls a layer has: those that the file tells of."""
    return layer.calls


def ordered_model_nodes(graph: StoredGraph) -> list[StoredCall]:
    """Return the calls of a graph in the order that `_keras.ordered_model_nodes` gives for the loaded model."""
    depths: dict[StoredCall, int] = {}
    of_layer: dict[StoredLayer, int] = {}
    for call in reversed(from_inputs(graph)):
        depth = max(depths.get(call, 0), of_layer.get(call.operation, 0))
        of_layer[call.operation] = depths[call] = depth
        for tensor in call.input_tensors:
            depths[tensor.call] = max(depth + 1, depths.get(tensor.call, 0))
    for tensor in graph.inputs:
        depths.setdefault(tensor.call, 0)
    place = {layer: number for number, layer in enumerate(graph.layers)}
    return sorted(depths, key=lambda call: (-depths[call], place[call.operation], call.number))


def from_inputs(graph: StoredGraph) -> list[StoredCall]:
    """Return the calls that lead to the outputs; what a call takes stands before it."""
    ends = [tensor.call for tensor in graph.outputs]
    return sources_first(ends, lambda call: [tensor.call for tensor in call.input_tensors])


def flattened(structure: Any) -> Iterator[StoredTensor]:
    """Yield the tensors in a structure, in Keras's order."""
    if isinstance(structure, StoredTensor):
        yield structure
    elif isinstance(structure, dict):
        for key in sorted(structure):
            yield from flattened(structure[key])
    elif isinstance(structure, (list, tuple)):
        for part in structure:
            yield from flattened(part)
