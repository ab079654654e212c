"""Keras 1's `Dense`, `Convolution1D` and `Convolution2D` as bases: their attributes, weights and steps, as text of 2016
that overrides one of these reads the others.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from keras_functional_notes.legacy.custom import initialisers
from keras_functional_notes.legacy.custom.configuration import activation_of, constraint_of, regularizer_of, told
from keras_functional_notes.legacy.custom.layers import Layer

__all__ = ["Convolution1D", "Convolution2D", "Dense"]

_WORDS = {"channels_first": "th", "channels_last": "tf"}


class _Affine(Layer):
    """A layer of a kernel ``W`` and, where ``bias`` says so, of ``b``."""

    def __init__(
        self,
        init: Any,
        activation: Any,
        weights: Any,
        W_regularizer: Any,
        b_regularizer: Any,
        activity_regularizer: Any,
        W_constraint: Any,
        b_constraint: Any,
        bias: bool,
        **kwargs: Any,
    ) -> None:
        self.init, self.activation = initialisers.get(init), activation_of(activation)
        self.W_regularizer, self.b_regularizer = regularizer_of(W_regularizer), regularizer_of(b_regularizer)
        self.W_constraint, self.b_constraint = constraint_of(W_constraint), constraint_of(b_constraint)
        self.bias, self.initial_weights = bias, weights
        super().__init__(**kwargs)
        self.activity_regularizer = regularizer_of(activity_regularizer)

    def _make_weights(self, shape: tuple[int, ...], filters: int) -> None:
        self.W = self.add_weight(
            shape, self.init, name=f"{self.name}_W", regularizer=self.W_regularizer, constraint=self.W_constraint
        )
        self.b = None
        if self.bias:
            self.b = self.add_weight(
                (filters,), "zero", name=f"{self.name}_b", regularizer=self.b_regularizer, constraint=self.b_constraint
            )
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)
            del self.initial_weights

    def get_config(self) -> dict[str, Any]:
        """Return Keras 1's configuration."""
        names = "init activation W_regularizer b_regularizer activity_regularizer W_constraint b_constraint bias"
        return {**super().get_config(), **told(self, names)}


class Dense(_Affine):
    """Keras 1's ``Dense``."""

    def __init__(
        self,
        output_dim: int,
        init: Any = "glorot_uniform",
        activation: Any = None,
        weights: Any = None,
        W_regularizer: Any = None,
        b_regularizer: Any = None,
        activity_regularizer: Any = None,
        W_constraint: Any = None,
        b_constraint: Any = None,
        bias: bool = True,
        input_dim: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Take Keras 1's arguments, in its order."""
        self.output_dim, self.input_dim = int(output_dim), input_dim
        if input_dim:
            kwargs["input_shape"] = (input_dim,)
        penalties = (W_regularizer, b_regularizer, activity_regularizer, W_constraint, b_constraint)
        super().__init__(init, activation, weights, *penalties, bias, **kwargs)

    def build(self, input_shape: Any) -> None:
        """Make ``W`` and ``b``."""
        self.input_dim = input_shape[-1]
        self._make_weights((self.input_dim, self.output_dim), self.output_dim)
        self.built = True

    def call(self, x: Any, mask: Any = None) -> Any:
        """Compute ``activation(x W + b)``."""
        output = ops.dot(x, self.W)
        return self.activation(output + self.b if self.bias else output)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output."""
        return (*input_shape[:-1], self.output_dim)

    def get_config(self) -> dict[str, Any]:
        """Return Keras 1's configuration."""
        return {**super().get_config(), "output_dim": self.output_dim, "input_dim": self.input_dim}


class Convolution2D(_Affine):
    """Keras 1's ``Convolution2D``, whose ``W`` is laid out as `dim_ordering` says."""

    def __init__(
        self,
        nb_filter: int,
        nb_row: int,
        nb_col: int,
        init: Any = "glorot_uniform",
        activation: Any = None,
        weights: Any = None,
        border_mode: str = "valid",
        subsample: Any = (1, 1),
        dim_ordering: str = "default",
        W_regularizer: Any = None,
        b_regularizer: Any = None,
        activity_regularizer: Any = None,
        W_constraint: Any = None,
        b_constraint: Any = None,
        bias: bool = True,
        **kwargs: Any,
    ) -> None:
        """Take Keras 1's arguments, in its order."""
        _check_border("Convolution2D", border_mode)
        self.nb_filter, self.nb_row, self.nb_col = int(nb_filter), int(nb_row), int(nb_col)
        self.border_mode, self.subsample = border_mode, tuple(subsample)
        standard = _WORDS[keras.config.image_data_format()]
        self.dim_ordering = standard if dim_ordering == "default" else dim_ordering
        penalties = (W_regularizer, b_regularizer, activity_regularizer, W_constraint, b_constraint)
        super().__init__(init, activation, weights, *penalties, bias, **kwargs)

    def build(self, input_shape: Any) -> None:
        """Make ``W`` and ``b``."""
        sizes, channels = (self.nb_row, self.nb_col), input_shape[1 if self.dim_ordering == "th" else 3]
        first = self.dim_ordering == "th"
        self.W_shape = (self.nb_filter, channels, *sizes) if first else (*sizes, channels, self.nb_filter)
        self._make_weights(self.W_shape, self.nb_filter)
        self.built = True

    def call(self, x: Any, mask: Any = None) -> Any:
        """Convolve, add ``b`` and apply the activation."""
        first = self.dim_ordering == "th"
        kernel = ops.transpose(self.W, (2, 3, 1, 0)) if first else self.W
        output = ops.conv(x, kernel, self.subsample, self.border_mode, "channels_first" if first else "channels_last")
        if self.bias:
            output = output + ops.reshape(self.b, (1, -1, 1, 1) if first else (1, 1, 1, -1))
        return self.activation(output)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output."""
        kernel = (self.nb_row, self.nb_col, 1, self.nb_filter)
        ordering = "channels_first" if self.dim_ordering == "th" else "channels_last"
        return _convolved(input_shape, kernel, self.subsample, self.border_mode, ordering)

    def get_config(self) -> dict[str, Any]:
        """Return Keras 1's configuration."""
        names = "nb_filter nb_row nb_col border_mode subsample dim_ordering"
        return {**super().get_config(), **told(self, names)}


class Convolution1D(_Affine):
    """Keras 1's ``Convolution1D``, whose ``W`` is that of a picture one column wide."""

    def __init__(
        self,
        nb_filter: int,
        filter_length: int,
        init: Any = "glorot_uniform",
        activation: Any = None,
        weights: Any = None,
        border_mode: str = "valid",
        subsample_length: int = 1,
        W_regularizer: Any = None,
        b_regularizer: Any = None,
        activity_regularizer: Any = None,
        W_constraint: Any = None,
        b_constraint: Any = None,
        bias: bool = True,
        input_dim: int | None = None,
        input_length: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Take Keras 1's arguments, in its order."""
        _check_border("Convolution1D", border_mode)
        self.nb_filter, self.filter_length = int(nb_filter), int(filter_length)
        self.border_mode, self.subsample_length = border_mode, int(subsample_length)
        self.subsample = (self.subsample_length, 1)
        self.input_dim, self.input_length = input_dim, input_length
        if input_dim:
            kwargs["input_shape"] = (input_length, input_dim)
        penalties = (W_regularizer, b_regularizer, activity_regularizer, W_constraint, b_constraint)
        super().__init__(init, activation, weights, *penalties, bias, **kwargs)

    def build(self, input_shape: Any) -> None:
        """Make ``W`` and ``b``."""
        self.W_shape = (self.filter_length, 1, input_shape[2], self.nb_filter)
        self._make_weights(self.W_shape, self.nb_filter)
        self.built = True

    def call(self, x: Any, mask: Any = None) -> Any:
        """Convolve, add ``b`` and apply the activation."""
        output = ops.conv(x, self.W[:, 0], self.subsample_length, self.border_mode, "channels_last")
        return self.activation(output + self.b if self.bias else output)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of the output."""
        kernel = (self.filter_length, 1, self.nb_filter)
        return _convolved(input_shape, kernel, (self.subsample_length,), self.border_mode, "channels_last")

    def get_config(self) -> dict[str, Any]:
        """Return Keras 1's configuration."""
        names = "nb_filter filter_length border_mode subsample_length input_dim input_length"
        return {**super().get_config(), **told(self, names)}


def _check_border(name: str, border_mode: str) -> None:
    if border_mode not in ("valid", "same"):
        raise ValueError(f"{name}(border_mode={border_mode!r}): Keras 1 on TensorFlow had 'valid' and 'same'.")


def _convolved(shape: Any, kernel: tuple[int, ...], strides: tuple[int, ...], mode: str, ordering: str) -> Any:
    """Return the shape that today's convolution gives."""
    filters, sizes = kernel[-1], kernel[:-2]
    layer = (keras.layers.Conv1D, keras.layers.Conv2D)[len(sizes) - 1]
    return layer(filters, sizes, strides=strides, padding=mode, data_format=ordering).compute_output_shape(tuple(shape))
