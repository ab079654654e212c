"""Tensors to merge, with masks and without, that the tests of merging and of masks share."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from keras import ops

from keras_functional_notes.legacy import Keras1Warning, merge

ELEMENTWISE = {
    "sum": lambda arrays: sum(arrays),
    "mul": lambda arrays: np.prod(arrays, axis=0),
    "ave": lambda arrays: np.mean(arrays, axis=0),
    "max": lambda arrays: np.max(arrays, axis=0),
}


def random_array(seed: int, shape: tuple[int, ...]) -> np.ndarray:
    # Away from 0, so that no norm is 0.
    return np.random.default_rng(seed).uniform(0.5, 1.5, shape).astype("float32") * np.float32(-1) ** seed


def quiet_merge(*args: Any, **kwargs: Any) -> Any:
    with pytest.warns(Keras1Warning):
        return merge(*args, **kwargs)


# Masks. Steps 1, 2 of `a` and 1, 3 of `b` are words; 0 is padding.

A = np.array([[1, 2, 0, 0], [3, 1, 2, 0]])
B = np.array([[1, 0, 3, 0], [2, 2, 0, 1]])
AND = (A != 0) & (B != 0)


def embedded(masked: tuple[bool, bool] = (True, True)) -> tuple[list[Any], list[Any], list[np.ndarray]]:
    """Two inputs, their embeddings, and what the embeddings hold of A and B."""
    inputs, embeddings, values = [], [], []
    for part, (words, mask_zero) in enumerate(zip((A, B), masked, strict=True)):
        table = random_array(part, (4, 3))
        x = keras.Input((4,))
        layer = keras.layers.Embedding(4, 3, mask_zero=mask_zero)
        inputs.append(x)
        embeddings.append(layer(x))
        layer.set_weights([table])
        values.append(table[words])
    return inputs, embeddings, values


def check_mask(
    inputs: list[Any], merged: Any, expected: np.ndarray, values: np.ndarray | None, *, carried: bool = True
) -> None:
    """Check the mask where a graph is built, and where a model runs; and that values are not touched by it.

    Where the mask is not `carried` by us, it is today's own layer's, and Keras 3.3 loses it when the model runs.
    """
    seen = keras.layers.GlobalAveragePooling1D()(merged)
    model = keras.Model(inputs, [merged, seen])
    runtime, averages = model([A, B])
    if carried:
        np.testing.assert_array_equal(ops.convert_to_numpy(runtime._keras_mask), expected)
    runtime = ops.convert_to_numpy(runtime)
    if values is not None:
        np.testing.assert_allclose(runtime, values, rtol=1e-5)
    weights = expected[..., None]
    average = (runtime * weights).sum(1) / weights.sum(1)
    # A layer that takes a mask gets Keras 1's.
    np.testing.assert_allclose(ops.convert_to_numpy(averages), average, rtol=1e-4)


def halves(tensors: list[Any]) -> Any:
    return (tensors[0] + tensors[1]) / 2.0


def first_masked(tensors: list[Any], mask: list[Any]) -> Any:
    return tensors[0] * ops.cast(ops.expand_dims(mask[0], -1), "float32")
