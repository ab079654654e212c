"""The names that Keras 1 gave to layers: ``dense_1``, ``dense_2``, where today's are ``dense`` and ``dense_1``.

A layer keeps the name that today's Keras gives it; the old one is kept in mind, for text that asks for it.
"""

from __future__ import annotations

import collections
from typing import Any
from weakref import WeakKeyDictionary

import keras

from keras_functional_notes import _keras
from keras_functional_notes.legacy.shims.making import Shim
from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table import Row
from keras_functional_notes.legacy.table.attributes import ENDS
from keras_functional_notes.legacy.table.values import todays_name

__all__ = ["Names", "ends", "get_layer", "keras_1_name"]

_OLD_NAMES: WeakKeyDictionary[keras.layers.Layer, str] = WeakKeyDictionary()


class Names:
    """The counts of one program, from 1 for each class of layers.

    >>> from keras_functional_notes.legacy.shims.making import served
    >>> from keras_functional_notes.legacy.table import find
    >>> import warnings; warnings.simplefilter("ignore")
    >>> names = Names()
    >>> dense = names.counting(find("Dense"), served("keras.layers", "Dense"))
    >>> layer, other = dense(output_dim=3), dense(output_dim=2)
    >>> model = keras.Sequential([keras.Input((2,)), layer, other])
    >>> get_layer(model, "dense_1") is layer, get_layer(model, "dense_2") is other
    (True, True)
    """

    def __init__(self) -> None:
        """Begin to count."""
        self._counts: collections.Counter[str] = collections.Counter()
        self._shims: dict[int, Shim[..., Any]] = {}

    def counting(self, row: Row, served: Any) -> Any:
        """Return what counts the layers that a name of Keras 1 makes; anything else as it is."""
        is_layer = row.module.startswith("keras.layers.") or row.name == "Input"
        if not is_layer or row.by_hand or not isinstance(served, Shim):
            return served
        if id(served) not in self._shims:
            # Kept, so that a name is one object in all of its modules.
            self._shims[id(served)] = self._naming(row.name.lower(), served)
        return self._shims[id(served)]

    def _naming(self, prefix: str, served: Shim[..., Any]) -> Shim[..., Any]:
        """Return what gives what it makes a name of Keras 1's, unless the text gives one."""

        def make(*args: Any, **kwargs: Any) -> Any:
            made = served(*args, **kwargs)
            if kwargs.get("name") is None:
                self._count(prefix, made)
            return made

        return served.doing(make)

    def _count(self, prefix: str, made: Any) -> None:
        history = _keras.history(made) if isinstance(made, keras.KerasTensor) else None
        layer = made if history is None else history[0]
        if isinstance(layer, keras.layers.Layer):
            self._counts[prefix] += 1
            _OLD_NAMES[layer] = f"{prefix}_{self._counts[prefix]}"


def keras_1_name(layer: keras.layers.Layer) -> str:
    """Return the name that a layer of 2016 text had in Keras 1; of any other layer, its own.

    >>> keras_1_name(keras.layers.Dense(2, name="mine"))
    'mine'
    """
    return _OLD_NAMES.get(layer, str(layer.name))


def get_layer(model: keras.Model, name: str | None = None, index: int | None = None) -> keras.layers.Layer:
    """Return a layer of a model: ``get_layer(name=None, index=None)``, by Keras 1's name or its own.

    Raises:
        ValueError: If there is none.
    """
    own = [layer for layer in model.layers if layer.name == name and layer not in _OLD_NAMES]
    old = [layer for layer in model.layers if _OLD_NAMES.get(layer) == name]
    if name is not None and "/" in name and not own:
        # Names have no slash today.
        return get_layer(model, todays_name(name), index)
    if name is None or own or not old:
        return model.get_layer(name=name, index=index)
    tell(f"model.get_layer({name!r})", f"model.get_layer({old[0].name!r})")
    return old[0]


def ends(name: str, model: keras.Model, written: str) -> list[Any]:
    """Return the layers, or their names, that a model's inputs or outputs come from."""
    tensors = model.inputs if name.startswith("input") else model.outputs
    layers = [history[0] for history in map(_keras.history, tensors) if history is not None]
    tell(f"{written or 'model'}.{name}", ENDS[name].format(written or "model"))
    return [layer.name for layer in layers] if name.endswith("names") else layers
