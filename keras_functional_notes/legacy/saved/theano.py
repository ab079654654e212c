"""What Keras 1 on Theano padded otherwise: with border_mode='same' always half a kernel in front, as many as it takes.

TensorFlow, and today's Keras on every backend, pad by what the strides need, and an even kernel less in front.
"""

from __future__ import annotations

from typing import Any

import keras

__all__ = ["padded_as_on_theano", "pads_otherwise"]

_PADDINGS = {"Conv1D": "ZeroPadding1D", "Conv2D": "ZeroPadding2D", "Conv3D": "ZeroPadding3D"}


def pads_otherwise(layer: Any) -> bool:
    """Whether a layer of today, made for one that pads, pads otherwise than Theano did.

    >>> [pads_otherwise(keras.layers.Conv2D(1, length, padding="same")) for length in (3, 2)]
    [False, True]
    """
    if getattr(layer, "padding", None) != "same":
        return False
    if type(layer).__name__ not in _PADDINGS:
        return True
    return any(step > 1 for step in layer.strides) or any(length % 2 == 0 for length in _lengths(layer))


def padded_as_on_theano(layer: Any) -> Any:
    """Return a layer that pads as Theano did: padding of its own before it; None if there is no way.

    >>> padded_as_on_theano(keras.layers.Conv1D(1, 4, padding="same"))(keras.Input((9, 2))).shape
    (None, 9, 1)
    """
    name = type(layer).__name__
    if name not in _PADDINGS:
        return None
    sides = tuple((length // 2, (length - 1) // 2) for length in _lengths(layer))
    padding = getattr(keras.layers, _PADDINGS[name])(
        sides if len(sides) > 1 else sides[0], data_format=layer.data_format
    )
    convolution = type(layer).from_config({**layer.get_config(), "padding": "valid"})
    return keras.Sequential([padding, convolution], name=layer.name)


def _lengths(layer: Any) -> list[int]:
    """Return how far a kernel reaches."""
    return [(size - 1) * rate + 1 for size, rate in zip(layer.kernel_size, layer.dilation_rate, strict=True)]
