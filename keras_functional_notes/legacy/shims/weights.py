"""Keras 1's `weights=[...]`: today's layers have no such argument, so they are built and their weights set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from keras_functional_notes.legacy.table import Row

__all__ = ["set_initial_weights"]

# Of Keras 1's recurrent layers, the gates in the order in which they listed their weights (a kernel, a recurrent kernel
# and a bias each), and in the order in which today's layers lay them side by side.
_GATES = {"LSTM": ("icfo", "ifco"), "GRU": ("zrh", "zrh")}


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
    arrays = _todays(row, arrays, arguments)
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


def _transposed(kernel: Any, arguments: Mapping[str, Any]) -> Any:
    """Lay a transposed convolution's kernel out as (rows, columns, out, in); Keras 1 had it as any convolution's."""
    if arguments.get("data_format") == "channels_first":
        return kernel.transpose(2, 3, 0, 1)
    filters = arguments["filters"]
    is_todays = kernel.shape[2] == filters != kernel.shape[3]
    return kernel if is_todays else kernel.transpose(0, 1, 3, 2)


def _todays(row: Row, arrays: list[Any], arguments: Mapping[str, Any]) -> list[Any]:
    """Lay Keras 1's weights out as today's layer has them; weights that are so already stay as they are."""
    today = row.short
    if today in _GATES and len(arrays) == 3 * len(_GATES[today][0]):
        if today == "GRU" and arguments.get("reset_after", True):
            raise ValueError(
                f"{row.name}(weights=...): these are the weights of a GRU with reset_after=False, which Keras 1's was. "
                "Give reset_after=False too."
            )
        old, new = _GATES[today]
        by_gate = {gate: arrays[3 * place : 3 * place + 3] for place, gate in enumerate(old)}
        return [np.concatenate([by_gate[gate][part] for gate in new], axis=-1) for part in range(3)]
    if today == "Conv2DTranspose":
        return [_transposed(arrays[0], arguments), *arrays[1:]]
    if today == "Conv1D" and arrays[0].ndim == 4:
        return [arrays[0][:, 0], *arrays[1:]]
    if arguments.get("data_format") == "channels_first" and arrays[0].ndim > 3:
        # From (out, in, rows, columns) to (rows, columns, in, out).
        kernel = arrays[0]
        return [kernel.transpose(*range(2, kernel.ndim), 1, 0), *arrays[1:]]
    return arrays
