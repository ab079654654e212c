"""What Keras 1 computed and no function of today computes, made of today's layers."""

from __future__ import annotations

import keras

__all__ = ["hard_sigmoid"]


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
