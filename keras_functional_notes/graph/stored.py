"""A model as its configuration tells of it: layers, calls and tensors, without Keras and without running anything.

The records have what `following.Reader` asks about. How Keras writes a configuration is in
``keras/src/models/functional.py`` (``get_config`` and ``serialize_node``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from keras_functional_notes.printable import written
from keras_functional_notes.sources import Shape


class UnreadableConfigurationError(ValueError):
    """A configuration that tells of no graph, or tells of it in another way than Keras 3 does."""


@dataclass(eq=False, slots=True)
class StoredWeight:
    """One weight of a layer; whether it is trainable is told of whole layers alone."""

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
    for call in reversed(_from_inputs(graph)):
        depth = max(depths.get(call, 0), of_layer.get(call.operation, 0))
        of_layer[call.operation] = depths[call] = depth
        for tensor in call.input_tensors:
            depths[tensor.call] = max(depth + 1, depths.get(tensor.call, 0))
    for tensor in graph.inputs:
        depths.setdefault(tensor.call, 0)
    place = {layer: number for number, layer in enumerate(graph.layers)}
    return sorted(depths, key=lambda call: (-depths[call], place[call.operation], call.number))


def _from_inputs(graph: StoredGraph) -> list[StoredCall]:
    """Return the calls that lead to the outputs; what a call takes stands before it."""
    ordered: dict[StoredCall, None] = {}
    waiting = [(tensor.call, False) for tensor in reversed(graph.outputs)]
    while waiting:
        call, visited = waiting.pop()
        if visited:
            ordered[call] = None
        elif call not in ordered:
            waiting.append((call, True))
            waiting += [(tensor.call, False) for tensor in reversed(call.input_tensors)]
    return list(ordered)


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


def stored_model(config: dict[str, Any]) -> StoredLayer:
    """Return a model from its configuration, as ``config.json`` in a file and ``model.to_json()`` write it.

    Raises:
        UnreadableConfigurationError: If it tells of no graph, or not as Keras 3 does.
    """
    try:
        model = _layer(config)
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise UnreadableConfigurationError(
            f"The configuration is not written as Keras 3 writes it ({type(error).__name__}: {error})."
        ) from error
    if model.graph is None:
        raise UnreadableConfigurationError(
            f"The configuration of {model.name!r} ({model.type}) tells of no calls: a subclassed model keeps no graph, "
            "nor does a Sequential that is not built."
        )
    return model


def _layer(told: dict[str, Any]) -> StoredLayer:
    config = told["config"] if isinstance(told["config"], dict) else {}
    name = config.get("name") or told.get("name") or told["class_name"]
    graph = None
    if isinstance(config.get("layers"), list):
        if "input_layers" in config:
            graph = _functional(config)
        elif told["class_name"] == "Sequential":
            graph = _sequential(config)
    operation = str(told.get("module")).startswith("keras.src.ops.")
    return StoredLayer(name, told["class_name"], config, graph, is_operation=operation)


def _functional(config: dict[str, Any]) -> StoredGraph:
    layers = {told["name"]: _layer(told) for told in config["layers"]}
    calls: dict[tuple[str, int], StoredCall] = {}
    for told in config["layers"]:
        nodes = told["inbound_nodes"]
        for number, _ in enumerate(nodes or [None]):
            calls[told["name"], number] = StoredCall(layers[told["name"]], number, [], {})

    def tensor(name: str, number: int, index: int, shape: Shape | None = None, dtype: str = "?") -> StoredTensor:
        call = calls[name, number]
        while len(call.outputs) <= index:
            call.outputs.append(StoredTensor(None, call, len(call.outputs)))
        if shape is not None:
            call.outputs[index].shape, call.outputs[index].dtype = shape, dtype
        return call.outputs[index]

    def read(value: Any) -> Any:
        if isinstance(value, list):
            return [read(part) for part in value]
        if not isinstance(value, dict):
            return value
        if value.get("class_name") == "__keras_tensor__":
            found = value["config"]
            name, number, index = found["keras_history"]
            return tensor(name, number, index, tuple(found["shape"]), found["dtype"])
        return {key: read(part) for key, part in value.items()}

    def read_ends(ends: Any) -> Any:
        if isinstance(ends, dict):
            return {key: read_ends(end) for key, end in ends.items()}
        if len(ends) == 3 and isinstance(ends[0], str):
            # Models count their own node 0 here, and here alone, as Keras 2 did.
            own = layers[ends[0]].graph is not None and "input_layers" in layers[ends[0]].config
            return tensor(ends[0], ends[1] - own, ends[2])
        return [read_ends(end) for end in ends]

    for told in config["layers"]:
        for number, node in enumerate(told["inbound_nodes"]):
            if not isinstance(node, dict):
                raise UnreadableConfigurationError("The configuration is written as Keras 1 and 2 wrote it.")
            call = calls[told["name"], number]
            call.args, call.kwargs = read(node["args"]), read(node["kwargs"])
    inputs, outputs = read_ends(config["input_layers"]), read_ends(config["output_layers"])
    graph = StoredGraph(
        list(layers.values()),
        list(calls.values()),
        list(flattened(inputs)),
        list(flattened(outputs)),
        inputs,
        outputs,
    )
    for call in graph.calls:
        call.operation.calls += 1
    for call in _from_inputs(graph):
        _tell_shapes(call)
    for given in graph.inputs:
        _tell_shapes(given.call)
    return graph


def _sequential(config: dict[str, Any]) -> StoredGraph | None:
    if not config["layers"] or config["layers"][0]["class_name"] != "InputLayer":
        return None
    calls: list[StoredCall] = []
    for told in config["layers"]:
        if calls and calls[-1].outputs[0].shape is None:
            shape = (told.get("build_config") or {}).get("input_shape")
            calls[-1].outputs[0].shape = tuple(shape) if shape else None
        call = StoredCall(_layer(told), 0, [calls[-1].outputs[0]] if calls else [], {})
        call.outputs.append(StoredTensor(None, call, 0))
        _tell_shapes(call)
        call.operation.calls += 1
        calls.append(call)
    return StoredGraph(
        list(dict.fromkeys(call.operation for call in calls)),
        calls,
        *(calls[0].outputs, calls[-1].outputs),
        *(calls[0].outputs, calls[-1].outputs),
    )


# Layers that give what they take in shape; nothing else needs to be known of them.
_KEEP_SHAPE = {
    *("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax"),
    *("Dropout", "SpatialDropout1D", "SpatialDropout2D", "GaussianNoise", "GaussianDropout"),
    *("BatchNormalization", "LayerNormalization", "UnitNormalization", "Rescaling"),
    *("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"),
}


def _tell_shapes(call: StoredCall) -> None:
    """Fill in the shape of what a call gives where nothing in the configuration takes it, and where it is plain."""
    layer = call.operation
    if not call.outputs:
        call.outputs.append(StoredTensor(None, call, 0))
    if layer.graph is not None:
        for output, inner in zip(call.outputs, layer.graph.outputs, strict=False):
            output.shape = output.shape or inner.shape
        call.outputs += [
            StoredTensor(inner.shape, call, number)
            for number, inner in enumerate(layer.graph.outputs)
            if number >= len(call.outputs)
        ]
        return
    (output, *others) = call.outputs
    if output.shape is not None or others:
        return
    shapes = {tensor.shape for tensor in call.input_tensors}
    if layer.type == "InputLayer":
        output.dtype = str(layer.config.get("dtype", "?"))
        output.shape = tuple(layer.config.get("batch_shape") or layer.config["batch_input_shape"])
    elif layer.type == "Dense" and len(shapes) == 1 and (shape := shapes.pop()) is not None:
        output.shape = (*shape[:-1], layer.config["units"])
    elif layer.type in _KEEP_SHAPE and len(shapes) == 1:
        output.shape = shapes.pop()


def with_weights(model: StoredLayer, sizes: Any) -> None:
    """Fill in the weights of a model's layers.

    Args:
        model: The model.
        sizes: The HDF5 group of the model in ``model.weights.h5``, as ``keras/src/saving/saving_lib.py`` writes it.
    """
    model.own_weights += _own_weights(
        sizes, bool(model.config.get("trainable", True)), skipped={"layers"} if model.graph is not None else ()
    )
    if model.graph is None or "layers" not in sizes:
        return
    counts: dict[str, int] = {}
    for layer in model.graph.layers:
        if layer.is_operation:
            continue
        name = snake_case(layer.type)
        number = counts[name] = counts.get(name, -1) + 1
        key = f"{name}_{number}" if number else name
        # A layer that stands in two models was written at the first of them.
        if key in sizes["layers"] and not layer.own_weights:
            with_weights(layer, sizes["layers"][key])


def _own_weights(group: Any, trainable: bool, skipped: Collection[str] = ()) -> list[StoredWeight]:
    weights: list[StoredWeight] = []
    for key, part in group.items():
        # The state of a generator of random numbers is no weight.
        if key in skipped or key == "seed_generator":
            continue
        if hasattr(part, "shape"):
            weights.append(StoredWeight(tuple(part.shape), str(part.dtype), trainable))
        else:
            weights += _own_weights(part, trainable)
    return weights


def snake_case(name: str) -> str:
    """Return the name of a class as a weights file writes it (``to_snake_case`` of ``keras/src/utils/naming.py``)."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()
