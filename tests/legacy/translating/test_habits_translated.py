"""What 2016 text took for granted, translated or reported: names by stars, whole numbers, layers' attributes, lists."""

from __future__ import annotations

import warnings
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy.translating.translator import translate

HEAD = "import numpy as np\nfrom keras.layers import *\nfrom keras.models import Model, Sequential\n"


def run_plainly(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(text, names)
    return names


# Whole numbers


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("made = Dense(np.max([2, 4]) + 1)", "made = Dense(int(np.max([2, 4]) + 1))"),
        ("made = Dense(output_dim=64 / 2)", "made = Dense(units=int(64 / 2))"),
        ("n = np.max([2, 4]) + 1\nmade = Dense(n)", "n = np.max([2, 4]) + 1\nmade = Dense(int(n))"),
        ("made = Convolution2D(64 / 2, 3, 3)", "made = Conv2D(int(64 / 2), (3, 3))"),
        ("n = 3\nmade = Dense(output_dim=n + 1)", "n = 3\nmade = Dense(units=n + 1)"),
        ("made = Dense(output_dim=len([1]) * 2)", "made = Dense(units=len([1]) * 2)"),
    ],
)
def test_a_number_that_may_be_no_int_becomes_one(old: str, new: str) -> None:
    text = f"{HEAD}{old}\nlast = Dense(output_dim=1)\n"
    done = translate(text)
    assert done.needs_you == ()
    assert done.text == f"{HEAD}{new}\nlast = Dense(units=1)\n"
    run_plainly(done.text)["made"].build((None, 8, 8, 3))
    assert translate(done.text).text == done.text


def test_a_variable_has_keras_1s_floatx() -> None:
    done = translate("import numpy as np\nfrom keras import backend as K\nv = K.variable(np.ones(3))\n")
    assert run_plainly(done.text)["v"].dtype == "float32"


# Names that came by a star


@pytest.mark.parametrize("call", ["Convolution2D(32, 3, 3)", "Dense(output_dim=3)", "merge([a, b], mode='sum')"])
@pytest.mark.parametrize("other", ["", "from keras.models import Sequential\n"])
def test_a_name_that_may_be_keras_1s_is_announced(call: str, other: str) -> None:
    text = f"{other}from utils import *\nmade = {call}\n"
    done = translate(text)
    assert done.text == text
    [need] = done.needs_you
    assert need.what == call
    assert "may be Keras 1's, by `from utils import *`" in need.why


@pytest.mark.parametrize(
    "text",
    [
        "from utils import *\nmade = Dense(3)\n",
        "from utils import *\ndef Convolution2D(a, b, c):\n    return a\nmade = Convolution2D(32, 3, 3)\n",
        "from utils import Convolution2D\nmade = Convolution2D(32, 3, 3)\n",
        "from utils import *\nmade = Dense(3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)\n",
        "from math import *\nx = sum([1])\n",
        "made = Convolution2D(32, 3, 3)\n",
    ],
)
def test_a_name_of_the_texts_own_or_of_todays_spelling_is_not(text: str) -> None:
    assert translate(text).needs_you == ()


# Attributes


def test_the_models_own_and_the_backends_name() -> None:
    done = translate(
        "from keras import backend as K\nfrom keras.layers import Dense\nfrom keras.models import Sequential\n"
        "model = Sequential([Dense(3, input_dim=2)])\nsame = model.model is model\nname = K._BACKEND\n"
    )
    names = run_plainly(done.text)
    assert names["same"]
    assert names["name"] == keras.config.backend()
    assert done.needs_you == ()


def test_a_models_states_begin_anew() -> None:
    done = translate(
        HEAD + "model = Sequential([Input(batch_shape=(1, 3, 1)), SimpleRNN(2, stateful=True), Dense(output_dim=1)])\n"
        "x = np.ones((1, 3, 1))\nfirst, second = model.predict(x), model.predict(x)\nmodel.reset_states()\n"
        "again = model.predict(x)\n"
    )
    names = run_plainly(done.text)
    np.testing.assert_array_equal(names["first"], names["again"])
    assert not np.array_equal(names["first"], names["second"])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("w = model.layers[0].W", "Today it is .kernel or .embeddings or .depthwise_kernel"),
        ("w = [layer.W for layer in model.layers]", "Today it is .kernel or"),
        ("for layer in model.layers[1:]:\n    w = layer.b", "Today it is .bias"),
        ("layer = model.get_layer('mine')\nw = layer.U", "Today it is .recurrent_kernel"),
        ("layer = model.get_layer('dense_1')", "Give the layer that is meant name='dense_1'"),
        ("layer = model.get_layer(name='input_2')", "Give the layer that is meant name='input_2'"),
        ("net.reset_states()", "[part.reset_state() for part in net.layers if hasattr(part, 'reset_state')]"),
    ],
)
def test_what_the_text_does_not_tell_is_reported(call: str, said: str) -> None:
    done = translate(f"{HEAD}model = Sequential([Dense(output_dim=3, input_dim=2)])\n{call}\n")
    [need] = done.needs_you
    assert said.replace("'", '"') in need.do.replace("'", '"')


@pytest.mark.parametrize(
    "call",
    [
        "self.W = 1\nw = self.W",
        "w = settings.W",
        "made = Dense(output_dim=3, name='dense_1')\nlayer = model.get_layer('dense_1')",
        "layer = model.get_layer('block4_conv1')",
    ],
)
def test_what_is_the_texts_own_is_not(call: str) -> None:
    assert translate(f"{HEAD}old = Dense(output_dim=1)\n{call}\n").needs_you == ()


# Custom layers and losses

LAYER = """from keras import backend as K
from keras.engine.topology import Layer
class Scale(Layer):
    def build(self, input_shape):
        self.scale = K.variable([2.0])
        self.shift = K.variable([1.0])
        {0}
        super(Scale, self).build(input_shape)
    def call(self, x, mask=None):
        return x * self.scale + self.shift
made = Scale()
"""


def test_a_list_of_weights_goes_where_the_layer_has_them() -> None:
    done = translate(LAYER.format("self.trainable_weights = [self.scale, self.shift]"))
    assert done.needs_you == ()
    assert "trainable_weights" not in done.text
    layer = run_plainly(done.text)["made"]
    np.testing.assert_array_equal(layer(np.array([[3.0]], "float32")), [[7.0]])
    assert len(layer.trainable_weights) == 2


@pytest.mark.parametrize(
    ("assignment", "trained"),
    [("self.trainable_weights = [self.scale]", 1), ("self.non_trainable_weights = [self.shift]", 0)],
)
def test_what_no_list_of_trained_weights_names_is_not_trained(assignment: str, trained: int) -> None:
    done = translate(LAYER.format(assignment))
    assert done.needs_you == ()
    layer = run_plainly(done.text)["made"]
    layer(np.array([[3.0]], "float32"))
    assert len(layer.trainable_weights) == trained


@pytest.mark.parametrize(
    "assignment",
    [
        "self.trainable_weights = weights",
        "self.trainable_weights = [self.scale] + [self.shift]",
    ],
)
def test_another_list_is_left_to_a_person(assignment: str) -> None:
    [need] = translate(LAYER.format(assignment)).needs_you
    assert need.what == assignment
    assert "and leave this line out" in need.do


LOSS = """from keras import backend as K, objectives
from keras.layers import Dense, Input, Lambda
from keras.models import Model
x = Input(shape=(4,))
h = Dense(3)(x)
mean = Dense(2)(h)
kept = K.mean(K.square(mean))
decoded = Dense(output_dim=4)(mean)
weight = 2.0
def loss(x, decoded):
    return weight * objectives.mse(x, decoded){0}
model = Model(x, decoded)
"""


@pytest.mark.parametrize(
    ("added", "names"),
    [(" + K.mean(mean)", "`mean`"), (" + kept + K.sum(mean)", "`kept`, `mean`"), (" + 0.5 * (1 + h)", "`h`")],
)
@pytest.mark.parametrize("compiled", ["model.compile('sgd', loss)", "model.compile(optimizer='sgd', loss=loss)"])
def test_a_loss_that_reads_tensors_is_reported(added: str, names: str, compiled: str) -> None:
    [need] = translate(LOSS.format(added) + compiled).needs_you
    assert need.what == compiled
    assert f"reads {names}, of the model itself" in need.why
    assert "self.add_loss" in need.do


@pytest.mark.parametrize("compiled", ["model.compile('sgd', loss)", "model.compile('sgd', 'mse')"])
def test_a_loss_of_its_own_arguments_is_not(compiled: str) -> None:
    assert translate(LOSS.format("") + compiled).needs_you == ()


def test_metrics_in_third_position_become_what_they_were_whatever_compiles() -> None:
    text = "from keras.layers import Dense\ndef finish(model):\n    model.compile('sgd', 'mse', ['accuracy'])\n"
    done = translate(text)
    assert done.text == text.replace("['accuracy']", "metrics=['accuracy']")
    assert done.changes[0].why == "Today's Keras takes the third for loss_weights."


@pytest.mark.parametrize(
    ("third", "asked"), [("metrics", True), ("[1.0, 0.2]", False), ("None", False), ("[accuracy]", True)]
)
def test_a_third_position_that_may_hold_metrics_is_left_to_a_person(third: str, asked: bool) -> None:
    text = f"import keras\ndef finish(model):\n    model.compile('sgd', 'mse', {third})\n"
    done = translate(text)
    assert (done.text, done.changes) == (text, ())
    assert [need.line for need in done.needs_you] == [3] * asked
    assert all("loss_weights" in need.why + need.do for need in done.needs_you)


def test_an_optimizer_that_is_no_name_is_nobody_s_name() -> None:
    text = "from keras.models import Sequential\nm = Sequential()\nm.compile(['sgd'], 'mse')\n"
    assert translate(text).text == text


@pytest.mark.parametrize("name", ["fit_generator", "evaluate_generator", "predict_generator", "predict_classes"])
def test_methods_that_are_gone_are_reported_of_what_nobody_tells_to_be_a_model(name: str) -> None:
    text = f"import keras\ndef go(model, batches):\n    return model.{name}(batches, 100)\n"
    done = translate(text)
    assert done.text == text
    assert [need.line for need in done.needs_you] == [3]
