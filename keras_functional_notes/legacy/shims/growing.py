"""How a Sequential of 2016 text grows and shrinks: its layers keep the nodes that Keras 1 gave them.

Today's Sequential calls all its layers anew whenever it changes; one that begins with a model, as a merge of several
does, is connected only when it runs. Keras 1 connected each layer when it was added.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import keras

from keras_functional_notes import _keras
from keras_functional_notes.legacy.shims.inputs import beginning, put_behind
from keras_functional_notes.legacy.shims.making import Shim
from keras_functional_notes.legacy.shims.nodes import OWN, let_be_a_layer, own_tensors, uncount
from keras_functional_notes.legacy.table import Row

__all__ = ["counting", "grown"]

T = TypeVar("T")

# Of a Sequential that begins with a model: its other layers, and what each of them gave.
_CHAINS: WeakKeyDictionary[keras.Sequential, list[tuple[Any, Any]]] = WeakKeyDictionary()


def grown(model: keras.Sequential, grow: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Add a layer to a Sequential, or take one away, and leave its layers with the nodes that Keras 1 gave them.

    >>> model, first = keras.Sequential([keras.Input((3,))]), keras.layers.Dense(2)
    >>> grown(model, model.add, first)
    >>> grown(model, model.add, keras.layers.Dense(1))
    >>> from keras_functional_notes.legacy.shims.nodes import counted_calls
    >>> len(counted_calls(first))
    1
    """
    before = _calls(model)
    if args and not (model.layers or model.get_config()["layers"]):
        for start in beginning(args[0]):
            model.add(start)
    elif args and _keras.graph_of(model) is not None:
        put_behind(args[0], tuple(model.outputs[0].shape))
    result = grow(*args, **kwargs)
    uncount(before - _calls(model))
    _connected(model)
    return result


def counting(row: Row, served: Any) -> Any:
    """Return a maker of models whose nodes are counted as Keras 1 did; anything else is handed back as it is.

    >>> from keras_functional_notes.legacy.table import find
    >>> counting(find("Dense"), len) is len
    True
    """
    if not row.by_hand or not isinstance(served, Shim):
        return served
    if row.module.startswith("keras.layers."):
        return _counting(served, let_be_a_layer)
    return served if row.today is None else _counting(served, _connected)


@functools.cache
def _counting(served: Shim[..., Any], after: Callable[[Any], None]) -> Shim[..., Any]:
    # Kept, so that a name is one object in all of its modules.
    def make(*args: Any, **kwargs: Any) -> Any:
        made = served(*args, **kwargs)
        after(made)
        return made

    return served.doing(make)


def _connected(model: Any) -> None:
    """Let a Sequential that begins with a model have its tensors, from that model's own."""
    if not isinstance(model, keras.Sequential) or not model.layers:
        return
    first, *others = model.layers
    own = own_tensors(first)
    if own is None:
        return
    if _keras.graph_of(model) is not None:
        # Today's Keras puts an Input before it, and calls it; Keras 1 did neither.
        OWN.pop(model, None)
        uncount(call for call in _calls(model) if call.operation is first)
        return
    [tensor, *more] = own[1]
    if more:
        return
    known, chain = _CHAINS.get(model, []), []
    for place, layer in enumerate(others):
        had = place < len(known) and known[place][0] is layer
        tensor = known[place][1] if had else layer(tensor)
        chain.append((layer, tensor))
    _CHAINS[model] = chain
    OWN[model] = (own[0], [tensor])


def _calls(model: keras.Model) -> set[Any]:
    graph = _keras.graph_of(model)
    return set() if graph is None else set(_keras.model_nodes(graph))
