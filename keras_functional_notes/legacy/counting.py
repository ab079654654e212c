"""Which of today's calls Keras 1 counted as a layer's nodes."""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable
from typing import Any, TypeVar

import keras

from keras_functional_notes import _keras
from keras_functional_notes.legacy.shims import Shim

__all__ = ["counted_calls", "counting", "grown", "is_counted", "number_of", "owns_node"]

T = TypeVar("T")

# Today's Sequential calls all its layers anew whenever it grows, and calls a model that comes first. Keras 1 did not.
_UNCOUNTED: weakref.WeakSet[Any] = weakref.WeakSet()
# Keras 1's layers that are small models today.
_LAYERS: weakref.WeakSet[Any] = weakref.WeakSet()


def owns_node(layer: keras.Operation) -> bool:
    """Whether a layer is a model, which Keras 1 gave a node of its own: node 0, before those of its calls.

    >>> x = keras.Input((3,))
    >>> owns_node(keras.Model(x, keras.layers.Dense(2)(x))), owns_node(keras.layers.Dense(2))
    (True, False)
    """
    return _keras.graph_of(layer) is not None and layer not in _LAYERS


def is_counted(call: Any) -> bool:
    """Whether Keras 1 made a node for a call.

    >>> dense = keras.layers.Dense(2)
    >>> y = dense(keras.Input((3,)))
    >>> all(map(is_counted, counted_calls(dense)))
    True
    """
    return call not in _UNCOUNTED


def counted_calls(layer: keras.Operation) -> list[Any]:
    """Return the calls of a layer for which Keras 1 made nodes.

    >>> dense = keras.layers.Dense(2)
    >>> y = dense(keras.Input((3,)))
    >>> len(counted_calls(dense))
    1
    """
    return list(filter(is_counted, _keras.inbound_nodes(layer)))


def number_of(layer: keras.Operation, index: int) -> int:
    """Return Keras 1's number of a call by today's; of one that is not counted, that of the call that replaced it.

    >>> x = keras.Input((3,))
    >>> number_of(keras.Model(x, keras.layers.Dense(2)(x)), 0)
    1
    """
    return owns_node(layer) + sum(map(is_counted, _keras.inbound_nodes(layer)[:index]))


def grown(model: keras.Sequential, grow: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Add a layer to a Sequential, or take one away, and leave its layers with the nodes that Keras 1 gave them.

    >>> model, first = keras.Sequential([keras.Input((3,))]), keras.layers.Dense(2)
    >>> grown(model, model.add, first)
    >>> grown(model, model.add, keras.layers.Dense(1))
    >>> len(counted_calls(first))
    1
    """
    before = _calls(model)
    result = grow(*args, **kwargs)
    _UNCOUNTED.update(before - _calls(model))
    _uncount_first(model)
    return result


@functools.cache
def counting(made_by: str | None, served: Any) -> Any:
    """Return a maker of models whose nodes are counted as Keras 1 did; anything else is handed back as it is.

    Args:
        made_by: The room of this package that has it.
        served: What stands for a name of Keras 1.

    >>> counting(None, len) is len
    True
    """
    after = {"gone_layers": _LAYERS.add, "models": _uncount_first}.get(made_by or "")
    return served if after is None or not isinstance(served, Shim) else _CountingShim(served, after)


class _CountingShim(Shim[..., Any]):
    """A shim that has something done to each object that it makes."""

    def __init__(self, shim: Shim[..., Any], after: Callable[[Any], None]) -> None:
        vars(self).update(vars(shim))
        self._after = after

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        made = super().__call__(*args, **kwargs)
        self._after(made)
        return made


def _uncount_first(model: Any) -> None:
    if isinstance(model, keras.Sequential) and model.layers and owns_node(model.layers[0]):
        _UNCOUNTED.update(call for call in _calls(model) if call.operation is model.layers[0])


def _calls(model: keras.Model) -> set[Any]:
    graph = _keras.graph_of(model)
    return set() if graph is None else set(_keras.model_nodes(graph))
