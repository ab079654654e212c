"""What Keras 1 computed, and today's Keras computes otherwise by the same words: made of today's objects."""

from __future__ import annotations

from typing import Any

import keras

from keras_functional_notes.legacy.shims.making import served
from keras_functional_notes.legacy.shims.notices import untold
from keras_functional_notes.legacy.table import REQUIRED, find

__all__ = ["hard_sigmoid", "optimizer"]


def hard_sigmoid() -> keras.Sequential:
    """Return Keras 1's hard_sigmoid, ``clip(0.2 * x + 0.5, 0, 1)``; today's has the slope 1/6.

    It is made of two layers of today, and serves as an activation, so that a model with it is saved and loads where
    this package is not installed. Each layer needs one of its own.

    >>> import numpy as np
    >>> hard_sigmoid()(np.array([[-3.0, -1.0, 0.0, 3.0]])).numpy()
    array([[0. , 0.3, 0.5, 1. ]], dtype=float32)
    """
    slope = keras.layers.Rescaling(0.2, offset=0.5, name="slope")
    return keras.Sequential([slope, keras.layers.ReLU(max_value=1.0, name="clip")], name="hard_sigmoid_of_keras_1")


def optimizer(name: str, **arguments: Any) -> keras.optimizers.Optimizer:
    """Return today's optimizer that takes the steps of Keras 1's; of Nadam's, whose schedule is another, the nearest.

    Args:
        name: Keras 1's name.
        arguments: Keras 1's arguments.

    >>> optimizer("Adagrad", lr=0.1).initial_accumulator_value
    0.0
    """
    row = find(name, "keras.optimizers")
    defaults = {each.name: each.default for each in row.arguments if each.default not in (None, REQUIRED)}
    given = {**defaults, **arguments}
    if row.short in ("RMSprop", "Adagrad"):
        # Keras 1 added it to the root, and today's add it to what is under the root.
        given["epsilon"] **= 2
    if row.short == "Adagrad":
        given["initial_accumulator_value"] = 0.0
    with untold():
        made: keras.optimizers.Optimizer = served("keras.optimizers", name)(**given)
    return made
