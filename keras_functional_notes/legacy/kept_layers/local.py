"""Convolutions whose weights are not shared: each place of the output has its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from keras_functional_notes.legacy.kept_layers.kept import Kept, registered

__all__ = ["LocallyConnected1D", "LocallyConnected2D"]


class _LocallyConnected(Kept):
    """What both share: a kernel of its own for each place of the output."""

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: int | Sequence[int],
        strides: int | Sequence[int] = 1,
        data_format: str | None = None,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self.rank, self.filters = rank, filters
        self.kernel_size = (kernel_size,) * rank if isinstance(kernel_size, int) else tuple(kernel_size)
        self.strides = (strides,) * rank if isinstance(strides, int) else tuple(strides)
        self.data_format = keras.config.image_data_format() if data_format is None else data_format
        self.activation = keras.activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.bias_initializer = keras.initializers.get(bias_initializer)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)
        self.bias_regularizer = keras.regularizers.get(bias_regularizer)
        self.kernel_constraint = keras.constraints.get(kernel_constraint)
        self.bias_constraint = keras.constraints.get(bias_constraint)

    @property
    def is_channels_first(self) -> bool:
        """Whether the channels stand before the places."""
        return bool(self.data_format == "channels_first")

    def places(self, input_shape: Sequence[int | None]) -> tuple[int, ...]:
        """Return how many places the output has along each axis."""
        lengths = input_shape[2:] if self.is_channels_first else input_shape[1:-1]
        if None in lengths:
            raise ValueError(
                f"{type(self).__name__} has weights for each place of its input, so that its size must be known; it is "
                f"{tuple(input_shape)}. Give the whole shape to keras.Input."
            )
        return tuple(
            (int(length or 0) - size) // stride + 1
            for length, size, stride in zip(lengths, self.kernel_size, self.strides, strict=True)
        )

    def build(self, input_shape: Sequence[int]) -> None:
        """Make a kernel for each place, and a bias."""
        places = self.places(input_shape)
        channels = input_shape[1 if self.is_channels_first else -1]
        self.kernel = self.add_weight(
            (math.prod(places), math.prod(self.kernel_size) * channels, self.filters),
            self.kernel_initializer,
            name="kernel",
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.bias = self.use_bias and self.add_weight(
            (*places, self.filters),
            self.bias_initializer,
            name="bias",
            regularizer=self.bias_regularizer,
            constraint=self.bias_constraint,
        )

    def call(self, inputs: Any) -> Any:
        """Multiply what each place sees with its own kernel."""
        first, places, rank = int(self.is_channels_first), self.places(inputs.shape), self.rank
        seen = inputs
        for number, (count, size, stride) in enumerate(zip(places, self.kernel_size, self.strides, strict=True)):
            # An axis becomes two: the places of the output, and what each of them sees.
            steps = ops.expand_dims(ops.arange(count) * stride, 1) + ops.arange(size)
            seen = ops.take(seen, steps, axis=1 + first + 2 * number)
        starts = [1 + first + 2 * number for number in range(rank)]
        within = [axis for axis in range(1, len(seen.shape)) if axis not in starts]
        seen = ops.transpose(seen, (0, *starts, *within))
        seen = ops.reshape(seen, (-1, math.prod(places), self.kernel.shape[1]))
        outputs = ops.reshape(ops.einsum("bpi,pio->bpo", seen, self.kernel), (-1, *places, self.filters))
        if first:
            outputs = ops.moveaxis(outputs, -1, 1)
        if self.use_bias:
            # With channels first Keras 1 reads the bias in another order than it has it.
            outputs = outputs + ops.reshape(self.bias, (1, *outputs.shape[1:]))
        return self.activation(outputs)

    def compute_output_shape(self, input_shape: Sequence[int]) -> tuple[int, ...]:
        """Return the output's shape."""
        places = self.places(input_shape)
        inside = (self.filters, *places) if self.is_channels_first else (*places, self.filters)
        return (input_shape[0], *inside)

    def get_config(self) -> dict[str, Any]:
        """Return what it was made with."""
        own = ("filters", "kernel_size", "strides", "data_format", "use_bias")
        objects = self.serialized(
            *("activation", "kernel_initializer", "bias_initializer", "kernel_regularizer", "bias_regularizer"),
            *("activity_regularizer", "kernel_constraint", "bias_constraint"),
        )
        return {**super().get_config(), **{name: getattr(self, name) for name in own}, **objects}


@registered
class LocallyConnected1D(_LocallyConnected):
    """A convolution over steps that has a kernel and a bias of its own for each step of the output.

    Args:
        filters: How many numbers come out for each step.
        kernel_size: How many steps it sees.
        **kwargs: As keras.layers.Conv1D's: strides, activation, use_bias, initializers, regularizers, constraints.
            There is no padding.

    Raises:
        ValueError: If the input's length is not known.

    Example:
        >>> import keras
        >>> layer = LocallyConnected1D(64, 3)
        >>> layer(keras.Input((10, 32))).shape, layer.count_params()
        ((None, 8, 64), 49664)

    From Keras 1.2.2's ``keras/layers/local.py``.
    """

    def __init__(self, filters: int, kernel_size: int, **kwargs: Any) -> None:
        """Keep how it convolves."""
        super().__init__(1, filters, kernel_size, **{**kwargs, "data_format": "channels_last"})


@registered
class LocallyConnected2D(_LocallyConnected):
    """A convolution over a picture that has a kernel and a bias of its own for each place of the output.

    Args:
        filters: How many numbers come out for each place.
        kernel_size: How many rows and columns it sees.
        **kwargs: As keras.layers.Conv2D's: strides, data_format, activation, use_bias, initializers, regularizers,
            constraints. There is no padding.

    Raises:
        ValueError: If the input's size is not known.

    Example:
        >>> import keras
        >>> layer = LocallyConnected2D(4, (3, 3), strides=(2, 2))
        >>> layer(keras.Input((7, 9, 3))).shape, layer.count_params()
        ((None, 3, 4, 4), 1344)

    From Keras 1.2.2's ``keras/layers/local.py``.
    """

    def __init__(self, filters: int, kernel_size: int | Sequence[int], **kwargs: Any) -> None:
        """Keep how it convolves."""
        super().__init__(2, filters, kernel_size, **kwargs)
