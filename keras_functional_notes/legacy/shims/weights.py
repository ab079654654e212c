"""Keras 1's `weights=[...]`: today's layers have no such argument, so they are built and their weights set.

And the weights that a layer changes by itself, which Keras 1 had as its updates.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np

from keras_functional_notes import _keras
from keras_functional_notes.legacy.shims.layouts import todays_arrays
from keras_functional_notes.legacy.shims.notices import tell_gone
from keras_functional_notes.legacy.table import Row

__all__ = ["set_initial_weights", "updates"]


def set_initial_weights(row: Row, layer: Any, weights: Sequence[Any], arguments: Mapping[str, Any]) -> None:
    """Build a layer for the weights that it was given, and set them, or do so when it is called.

    Args:
        row: The layer's row of the table.
        layer: The new layer.
        weights: The list of arrays, as Keras 1 or as today's layer lists them.
        arguments: The arguments that made the layer, in today's spelling.

    Raises:
        ValueError: If they do not fit the layer.
    """
    arrays = [np.asarray(weight) for weight in weights]
    try:
        arrays = arrays if _are_todays(layer, arrays) else todays_arrays(layer, arrays)
    except ValueError as error:
        raise ValueError(f"{row.name}(weights=...): {error}") from None
    shape = arguments.get("input_shape")
    if shape is not None:
        input_shape = (None, *shape)
    elif row.weights is not None:
        input_shape = _input_shape(row.weights, arrays[0], arguments)
    else:
        _set_when_built(layer, arrays)
        return
    if not layer.built:
        layer.build(input_shape)
    layer.set_weights(arrays)


def _set_when_built(layer: Any, arrays: Sequence[Any]) -> None:
    """Set the weights when the layer is called, as Keras 1 did: they do not tell what it will be built for."""
    build = layer.build

    @functools.wraps(build)
    def build_and_set(*args: Any, **kwargs: Any) -> None:
        layer.build = build
        build(*args, **kwargs)
        layer.set_weights(arrays)

    layer.build = build_and_set


def _input_shape(rule: tuple[int, int], first: Any, arguments: Mapping[str, Any]) -> tuple[int | None, ...]:
    """Return the shape of the input that the first weight, laid out as today's layer has it, is for."""
    rank, axis = rule
    shape: list[int | None] = [None] * rank
    shape[1 if arguments.get("data_format") == "channels_first" else -1] = first.shape[axis]
    return tuple(shape)


def _are_todays(layer: Any, arrays: Sequence[Any]) -> bool:
    """Whether a transposed convolution's kernel is plainly (rows, columns, out, in); others are told apart by rank."""
    return isinstance(layer, keras.layers.Conv2DTranspose) and (
        layer.data_format == "channels_last" and arrays[0].shape[2] == layer.filters != arrays[0].shape[3]
    )


def updates(layer: Any) -> list[Any]:
    """Return what running a layer or a model changes by itself: moving statistics, and states that are kept.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2), keras.layers.BatchNormalization()])
    >>> [variable.name for variable in updates(model)]
    ['moving_mean', 'moving_variance']
    """
    changed = []
    for one in (layer, *_keras.layers_inside(layer)):
        if type(one) is keras.layers.BatchNormalization and one.built:
            changed += [one.moving_mean, one.moving_variance]
        elif getattr(one, "stateful", False):
            changed += list(getattr(one, "states", None) or ())
    tell_gone("layer.updates", "the variables that are changed; how, their layers know alone")
    return changed
