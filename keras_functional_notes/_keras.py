"""The one room that reads Keras's private attributes.

Keras 3 has no public way to ask a layer for its calls. What is read here exists unchanged from Keras 3.0.5 to
3.15.1; ``tests/test_keras.py`` pins each fact, so that a release which moves one is noticed there and mended here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import keras


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
