"""One call's tensors or shapes, asked for by number (`..._at`), or the single answer where there is one (`..._of`)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TypeVar

import keras

from keras_functional_notes import _keras
from keras_functional_notes.nodes import (
    AmbiguousNodeError,
    Caller,
    NeverCalledError,
    Node,
    NodeIndexError,
    Nodes,
    check_layer,
    described,
    node_at,
    node_numbers,
    nodes_of,
    shows_calls,
    unwrapped,
)
from keras_functional_notes.printable import printable
from keras_functional_notes.sources import Shape

__all__ = [
    "get_input_at",
    "get_input_shape_at",
    "get_output_at",
    "get_output_shape_at",
    "input_of",
    "input_shape_at",
    "input_shape_of",
    "output_of",
    "output_shape_at",
    "output_shape_of",
]

T = TypeVar("T")


def get_input_at(
    layer: keras.Operation, node_index: int, *, model: Caller | None = None
) -> keras.KerasTensor | list[keras.KerasTensor]:
    """Return the input tensor of one call of a layer.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        node_index: Which call, counted from 0; -1 is the last one.
        model: If given, `node_index` counts only the calls that this model makes, or that a `CallGraph` shows.

    Returns:
        The symbolic tensor, or a list of tensors where the call took several (or, for an Input, none).

    Raises:
        NeverCalledError: If there is no call at all.
        NodeIndexError: If there are calls, but none of that number.
        NotALayerError: If `layer` is no layer, model or operation.
        NoGraphError: If `model` keeps no graph.

    Example:
        >>> import keras
        >>> from keras_functional_notes import get_input_at
        >>> a, b = keras.Input((3,)), keras.Input((3,))
        >>> dense = keras.layers.Dense(2)
        >>> _ = dense(a), dense(b)
        >>> get_input_at(dense, 1) is b
        True

    Keras 1 and 2 had it as ``layer.get_input_at(node_index)``; Keras 3 removed it.
    """
    return unwrapped(_node_at("get_input_at", layer, node_index, model).inputs)


def get_output_at(
    layer: keras.Operation, node_index: int, *, model: Caller | None = None
) -> keras.KerasTensor | list[keras.KerasTensor]:
    """Return the output tensor of one call of a layer.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        node_index: Which call, counted from 0; -1 is the last one.
        model: If given, `node_index` counts only the calls that this model makes, or that a `CallGraph` shows.

    Returns:
        The symbolic tensor, or a list of tensors where the call gave several.

    Raises:
        NeverCalledError: If there is no call at all.
        NodeIndexError: If there are calls, but none of that number.
        NotALayerError: If `layer` is no layer, model or operation.
        NoGraphError: If `model` keeps no graph.

    Example:
        A layer shared by two models: ``layer.output`` is the first model's tensor, whichever model is meant.

        >>> import keras
        >>> from keras_functional_notes import get_output_at
        >>> dense = keras.layers.Dense(2)
        >>> a, b = keras.Input((3,)), keras.Input((3,))
        >>> first, second = keras.Model(a, dense(a)), keras.Model(b, dense(b))
        >>> get_output_at(dense, 0, model=second) is second.output
        True
        >>> dense.output is second.output
        False

    Keras 1 and 2 had it as ``layer.get_output_at(node_index)``; Keras 3 removed it.
    """
    return unwrapped(_node_at("get_output_at", layer, node_index, model).outputs)


def get_input_shape_at(layer: keras.Operation, node_index: int, *, model: Caller | None = None) -> Shape | list[Shape]:
    """Return the input shape of one call of a layer, the batch included.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        node_index: Which call, counted from 0; -1 is the last one.
        model: If given, `node_index` counts only the calls that this model makes, or that a `CallGraph` shows.

    Returns:
        A tuple, or a list of tuples where the call took several tensors (or, for an Input, none).

    Raises:
        NeverCalledError: If there is no call at all.
        NodeIndexError: If there are calls, but none of that number.
        NotALayerError: If `layer` is no layer, model or operation.
        NoGraphError: If `model` keeps no graph.

    Example:
        >>> import keras
        >>> from keras_functional_notes import get_input_shape_at
        >>> conv = keras.layers.Conv2D(16, (3, 3), padding="same")
        >>> _ = conv(keras.Input((32, 32, 3))), conv(keras.Input((64, 64, 3)))
        >>> get_input_shape_at(conv, 1)
        (None, 64, 64, 3)

    Keras 1 and 2 had it as ``layer.get_input_shape_at(node_index)``; Keras 3 removed it.
    """
    return _node_at("get_input_shape_at", layer, node_index, model).input_shape


def get_output_shape_at(layer: keras.Operation, node_index: int, *, model: Caller | None = None) -> Shape | list[Shape]:
    """Return the output shape of one call of a layer, the batch included.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        node_index: Which call, counted from 0; -1 is the last one.
        model: If given, `node_index` counts only the calls that this model makes, or that a `CallGraph` shows.

    Returns:
        A tuple, or a list of tuples where the call gave several tensors.

    Raises:
        NeverCalledError: If there is no call at all.
        NodeIndexError: If there are calls, but none of that number.
        NotALayerError: If `layer` is no layer, model or operation.
        NoGraphError: If `model` keeps no graph.

    Example:
        >>> import keras
        >>> from keras_functional_notes import get_output_shape_at
        >>> conv = keras.layers.Conv2D(16, (3, 3), padding="same")
        >>> _ = conv(keras.Input((32, 32, 3))), conv(keras.Input((64, 64, 3)))
        >>> get_output_shape_at(conv, 1)
        (None, 64, 64, 16)

    Keras 1 and 2 had it as ``layer.get_output_shape_at(node_index)``; Keras 3 removed it.
    """
    return _node_at("get_output_shape_at", layer, node_index, model).output_shape


# The notes' own spellings.
input_shape_at = get_input_shape_at
output_shape_at = get_output_shape_at


def input_of(layer: keras.Operation, *, model: Caller | None = None) -> keras.KerasTensor | list[keras.KerasTensor]:
    """Return the input tensor of a layer, if all its calls took the same one.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        model: If given, only the calls that this model makes, or a `CallGraph` shows, are looked at.

    Returns:
        The symbolic tensor, or a list of tensors where the layer takes several.

    Raises:
        AmbiguousNodeError: If there are calls with different inputs. Keras 3's own ``layer.input`` is silently the
            first call's.
        NeverCalledError: If there is no call at all.
        NotALayerError: If `layer` is no layer, model or operation.
        NoGraphError: If `model` keeps no graph.

    Example:
        >>> import keras
        >>> from keras_functional_notes import input_of
        >>> a, dense = keras.Input((3,)), keras.layers.Dense(2)
        >>> _ = dense(a)
        >>> input_of(dense) is a
        True

    Keras 1 and 2 had it as ``layer.input``.
    """
    return unwrapped(_single("input_of", "get_input_at", layer, model, lambda node: node.inputs))


def output_of(layer: keras.Operation, *, model: Caller | None = None) -> keras.KerasTensor | list[keras.KerasTensor]:
    """Return the output tensor of a layer, if it was called once.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        model: If given, only the calls that this model makes, or a `CallGraph` shows, are looked at.

    Returns:
        The symbolic tensor, or a list of tensors where the layer gives several.

    Raises:
        AmbiguousNodeError: If there are several calls. Keras 3's own ``layer.output`` is silently the first call's.
        NeverCalledError: If there is no call at all.
        NotALayerError: If `layer` is no layer, model or operation.
        NoGraphError: If `model` keeps no graph.

    Example:
        >>> import keras
        >>> from keras_functional_notes import output_of
        >>> a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
        >>> dense = keras.layers.Dense(2, name="twice")
        >>> _ = dense(a), dense(b)
        >>> output_of(dense)
        Traceback (most recent call last):
            ...
        keras_functional_notes.nodes.AmbiguousNodeError: output_of(twice): the nodes of twice (Dense) differ in this,
        so there is no single answer:
          twice[0]: a[0][0] (None, 3) -> (None, 2)
          twice[1]: b[0][0] (None, 3) -> (None, 2)
        Write get_output_at(twice, node_index) with the number of one of them.

    Keras 1 and 2 had it as ``layer.output``.
    """
    return unwrapped(_single("output_of", "get_output_at", layer, model, lambda node: node.outputs))


def input_shape_of(layer: keras.Operation, *, model: Caller | None = None) -> Shape | list[Shape]:
    """Return the input shape of a layer, the batch included, if all its calls agree on it.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        model: If given, only the calls that this model makes, or a `CallGraph` shows, are looked at.

    Returns:
        A tuple, or a list of tuples where the layer takes several tensors.

    Raises:
        AmbiguousNodeError: If there are calls with different input shapes.
        NeverCalledError: If there is no call at all.
        NotALayerError: If `layer` is no layer, model or operation.
        NoGraphError: If `model` keeps no graph.

    Example:
        >>> import keras
        >>> from keras_functional_notes import input_shape_of
        >>> dense = keras.layers.Dense(2)
        >>> _ = dense(keras.Input((3,))), dense(keras.Input((3,)))
        >>> input_shape_of(dense)
        (None, 3)

    Keras 1 and 2 had it as ``layer.input_shape``.
    """
    return _single("input_shape_of", "get_input_shape_at", layer, model, lambda node: node.input_shape)


def output_shape_of(layer: keras.Operation, *, model: Caller | None = None) -> Shape | list[Shape]:
    """Return the output shape of a layer, the batch included, if all its calls agree on it.

    Args:
        layer: A layer, a model used as a layer, or any operation.
        model: If given, only the calls that this model makes, or a `CallGraph` shows, are looked at.

    Returns:
        A tuple, or a list of tuples where the layer gives several tensors.

    Raises:
        AmbiguousNodeError: If there are calls with different output shapes.
        NeverCalledError: If there is no call at all.
        NotALayerError: If `layer` is no layer, model or operation.
        NoGraphError: If `model` keeps no graph.

    Example:
        >>> import keras
        >>> from keras_functional_notes import output_shape_of
        >>> dense = keras.layers.Dense(2)
        >>> _ = dense(keras.Input((3,))), dense(keras.Input((3,)))
        >>> output_shape_of(dense)
        (None, 2)

    Keras 1 and 2 had it as ``layer.output_shape``.
    """
    return _single("output_shape_of", "get_output_shape_at", layer, model, lambda node: node.output_shape)


def _node_at(reader: str, layer: keras.Operation, node_index: int, model: Caller | None) -> Node:
    try:
        position = operator.index(node_index)
    except TypeError:
        raise TypeError(
            f"{_asked(reader, layer, model, node_index)}: node_index is a whole number, the first call's is 0; this is "
            f"of type {type(node_index).__name__}."
        ) from None
    check_layer(layer)
    # One node of a layer that was called thousands of times costs no reading of the others.
    numbers = node_numbers(layer, model)
    if -len(numbers) <= position < len(numbers):
        return node_at(layer, numbers[position], model)
    nodes = nodes_of(layer, model=model)
    asked = _asked(reader, layer, model, node_index)
    _check_called(asked, nodes)
    which = "only node 0" if len(nodes) == 1 else f"nodes 0 to {len(nodes) - 1}"
    raise NodeIndexError(
        f"{asked}: there is no node {position}; {described(layer)} has {which}{_in(model)}:\n"
        f"{nodes.listing()}\n"
        f"Write {reader}({printable(layer.name)}, node_index{_model_argument(model)}) with the number of one of them."
    )


def _single(
    reader: str,
    reader_at: str,
    layer: keras.Operation,
    model: Caller | None,
    answer_of: Callable[[Node], T],
) -> T:
    asked = _asked(reader, layer, model)
    nodes = nodes_of(layer, model=model)
    _check_called(asked, nodes)
    answer, *others = map(answer_of, nodes)
    if any(other != answer for other in others):
        name = printable(layer.name)
        raise AmbiguousNodeError(
            f"{asked}: the nodes of {described(layer)} differ in this{_in(model)}, so there is no single answer:\n"
            f"{nodes.listing()}\n"
            f"Write {reader_at}({name}, node_index{_model_argument(model)}) with the number of one of them."
        )
    return answer


def _check_called(asked: str, nodes: Nodes) -> None:
    if nodes:
        return
    layer, model = nodes.layer, nodes.model
    if shows_calls(model):
        raise NeverCalledError(
            f"{asked}: the call graph of {model.name!r} shows no call of {described(layer)}.\n"
            f"It shows calls of {', '.join(map(described, model.layers))}.\n"
            "call_graph(..., nested=True) shows also those inside nested models and layers."
        )
    elsewhere = nodes_of(layer)
    if model is None or not elsewhere:
        message = f"{asked}: {described(layer)} was never called on a symbolic tensor, so it has no nodes.\n"
        if _keras.graph_of(layer) is not None:
            message += (
                "A model's own tensors are model.inputs and model.outputs; a node comes with each call, "
                "y = model(x). (In Keras 1 and 2 they were the model's node 0.)"
            )
        else:
            message += (
                "Call it on a keras.Input or on another layer's output, y = layer(x); calls on arrays add no node."
            )
    else:
        message = (
            f"{asked}: model {model.name!r} makes no call of {described(layer)}, whose nodes are:\n"
            f"{elsewhere.listing()}\n"
        )
        owner = nested_caller(layer, model)
        if owner is None:
            message += "Leave model= out, or give the model that makes one of these calls."
        else:
            message += f"The nested model {owner.name!r} calls it: give that as model=."
    raise NeverCalledError(message)


def nested_caller(layer: keras.Operation, model: Caller) -> keras.Model | None:
    """Return the model nested in `model`, at any depth, that calls the layer."""
    if shows_calls(model):
        return None
    for call in _keras.model_nodes(_keras.graph_of(model)):
        nested = call.operation
        if _keras.graph_of(nested) is None:
            continue
        owner = nested if nodes_of(layer, model=nested) else nested_caller(layer, nested)
        if owner is not None:
            return owner
    return None


def _asked(reader: str, layer: keras.Operation, model: Caller | None, *arguments: object) -> str:
    """Write the call again as messages name it."""
    name = getattr(layer, "name", None) or type(layer).__name__
    texts = [printable(str(name)), *map(repr, arguments)]
    return f"{reader}({', '.join(texts)}{_model_argument(model)})"


def _model_argument(model: Caller | None) -> str:
    if shows_calls(model):
        return ", model=graph"
    return "" if model is None else f", model={printable(str(getattr(model, 'name', model)))}"


def _in(model: Caller | None) -> str:
    return "" if model is None else f" in model {model.name!r}"
