"""Keras 1's arrays of a layer, laid out as today's layer keeps them.

What differs: a recurrent layer kept its gates one by one; a convolution on channels first kept its kernel so, too; a
transposed one kept it as a convolution; and Theano turns a kernel round before it multiplies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import keras
import numpy as np

__all__ = ["Arrays", "arrays_count", "has_layout", "set_layout", "todays_arrays"]

Arrays: TypeAlias = Sequence[np.ndarray]

# Of layers that are small models today: what lays Keras 1's arrays out in the order of their `weights`.
_LAYOUTS: WeakKeyDictionary[Any, Callable[[Arrays], list[np.ndarray]]] = WeakKeyDictionary()

# The gates in the order in which Keras 1 kept them, with a kernel, a recurrent kernel and a bias each; and in the order
# in which today's layers have them side by side.
_GATES = {"LSTM": ("icfo", "ifco"), "GRU": ("zrh", "zrh"), "ConvLSTM2D": ("icfo", "ifco")}


def todays_arrays(layer: keras.Layer, arrays: Arrays, *, of_theano: bool = False) -> list[np.ndarray]:
    """Return Keras 1's arrays of a layer as today's layer takes them, in the order of its ``weights``.

    Args:
        layer: The layer of today.
        arrays: Keras 1's arrays, in its order.
        of_theano: Whether Keras 1 ran on Theano.

    Raises:
        ValueError: If the layer cannot take them.

    >>> gru = keras.layers.GRU(2, reset_after=False)
    >>> [array.shape for array in todays_arrays(gru, [np.ones((3, 2)), np.ones((2, 2)), np.ones(2)] * 3)]
    [(3, 6), (2, 6), (6,)]
    """
    if isinstance(layer, keras.layers.Bidirectional):
        half = len(arrays) // 2
        parts = (layer.forward_layer, arrays[:half]), (layer.backward_layer, arrays[half:])
        return [array for inner, some in parts for array in todays_arrays(inner, some, of_theano=of_theano)]
    if isinstance(layer, keras.layers.TimeDistributed):
        return todays_arrays(layer.layer, arrays, of_theano=of_theano)
    if has_layout(layer):
        return _LAYOUTS[layer](arrays)
    name = type(layer).__name__
    laid_out = list(arrays)
    if name in _GATES:
        laid_out = _side_by_side(layer, laid_out)
    if name in _KERNELS:
        count, turn = _KERNELS[name]
        laid_out[:count] = [turn(layer, kernel, of_theano) for kernel in laid_out[:count]]
    return laid_out


def arrays_count(layer: keras.Layer, arrays: Arrays) -> int:
    """Return how many of the next arrays are a layer's: a recurrent layer had three or three a gate."""
    if isinstance(layer, keras.layers.Bidirectional):
        return 2 * arrays_count(layer.forward_layer, arrays)
    if isinstance(layer, keras.layers.TimeDistributed):
        return arrays_count(layer.layer, arrays)
    name = type(layer).__name__
    if name in _GATES and arrays and not _all_gates(layer, arrays[0]):
        return 3 * len(_GATES[name][0])
    return len(layer.weights)


def set_layout(model: keras.Model, layout: Callable[[Arrays], list[np.ndarray]]) -> None:
    """Keep how the arrays of what was one layer in Keras 1 are laid out, in the order of a model's ``weights``."""
    _LAYOUTS[model] = layout


def has_layout(layer: Any) -> bool:
    """Whether a model was one layer in Keras 1."""
    return layer in _LAYOUTS


# Recurrent layers


def _all_gates(layer: Any, kernel: np.ndarray) -> bool:
    """Whether a kernel has all gates side by side, as with consume_less='gpu'."""
    units = layer.filters if hasattr(layer, "filters") else layer.units
    return bool(kernel.ndim == 2 and kernel.shape[-1] != units)


def _side_by_side(layer: Any, arrays: list[np.ndarray]) -> list[np.ndarray]:
    old, new = _GATES[type(layer).__name__]
    if getattr(layer, "reset_after", False) and arrays[-1].ndim == 1:
        raise ValueError(
            f"these are the weights of a GRU with reset_after=False, which Keras 1's was, and {layer.name!r} is none. "
            "Give reset_after=False too."
        )
    if len(arrays) != 3 * len(old):
        return arrays
    by_gate = {gate: arrays[3 * place : 3 * place + 3] for place, gate in enumerate(old)}
    axis = 0 if _is_channels_first(layer) else -1
    axes = (axis, axis, -1)
    return [np.concatenate([by_gate[gate][part] for gate in new], axis=axes[part]) for part in range(3)]


# Convolutions


def _kernel(layer: Any, kernel: np.ndarray, of_theano: bool) -> np.ndarray:
    """Lay a kernel out as (rows, columns, in, out), and turn it where Theano did."""
    if _is_channels_first(layer):
        kernel = kernel.transpose(*range(2, kernel.ndim), 1, 0)
    return _turned(kernel) if of_theano else kernel


def _kernel_1d(layer: Any, kernel: np.ndarray, of_theano: bool) -> np.ndarray:
    """Lay a kernel out as (steps, in, out): Keras 1 convolved pictures that are one column wide."""
    if kernel.ndim == 4:
        if kernel.shape[:2] != (layer.kernel_size[0], 1):
            # The layout before Keras 1.1, which 1.2.2 still read.
            kernel = kernel.transpose(2, 3, 1, 0)
        kernel = kernel[:, 0]
    return kernel[::-1] if of_theano else kernel


def _transposed_kernel(layer: Any, kernel: np.ndarray, of_theano: bool) -> np.ndarray:
    """Lay the kernel of a transposed convolution out as (rows, columns, out, in)."""
    return _kernel(layer, kernel, of_theano).swapaxes(-1, -2)


def _turned(kernel: np.ndarray) -> np.ndarray:
    return np.flip(kernel, tuple(range(kernel.ndim - 2)))


def _is_channels_first(layer: Any) -> bool:
    return getattr(layer, "data_format", None) == "channels_first"


# How many of the arrays are kernels of convolutions, and how one is laid out.
_KERNELS: Mapping[str, tuple[int, Callable[[Any, np.ndarray, bool], np.ndarray]]] = {
    "Conv1D": (1, _kernel_1d),
    "Conv2D": (1, _kernel),
    "Conv3D": (1, _kernel),
    "Conv2DTranspose": (1, _transposed_kernel),
    "SeparableConv2D": (2, _kernel),
    "ConvLSTM2D": (2, _kernel),
}
