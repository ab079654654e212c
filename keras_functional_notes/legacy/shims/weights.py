"""Keras 1's `weights=[...]`: today's layers have no such argument, so they are built and their weights set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import keras
import numpy as np

from keras_functional_notes.legacy.shims.layouts import todays_arrays
from keras_functional_notes.legacy.table import Row

__all__ = ["set_initial_weights"]


def set_initial_weights(row: Row, layer: Any, weights: Sequence[Any], arguments: Mapping[str, Any]) -> None:
    """Build a layer for the weights that it was given, and set them.

    Args:
        row: The layer's row of the table.
        layer: The new layer.
        weights: The list of arrays, as Keras 1 or as today's layer lists them.
        arguments: The arguments that made the layer, in today's spelling.

    Raises:
        ValueError: If the weights alone do not tell what the layer must be built for, or do not fit it.
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
        raise ValueError(
            f"{row.name}(weights=...): the layer can be built for them only when its input is known. Give input_shape, "
            "or call the layer first and then layer.set_weights(weights)."
        )
    if not layer.built:
        layer.build(input_shape)
    layer.set_weights(arrays)


def _input_shape(rule: tuple[int, int | None], first: Any, arguments: Mapping[str, Any]) -> tuple[int | None, ...]:
    """Return the shape of the input that the first weight, laid out as today's layer has it, is for."""
    rank, axis = rule
    shape: list[int | None] = [None] * rank
    if axis is not None:
        shape[1 if arguments.get("data_format") == "channels_first" else -1] = first.shape[axis]
    return tuple(shape)


def _are_todays(layer: Any, arrays: Sequence[Any]) -> bool:
    """Whether a transposed convolution's kernel is plainly (rows, columns, out, in); others are told apart by rank."""
    return isinstance(layer, keras.layers.Conv2DTranspose) and (
        layer.data_format == "channels_last" and arrays[0].shape[2] == layer.filters != arrays[0].shape[3]
    )
