"""Custom layers of 2016, translated: what the text tells gives Keras 1's numbers today, and the rest is said."""

from __future__ import annotations

import textwrap
import warnings
from typing import Any

import keras
import pytest
from custom_texts import TEXTS, check_against_the_judge

from keras_functional_notes.legacy.translating.translator import Translation, translate

# What needs a person: the parts of a text, by their first words.
REPORTED = {
    "attention_lstm": ["LSTM", "self.trainable_weights += ["],
    "decoder": ["LSTM"],
    "glove_init": ["Embedding(5, 3, init=init_vectors", "SimpleRNN(2, inner_init=identity_recurrent"],
    "loss_layer": ["def vae_loss(self, x, x_decoded_mean)"],
    "moving_mean": ["self.add_update(", "K.in_train_phase("],
    "noisy": ["K.in_train_phase(noise_x, x)", "K.in_test_phase(x, 2. * x)"],
    "own_convolution": ["Convolution2D"],
    "own_convolution_defaults": ["Convolution2D", "Dropout", "BatchNormalization"],
    "own_dense": ["Dense"],
    "own_dense_built": ["Dense", "self.trainable_weights = [self.W, self.g, self.b]"],
    "own_dense_tied": ["Dense", "self.trainable_weights = [self.b]"],
    "own_gru": ["GRU", "SimpleRNN"],
    "own_lstm": ["LSTM"],
    "own_merge": ["Merge"],
    "own_optimizer": ["Optimizer"],
    "recurrent_masked": ["Recurrent"],
    "recurrent_step": ["Recurrent"],
    "rnn_in_layer": ["K.rnn(step, x"],
    "initialisers": ["Dense(3, init=my_init)", "Dense(2, init=lambda shape, name:"],
}


def run_plainly(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(text, "<translated>", "exec"), names)
    return names


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("stem", [stem for stem in TEXTS if stem not in REPORTED])
def test_a_translated_text_gives_what_keras_1_gave(stem: str) -> None:
    done = translate(TEXTS[stem])
    assert "keras_functional_notes" not in done.text
    check_against_the_judge(stem, run_plainly(done.text))
    assert translate(done.text).text == done.text


@pytest.mark.parametrize("stem", REPORTED)
def test_what_the_text_does_not_tell_is_reported_at_its_line(stem: str) -> None:
    done = translate(TEXTS[stem])
    lines = TEXTS[stem].splitlines()
    for what in REPORTED[stem]:
        needs = [need for need in done.needs_you if need.what.startswith(what)]
        assert needs, (what, done.needs_you)
        assert all(what.partition("(")[0] in lines[need.line - 1] for need in needs)
    assert translate(done.text).text == done.text


HEAD = """from keras import backend as K, initializations
from keras.engine.topology import Layer
from keras.layers import *
"""


def translated(text: str) -> Translation:
    done = translate(HEAD + textwrap.dedent(text))
    assert translate(done.text).text == done.text
    return done


LAYER = """
class Own(Layer):
    def __init__(self, **kwargs):
        self.init = initializations.get('normal')
        self.supports_masking = True
        super(Own, self).__init__(**kwargs)
    def build(self, input_shape):
        n = input_shape[-1]
        {0}
        super(Own, self).build(input_shape)
    def call(self, x, mask=None):
        return x * self.W
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "self.W = self.init((n,), name='W')\n        self.trainable_weights = [self.W]",
            "self.W = self.add_weight(shape=(n,), initializer=self.init, name='W')",
        ),
        (
            "self.W = K.ones((n,))\n        self.trainable_weights = [self.W]",
            "self.W = self.add_weight(shape=(n,), initializer='ones')",
        ),
        (
            "self.W = initializations.uniform((n,), scale=0.1)\n        self.trainable_weights = [self.W]",
            "self.W = self.add_weight(shape=(n,), initializer=RandomUniform(-(0.1), 0.1))",
        ),
        (
            "self.W = K.zeros((n,), name='{}_W'.format(self.name))\n        self.non_trainable_weights = [self.W]",
            "self.W = self.add_weight(shape=(n,), initializer='zeros', name='{}_W'.format(self.name), trainable=False)",
        ),
        ("self.W = K.variable([1.0])", "self.W = keras.Variable([1.0], dtype='float32', trainable=False)"),
        (
            "self.W = K.variable(self.init((n,), name='W'))\n        self.trainable_weights = [self.W]",
            "self.W = keras.Variable(self.init((n,)), dtype='float32')",
        ),
    ],
)
def test_a_weight_is_made_as_today(old: str, new: str) -> None:
    done = translated(LAYER.format(old))
    assert done.needs_you == ()
    text = done.text.replace("keras.initializers.", "").replace("initializers.", "").replace('"', "'")
    text = text.replace(" Variable(", " keras.Variable(")
    assert new in text, done.text
    names = run_plainly(done.text)
    layer = names["Own"]()
    assert layer(keras.Input((3,))).shape == (None, 3)
    assert len(layer.weights) == 1
    assert bool(layer.trainable_weights) == ("trainable=False" not in new)
    assert layer.supports_masking


def test_what_a_layer_sets_before_its_parent_begins_is_set_behind_it() -> None:
    done = translated(LAYER.format("self.W = K.variable([1.0])"))
    lines = [line.strip() for line in done.text.splitlines()]
    assert lines.index("self.supports_masking = True") == lines.index("super(Own, self).__init__(**kwargs)") + 1


def test_a_loss_of_a_layer_loses_its_inputs_and_an_update_is_reported() -> None:
    done = translated("""
        class Own(Layer):
            def call(self, x, mask=None):
                self.add_loss(K.sum(x), inputs=[x])
                self.add_update([K.update(self.n, 1)], x)
                return x
    """)
    assert "self.add_loss(ops.sum(x))" in done.text.replace("keras.ops", "ops")
    [need] = [need for need in done.needs_you if need.what.startswith("self.add_update")]
    assert "if training: self.weight.assign(value)" in need.do


def test_a_step_of_ones_own_is_told_of_cells() -> None:
    done = translated("class Own(LSTM):\n    def step(self, x, states):\n        return x, states\n")
    [need] = done.needs_you
    assert need.line == 4
    assert "Give keras.layers.RNN a layer with state_size and call(inputs, states)" in need.do


def test_a_constraint_by_name_reaches_the_layer_under_todays() -> None:
    done = translated("class Own(Layer):\n    pass\nlayer = Own(W_constraint='maxnorm', b_constraint='mine')\n")
    assert "Own(W_constraint='max_norm', b_constraint='mine')" in done.text


def test_a_class_of_anybody_elses_is_left_alone() -> None:
    text = "import keras\nclass Own(object):\n    def build(self):\n        self.W = self.init((3,), name='W')\n"
    done = translate(text)
    assert (done.text, done.needs_you) == (text, ())
