"""Keras 1's `weights=[...]`, set after the layer is built."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from old_layers import arrays, old_layer

# Keras advises against input_shape, which Keras 1 lived on.
pytestmark = pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`")


# weights=


@pytest.mark.parametrize(
    ("name", "args", "weights"),
    [
        ("Dense", (4,), arrays((3, 4), (4,))),
        ("Dense", (4,), arrays((3, 4))),
        ("Embedding", (5, 4), arrays((5, 4))),
        ("Convolution1D", (4, 2), arrays((2, 3, 4), (4,))),
        ("Convolution2D", (4, 2, 3), arrays((2, 3, 5, 4), (4,))),
        ("Convolution3D", (4, 2, 3, 2), arrays((2, 3, 2, 5, 4), (4,))),
        ("SimpleRNN", (4,), arrays((3, 4), (4, 4), (4,))),
        ("LSTM", (4,), arrays((3, 16), (4, 16), (16,))),
    ],
)
def test_weights_are_set_although_the_input_is_not_known_yet(name: str, args: Any, weights: Any) -> None:
    layer = old_layer(
        name, *args, weights=weights, **({"bias": False} if len(weights) == 1 and name == "Dense" else {})
    )
    for got, given in zip(layer.get_weights(), weights, strict=True):
        np.testing.assert_array_equal(got, given)


def test_weights_of_a_layer_that_its_weights_do_not_tell_are_set_when_it_is_called() -> None:
    weights = arrays((3,), (3,), (3,), (3,))
    layer = old_layer("BatchNormalization", weights=weights, input_shape=(3,))
    for got, given in zip(layer.get_weights(), weights, strict=True):
        np.testing.assert_array_equal(got, given)
    layer = old_layer("BatchNormalization", weights=weights)
    assert not layer.built
    for width in (2, 3):
        other = old_layer("BatchNormalization", weights=weights)
        if width == 2:
            with pytest.raises(ValueError, match="shape"):
                other(keras.Input((4, width)))
        else:
            other(keras.Input((4, width)))
            for got, given in zip(other.get_weights(), weights, strict=True):
                np.testing.assert_array_equal(got, given)
    # Once they are set, it is a layer as any other.
    layer(keras.Input((3,)))
    layer.set_weights([2 * array for array in weights])
    layer(keras.Input((3,)))
    np.testing.assert_array_equal(layer.get_weights()[0], 2 * weights[0])


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def test_keras_1s_twelve_lstm_arrays_are_the_gates_input_cell_forget_output() -> None:
    by_gate = {gate: arrays((3, 2), (2, 2), (2,)) for gate in "icfo"}
    for place, gate in enumerate("icfo"):
        by_gate[gate] = [array + place / 10 for array in by_gate[gate]]
    layer = old_layer("LSTM", 2, weights=[array for gate in "icfo" for array in by_gate[gate]])
    x = arrays((1, 5, 3))[0]
    h, c = np.zeros(2), np.zeros(2)
    for step in x[0]:
        z = {gate: step @ w + h @ u + b for gate, (w, u, b) in by_gate.items()}
        c = sigmoid(z["f"]) * c + sigmoid(z["i"]) * np.tanh(z["c"])
        h = sigmoid(z["o"]) * np.tanh(c)
    np.testing.assert_allclose(np.array(layer(x))[0], h, rtol=1e-4)


def test_keras_1s_nine_gru_arrays_need_reset_after_false() -> None:
    by_gate = {gate: [array + place / 10 for array in arrays((3, 2), (2, 2), (2,))] for place, gate in enumerate("zrh")}
    weights = [array for gate in "zrh" for array in by_gate[gate]]
    layer = old_layer("GRU", 2, reset_after=False, weights=weights)
    x = arrays((1, 5, 3))[0]
    h = np.zeros(2)
    for step in x[0]:
        z, r = (sigmoid(step @ w + h @ u + b) for w, u, b in (by_gate["z"], by_gate["r"]))
        w, u, b = by_gate["h"]
        h = z * h + (1 - z) * np.tanh(step @ w + (r * h) @ u + b)
    np.testing.assert_allclose(np.array(layer(x))[0], h, rtol=1e-4)
    with pytest.raises(ValueError, match="Give reset_after=False too"):
        old_layer("GRU", 2, weights=weights)


def test_keras_1s_kernels_of_convolution1d_and_th_are_laid_out_for_today() -> None:
    kernel, bias = arrays((2, 1, 3, 4), (4,))
    np.testing.assert_array_equal(
        old_layer("Convolution1D", 4, 2, weights=[kernel, bias]).get_weights()[0], kernel[:, 0]
    )
    kernel, bias = arrays((4, 3, 2, 5), (4,))
    layer = old_layer("Convolution2D", 4, 2, 5, dim_ordering="th", weights=[kernel, bias])
    np.testing.assert_array_equal(layer.get_weights()[0], kernel.transpose(2, 3, 1, 0))


def deconvolved(x: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Give each picture's pixel its own block of the output, by NumPy: what strides as wide as the kernel do."""
    rows, columns, _, out = kernel.shape
    y = np.einsum("bxyi,rcio->bxryco", x, kernel)
    return y.reshape(len(x), x.shape[1] * rows, x.shape[2] * columns, out)


@pytest.mark.parametrize("channels", [3, 4])
def test_a_transposed_convolutions_kernel_is_laid_out_for_today(channels: int) -> None:
    """Keras 1 had it as any convolution's, (rows, columns, in, out), also where the two numbers are the same."""
    kernel, bias = arrays((2, 2, channels, 3), (3,))
    x = arrays((1, 5, 5, channels))[0]
    size = {"output_shape": (None, 10, 10, 3), "subsample": (2, 2)}
    layer = old_layer("Deconvolution2D", 3, 2, 2, weights=[kernel, bias], **size)
    np.testing.assert_allclose(np.array(layer(x)), deconvolved(x, kernel) + bias, rtol=1e-4, atol=1e-5)
    # Theano's: (out, in, rows, columns).
    first = {**size, "output_shape": (None, 3, 10, 10), "dim_ordering": "th"}
    layer = old_layer("Deconvolution2D", 3, 2, 2, weights=[kernel.transpose(3, 2, 0, 1), bias], **first)
    np.testing.assert_array_equal(layer.get_weights()[0], kernel.transpose(0, 1, 3, 2))
