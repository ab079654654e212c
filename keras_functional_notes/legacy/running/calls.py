"""Calls that 2016 text writes otherwise than today's Keras takes them."""

from __future__ import annotations

from typing import Any

import keras

from keras_functional_notes.legacy.shims.notices import tell

__all__ = ["keras1_callable"]


def keras1_callable(function: Any) -> Any:
    """Return what takes a list of one tensor, ``layer([x])``: for a layer, Keras 1 took the tensor out of it.

    >>> keras1_callable(keras.layers.Dense(2))([keras.Input((3,))]).shape
    (None, 2)
    """
    if not isinstance(function, keras.layers.Layer) or isinstance(function, keras.Model):
        return function

    def call(tensors: list[Any]) -> Any:
        [tensor] = tensors
        if not isinstance(tensor, keras.KerasTensor):
            return function(tensors)
        tell("layer([x])", "layer(x)")
        return function(tensor)

    return call
