"""Assertions about nodes, for exercises: silent when right, and when wrong they say what the node really holds.

>>> import keras
>>> from keras_functional_notes import check_output_at, check_shared
>>> a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
>>> dense = keras.layers.Dense(2, name="shared")
>>> encoded_a, encoded_b = dense(a), dense(b)
>>> check_output_at(dense, 1, encoded_b)
>>> check_output_at(dense, 0, encoded_b)
Traceback (most recent call last):
    ...
AssertionError: shared[0] does not output the tensor that you gave, which is shared[1][0] (None, 2).
The nodes of shared (Dense):
  shared[0]: a[0][0] (None, 3) -> (None, 2)
  shared[1]: b[0][0] (None, 3) -> (None, 2)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import keras

from keras_functional_notes import _keras, readers
from keras_functional_notes.nodes import Caller, Node, NodeError, Nodes, Source, described, nodes_of
from keras_functional_notes.printable import printable

__all__ = [
    "check_input_at",
    "check_input_shape_at",
    "check_output_at",
    "check_output_shape_at",
    "check_shared",
]


def check_output_at(layer: keras.Operation, node_index: int, tensor: Any, *, model: Caller | None = None) -> None:
    """Check that one call of a layer gave this tensor.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        node_index: Which call, counted from 0.
        tensor: The symbolic tensor that the call should have given, the very object; a list where it gave several.
        model: If given, `node_index` counts only the calls that this model makes, or that a `CallGraph` shows.

    Raises:
        AssertionError: If it did not. The message says which node gives the tensor.

    Example:
        >>> import keras
        >>> from keras_functional_notes import check_output_at
        >>> dense = keras.layers.Dense(2)
        >>> y = dense(keras.Input((3,)))
        >>> check_output_at(dense, 0, y)
    """
    _check_tensor(readers.get_output_at, "output", layer, node_index, tensor, model)


def check_input_at(layer: keras.Operation, node_index: int, tensor: Any, *, model: Caller | None = None) -> None:
    """Check that one call of a layer took this tensor.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        node_index: Which call, counted from 0.
        tensor: The symbolic tensor that the call should have taken, the very object; a list where it took several.
        model: If given, `node_index` counts only the calls that this model makes, or that a `CallGraph` shows.

    Raises:
        AssertionError: If it did not. The message says which node takes the tensor.

    Example:
        >>> import keras
        >>> from keras_functional_notes import check_input_at
        >>> x, dense = keras.Input((3,)), keras.layers.Dense(2)
        >>> _ = dense(x)
        >>> check_input_at(dense, 0, x)
    """
    _check_tensor(readers.get_input_at, "input", layer, node_index, tensor, model)


def check_output_shape_at(layer: keras.Operation, node_index: int, shape: Any, *, model: Caller | None = None) -> None:
    """Check that one call of a layer gave a tensor of this shape.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        node_index: Which call, counted from 0.
        shape: The shape, the batch (None) included, such as ``(None, 32)``; a list of shapes where it gave several.
        model: If given, `node_index` counts only the calls that this model makes, or that a `CallGraph` shows.

    Raises:
        AssertionError: If it did not. The message says what the shape is, and which node has the one given.

    Example:
        >>> import keras
        >>> from keras_functional_notes import check_output_shape_at
        >>> dense = keras.layers.Dense(2)
        >>> _ = dense(keras.Input((3,)))
        >>> check_output_shape_at(dense, 0, (None, 2))
    """
    _check_shape(readers.get_output_shape_at, "output", layer, node_index, shape, model)


def check_input_shape_at(layer: keras.Operation, node_index: int, shape: Any, *, model: Caller | None = None) -> None:
    """Check that one call of a layer took a tensor of this shape.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        node_index: Which call, counted from 0.
        shape: The shape, the batch (None) included, such as ``(None, 3)``; a list of shapes where it took several.
        model: If given, `node_index` counts only the calls that this model makes, or that a `CallGraph` shows.

    Raises:
        AssertionError: If it did not. The message says what the shape is, and which node has the one given.

    Example:
        >>> import keras
        >>> from keras_functional_notes import check_input_shape_at
        >>> dense = keras.layers.Dense(2)
        >>> _ = dense(keras.Input((3,)))
        >>> check_input_shape_at(dense, 0, (None, 3))
    """
    _check_shape(readers.get_input_shape_at, "input", layer, node_index, shape, model)


def check_shared(layer: keras.Operation, model: Caller, calls: int = 2) -> None:
    """Check that a model calls one layer several times, so that the calls share its weights.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        model: The Functional or built Sequential model that should call it, or a `CallGraph`.
        calls: How many calls of the layer the model should make.

    Raises:
        AssertionError: If the model makes another number of calls. The message lists them.

    Example:
        >>> import keras
        >>> from keras_functional_notes import check_shared
        >>> a, b, dense = keras.Input((3,)), keras.Input((3,)), keras.layers.Dense(2)
        >>> model = keras.Model([a, b], keras.layers.add([dense(a), dense(b)]))
        >>> check_shared(dense, model)
    """
    nodes = _taught(nodes_of, layer, model=model)
    if len(nodes) == calls:
        return
    message = f"Model {model.name!r} should call {described(layer)} {_times(calls)}, and calls it {_times(len(nodes))}."
    inner = readers.nested_caller(layer, model)
    if inner is not None:
        inside = nodes_of(layer, model=inner)
        message += (
            f"\nThe nested model {inner.name!r} calls it {_times(len(inside))}: "
            f"check_shared({printable(layer.name)}, {printable(inner.name)}) asks about that one."
        )
    twins = [printable(other.name) for other in model.layers if other is not layer and type(other) is type(layer)]
    if len(nodes) < calls and twins:
        message += (
            f"\nIt has other layers of the same class: {', '.join(twins)}. Each has weights of its own; to share "
            "weights, make one layer and call it again."
        )
    raise AssertionError(f"{message}\n{nodes!r}")


def _check_tensor(
    reader: Callable[..., Any], role: str, layer: keras.Operation, node_index: int, tensor: Any, model: Caller | None
) -> None:
    held = _taught(reader, layer, node_index, model=model)
    given = list(tensor) if isinstance(tensor, Sequence) else tensor
    # A symbolic tensor is equal to itself alone, so this compares objects, also inside lists.
    if held is given or (isinstance(held, list) and held == given):
        return
    places = [place for place, one in enumerate(held) if one is given] if isinstance(held, list) else []
    if places:
        message = (
            f"{_call(layer, node_index, model)} {_verb(role)}s {len(held)} tensors; the one that you gave, "
            f"{_told(given)}, is number {places[0]} of them, counted from 0. "
            "Give all of them as a list, in their order."
        )
    else:
        asked = _call(layer, node_index, model)
        message = f"{asked} does not {_verb(role)} the tensor that you gave, which is {_told(given)}."
    raise AssertionError(f"{message}\n{_listed(nodes_of(layer, model=model))}")


def _check_shape(
    reader: Callable[..., Any], role: str, layer: keras.Operation, node_index: int, shape: Any, model: Caller | None
) -> None:
    held = _taught(reader, layer, node_index, model=model)
    if isinstance(shape, str):
        raise AssertionError(
            f"The {role} shape of {_call(layer, node_index, model)} is {held}; you gave the string {shape!r}.\n"
            "A shape is a tuple of numbers and None: write it without the quotes."
        )
    given = _plain_shape(shape)
    if held == given:
        return
    message = f"The {role} shape of {_call(layer, node_index, model)} is {held}, not {given}."
    nodes = nodes_of(layer, model=model)
    if held == _with_batch(given):
        message += " A shape includes the batch, None."
    else:
        matching = [_call(layer, place, model) for place, node in enumerate(nodes) if _shape_of(role, node) == given]
        if matching:
            message += f" That is the {role} shape of {', '.join(matching)}."
    raise AssertionError(f"{message}\n{_listed(nodes)}")


def _taught(reader: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Ask a reader; what it raises about nodes is a wrong answer of the learner too."""
    try:
        return reader(*arguments, **options)
    except NodeError as error:
        raise AssertionError(str(error)) from error


def _shape_of(role: str, node: Node) -> Any:
    return node.output_shape if role == "output" else node.input_shape


def _plain_shape(shape: Any) -> Any:
    """Return a shape as Keras writes it: a tuple, or a list of tuples for several tensors."""
    if not isinstance(shape, Sequence):
        return shape
    if any(isinstance(part, Sequence) for part in shape):
        return [tuple(part) if isinstance(part, Sequence) else part for part in shape]
    return tuple(shape) if shape else []


def _with_batch(shape: Any) -> Any:
    return (None, *shape) if isinstance(shape, tuple) else shape


def _told(given: Any) -> str:
    """Say what the learner gave, by the call that made it."""
    if isinstance(given, list):
        return f"[{', '.join(map(_told, given))}]"
    if not isinstance(given, keras.KerasTensor):
        return f"no symbolic tensor but of type {type(given).__name__}"
    made_by = _keras.history(given)
    source = "made by no layer" if made_by is None else str(Source(*made_by))
    return f"{source} {tuple(given.shape)}"


def _listed(nodes: Nodes) -> str:
    where = "" if nodes.model is None else f" in model {nodes.model.name!r}, counted there"
    return f"The nodes of {described(nodes.layer)}{where}:\n{nodes.listing()}"


def _call(layer: keras.Operation, node_index: int, model: Caller | None) -> str:
    name = printable(layer.name)
    return f"{name}[{node_index}]" if model is None else f"call {node_index} of {name} in model {model.name!r}"


def _verb(role: str) -> str:
    return "output" if role == "output" else "take"


def _times(count: int) -> str:
    return {0: "never", 1: "once"}.get(count, f"{count} times")
