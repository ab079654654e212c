"""What 2016 text took for granted: whole numbers of any type, names that count from 1, losses that read any tensor."""

from __future__ import annotations

import textwrap
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy.running.program import run_source

pytestmark = pytest.mark.filterwarnings("ignore")

HEAD = """
import numpy as np
from keras import backend as K, objectives
from keras.engine.topology import Layer
from keras.layers import *
from keras.models import Model, Sequential
"""


def run(text: str) -> dict[str, Any]:
    return run_source(HEAD + textwrap.dedent(text))


# Whole numbers


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Dense(np.max([2, 4]) + 1)", lambda layer: layer.units == 5),
        ("Dense(np.float32(5))", lambda layer: layer.units == 5),
        ("Convolution2D(64 / 2, 3, 3)", lambda layer: (layer.filters, layer.kernel_size) == (32, (3, 3))),
        ("Convolution2D(np.int64(8), 9 / 3, 3, subsample=(4 / 2, 2))", lambda layer: layer.strides == (2, 2)),
        ("MaxPooling2D(pool_size=(4 / 2, 2.0))", lambda layer: layer.pool_size == (2, 2)),
        ("RepeatVector(np.array([3])[0])", lambda layer: layer.n == 3),
        ("Input(shape=(6 / 2, np.int64(2)))", lambda tensor: tensor.shape == (None, 3, 2)),
        ("Dense(3, input_dim=np.prod((2, 3)))", lambda layer: layer.units == 3),
    ],
)
def test_a_number_that_is_whole_is_one_of_any_type(text: str, read: Any) -> None:
    assert read(run(f"made = {text}\n")["made"])


@pytest.mark.parametrize("text", ["Dense(2.5)", "Dense(True)"])
def test_what_is_not_whole_stays_what_it_is(text: str) -> None:
    if text == "Dense(2.5)":
        with pytest.raises(ValueError, match=r"units=2\.5"):
            run(text)
    else:
        assert run(f"made = {text}")["made"].units is True


def test_epochs_and_samples_may_be_floats() -> None:
    names = run("""
        model = Sequential([Dense(1, input_dim=2)])
        model.compile('sgd', 'mse')
        X, Y = np.ones((8, 2)), np.ones((8, 1))
        history = model.fit(X, Y, nb_epoch=4 / 2, batch_size=np.int64(4), verbose=0)
    """)
    assert len(names["history"].epoch) == 2


def test_a_variable_has_keras_1s_floatx() -> None:
    names = run("""
        v, w = K.variable(np.ones(3)), K.variable(np.array([1, 2]))
        d = K.variable(np.ones(3), dtype='float64')
    """)
    assert [names[name].dtype for name in "vwd"] == ["float32", "float32", "float64"]


# Names and attributes


def test_layers_are_found_by_names_that_count_from_1() -> None:
    names = run("""
        first, given, second = Dense(3, input_dim=2), Dense(4, name='mine'), Dense(5)
        model = Sequential([first, given, Dropout(0.5), second])
        found = [model.get_layer(name) for name in ('dense_1', 'mine', 'dense_2', 'dropout_1')]
        x = Input(shape=(2,))
        functional = Model(x, Convolution1D(3, 1)(Reshape((2, 1))(x)))
        source, convolution = functional.get_layer('input_1'), functional.get_layer('convolution1d_1')
        last = model.get_layer(index=3)
    """)
    assert names["found"] == [names["first"], names["given"], names["second"], names["model"].layers[2]]
    assert isinstance(names["source"], keras.layers.InputLayer)
    assert isinstance(names["convolution"], keras.layers.Conv1D)
    assert names["last"] is names["second"]
    with pytest.raises(ValueError, match="dense_9"):
        run("Sequential([Dense(3, input_dim=2)]).get_layer('dense_9')")


def test_every_program_counts_from_1() -> None:
    for _ in range(2):
        names = run("layer = Dense(3, input_dim=2)\nsame = Sequential([layer]).get_layer('dense_1') is layer")
        assert names["same"]


def test_a_sequentials_model_is_itself_and_the_backend_has_a_name() -> None:
    names = run("""
        model = Sequential([Dense(3, input_dim=2)])
        same = model.model is model
        backend = K._BACKEND
        shapes = [K.get_value(layer.W).shape for layer in model.layers] + [K.get_value(model.layers[0].W).shape]
    """)
    assert names["same"]
    assert names["backend"] == keras.config.backend()
    assert names["shapes"] == [(2, 3)] * 2


def test_a_models_states_begin_anew() -> None:
    names = run("""
        model = Sequential([SimpleRNN(2, stateful=True, batch_input_shape=(1, 3, 1)), Dense(1)])
        x = np.ones((1, 3, 1))
        first, second = model.predict(x), model.predict(x)
        model.reset_states()
        again = model.predict(x)
    """)
    np.testing.assert_array_equal(names["first"], names["again"])
    assert not np.array_equal(names["first"], names["second"])


# Custom layers

LAYER = """
class Scale(Layer):
    def build(self, input_shape):
        self.scale = K.variable(np.full((1,), 2.0))
        self.shift = K.variable(np.zeros((1,)))
        {0}
        super(Scale, self).build(input_shape)
    def call(self, x, mask=None):
        return x * self.scale + self.shift
"""


@pytest.mark.parametrize(
    ("assignment", "trained"),
    [
        ("self.trainable_weights = [self.scale, self.shift]", {"scale", "shift"}),
        ("self.trainable_weights = [self.scale]", {"scale"}),
        ("self.non_trainable_weights = [self.shift]", set()),
    ],
)
def test_a_custom_layer_trains_what_its_list_has(assignment: str, trained: set[str]) -> None:
    names = run(LAYER.format(assignment) + "model = Sequential([Scale(input_shape=(1,))])\n")
    layer = names["model"].layers[0]
    of_layer = {id(weight) for weight in layer.trainable_weights}
    assert {name for name in ("scale", "shift") if id(getattr(layer, name)) in of_layer} == trained
    # As in Keras 1, a variable that no list names is no weight.
    assert len(layer.weights) == assignment.count("self.s")


def test_weights_that_are_in_the_list_alone_are_kept() -> None:
    names = run("""
        class Bag(Layer):
            def build(self, shape):
                self.trainable_weights = [K.variable(np.ones(2)), K.variable(np.ones(1))]
                self.built = True
            def call(self, x, mask=None):
                return x
        layer = Bag()
        y = layer(Input((2,)))
    """)
    assert [tuple(weight.shape) for weight in names["layer"].trainable_weights] == [(2,), (1,)]


# Losses

AUTOENCODER = """
x = Input(shape=(3,))
mean = Dense(2, weights=[np.full((3, 2), 0.5), np.zeros(2)])(x)
spread = Dense(2, weights=[np.zeros((3, 2)), np.full(2, 0.25)])(x)
decoded = Dense(3, weights=[np.full((2, 3), 0.5), np.zeros(3)])(merge([mean, spread], mode='sum'))
kept = -0.5 * K.mean(1 + spread - K.exp(spread), axis=-1)
def divergence():
    return kept + 0.5 * K.mean(K.square(mean), axis=-1)
def loss(x, decoded):
    return objectives.mse(x, decoded) + divergence()
model = Model(x, decoded)
model.compile('sgd', loss)
X = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]])
"""


def expected_loss(x: np.ndarray) -> float:
    mean = x @ np.full((3, 2), 0.5)
    decoded = (mean + 0.25) @ np.full((2, 3), 0.5)
    divergence = -0.5 * (1 + 0.25 - np.exp(0.25)) + 0.5 * (mean**2).mean(-1)
    return float((((x - decoded) ** 2).mean(-1) + divergence).mean())


def test_a_loss_reads_the_models_own_tensors() -> None:
    names = run(AUTOENCODER + "loss = model.evaluate(X, X, verbose=0)\n")
    assert names["loss"] == pytest.approx(expected_loss(names["X"]), rel=1e-5)


def test_what_the_loss_reads_is_trained_too() -> None:
    names = run(AUTOENCODER + "model.fit(X, X, nb_epoch=1, verbose=0)\n")
    layer, x = names["spread"]._keras_history.operation, names["X"]
    off = (x @ np.full((3, 2), 0.5) + 0.25) @ np.full((2, 3), 0.5) - x
    # By hand: of the squares, through a kernel of 0.5, and of -0.5 mean(1 + b - exp(b)) over two units.
    gradient = (2 * off.mean(-1) * 0.5).mean() - 0.5 * (1 - np.exp(0.25)) / 2
    np.testing.assert_allclose(layer.get_weights()[1], [0.25 - 0.01 * gradient] * 2, rtol=1e-5)


def test_compiling_again_with_a_plain_loss_forgets_the_tensors() -> None:
    names = run(AUTOENCODER + "model.compile('sgd', 'mse')\nloss = model.evaluate(X, X, verbose=0)\n")
    x = names["X"]
    decoded = (x @ np.full((3, 2), 0.5) + 0.25) @ np.full((2, 3), 0.5)
    assert names["loss"] == pytest.approx(((x - decoded) ** 2).mean(), rel=1e-5)
