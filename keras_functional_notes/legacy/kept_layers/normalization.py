"""Keras 1's BatchNormalization in the modes that today's has not."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from keras_functional_notes.legacy.kept_layers.kept import Kept, registered

__all__ = ["BatchOnlyNormalization", "SampleNormalization"]


@registered
class SampleNormalization(Kept, keras.layers.BatchNormalization):  # type: ignore[misc]  # Keras ships no types
    """Normalize each sample over its last axis: Keras 1's ``BatchNormalization(mode=1)``.

    Args:
        **kwargs: As keras.layers.BatchNormalization's. The moving statistics are there, as in Keras 1, and never used.

    Example:
        >>> import numpy as np
        >>> SampleNormalization(epsilon=1e-6)(np.array([[1.0, 2.0, 3.0]])).numpy().round(3)
        array([[-1.225,  0.   ,  1.225]], dtype=float32)

    From Keras 1.2.2's ``keras/layers/normalization.py``.
    """

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """Normalize; Keras 1 added epsilon to the variance, and again to its root."""
        mean, variance = ops.moments(inputs, axes=-1, keepdims=True)
        deviation = ops.sqrt(variance + self.epsilon) + self.epsilon
        return _scaled(self, (inputs - mean) / deviation, self.gamma, self.beta)


@registered
class BatchOnlyNormalization(Kept, keras.layers.BatchNormalization):  # type: ignore[misc]  # Keras ships no types
    """Normalize by the batch's own statistics, in training and after: Keras 1's ``BatchNormalization(mode=2)``.

    Args:
        **kwargs: As keras.layers.BatchNormalization's. The moving statistics are there, as in Keras 1, and never used.

    Example:
        >>> import numpy as np
        >>> BatchOnlyNormalization()(np.array([[1.0], [3.0]])).numpy().round(2)
        array([[-1.],
               [ 1.]], dtype=float32)

    From Keras 1.2.2's ``keras/layers/normalization.py``.
    """

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        """Normalize."""
        axis = self.axis % len(inputs.shape)
        others = [place for place in range(len(inputs.shape)) if place != axis]
        mean, variance = ops.moments(inputs, axes=others, keepdims=True)
        shape = [1] * len(inputs.shape)
        shape[axis] = inputs.shape[axis]
        gamma, beta = (None if one is None else ops.reshape(one, shape) for one in (self.gamma, self.beta))
        return _scaled(self, (inputs - mean) / ops.sqrt(variance + self.epsilon), gamma, beta)


def _scaled(layer: keras.layers.BatchNormalization, normalized: Any, gamma: Any, beta: Any) -> Any:
    normalized = normalized if gamma is None else normalized * ops.cast(gamma, normalized.dtype)
    return normalized if beta is None else normalized + ops.cast(beta, normalized.dtype)
