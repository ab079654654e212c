"""Keras 1's Highway where its input's width is not known when it is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from keras_functional_notes.legacy.kept_layers.kept import Kept, registered

__all__ = ["Highway"]


@registered
class Highway(Kept):
    """A dense layer ``h`` and a gate ``t`` that learns: ``t * h + (1 - t) * x``, as wide as its input.

    Args:
        activation, use_bias, kernel_initializer, kernel_regularizer, bias_regularizer, kernel_constraint,
            bias_constraint: As keras.layers.Dense's, for h; t is a sigmoid, whose bias starts at one and whose kernel
            starts by the same initializer.
        **kwargs: As keras.layers.Layer's.

    Example:
        >>> import keras
        >>> layer = Highway(activation="relu")
        >>> layer(keras.Input((16,))).shape, [weight.shape for weight in layer.get_weights()]
        ((None, 16), [(16, 16), (16, 16), (16,), (16,)])

    From Keras 1.2.2's ``keras/layers/core.py``.
    """

    def __init__(
        self,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        """Keep how it computes."""
        super().__init__(**kwargs)
        self.activation = keras.activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = keras.initializers.get(kernel_initializer)
        self.kernel_regularizer = keras.regularizers.get(kernel_regularizer)
        self.bias_regularizer = keras.regularizers.get(bias_regularizer)
        self.kernel_constraint = keras.constraints.get(kernel_constraint)
        self.bias_constraint = keras.constraints.get(bias_constraint)

    def build(self, input_shape: Sequence[int]) -> None:
        """Make both kernels, then both biases: Keras 1's order."""
        width = input_shape[-1]
        # One initializer object would draw the same numbers for both kernels.
        other = type(self.kernel_initializer).from_config(self.kernel_initializer.get_config())
        rules = {"regularizer": self.kernel_regularizer, "constraint": self.kernel_constraint}
        self.kernel = self.add_weight((width, width), self.kernel_initializer, name="kernel", **rules)
        self.gate_kernel = self.add_weight((width, width), other, name="gate_kernel")
        if self.use_bias:
            rules = {"regularizer": self.bias_regularizer, "constraint": self.bias_constraint}
            self.bias = self.add_weight((width,), "zeros", name="bias", **rules)
            self.gate_bias = self.add_weight((width,), "ones", name="gate_bias")

    def call(self, inputs: Any) -> Any:
        """Compute it."""
        gate, outputs = ops.matmul(inputs, self.gate_kernel), ops.matmul(inputs, self.kernel)
        if self.use_bias:
            gate, outputs = gate + self.gate_bias, outputs + self.bias
        gate = ops.sigmoid(gate)
        return gate * self.activation(outputs) + (1 - gate) * inputs

    def compute_output_shape(self, input_shape: Sequence[int]) -> Sequence[int]:
        """Return the input's."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Return what it was made with."""
        own = ("activation", "kernel_initializer", "kernel_regularizer", "bias_regularizer", "activity_regularizer")
        constraints = ("kernel_constraint", "bias_constraint")
        return {**super().get_config(), "use_bias": self.use_bias, **self.serialized(*own, *constraints)}
