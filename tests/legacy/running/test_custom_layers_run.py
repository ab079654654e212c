"""Custom layers, and subclasses of Keras's own, as people wrote them in 2016, run as Keras 1.2.2 itself ran them."""

from __future__ import annotations

import textwrap
from typing import Any

import keras
import numpy as np
import pytest
from custom_texts import JUDGE, NOT_TRAINED, TEXTS, TRAINED, check_against_the_judge

from keras_functional_notes.legacy.running.program import run_source

pytestmark = pytest.mark.filterwarnings("ignore")  # the notices have tests of their own

# What cannot be: the text stops, and says what to write.
TAUGHT = {"own_optimizer": "update_step"}


@pytest.mark.parametrize("stem", [stem for stem in TEXTS if stem not in TAUGHT])
def test_a_text_gives_what_keras_1_gave(stem: str) -> None:
    check_against_the_judge(stem, run_source(TEXTS[stem]))


@pytest.mark.parametrize("stem", TAUGHT)
def test_what_cannot_be_says_what_to_write(stem: str) -> None:
    with pytest.raises(NotImplementedError, match=TAUGHT[stem]):
        run_source(TEXTS[stem])


@pytest.mark.parametrize("stem", NOT_TRAINED)
def test_where_the_training_is_not_compared_theano_really_has_another(stem: str) -> None:
    answer = TRAINED[stem]
    assert "error" in answer or np.abs(np.subtract(answer["output"], JUDGE[stem]["output"])).max() > 1e-3


HEAD = """
import numpy as np
from keras import activations, backend as K, constraints, initializations, regularizers
from keras.engine.topology import InputSpec, Layer
from keras.layers import *
from keras.layers.recurrent import Recurrent
from keras.models import Model, Sequential
"""


def run(text: str) -> dict[str, Any]:
    return run_source(HEAD + textwrap.dedent(text))


def test_every_layer_is_a_layer_of_the_texts() -> None:
    names = run("""
        class Mine(Layer):
            pass
        class Wide(Dense):
            pass
        are = [isinstance(Mine(), Layer), isinstance(Dense(2), Layer), isinstance(Wide(2), Dense),
               issubclass(Wide, Layer), isinstance(3, Layer)]
        not_one = isinstance(Dense(2), Mine)
    """)
    assert names["are"] == [True, True, True, True, False]
    assert not names["not_one"]


def test_a_variable_that_no_list_names_is_no_weight() -> None:
    names = run("""
        class Fixed(Layer):
            def build(self, input_shape):
                self.w, self.table = K.ones((3,)), K.variable(np.full(3, 2.0))
                self.trainable_weights = [self.w]
                self.built = True
            def call(self, x, mask=None):
                return x * self.w * self.table
        model = Sequential([Fixed(input_shape=(3,))])
    """)
    assert len(names["model"].weights) == 1
    names["model"].compile("sgd", "mse")
    names["model"].train_on_batch(np.ones((2, 3)), np.zeros((2, 3)))
    layer = names["model"].layers[0]
    np.testing.assert_array_equal(layer.table, np.full(3, 2.0, "float32"))
    # The gradient of the mean of (2 w)^2 over three places is 8 w / 3, and the rate 0.01.
    np.testing.assert_allclose(layer.w, np.full(3, 1 - 0.01 * 8 / 3), rtol=1e-6)


def test_updates_are_made_after_a_step_of_training_alone() -> None:
    names = run("""
        class Counter(Layer):
            def build(self, input_shape):
                self.count = self.add_weight((1,), 'zero', name='count', trainable=False)
                self.built = True
            def call(self, x, mask=None):
                self.add_update([K.update_add(self.count, K.ones((1,)))], x)
                return x + self.count
        model = Sequential([Counter(input_shape=(1,)), Dense(1)])
        model.compile('sgd', 'mse')
        x = np.zeros((2, 1))
        before = [model.predict(x, verbose=0), model.evaluate(x, x, verbose=0)]
        counts = [float(K.get_value(model.layers[0].count)[0])]
        for _ in range(2):
            model.train_on_batch(x, x)
            counts.append(float(K.get_value(model.layers[0].count)[0]))
    """)
    assert names["counts"] == [0.0, 1.0, 2.0]


def test_a_penalty_of_what_a_layer_gives_is_summed_over_the_batch() -> None:
    names = run("""
        class Active(Layer):
            def __init__(self, **kwargs):
                self.activity_regularizer = regularizers.get('activity_l2')
                super(Active, self).__init__(**kwargs)
            def call(self, x, mask=None):
                return 1. * x
        model = Sequential([Active(input_shape=(2,))])
        model.compile('sgd', 'mse')
        loss = model.evaluate(np.ones((5, 2)), np.ones((5, 2)), verbose=0)
    """)
    assert names["loss"] == pytest.approx(0.01 * 10)


def test_a_state_of_ones_own_stays_from_batch_to_batch() -> None:
    names = run("""
        class Sum(Recurrent):
            def __init__(self, output_dim, **kwargs):
                self.output_dim = output_dim
                super(Sum, self).__init__(**kwargs)
            def build(self, input_shape):
                self.input_spec = [InputSpec(shape=input_shape)]
                self.reset_states()
            def step(self, x, states):
                return states[0] + x, [states[0] + x]
        model = Sequential([Sum(1, stateful=True, batch_input_shape=(2, 3, 1))])
        x = np.arange(6.).reshape(2, 3, 1)
        first, second = model.predict(x, batch_size=2), model.predict(x, batch_size=2)
        model.reset_states()
        again = model.predict(x, batch_size=2)
    """)
    np.testing.assert_array_equal(names["first"], [[3.0], [12.0]])
    np.testing.assert_array_equal(names["second"], [[6.0], [24.0]])
    np.testing.assert_array_equal(names["again"], names["first"])


@pytest.mark.parametrize(
    "layer", ["LSTM(2, dropout_W=0.5, dropout_U=0.5)", "GRU(2, dropout_U=0.5)", "SimpleRNN(2, dropout_W=0.9)"]
)
def test_a_recurrent_layer_of_ones_own_drops_in_training_alone(layer: str) -> None:
    name = layer.partition("(")[0]
    own = f"Mine{layer.removeprefix(name)[:-1]}, input_shape=(4, 8))"
    names = run(f"class Mine({name}):\n    pass\nmodel = Sequential([{own}])\n")
    x = np.ones((3, 4, 8), "float32")
    predicted = [np.asarray(names["model"](x, training=False)) for _ in range(2)]
    np.testing.assert_array_equal(*predicted)
    assert np.abs(np.asarray(names["model"](x, training=True)) - predicted[0]).max() > 1e-3


def test_a_batch_normalization_of_ones_own_learns_in_training() -> None:
    names = run("""
        class Norm(BatchNormalization):
            def call(self, x, mask=None):
                return super(Norm, self).call(x, mask)
        model = Sequential([Norm(momentum=0.5, input_shape=(2,))])
        model.compile('sgd', 'mse')
        model.train_on_batch(np.full((4, 2), 3.), np.zeros((4, 2)))
    """)
    np.testing.assert_allclose(names["model"].layers[0].moving_mean, [1.5, 1.5])


def test_a_layer_is_made_again_from_its_configuration() -> None:
    names = run("""
        class Wide(Dense):
            pass
        class Less(Dropout):
            pass
        class Reader(LSTM):
            pass
        wide = Wide(3, init='uniform', W_regularizer='l2', activation='tanh', input_dim=2)
        made = Wide.from_config(wide.get_config())
        less = Less.from_config(Less(0.25).get_config())
        reader = Reader.from_config(Reader(3, return_sequences=True, inner_activation='sigmoid').get_config())
        config = wide.get_config()
    """)
    assert (names["config"]["output_dim"], names["config"]["init"], names["config"]["activation"]) == (
        3,
        "uniform",
        "tanh",
    )
    assert (names["made"].output_dim, names["made"].init.__name__) == (3, "uniform")
    assert isinstance(names["made"].W_regularizer, keras.regularizers.L2)
    assert names["less"].p == names["less"].rate == 0.25
    assert names["reader"].return_sequences
    assert names["reader"].inner_activation is keras.activations.sigmoid


def test_a_model_with_a_layer_of_ones_own_is_saved_and_loaded(tmp_path: Any) -> None:
    names = run("""
        class Wide(Dense):
            def call(self, x, mask=None):
                return 2 * super(Wide, self).call(x)
        model = Sequential([Wide(3, input_dim=2, W_regularizer='l1', init='normal'), Dense(1)])
    """)
    path, x = tmp_path / "model.keras", np.ones((2, 2), "float32")
    names["model"].save(path)
    loaded = keras.models.load_model(path, custom_objects={"Wide": names["Wide"]})
    np.testing.assert_allclose(loaded(x), names["model"](x))


@pytest.mark.parametrize(
    ("layer", "drawn", "weights"),
    [
        ("LSTM(2, init=draw)", [(3, 2)] * 4, 0),
        ("GRU(2, inner_init=draw)", [(2, 2)] * 3, 1),
        ("Convolution1D(2, 4, init=draw)", [(4, 1, 3, 2)], 0),
        ("Dense(2, init=draw)", [(3, 2)], 0),
    ],
)
def test_an_initialiser_is_asked_for_the_shapes_that_keras_1_asked_for(layer: str, drawn: Any, weights: int) -> None:
    names = run(f"""
        shapes = []
        def draw(shape, name=None):
            shapes.append(shape)
            return K.variable(np.arange(np.prod(shape), dtype='float32').reshape(shape), name=name)
        model = Sequential([{layer[:-1]}, input_shape=({"" if "Dense" in layer else "5, "}3,))])
    """)
    assert names["shapes"] == drawn
    made = names["model"].get_weights()[weights]
    one = np.arange(np.prod(drawn[0])).reshape(drawn[0])
    np.testing.assert_array_equal(made, one[:, 0] if "1D" in layer else np.concatenate([one] * len(drawn), axis=-1))


def test_a_kernel_of_channels_first_is_drawn_as_it_was() -> None:
    names = run("""
        def draw(shape, name=None):
            return K.variable(np.arange(np.prod(shape), dtype='float32').reshape(shape), name=name)
        layer = Convolution2D(4, 3, 2, init=draw, dim_ordering='th')
        layer.build((None, 5, 8, 8))
    """)
    was = np.arange(4 * 5 * 3 * 2).reshape(4, 5, 3, 2)
    np.testing.assert_array_equal(names["layer"].get_weights()[0], was.transpose(2, 3, 1, 0))


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        (
            "class A(Layer):\n    def build(self, s):\n        self.add_loss(K.sum(K.ones((2,))))\nA()(Input((2,)))",
            RuntimeError,
            "would be computed once today",
        ),
        (
            "class A(Layer):\n    def build(self, s):\n        self.add_update([])\nA()(Input((2,)))",
            RuntimeError,
            "outside of call",
        ),
        (
            "class A(Layer):\n    def build(self, s):\n        self.trainable_weights = [3]\nA()(Input((2,)))",
            TypeError,
            "a int is no weight. Make each weight in build",
        ),
        ("class A(Merge):\n    pass\nA([Dense(2), Dense(2)])", NotImplementedError, "write layer"),
        ("class A(merge):\n    pass", TypeError, ""),
        ("initializations.get('glorot_unform')", ValueError, "Did you mean `glorot_uniform`"),
        ("class A(LSTM):\n    pass\nA(2, consume_less='disk')", ValueError, "'cpu', 'mem' and 'gpu'"),
        ("class A(Convolution2D):\n    pass\nA(2, 3, 3, border_mode='full')", ValueError, "had 'valid' and 'same'"),
    ],
)
def test_what_cannot_be_is_said(text: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        run(text)
