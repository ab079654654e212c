"""Layers that have no class today, built from today's layers."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from old_layers import arrays, old_layer

# Keras advises against input_shape, which Keras 1 lived on.
pytestmark = pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`")


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def test_maxout_dense_is_the_largest_of_its_linear_features(predict_elsewhere: Any) -> None:
    kernel, bias = arrays((3, 5, 2), (3, 2))
    layer = old_layer("MaxoutDense", 2, nb_feature=3, weights=[kernel, bias], name="maxout")
    x = arrays((4, 5))[0]
    expected = (np.einsum("bi,kio->bko", x, kernel) + bias).max(1)
    model = keras.Sequential([keras.Input((5,)), layer])
    np.testing.assert_allclose(model.predict(x, verbose=0), expected, rtol=1e-4)
    np.testing.assert_allclose(predict_elsewhere({"m": (model, [x])})["m"], expected, rtol=1e-4)
    assert layer.layers[0].get_weights()[0].shape == kernel.shape
    with pytest.raises(ValueError, match=r"here \(3, input_dim, 2\); it has shape \(3, 5\)"):
        old_layer("MaxoutDense", 2, nb_feature=3, weights=[np.zeros((3, 5))])


def test_highway_is_made_where_its_input_is_not_known() -> None:
    w, w_gate, b, b_gate = weights = arrays((5, 5), (5, 5), (5,), (5,))
    x = arrays((4, 5))[0]
    t = sigmoid(x @ w_gate + b_gate)
    expected = t * np.tanh(x @ w + b) + (1 - t) * x
    given = old_layer("Highway", activation="tanh", weights=weights)
    later = old_layer("Highway", activation="tanh")
    for layer in (given, later):
        model = keras.Sequential([keras.Input((5,)), layer])
        if layer is later:
            layer.set_weights(weights)
        np.testing.assert_allclose(model.predict(x, verbose=0), expected, rtol=1e-4)
    # As in a model of known width, an initializer object does not draw one kernel twice.
    fresh = old_layer("Highway", init=keras.initializers.RandomNormal(), bias=False)
    fresh(keras.Input((5,)))
    assert not np.allclose(*fresh.get_weights())


def test_highway_carries_what_its_gate_does_not_transform(predict_elsewhere: Any) -> None:
    w, w_gate, b, b_gate = weights = arrays((5, 5), (5, 5), (5,), (5,))
    layer = old_layer("Highway", activation="tanh", input_dim=5, weights=weights)
    x = arrays((4, 5))[0]
    t = sigmoid(x @ w_gate + b_gate)
    expected = t * np.tanh(x @ w + b) + (1 - t) * x
    model = keras.Sequential([keras.Input((5,)), layer])
    np.testing.assert_allclose(model.predict(x, verbose=0), expected, rtol=1e-4)
    np.testing.assert_allclose(predict_elsewhere({"m": (model, [x])})["m"], expected, rtol=1e-4)
    # The gate's bias starts at one, and one initializer object does not draw one kernel twice.
    fresh = old_layer("Highway", input_dim=5, init=keras.initializers.RandomNormal())
    kernels = [weight for weight in fresh.get_weights() if weight.ndim == 2]
    assert not np.allclose(*kernels)
    assert sorted(weight.mean() for weight in fresh.get_weights() if weight.ndim == 1) == [0, 1]
