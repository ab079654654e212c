"""Where models begin: `Input(tensor=...)`, which stands for another tensor, and layers with a `batch_input_shape`."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import keras

from keras_functional_notes import _keras
from keras_functional_notes.legacy.shims.notices import tell_gone

__all__ = ["FED", "beginning", "is_keras_tensor", "keep_batch", "keep_input", "make_input", "put_behind"]

FED: MutableMapping[keras.KerasTensor, Any] = WeakKeyDictionary()
"""Inputs that stand for another tensor, a symbolic one, a variable or an array."""

# What is given to the Input before a layer.
_BEFORE: MutableMapping[keras.layers.Layer, dict[str, Any]] = WeakKeyDictionary()


def keep_input(layer: Any, batch_shape: Sequence[int | None], dtype: str | None = None) -> None:
    """Keep the shape of a layer's input, its batch included."""
    _BEFORE[layer] = {"batch_shape": tuple(batch_shape), "dtype": dtype}


def keep_batch(layer: Any, shape: Any) -> None:
    """Keep what a layer was given as ``batch_input_shape=``, where it tells the size of a batch."""
    if isinstance(shape, (tuple, list)) and shape and shape[0] is not None and isinstance(layer, keras.layers.Layer):
        keep_input(layer, shape)
        if getattr(layer, "stateful", False):
            # Only a layer that is built knows its batch; today's Sequential would not tell it.
            layer.build(tuple(shape))


def beginning(layer: Any) -> list[Any]:
    """Return the Input that a Sequential needs before its first layer, if that one says more of it than a shape.

    >>> lstm = keras.layers.LSTM(2, stateful=True)
    >>> keep_batch(lstm, (4, 3, 1))
    >>> model = keras.Sequential([*beginning(lstm), lstm])
    >>> model.input_shape, model.output_shape
    ((4, 3, 1), (4, 2))
    """
    kept = _BEFORE.get(layer) if isinstance(layer, keras.layers.Layer) else None
    return [] if kept is None else [keras.Input(**kept)]


def put_behind(layer: Any, shape: Any) -> None:
    """Let a layer that stands behind others take what comes in, whatever `batch_input_shape` it was given.

    Args:
        layer: What is added to a Sequential that has layers.
        shape: What comes in.
    """
    kept = _BEFORE.pop(layer, None) if isinstance(layer, keras.layers.Layer) else None
    if kept is not None and layer.built and kept["batch_shape"] != shape and not _keras.inbound_nodes(layer):
        _keras.unbuild(layer)


def make_input(*args: Any, tensor: Any = None, **kwargs: Any) -> Any:
    """Make an input as `keras.Input` does; one that is given a tensor has its shape, and stands for it.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> x = keras.Input((3,))
    >>> make_input(tensor=x * 2).shape, make_input(shape=(3,)).shape
    ((None, 3), (None, 3))
    """
    if tensor is None:
        return keras.Input(*args, **kwargs)
    kept = {name: value for name, value in kwargs.items() if name in ("name", "sparse")}
    made = keras.Input(batch_shape=tuple(tensor.shape), dtype=keras.backend.standardize_dtype(tensor.dtype), **kept)
    FED[made] = tensor
    tell_gone("Input(tensor=...)", "an input of that tensor's shape: K.function computes the tensor, fit takes arrays")
    return made


def is_keras_tensor(x: Any) -> bool:
    """Whether a layer gave a symbolic tensor: ``K.is_keras_tensor(x)``; what a backend function gave was none."""
    history = _keras.history(x) if isinstance(x, keras.KerasTensor) else None
    return history is not None and isinstance(history[0], keras.layers.Layer)
