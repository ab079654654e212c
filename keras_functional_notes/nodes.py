"""A layer's calls: which there are, and the tensors and shapes of each.

Calling a layer on a symbolic tensor adds a *node* to the layer. A layer that is called twice has two nodes, and
``layer.output`` gives only the first one's tensor. Here every node can be asked for.

>>> import keras
>>> from keras_functional_notes import get_output_at, nodes_of
>>> tweet_a, tweet_b = keras.Input((140, 256), name="tweet_a"), keras.Input((140, 256), name="tweet_b")
>>> shared_lstm = keras.layers.LSTM(32, name="shared_lstm")
>>> encoded_a, encoded_b = shared_lstm(tweet_a), shared_lstm(tweet_b)
>>> get_output_at(shared_lstm, 1) is encoded_b
True
>>> nodes_of(shared_lstm)
shared_lstm (LSTM) has 2 nodes:
  shared_lstm[0]: tweet_a[0][0] (None, 140, 256) -> (None, 32)
  shared_lstm[1]: tweet_b[0][0] (None, 140, 256) -> (None, 32)
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeGuard, TypeVar, overload

import keras

from keras_functional_notes import _keras
from keras_functional_notes.printable import printable
from keras_functional_notes.sources import Shape, Source

__all__ = [
    "AmbiguousNodeError",
    "NeverCalledError",
    "NoGraphError",
    "Node",
    "NodeError",
    "NodeIndexError",
    "Nodes",
    "NotALayerError",
    "Source",
    "nodes_of",
]

# A listing of a layer's nodes is for reading: of a layer called thousands of times it shows the first and the last.
_LISTED_NODES = 20


class NodeError(Exception):
    """What every error about nodes is: catch it to catch them all.

    Example:
        >>> import keras
        >>> from keras_functional_notes import NodeError, output_of
        >>> try:
        ...     output_of(keras.layers.Dense(2, name="dense"))
        ... except NodeError as error:
        ...     print(error)
        output_of(dense): dense (Dense) was never called on a symbolic tensor, so it has no nodes.
        Call it on a keras.Input or on another layer's output, y = layer(x); calls on arrays add no node.
    """


class NeverCalledError(NodeError, RuntimeError):
    """The layer was never called on a symbolic tensor, or not by the model that was asked about.

    Example:
        >>> import keras
        >>> from keras_functional_notes import output_of
        >>> output_of(keras.layers.Dense(2, name="dense"))
        Traceback (most recent call last):
            ...
        keras_functional_notes.nodes.NeverCalledError: output_of(dense): dense (Dense) was never called ...

    A RuntimeError too, as in Keras 1 and 2.
    """


class NodeIndexError(NodeError, IndexError, ValueError):
    """The layer has no node of that number.

    Example:
        >>> import keras
        >>> from keras_functional_notes import get_output_at
        >>> x, dense = keras.Input((3,), name="x"), keras.layers.Dense(2, name="dense")
        >>> _ = dense(x)
        >>> get_output_at(dense, 1)
        Traceback (most recent call last):
            ...
        keras_functional_notes.nodes.NodeIndexError: get_output_at(dense, 1): there is no node 1; dense (Dense) has
        only node 0:
          dense[0]: x[0][0] (None, 3) -> (None, 2)
        Write get_output_at(dense, node_index) with the number of one of them.

    A ValueError too, as in Keras 1 and 2.
    """


class AmbiguousNodeError(NodeError, AttributeError):
    """The layer has several nodes with different answers, and only one answer was asked for.

    Example:
        >>> import keras
        >>> from keras_functional_notes import AmbiguousNodeError, output_of
        >>> x, dense = keras.Input((3,)), keras.layers.Dense(2)
        >>> _ = dense(x), dense(x)
        >>> try:
        ...     output_of(dense)
        ... except AmbiguousNodeError:
        ...     print("dense gave two tensors")
        dense gave two tensors

    An AttributeError too, as in Keras 1 and 2, whose reader was the attribute ``layer.output``.
    """


class NotALayerError(NodeError, TypeError):
    """What was given is no layer, model or operation.

    Example:
        >>> from keras_functional_notes import nodes_of
        >>> nodes_of("lstm")
        Traceback (most recent call last):
            ...
        keras_functional_notes.nodes.NotALayerError: Only layers, models and operations have nodes; this is the string
        'lstm'.
        Give the layer itself: model.get_layer('lstm').
    """


class NoGraphError(NodeError, ValueError):
    """What was given as a model keeps no graph of calls.

    Example:
        >>> import keras
        >>> from keras_functional_notes import nodes_of
        >>> dense = keras.layers.Dense(2)
        >>> nodes_of(dense, model=keras.Sequential([dense], name="unbuilt"))
        Traceback (most recent call last):
            ...
        keras_functional_notes.nodes.NoGraphError: The Sequential model 'unbuilt' is not built, so it has made no calls
        yet.
        Put keras.Input(shape) first, or call model.build(batch_shape).
    """


class ShowsCalls(Protocol):
    """What shows calls: a `CallGraph`, which keeps them also where Keras has no graph."""

    name: str

    @property
    def layers(self) -> list[keras.Operation]:
        """What is called."""

    def kept_calls(self, layer: keras.Operation) -> Sequence[tuple[int, Any]]:
        """Return the number and Keras's own record of each call of a layer."""


# Whose calls are meant.
Caller: TypeAlias = keras.Model | ShowsCalls


def shows_calls(model: Any) -> TypeGuard[ShowsCalls]:
    """Return whether a call graph is meant, and no model."""
    # The class alone is asked: a model would make up its list of layers to answer.
    return hasattr(type(model), "kept_calls")


class Node(NamedTuple):
    """One symbolic call of a layer: the tensors it took and the tensors it gave.

    Args:
        layer: The layer, model or operation that was called.
        index: The node's number, counted from 0 over all calls of the layer. It is Keras 3's own number, the first
            one in ``layer[0][0]`` of ``summary()``.
        inputs: The symbolic tensors that the call took, flattened as Keras flattens them (dicts in sorted-key
            order), also those given by keyword, such as an LSTM's ``initial_state``.
        outputs: The symbolic tensors that the call gave, flattened.

    Example:
        >>> import keras
        >>> from keras_functional_notes import nodes_of
        >>> dense = keras.layers.Dense(2, name="dense")
        >>> _ = dense(keras.Input((3,), name="x"))
        >>> node = nodes_of(dense)[0]
        >>> node
        dense[0]: x[0][0] (None, 3) -> (None, 2)
        >>> node.output_shape
        (None, 2)
        >>> str(node.sources[0])
        'x[0][0]'

    From Keras 3's ``keras/src/ops/node.py``.
    """

    layer: keras.Operation
    index: int  # type: ignore[assignment]  # a node's number is called so, and nobody asks where in it something stands
    inputs: tuple[keras.KerasTensor, ...]
    outputs: tuple[keras.KerasTensor, ...]

    @property
    def input_shape(self) -> Shape | list[Shape]:
        """The shape of the one input, or a list of shapes where there are several or none."""
        return unwrapped([tuple(tensor.shape) for tensor in self.inputs])

    @property
    def output_shape(self) -> Shape | list[Shape]:
        """The shape of the one output, or a list of shapes where there are several."""
        return unwrapped([tuple(tensor.shape) for tensor in self.outputs])

    @property
    def sources(self) -> tuple[Source | None, ...]:
        """Where each input comes from; None for a tensor that no layer or operation made."""
        made_by = map(_keras.history, self.inputs)
        return tuple(None if parts is None else Source(*parts) for parts in made_by)

    def _label(self) -> str:
        return f"{printable(self.layer.name)}[{self.index}]"

    def _inputs_text(self) -> str:
        return ", ".join(
            f"{source or printable(tensor.name)} {tuple(tensor.shape)}"
            for source, tensor in zip(self.sources, self.inputs, strict=True)
        )

    def _outputs_text(self) -> str:
        return ", ".join(str(tuple(tensor.shape)) for tensor in self.outputs)

    def __repr__(self) -> str:
        return f"{self._label()}: {self._inputs_text() or 'input'} -> {self._outputs_text()}"

    def _repr_html_(self) -> str:
        return _html_table([self])


@dataclass(frozen=True, repr=False)
class Nodes(Sequence[Node]):
    """The calls of one layer, in order: a sequence of `Node` that prints as a list and shows as a table.

    Args:
        layer: The layer that was asked about.
        model: The model or call graph whose calls these are, or None where all calls of the layer are meant.
        calls: The nodes.

    Example:
        >>> import keras
        >>> from keras_functional_notes import nodes_of
        >>> x, dense = keras.Input((3,)), keras.layers.Dense(2)
        >>> _ = dense(x), dense(x)
        >>> len(nodes_of(dense)), nodes_of(dense)[-1].index
        (2, 1)
    """

    layer: keras.Operation
    model: Caller | None
    calls: tuple[Node, ...]

    def __len__(self) -> int:
        return len(self.calls)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.calls)

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Node, ...]: ...
    def __getitem__(self, index: int | slice) -> Node | tuple[Node, ...]:
        return self.calls[index]

    def _title(self) -> str:
        count = f"{len(self) or 'no'} node{'' if len(self) == 1 else 's'}"
        where = "" if self.model is None else f" in model {self.model.name!r}"
        return f"{described(self.layer)} has {count}{where}"

    def listing(self) -> str:
        """Return one line a node; of very many nodes, the first and the last."""
        # A model counts its own calls of the layer, so their numbers there stand before Keras's own.
        lines = [
            f"  {node}" if self.model is None else f"  {position}: {node}" for position, node in enumerate(self.calls)
        ]
        return "\n".join(_shortened(lines, "  ... {:,} more ..."))

    def __repr__(self) -> str:
        return f"{self._title()}:\n{self.listing()}" if self.calls else self._title()

    def _repr_html_(self) -> str:
        title = f"<p>{html.escape(self._title())}</p>"
        return title + _html_table(self.calls, numbered=self.model is not None) if self.calls else title


def nodes_of(layer: keras.Operation, *, model: Caller | None = None) -> Nodes:
    """Return every symbolic call of a layer, in the order in which they were made.

    Args:
        layer: A layer, a model used as a layer, or any operation (``x + y``).
        model: A built Functional or Sequential model; if given, only the calls that it makes itself are returned,
            neither those of other models that share the layer nor those inside models nested in it. A `CallGraph`
            gives the calls that it shows, also those of a subclassed model or inside a layer that it opened.

    Returns:
        A sequence of `Node`, empty where the layer was never called.

    Raises:
        NotALayerError: If `layer` is no layer, model or operation.
        NoGraphError: If `model` keeps no graph: a subclassed model, or a Sequential that is not built.

    Example:
        >>> import keras
        >>> from keras_functional_notes import call_graph, nodes_of
        >>> x = keras.Input((3,), name="x")
        >>> square = keras.layers.Dense(3, name="square")
        >>> y = square(square(x))
        >>> nodes_of(square)
        square (Dense) has 2 nodes:
          square[0]: x[0][0] (None, 3) -> (None, 3)
          square[1]: square[0][0] (None, 3) -> (None, 3)
        >>> [node.index for node in nodes_of(square, model=keras.Model(x, y))]
        [0, 1]

        What keeps no graph, once it was opened:

        >>> class Twice(keras.Model):
        ...     def __init__(self):
        ...         super().__init__(name="twice")
        ...         self.dense = keras.layers.Dense(4, name="dense")
        ...
        ...     def call(self, x):
        ...         return self.dense(self.dense(x))
        >>> twice = Twice()
        >>> nodes_of(twice.dense, model=call_graph(twice, inputs=(None, 4)))
        dense (Dense) has 2 nodes in model 'twice':
          0: dense[0]: input_0[0][0] (None, 4) -> (None, 4)
          1: dense[1]: dense[0][0] (None, 4) -> (None, 4)

    Keras 3 keeps these in a private list and offers no public reader (keras issues 20267 and 23238).
    """
    check_layer(layer)
    if shows_calls(model):
        return Nodes(layer, model, tuple(node_at(layer, number, model) for number in node_numbers(layer, model)))
    calls = _keras.inbound_nodes(layer)
    numbered = enumerate(calls) if model is None else [(index, calls[index]) for index in node_numbers(layer, model)]
    # Of thousands of nodes, the named tuple's own constructor would cost half as much again, and a generator a tenth.
    make = tuple.__new__
    nodes = [
        make(Node, (layer, index, tuple(call.input_tensors), tuple(call.output_tensors))) for index, call in numbered
    ]
    return Nodes(layer, model, tuple(nodes))


def node_numbers(layer: keras.Operation, model: Caller | None) -> Sequence[int]:
    """Return the numbers by which `node_at` finds a layer's calls: of all, or of those that a model makes.

    They are Keras's own, but for a call graph's, which counts what it shows.
    """
    if model is None:
        return range(len(_keras.inbound_nodes(layer)))
    if shows_calls(model):
        return range(len(model.kept_calls(layer)))
    return _keras.node_numbers(graph_of(model)).get(id(layer), ())


def node_at(layer: keras.Operation, index: int, model: Caller | None = None) -> Node:
    """Return one call of a layer by its number (see `node_numbers`), which must exist, without reading the others."""
    if shows_calls(model):
        index, call = model.kept_calls(layer)[index]
    else:
        call = _keras.inbound_nodes(layer)[index]
    return Node(layer, index, tuple(call.input_tensors), tuple(call.output_tensors))


def check_layer(layer: Any) -> None:
    """Raise `NotALayerError` unless the argument is something that has nodes."""
    if isinstance(layer, keras.Operation):
        return
    if isinstance(layer, keras.KerasTensor):
        made_by = _keras.history(layer)
        what = "a tensor" if made_by is None else f"a tensor, an output of {described(made_by[0])}"
        remedy = "Give the layer that was called, not what the call returned."
    elif isinstance(layer, str):
        what = f"the string {layer!r}"
        remedy = f"Give the layer itself: model.get_layer({layer!r})."
    elif isinstance(layer, type) and issubclass(layer, keras.Operation):
        what = f"the class {layer.__name__}"
        remedy = f"Give the instance that was called: layer = {layer.__name__}(...), then layer(x)."
    else:
        what = f"of type {type(layer).__name__}"
        remedy = "Give a keras layer, a model used as a layer, or an operation."
    raise NotALayerError(f"Only layers, models and operations have nodes; this is {what}.\n{remedy}")


def graph_of(model: Any) -> Any:
    """Return the object in which Keras keeps the model's graph.

    Args:
        model: A Functional model or a built Sequential.

    Raises:
        NoGraphError: If the argument keeps no graph of calls; the message says why and what to do.
    """
    graph = _keras.graph_of(model)
    if graph is not None:
        return graph
    if isinstance(model, keras.Sequential):
        why = (
            f"The Sequential model {model.name!r} is not built, so it has made no calls yet.\n"
            "Put keras.Input(shape) first, or call model.build(batch_shape)."
        )
    elif isinstance(model, keras.Model):
        why = (
            f"The model {model.name!r} is a subclassed model ({type(model).__name__}): it runs its call() anew each "
            "time and keeps no graph of calls.\n"
            "Only models made by keras.Model(inputs, outputs) or keras.Sequential keep one; "
            "graph = call_graph(model, inputs=(None, ...)), with the shapes of its inputs, runs it once and shows what "
            "it did; give that as the model."
        )
    elif isinstance(model, keras.Operation):
        why = (
            f"{described(model)} is not a model, so it keeps no graph of calls.\n"
            "Give the keras.Model that calls it; a layer's own calls are nodes_of(layer)."
        )
    else:
        why = (
            f"This is of type {type(model).__name__}, not a keras.Model, so it keeps no graph of calls.\n"
            "Give a model made by keras.Model(inputs, outputs) or keras.Sequential."
        )
    raise NoGraphError(why)


def described(layer: keras.Operation) -> str:
    """Return a layer's name and class as messages write them: ``lstm (LSTM)``."""
    return printable(f"{layer.name} ({type(layer).__name__})")


T = TypeVar("T")


def unwrapped(values: Sequence[T]) -> T | list[T]:
    """Return the only value of a sequence, or a list where there are several or none, as Keras does."""
    return values[0] if len(values) == 1 else list(values)


def _shortened(lines: list[str], hidden: str) -> list[str]:
    """Leave out the middle of many lines; `hidden` is the line that says how many, as a format of the count."""
    if len(lines) <= _LISTED_NODES:
        return lines
    half = _LISTED_NODES // 2
    return [*lines[:half], hidden.format(len(lines) - 2 * half), *lines[-half:]]


def _html_table(nodes: Sequence[Node], *, numbered: bool = False) -> str:
    heads = ["node", "inputs", "output shape"]
    cells = [[node._label(), node._inputs_text() or "input", node._outputs_text()] for node in nodes]
    if numbered:
        heads = ["node_index in the model", *heads]
        cells = [[str(position), *row] for position, row in enumerate(cells)]
    rows = ["<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in cells]
    body = "".join(_shortened(rows, f'<tr><td colspan="{len(heads)}">... {{:,}} more ...</td></tr>'))
    head = "".join(f"<th>{head}</th>" for head in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
