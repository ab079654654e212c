"""Reading a model's configuration, as ``config.json`` in a file and ``model.to_json()`` write it.

How Keras writes it is in ``keras/src/models/functional.py`` (``get_config`` and ``serialize_node``).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from keras_functional_notes.graph.stored import (
    StoredCall,
    StoredGraph,
    StoredLayer,
    StoredTensor,
    StoredWeight,
    flattened,
    from_inputs,
)
from keras_functional_notes.sources import Shape


class UnreadableConfigurationError(ValueError):
    """A configuration that tells of no graph, or tells of it in another way than Keras 3 does."""


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
    for call in from_inputs(graph):
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
        output.shape, output.dtype = (*shape[:-1], layer.config["units"]), _dtype_given(call)
    elif layer.type in _KEEP_SHAPE and len(shapes) == 1:
        output.shape, output.dtype = shapes.pop(), _dtype_given(call)


def _dtype_given(call: StoredCall) -> str:
    """Return the type that a layer computes in, where it takes numbers of a floating type."""
    told = call.operation.config.get("dtype")
    name = told["config"]["name"] if isinstance(told, dict) else told
    floating = all("float" in tensor.dtype for tensor in call.input_tensors)
    return str(name).removeprefix("mixed_") if name and floating else "?"


def with_weights(model: StoredLayer, sizes: Any) -> None:
    """Fill in the weights of a model's layers.

    Args:
        model: The model.
        sizes: The HDF5 group of the model in ``model.weights.h5``, as ``keras/src/saving/saving_lib.py`` writes it.
    """
    model.own_weights += _own_weights(
        sizes, bool(model.config.get("trainable", True)), skipped={"layers"} if model.graph is not None else ()
    )
    tell_state(model)
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


# How many of a layer's weights, the last ones, are what it has counted: no training by gradients changes them.
_STATE = {"BatchNormalization": 2, "Normalization": 3}


def tell_state(layer: StoredLayer) -> None:
    """Say of a layer's weights that are its state that they are not trainable."""
    for weight in layer.own_weights[len(layer.own_weights) - _STATE.get(layer.type, 0) :]:
        weight.trainable = False


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
