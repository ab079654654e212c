"""Layers that today's Keras has not: what they compute, by NumPy, and what becomes of them in a file."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from old_layers import arrays, old_layer

from keras_functional_notes.legacy import kept_layers, run_source, translate

# Keras advises against input_shape, which Keras 1 lived on.
pytestmark = pytest.mark.filterwarnings("ignore")


def predicted(layer: Any, x: np.ndarray, weights: list[np.ndarray]) -> Any:
    model = keras.Sequential([keras.Input(x.shape[1:]), layer])
    layer.set_weights(weights)
    return model.predict(x, verbose=0)


# Values


@pytest.mark.parametrize("axis", [-1, 1])
def test_mode_1_normalizes_each_sample(axis: int) -> None:
    x, gamma, beta, mean, variance = arrays((4, 3, 3), (3,), (3,), (3,), (3,))
    got = predicted(old_layer("BatchNormalization", 0.1, 1, axis), x, [gamma, beta, mean, variance])
    deviation = np.sqrt(x.var(-1, keepdims=True) + 0.1) + 0.1
    np.testing.assert_allclose(got, gamma * (x - x.mean(-1, keepdims=True)) / deviation + beta, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("axis", [-1, 1, 2])
def test_mode_2_takes_the_batch_s_statistics_and_keeps_none(axis: int) -> None:
    x = arrays((5, 2, 3, 4))[0]
    weights = arrays(*[(x.shape[axis],)] * 4)
    layer = old_layer("BatchNormalization", epsilon=0.1, mode=2, axis=axis)
    got = predicted(layer, x, weights)
    others = tuple(place for place in range(4) if place != axis % 4)
    normalized = (x - x.mean(others, keepdims=True)) / np.sqrt(x.var(others, keepdims=True) + 0.1)
    shape = [-1 if place == axis % 4 else 1 for place in range(4)]
    np.testing.assert_allclose(got, weights[0].reshape(shape) * normalized + weights[1].reshape(shape), atol=1e-4)
    layer(x, training=True)
    for before, after in zip(weights[2:], layer.get_weights()[2:], strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("shared_axes", [None, 1, [1, 2]])
def test_activations_that_learn(shared_axes: Any) -> None:
    x = 2 * arrays((5, 2, 3, 4))[0]
    shape = {None: (2, 3, 4), 1: (1, 3, 4)}.get(shared_axes if isinstance(shared_axes, int) else None, (2, 3, 4))
    shape = (1, 1, 4) if shared_axes == [1, 2] else shape
    alpha, beta = arrays(shape, shape)
    got = predicted(old_layer("ParametricSoftplus", shared_axes=shared_axes), x, [alpha, beta])
    np.testing.assert_allclose(got, alpha * np.log1p(np.exp(beta * x)), rtol=1e-4, atol=1e-5)
    left, slope_left, width, slope_right = arrays(shape, shape, shape, shape)
    right = left + np.abs(width)
    expected = np.where(
        x < left, left + slope_left * (x - left), np.where(x < right, x, right + slope_right * (x - right))
    )
    got = predicted(old_layer("SReLU", shared_axes=shared_axes), x, [left, slope_left, width, slope_right])
    np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-5)


def test_activations_begin_where_they_are_told() -> None:
    for made, begins in (
        (old_layer("ParametricSoftplus", 0.5, 2.0), [0.5, 2.0]),
        (old_layer("ParametricSoftplus"), [0.2, 5.0]),
        (old_layer("SReLU", "one", "zero", "one", "zero"), [1.0, 0.0, 1.0, 0.0]),
    ):
        made.build((None, 2, 3))
        for weight, value in zip(made.get_weights(), begins, strict=True):
            np.testing.assert_array_equal(weight, np.full((2, 3), value, "float32"))


@pytest.mark.parametrize(("stride", "bias"), list(product([1, 2], [True, False])))
def test_locally_connected_1d_has_a_kernel_for_each_step(stride: int, bias: bool) -> None:
    x = arrays((3, 6, 2))[0]
    steps = range(0, 6 - 3 + 1, stride)
    kernel, offset = arrays((len(steps), 6, 4), (len(steps), 4))
    layer = old_layer("LocallyConnected1D", 4, 3, activation="tanh", subsample_length=stride, bias=bias)
    got = predicted(layer, x, [kernel, offset] if bias else [kernel])
    by_step = [x[:, start : start + 3].reshape(3, -1) @ kernel[place] for place, start in enumerate(steps)]
    np.testing.assert_allclose(got, np.tanh(np.stack(by_step, 1) + (offset if bias else 0)), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("ordering", "strides"), list(product(["tf", "th"], [(1, 1), (2, 1)])))
def test_locally_connected_2d_has_a_kernel_for_each_place(ordering: str, strides: tuple[int, int]) -> None:
    x = arrays((3, 5, 4, 2))[0]
    rows, columns = range(0, 5 - 3 + 1, strides[0]), range(0, 4 - 2 + 1, strides[1])
    kernel, bias = arrays((len(rows) * len(columns), 12, 4), (len(rows), len(columns), 4))
    layer = old_layer("LocallyConnected2D", 4, 3, 2, subsample=strides, dim_ordering=ordering)
    given = x if ordering == "tf" else x.transpose(0, 3, 1, 2)
    got = predicted(layer, given, [kernel, bias])
    seen = [x[:, row : row + 3, column : column + 2] for row, column in product(rows, columns)]
    # With channels first, a kernel counts them first, too; and the bias is read in another order than it has.
    seen = [one if ordering == "tf" else one.transpose(0, 3, 1, 2) for one in seen]
    outputs = np.stack([one.reshape(3, -1) @ kernel[place] for place, one in enumerate(seen)], 1)
    outputs = outputs.reshape(3, len(rows), len(columns), 4)
    expected = outputs + bias
    if ordering == "th":
        expected = outputs.transpose(0, 3, 1, 2) + bias.reshape(4, len(rows), len(columns))
    np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-5)
    assert got.shape[1:] == layer.compute_output_shape(given.shape)[1:]


def test_locally_connected_needs_to_know_its_input_s_size() -> None:
    with pytest.raises(ValueError, match=r"weights for each place of its input, so that its size must be known; it is"):
        old_layer("LocallyConnected1D", 4, 3)(keras.Input((None, 2)))


def test_whole_words_are_dropped_and_the_others_scaled_up() -> None:
    [table] = arrays((50, 3))
    layer = old_layer("Embedding", 50, 3, weights=[table], dropout=0.4, seed=1)
    words = np.arange(100).reshape(2, 50) % 50
    looked_up = table[words]
    np.testing.assert_array_equal(layer(words, training=False), looked_up)
    draws = [np.asarray(layer(words, training=True)) for _ in range(40)]
    for dropped in draws:
        np.testing.assert_array_equal(dropped[0], dropped[1])  # the same words
        kept = dropped[0].any(-1)
        np.testing.assert_allclose(dropped[0][kept], looked_up[0][kept] / 0.6, rtol=1e-5)
    # 2,000 draws of a share of 0.4: its standard error is 0.011.
    share = 1 - np.mean([dropped[0].any(-1) for dropped in draws])
    assert abs(share - 0.4) < 0.05


# Files

MADE = """
from keras.layers import *
from keras.models import Sequential
model = Sequential()
model.add(Embedding(10, 4, dropout=0.2, input_length=6))
model.add(LocallyConnected1D(3, 2, activation='tanh', W_regularizer='l2', activity_regularizer='activity_l1'))
model.add(BatchNormalization(mode=1))
model.add(SReLU(shared_axes=[1]))
model.add(BatchNormalization(mode=2, epsilon=0.1))
model.add(ParametricSoftplus())
model.add(LeakyReLU(-0.5))
model.add(Reshape((5, 3, 1)))
model.add(LocallyConnected2D(2, 2, 2, subsample=(2, 1), b_constraint='nonneg'))
model.add(Flatten())
model.add(Highway(activation='tanh'))
"""
READ = """
import sys
{}
import keras, numpy as np
model = keras.models.load_model(sys.argv[1])
np.save(sys.argv[2], model.predict(np.arange(12).reshape(2, 6) % 10, verbose=0))
"""


def read_elsewhere(path: Path, first: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", READ.format(first), str(path), str(path.with_suffix(".npy"))]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_file_loads_where_they_are_imported_and_says_so_where_they_are_not(tmp_path: Path) -> None:
    model = run_source(MADE)["model"]
    assert {type(layer).__name__ for layer in model.layers} >= set(kept_layers.__all__)
    path = tmp_path / "model.keras"
    model.save(path)
    ran = read_elsewhere(path, "import keras_functional_notes.legacy.kept_layers")
    assert ran.returncode == 0, ran.stderr
    expected = model.predict(np.arange(12).reshape(2, 6) % 10, verbose=0)
    np.testing.assert_allclose(np.load(path.with_suffix(".npy")), expected, atol=1e-6)
    ran = read_elsewhere(path, "sys.modules['keras_functional_notes'] = None")
    assert ran.returncode == 1
    assert "pip install keras_functional_notes, then import keras_functional_notes.legacy.kept_layers" in ran.stderr


def test_2016_text_opens_what_2016_text_saved(tmp_path: Path) -> None:
    names = run_source(MADE + "model.save(path)", init_globals={"path": str(tmp_path / "model.keras")})
    text = """
from keras.models import load_model, model_from_json
opened, again = load_model(path), model_from_json(text)
again.set_weights(opened.get_weights())
"""
    words = np.arange(12).reshape(2, 6) % 10
    given = {"path": names["path"], "text": names["model"].to_json()}
    names_then = run_source(text, init_globals=given)
    expected = names["model"].predict(words, verbose=0)
    for model in (names_then["opened"], names_then["again"]):
        np.testing.assert_allclose(model.predict(words, verbose=0), expected, atol=1e-6)


# Translated


def test_the_translation_makes_the_same_layers_and_says_what_a_file_needs() -> None:
    text = MADE.replace("model.add(Highway(activation='tanh'))\n", "")
    done = translate(text)
    assert done.needs_you == ()
    assert sum("import keras_functional_notes.legacy.kept_layers" in one.why for one in done.differences) == 8
    names: dict[str, Any] = {}
    exec(done.text, names)
    old = run_source(text)["model"]
    for one, other in zip(names["model"].layers, old.layers, strict=True):
        assert type(one) is type(other)
        assert {**one.get_config(), "name": ""} == {**other.get_config(), "name": ""}
    assert translate(done.text).text == done.text


def test_an_embedding_takes_its_weights_and_the_whole_shape_as_it_did() -> None:
    text = (
        "from keras.layers.embeddings import Embedding\nfrom keras.models import Sequential\nmodel = Sequential()\n"
        "model.add(Embedding(5, 3, weights=[table], input_length=4, batch_input_shape=(2, 4), mask_zero=True))\n"
    )
    done = translate(text)
    assert done.needs_you == ()
    assert done.text.splitlines()[-1] == "model.add(Embedding(5, 3, weights=[table], input_shape=(4,), mask_zero=True))"
    [table] = arrays((5, 3))
    words = np.array([[0, 1, 2, 3], [4, 3, 2, 1]])
    names: dict[str, Any] = {"table": table}
    exec(done.text, names)
    for model in (names["model"], run_source(text, init_globals={"table": table})["model"]):
        np.testing.assert_array_equal(model.predict(words, verbose=0), table[words])
        np.testing.assert_array_equal(model.layers[0].compute_mask(words), words != 0)
