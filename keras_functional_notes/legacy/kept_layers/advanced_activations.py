"""Keras 1's activations that learn, those that today's Keras has not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from keras_functional_notes.legacy.kept_layers.kept import Kept, registered

__all__ = ["AnySlopeReLU", "ParametricSoftplus", "SReLU"]


@registered
class AnySlopeReLU(Kept):
    """A LeakyReLU whose slope may be negative, too: ``x`` above zero, and ``negative_slope * x`` below.

    Args:
        negative_slope: The slope; 0.3 by default.
        **kwargs: As keras.layers.Layer's.

    Example:
        >>> import numpy as np
        >>> AnySlopeReLU(-1.0)(np.array([[-2.0, 2.0]])).numpy()
        array([[2., 2.]], dtype=float32)

    From Keras 1.2.2's ``keras/layers/advanced_activations.py`` (LeakyReLU).
    """

    def __init__(self, negative_slope: float = 0.3, **kwargs: Any) -> None:
        """Keep the slope."""
        super().__init__(**kwargs)
        self.supports_masking = True
        self.negative_slope = negative_slope

    def call(self, inputs: Any) -> Any:
        """Compute it."""
        return ops.maximum(inputs, 0) + self.negative_slope * ops.minimum(inputs, 0)

    def compute_output_shape(self, input_shape: Sequence[int]) -> Sequence[int]:
        """Return the input's."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return what it was made with."""
        return {**super().get_config(), "negative_slope": self.negative_slope}


class _LearnedActivation(Kept):
    """What activations with weights for each place of the input share."""

    def __init__(self, shared_axes: int | Sequence[int] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.shared_axes = [shared_axes] if isinstance(shared_axes, int) else list(shared_axes or [])

    def shape_for(self, input_shape: Sequence[int]) -> tuple[int, ...]:
        """Return the shape of each weight: the input's without the batch, and 1 along the shared axes."""
        return tuple(1 if axis in self.shared_axes else length for axis, length in enumerate(input_shape[1:], start=1))

    def compute_output_shape(self, input_shape: Sequence[int]) -> Sequence[int]:
        """Return the input's."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return what it was made with."""
        return {**super().get_config(), "shared_axes": self.shared_axes or None}


@registered
class ParametricSoftplus(_LearnedActivation):
    """``alpha * softplus(beta * x)``, with both learned for each place of the input.

    Args:
        alpha: Where alpha begins; 0.2 by default.
        beta: Where beta begins; 5.0 by default.
        shared_axes: The axes, counted from 1, along which the weights are shared; none by default.
        **kwargs: As keras.layers.Layer's.

    Example:
        >>> import numpy as np
        >>> ParametricSoftplus()(np.array([[0.0, 1.0]])).numpy().round(3)
        array([[0.139, 1.001]], dtype=float32)

    From Keras 1.2.2's ``keras/layers/advanced_activations.py``.
    """

    def __init__(
        self,
        alpha: float = 0.2,
        beta: float = 5.0,
        shared_axes: int | Sequence[int] | None = None,
        **kwargs: Any,
    ) -> None:
        """Keep where it begins."""
        super().__init__(shared_axes, **kwargs)
        self.alpha, self.beta = alpha, beta

    def build(self, input_shape: Sequence[int]) -> None:
        """Make both weights."""
        shape = self.shape_for(input_shape)
        self.alphas = self.add_weight(shape, keras.initializers.Constant(self.alpha), name="alphas")
        self.betas = self.add_weight(shape, keras.initializers.Constant(self.beta), name="betas")

    def call(self, inputs: Any) -> Any:
        """Compute it."""
        return ops.softplus(self.betas * inputs) * self.alphas

    def get_config(self) -> dict[str, Any]:
        """Return what it was made with."""
        return {**super().get_config(), "alpha": self.alpha, "beta": self.beta}


@registered
class SReLU(_LearnedActivation):
    """The identity between two thresholds, and a line of its own beyond each; all four learned for each place.

    Args:
        t_left_initializer: Draws the left threshold; zeros by default.
        a_left_initializer: Draws the slope to the left of it.
        t_right_initializer: Draws how far to the right of it the right threshold is, whatever the sign.
        a_right_initializer: Draws the slope to the right of that; ones by default.
        shared_axes: The axes, counted from 1, along which the weights are shared; none by default.
        **kwargs: As keras.layers.Layer's.

    Example:
        >>> import numpy as np
        >>> line = {"t_left_initializer": "zeros", "a_left_initializer": "zeros"}
        >>> SReLU(t_right_initializer="ones", **line)(np.array([[-2.0, 0.5, 2.0]])).numpy()
        array([[0. , 0.5, 2. ]], dtype=float32)

    From Keras 1.2.2's ``keras/layers/advanced_activations.py``.
    """

    def __init__(
        self,
        t_left_initializer: Any = "zeros",
        a_left_initializer: Any = "glorot_uniform",
        t_right_initializer: Any = "glorot_uniform",
        a_right_initializer: Any = "ones",
        shared_axes: int | Sequence[int] | None = None,
        **kwargs: Any,
    ) -> None:
        """Keep how it begins."""
        super().__init__(shared_axes, **kwargs)
        drawn = (t_left_initializer, a_left_initializer, t_right_initializer, a_right_initializer)
        self.initializers = dict(
            zip(("t_left", "a_left", "t_right", "a_right"), map(keras.initializers.get, drawn), strict=True)
        )

    def build(self, input_shape: Sequence[int]) -> None:
        """Make the four weights."""
        shape = self.shape_for(input_shape)
        for name, initializer in self.initializers.items():
            setattr(self, name, self.add_weight(shape, initializer, name=name))

    def call(self, inputs: Any) -> Any:
        """Compute it."""
        left, right = self.t_left, self.t_left + ops.abs(self.t_right)
        below = ops.where(inputs < left, self.a_left * (inputs - left), ops.minimum(inputs, right) - left)
        return left + below + self.a_right * ops.relu(inputs - right)

    def get_config(self) -> dict[str, Any]:
        """Return what it was made with."""
        drawn = {f"{name}_initializer": keras.initializers.serialize(one) for name, one in self.initializers.items()}
        return {**super().get_config(), **drawn}
