"""Which tensors `Merge([layer, model, ...])` joins: Keras 1's node numbers, where a model owned node 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras

from keras_functional_notes import _keras
from keras_functional_notes.nodes import NodeIndexError, described
from keras_functional_notes.readers import get_output_at

__all__ = ["node_outputs"]


def node_outputs(layers: Any, node_indices: Sequence[int] | None, tensor_indices: Sequence[int | None] | None) -> Any:
    """Return one output tensor of each layer.

    Args:
        layers: What `Merge` was given; anything but a list is handed back for `merge`'s own checks.
        node_indices: Of each layer, which node; by default 0.
        tensor_indices: Of each layer, which tensor of the node; by default the only one.

    Raises:
        TypeError: If an element is no layer.
        ValueError: If there are not as many indices as layers, or no such node or tensor, or several tensors and no
            index.
        RuntimeError: If a layer was never called, or a Sequential is not built.
    """
    if not isinstance(layers, (list, tuple)) or len(layers) < 2:
        kind = f"a list of {len(layers)}" if isinstance(layers, (list, tuple)) else f"one {type(layers).__name__}"
        raise TypeError(f"Merge takes a list of at least two layers: Merge([left, right], ...). It was given {kind}.")
    nodes = _checked_length(node_indices or [0] * len(layers), layers, "node_indices")
    tensors = _checked_length(tensor_indices or [None] * len(layers), layers, "tensor_indices")
    return [_output(*which) for which in zip(layers, nodes, tensors, strict=True)]


def _checked_length(indices: Sequence[Any], layers: Sequence[Any], name: str) -> Sequence[Any]:
    if len(indices) != len(layers):
        raise ValueError(f"{name} has one element a layer: {len(layers)} here, not {len(indices)}.")
    return indices


def _output(layer: Any, node_index: int, tensor_index: int | None) -> Any:
    if isinstance(layer, keras.KerasTensor):
        raise TypeError("Merge([...]) takes layers, and this is a tensor. For tensors write merge([...], ...).")
    if not isinstance(layer, keras.Operation):
        raise TypeError(f"Merge takes layers and models, and this is of type {type(layer).__name__}.")
    outputs = _node_outputs(layer, node_index)
    if tensor_index is None:
        if len(outputs) > 1:
            raise ValueError(
                f"Node {node_index} of {described(layer)} has {len(outputs)} output tensors; say which one by "
                "tensor_indices, one element a layer."
            )
        return outputs[0]
    if not -len(outputs) <= tensor_index < len(outputs):
        raise ValueError(
            f"Node {node_index} of {described(layer)} has {len(outputs)} output tensors, none is {tensor_index}."
        )
    return outputs[tensor_index]


def _node_outputs(layer: keras.Operation, node_index: int) -> list[Any]:
    if isinstance(layer, keras.Sequential) and _keras.graph_of(layer) is None:
        raise RuntimeError(
            f"The Sequential {layer.name!r} is not built, so it has no output to merge. Put keras.Input(shape) first "
            "in it, or give its first layer input_shape."
        )
    if _keras.graph_of(layer) is None:
        return _listed(get_output_at(layer, node_index))
    # Keras 1 gave a model a node of its own, before those of its calls.
    count = 1 + len(_keras.inbound_nodes(layer))
    if not -count <= node_index < count:
        raise NodeIndexError(
            f"node_indices: {described(layer)} has no node {node_index}. Node 0 is its own inputs and outputs, and its "
            f"calls count from 1; it has {count - 1}."
        )
    position = node_index % count
    return list(layer.outputs) if position == 0 else _listed(get_output_at(layer, position - 1))


def _listed(outputs: Any) -> list[Any]:
    return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
