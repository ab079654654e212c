"""The one room that reads Keras's private attributes.

Keras 3 has no public way to ask a layer for its calls. What is read here exists unchanged from Keras 3.0.5 to
3.15.1; ``tests/test_keras.py`` pins each fact, so that a release which moves one is noticed there and mended here.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import keras
from keras.src import backend

_numbers: WeakKeyDictionary[Any, dict[int, list[int]]] = WeakKeyDictionary()


def inbound_nodes(operation: keras.Operation) -> Sequence[Any]:
    """Return Keras's own list of the operation's symbolic calls, in the order in which they were made."""
    nodes: Sequence[Any] = operation._inbound_nodes
    return nodes


def outbound_nodes(operation: keras.Operation) -> Sequence[Any]:
    """Return Keras's own list of the calls that use the operation's tensors, once per tensor used."""
    nodes: Sequence[Any] = operation._outbound_nodes
    return nodes


def history(tensor: keras.KerasTensor) -> tuple[keras.Operation, int, int] | None:
    """Return the (operation, node index, tensor index) that made the tensor, or None if no operation did."""
    made_by = getattr(tensor, "_keras_history", None)
    if made_by is None or made_by.operation is None:
        return None
    return (made_by.operation, made_by.node_index, made_by.tensor_index)


def graph_of(model: Any) -> Any | None:
    """Return the object that keeps the model's graph: a built Sequential's own Functional, a Functional itself.

    None for what keeps no graph: an unbuilt Sequential, a subclassed model, a layer.
    """
    # A Sequential is asked first: on some versions it inherits attributes that only its `_functional` fills.
    graph = model._functional if isinstance(model, keras.Sequential) else model
    return graph if hasattr(graph, "_nodes_by_depth") else None


def model_nodes(graph: Any) -> Iterator[Any]:
    """Yield the calls that a graph (see `graph_of`) makes, unused Inputs included, from inputs to outputs."""
    for depth in sorted(graph._nodes_by_depth, reverse=True):
        yield from graph._nodes_by_depth[depth]


def node_numbers(graph: Any) -> dict[int, list[int]]:
    """Return, for the id of each operation in a graph (see `graph_of`), Keras's numbers of the calls the graph makes.

    A graph never changes, so it is walked once. What is kept are numbers alone, which keep no layer and no model alive.
    """
    numbers = _numbers.get(graph)
    if numbers is None:
        numbers = {}
        for node in model_nodes(graph):
            numbers.setdefault(id(node.operation), []).append(node_index(node))
        for of_operation in numbers.values():
            of_operation.sort()
        _numbers[graph] = numbers
    return numbers


@contextlib.contextmanager
def room_for(calls: int) -> Iterator[None]:
    """Let Keras, which follows a model's calls by recursion, follow so many of them, one after another."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + 2 * calls)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def mask_of(tensor: Any) -> Any | None:
    """Return the mask that travels with a tensor, symbolic or not, or None."""
    # Newer versions keep the masks of tensors that take no attributes (JAX arrays) in a table, and have a reader.
    reader = getattr(backend, "get_keras_mask", None)
    return getattr(tensor, "_keras_mask", None) if reader is None else reader(tensor)


def set_mask(tensor: Any, mask: Any) -> None:
    """Let a mask travel with a tensor, as a layer's ``compute_mask`` would have it."""
    setter = getattr(backend, "set_keras_mask", None)
    if setter is None:
        tensor._keras_mask = mask
    else:
        setter(tensor, mask)


def node_index(call: Any) -> int:
    """Return Keras's own number of a call: its place in its operation's list."""
    # Asking the list itself, `.index(call)`, would cost a walk of it for each call.
    made_by = history(call.outputs[0])
    assert made_by is not None, "a call inside a model has made its tensors"
    return made_by[1]


def maker(tensor: Any) -> Any:
    """Return the call that made a tensor of a graph."""
    made_by = history(tensor)
    assert made_by is not None, "a call inside a model takes what another call gave"
    return inbound_nodes(made_by[0])[made_by[1]]


def class_name(operation: keras.Operation) -> str:
    """Return the name of an operation's class."""
    return type(operation).__name__


def calls_count(operation: keras.Operation) -> int:
    """Return how many symbolic calls an operation has, whichever model made them."""
    return len(inbound_nodes(operation))


def argument_names(call: Any) -> tuple[str, ...]:
    """Return, for each tensor that a call took, the keyword that it was given by, or "" if it was given by place."""
    args, kwargs = call.arguments.args, call.arguments.kwargs
    if not kwargs:
        return ("",) * len(call.input_tensors)
    names = (
        keras.tree.map_structure(lambda _: "", args),
        {key: keras.tree.map_structure(lambda _, key=key: key, value) for key, value in kwargs.items()},
    )
    # Keras flattens (args, kwargs) into `input_tensors`; a structure of the same form is flattened alike.
    pairs = zip(keras.tree.flatten((args, kwargs)), keras.tree.flatten(names), strict=True)
    return tuple(name for value, name in pairs if isinstance(value, keras.KerasTensor))


def nested_inputs(call: Any, graph: Any) -> list[tuple[Any, Any]]:
    """Return what a call of a nested model gives to each of the model's own inputs: (tensor, mask), None where nothing.

    Args:
        call: A call of the model, in the graph of the model around it.
        graph: The graph of the nested model (see `graph_of`).
    """
    args, kwargs = call.arguments.args, call.arguments.kwargs
    given = args[0] if args else kwargs["inputs"]
    if isinstance(given, dict) and not isinstance(graph.input, dict):
        # Keras finds the tensors by the names of the inputs then (Functional._standardize_inputs).
        given = [given[tensor.name] for tensor in graph.inputs]
    tensors = keras.tree.flatten(given)
    masks = keras.tree.flatten(kwargs["mask"]) if kwargs.get("mask") is not None else [None] * len(tensors)
    return list(zip(tensors, masks, strict=True))


def ordered_model_nodes(graph: Any) -> list[Any]:
    """Return the calls that a graph (see `graph_of`) makes in the topological order of ``summary()``.

    It is the same from run to run, and after saving and loading: by depth, then by the place of the operation in
    ``model.operations``, then by number.
    """
    place = {operation: position for position, operation in enumerate(graph.operations)}
    nodes: list[Any] = []
    for depth in sorted(graph._nodes_by_depth, reverse=True):
        nodes += sorted(graph._nodes_by_depth[depth], key=lambda node: (place[node.operation], node_index(node)))
    return nodes
