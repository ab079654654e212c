"""What a layer of 2016 says of its input's batch: today's layers keep none, so a Sequential begins with an Input."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import keras

__all__ = ["input_before", "keep_batch", "keep_input"]

# What is given to the Input before a layer.
_INPUTS: MutableMapping[Any, dict[str, Any]] = WeakKeyDictionary()


def keep_input(layer: Any, batch_input_shape: Sequence[int | None], dtype: str | None = None) -> None:
    """Keep the shape of a layer's input, its batch included."""
    _INPUTS[layer] = {"batch_shape": tuple(batch_input_shape), "dtype": dtype}


def keep_batch(layer: Any, batch_input_shape: Sequence[int | None]) -> None:
    """Keep what a layer was given as ``batch_input_shape=``, where it says how large a batch is."""
    if batch_input_shape[0] is not None:
        keep_input(layer, batch_input_shape)
        if getattr(layer, "stateful", False):
            # Only a layer that is built knows its batch.
            layer.build(tuple(batch_input_shape))


def input_before(layer: Any) -> list[Any]:
    """Return the Input with which a Sequential begins whose first layer this is, or nothing.

    >>> layer = keras.layers.LSTM(2, stateful=True)
    >>> keep_batch(layer, (4, 5, 3))
    >>> [x.shape for x in input_before(layer)], input_before(keras.layers.Dense(2))
    ([(4, 5, 3)], [])
    """
    kept = _INPUTS.get(layer) if isinstance(layer, keras.Layer) else None
    return [] if kept is None else [keras.Input(**kept)]
