"""Keras 1's nodes over today's calls: their numbers, where a model owned node 0, and what was read of them."""

from __future__ import annotations

import itertools
import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import keras

from keras_functional_notes import _keras
from keras_functional_notes.nodes import AmbiguousNodeError, NeverCalledError, NodeIndexError, described, unwrapped
from keras_functional_notes.readers import get_output_at

__all__ = [
    "OWN",
    "Keras1Node",
    "NotConnectedError",
    "counted_calls",
    "inbound_nodes",
    "is_counted",
    "let_be_a_layer",
    "node_at",
    "node_outputs",
    "number_of",
    "outbound_nodes",
    "own_tensors",
    "owns_node",
    "single",
    "uncount",
]

T = TypeVar("T")

_LISTED = 10


class NotConnectedError(NeverCalledError, AttributeError):
    """The layer was never called, so it has no such attribute: as in Keras 1, ``hasattr`` says so.

    Example:
        >>> import keras
        >>> from keras_functional_notes.legacy.shims.nodes import single
        >>> single(keras.layers.Dense(2, name="dense"), "output", "get_output_at", lambda node: node.output_tensors)
        Traceback (most recent call last):
            ...
        keras_functional_notes.legacy.shims.nodes.NotConnectedError: output: dense (Dense) was never called, so it has
        no nodes. Call it first: y = layer(x).
    """


@dataclass(frozen=True)
class Keras1Node:
    """One node as Keras 1 had them: a call, or a model's own inputs and outputs.

    Args:
        outbound_layer: The layer that was called.
        index: The node's number among the layer's, in Keras 1's count.
        input_tensors: What went in.
        output_tensors: What came out.
        own: Whether it is a model's own node, which came from no layer.

    Example:
        >>> import keras
        >>> from keras_functional_notes.legacy.shims.nodes import inbound_nodes
        >>> x = keras.Input((3,))
        >>> model = keras.Model(x, keras.layers.Dense(2)(x))
        >>> y = model(keras.Input((3,), name="b"))
        >>> [node.output_shapes for node in inbound_nodes(model)], len(inbound_nodes(model)[0].inbound_layers)
        ([[(None, 2)], [(None, 2)]], 0)
        >>> inbound_nodes(model)[1].inbound_layers[0].name
        'b'

    From Keras 1.2.2's ``keras/engine/topology.py`` (Node).
    """

    outbound_layer: keras.Operation
    index: int
    input_tensors: list[Any] = field(compare=False)
    output_tensors: list[Any] = field(compare=False)
    own: bool = field(default=False, compare=False)

    @property
    def inbound_layers(self) -> list[keras.Operation]:
        """The layers that the inputs come from."""
        return [layer for layer, _, _ in self._sources()]

    @property
    def node_indices(self) -> list[int]:
        """Of each input, the number of its layer's node, in Keras 1's count."""
        return [number_of(layer, index) for layer, index, _ in self._sources()]

    @property
    def tensor_indices(self) -> list[int]:
        """Of each input, which output of that node it is."""
        return [index for _, _, index in self._sources()]

    @property
    def input_masks(self) -> list[Any]:
        """The inputs' masks, each a tensor or None."""
        return [None if self.own else _keras.mask_of(tensor) for tensor in self.input_tensors]

    @property
    def output_masks(self) -> list[Any]:
        """The outputs' masks, each a tensor or None."""
        return [None if self.own else _keras.mask_of(tensor) for tensor in self.output_tensors]

    @property
    def input_shapes(self) -> list[tuple[int | None, ...]]:
        """The inputs' shapes, the batch included."""
        return [tuple(tensor.shape) for tensor in self.input_tensors]

    @property
    def output_shapes(self) -> list[tuple[int | None, ...]]:
        """The outputs' shapes, the batch included."""
        return [tuple(tensor.shape) for tensor in self.output_tensors]

    def __repr__(self) -> str:
        outputs = ", ".join(map(str, self.output_shapes))
        return f"{self.outbound_layer.name}[{self.index}]: {self._inputs_text()} -> {outputs}"

    def _inputs_text(self) -> str:
        if self.own:
            return "the model itself"
        where = zip(self.inbound_layers, self.node_indices, self.tensor_indices, strict=True)
        # Where a tensor comes from no layer, its shape alone tells of it.
        sources = [f"{layer.name}[{node}][{tensor}] " for layer, node, tensor in where]
        shapes = map(str, self.input_shapes)
        return ", ".join(map("".join, itertools.zip_longest(sources, shapes, fillvalue=""))) if sources else "input"

    def _sources(self) -> list[tuple[keras.Operation, int, int]]:
        if self.own or self.input_tensors is self.output_tensors:
            return []
        sources = map(_keras.history, self.input_tensors)
        return [source for source in sources if source is not None]


def inbound_nodes(layer: keras.Operation) -> list[Keras1Node]:
    """Return a layer's nodes in Keras 1's count: a model's own one first, then a node a call.

    >>> import keras
    >>> x = keras.Input((3,))
    >>> inbound_nodes(keras.Model(x, keras.layers.Dense(2)(x), name="model"))
    [model[0]: the model itself -> (None, 2)]
    """
    own = own_tensors(layer)
    nodes = [] if own is None else [Keras1Node(layer, 0, *own, own=True)]
    for index, call in enumerate(counted_calls(layer), start=len(nodes)):
        outputs = list(call.output_tensors)
        # An Input's node held its tensor as input and output.
        nodes.append(Keras1Node(layer, index, outputs if call.is_input else _without_masks(call), outputs))
    return nodes


def outbound_nodes(layer: keras.Operation) -> list[Keras1Node]:
    """Return the nodes that use a layer's tensors, once a tensor.

    >>> import keras
    >>> x, dense = keras.Input((3,)), keras.layers.Dense(3, name="dense")
    >>> y = dense(dense(x))
    >>> outbound_nodes(dense)
    [dense[1]: dense[0][0] (None, 3) -> (None, 3)]
    """
    nodes = []
    for call in _keras.outbound_nodes(layer):
        if is_counted(call):
            user = call.operation
            nodes.append(inbound_nodes(user)[number_of(user, _keras.node_index(call))])
    return nodes


def node_at(layer: keras.Operation, node_index: int, written: str) -> Keras1Node:
    """Return one node of a layer by Keras 1's number.

    Args:
        layer: A layer, or a model, which owns node 0.
        node_index: Its number; -1 is the last one.
        written: The reader's call, for errors.

    Raises:
        NeverCalledError: If the layer has no node.
        NodeIndexError: If it has nodes, but none of that number.
    """
    nodes = inbound_nodes(layer)
    if not nodes:
        raise NeverCalledError(_never_called(layer, written))
    if not -len(nodes) <= node_index < len(nodes):
        numbers = "node 0 alone" if len(nodes) == 1 else f"nodes 0 to {len(nodes) - 1}"
        raise NodeIndexError(
            f"{written}: there is no node {node_index}; {described(layer)} has {numbers}, in Keras 1's count:\n"
            f"{_listing(nodes)}"
        )
    return nodes[node_index]


def single(
    layer: keras.Operation,
    written: str,
    reader: str,
    values: Callable[[Keras1Node], Sequence[T]],
    *,
    agreeing: bool = False,
) -> T | list[T]:
    """Return what a layer's only node has, unwrapped where it is one value.

    Args:
        layer: A layer or a model.
        written: The reader's attribute, for errors.
        reader: The method that takes a node's number, for errors.
        values: What to read of a node.
        agreeing: Whether several nodes will do that have the same, as Keras 1 allowed for shapes.

    Raises:
        NotConnectedError: If the layer has no node.
        AmbiguousNodeError: If it has several.
    """
    nodes = inbound_nodes(layer)
    if not nodes:
        raise NotConnectedError(_never_called(layer, written))
    if len(nodes) > 1 and not (agreeing and all(values(node) == values(nodes[0]) for node in nodes[1:])):
        raise AmbiguousNodeError(
            f"{written}: {described(layer)} has {len(nodes)} nodes, in Keras 1's count:\n{_listing(nodes)}\n"
            f"Write {written.rpartition('.')[0] or 'layer'}.{reader}(node_index) with the number of one of them."
        )
    return unwrapped(values(nodes[0]))


def _without_masks(call: Any) -> list[Any]:
    """Return the tensors that a call took; today a mask that travels with one of them is taken as one more."""
    masks = {id(mask) for tensor in call.input_tensors if (mask := _keras.mask_of(tensor)) is not None}
    return [tensor for tensor in call.input_tensors if id(tensor) not in masks]


def _never_called(layer: keras.Operation, written: str) -> str:
    remedy = (
        "Give its first layer input_shape, or add an Input first."
        if isinstance(layer, keras.Sequential)
        else "Call it first: y = layer(x)."
    )
    return f"{written}: {described(layer)} was never called, so it has no nodes. {remedy}"


def _listing(nodes: Sequence[Keras1Node]) -> str:
    lines = [f"  {node}" for node in nodes[:_LISTED]]
    return "\n".join([*lines, *([f"  ... {len(nodes) - _LISTED:,} more ..."] if len(nodes) > _LISTED else [])])


# Which of today's calls Keras 1 counted as a layer's nodes

# Today's Sequential calls all its layers anew whenever it grows, and calls a model that comes first. Keras 1 did not.
_UNCOUNTED: weakref.WeakSet[Any] = weakref.WeakSet()
# Keras 1's layers that are small models today.
_LAYERS: weakref.WeakSet[Any] = weakref.WeakSet()
OWN: weakref.WeakKeyDictionary[Any, tuple[list[Any], list[Any]]] = weakref.WeakKeyDictionary()
"""The inputs and outputs of a Sequential that begins with a model, which today's Keras connects only when it runs."""


def uncount(calls: Iterable[Any]) -> None:
    """Leave calls out of the count: Keras 1 would not have made them."""
    _UNCOUNTED.update(calls)


def let_be_a_layer(model: keras.Model) -> None:
    """Let a model stand for one layer of Keras 1's, which had no node of its own."""
    _LAYERS.add(model)


def own_tensors(layer: keras.Operation) -> tuple[list[Any], list[Any]] | None:
    """Return the inputs and outputs that a model has by itself; None of a layer, and of a model without a graph."""
    if layer in _LAYERS:
        return None
    if layer in OWN:
        return OWN[layer]
    return None if _keras.graph_of(layer) is None else (list(layer.inputs), list(layer.outputs))


def owns_node(layer: keras.Operation) -> bool:
    """Whether a layer is a model, which Keras 1 gave a node of its own: node 0, before those of its calls.

    >>> x = keras.Input((3,))
    >>> owns_node(keras.Model(x, keras.layers.Dense(2)(x))), owns_node(keras.layers.Dense(2))
    (True, False)
    """
    return own_tensors(layer) is not None


def is_counted(call: Any) -> bool:
    """Whether Keras 1 made a node for a call."""
    return call not in _UNCOUNTED


def counted_calls(layer: keras.Operation) -> list[Any]:
    """Return the calls of a layer for which Keras 1 made nodes."""
    return list(filter(is_counted, _keras.inbound_nodes(layer)))


def number_of(layer: keras.Operation, index: int) -> int:
    """Return Keras 1's number of a call by today's; of one that is not counted, that of the call that replaced it.

    >>> x = keras.Input((3,))
    >>> number_of(keras.Model(x, keras.layers.Dense(2)(x)), 0)
    1
    """
    return owns_node(layer) + sum(map(is_counted, _keras.inbound_nodes(layer)[:index]))


# Which tensors `Merge([layer, model, ...])` joins


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
    if isinstance(layer, keras.Sequential) and own_tensors(layer) is None:
        raise RuntimeError(
            f"The Sequential {layer.name!r} is not built, so it has no output to merge. Put keras.Input(shape) first "
            "in it, or give its first layer input_shape."
        )
    if not owns_node(layer):
        return _listed(get_output_at(layer, node_index))
    nodes = inbound_nodes(layer)
    if not -len(nodes) <= node_index < len(nodes):
        raise NodeIndexError(
            f"node_indices: {described(layer)} has no node {node_index}. Node 0 is its own inputs and outputs, and its "
            f"calls count from 1; it has {len(nodes) - 1}."
        )
    return nodes[node_index].output_tensors


def _listed(outputs: Any) -> list[Any]:
    return list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
