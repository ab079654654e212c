"""Optimizers as 2016 text names them: with Keras 1's learning rates and clipping, run and translated."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy.running.program import run_source
from keras_functional_notes.legacy.translating.translator import translate

pytestmark = pytest.mark.filterwarnings("ignore")  # the notices have tests of their own

# Keras 1.2.2's defaults, as its keras/optimizers.py has them.
RATES = {
    "sgd": 0.01,
    "rmsprop": 0.001,
    "adagrad": 0.01,
    "adadelta": 1.0,
    "adam": 0.001,
    "adamax": 0.002,
    "nadam": 0.002,
}
CLASSES = ("SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam")
HEAD = "from keras.models import Sequential\nfrom keras.layers import Dense\nfrom keras import optimizers\n"
MODEL = HEAD + "model = Sequential([Dense(1, input_dim=2)])\n"


def both(text: str) -> list[dict[str, Any]]:
    """Run a text as it stands, and its translation plainly."""
    done = translate(text)
    assert done.needs_you == ()
    names: dict[str, Any] = {}
    exec(done.text, names)
    return [run_source(text), names]


def rate(optimizer: Any) -> float:
    return float(keras.ops.convert_to_numpy(optimizer.learning_rate))


@pytest.mark.parametrize("name", [*RATES, *CLASSES])
@pytest.mark.parametrize(
    "how",
    [
        "model.compile({0!r}, 'mse')",
        "model.compile(loss='mse', optimizer={0!r})",
        "name = {0!r}\nmodel.compile(name, 'mse')",
    ],
)
def test_a_name_has_keras_1s_rate(name: str, how: str) -> None:
    for names in both(MODEL + how.format(name)):
        optimizer = names["model"].optimizer
        assert type(optimizer).__name__.lower() == name.lower()
        assert rate(optimizer) == pytest.approx(RATES[name.lower()])


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("how", ["optimizers.{0}()", "optimizers.get({0!r})"])
def test_an_optimizer_without_a_rate_has_keras_1s(name: str, how: str) -> None:
    for names in both(f"{HEAD}made = {how.format(name)}\nold = Dense(output_dim=1)\n"):
        assert rate(names["made"]) == pytest.approx(RATES[name.lower()])


@pytest.mark.parametrize("name", CLASSES)
def test_a_rate_that_is_given_stays(name: str) -> None:
    for names in both(f"{HEAD}made = optimizers.{name}(lr=0.25)\nother = optimizers.{name}(0.5)\n"):
        assert [rate(names["made"]), rate(names["other"])] == [0.25, 0.5]


def test_a_decay_divides_keras_1s_rate() -> None:
    for names in both(f"{HEAD}made = optimizers.Adagrad(decay=0.5)\n"):
        assert float(keras.ops.convert_to_numpy(names["made"]._learning_rate(4))) == pytest.approx(0.01 / (1 + 0.5 * 4))


def test_adadelta_by_name_trains() -> None:
    """One step of Zeiler's rule, by NumPy, with the rate of 1 that Keras 1 gave it."""
    rho, epsilon = 0.95, 1e-7
    x, y = np.array([[1.0, 2.0]], "float32"), np.array([[3.0]], "float32")
    for names in both(MODEL + "model.compile('adadelta', 'mse')\n"):
        model = names["model"]
        model.set_weights([np.zeros((2, 1)), np.zeros(1)])
        model.train_on_batch(x, y)
        gradients = [2 * (0 - 3.0) * x.T, np.array([2 * (0 - 3.0)])]
        for weight, gradient in zip(model.get_weights(), gradients, strict=True):
            step = np.sqrt(epsilon) / np.sqrt((1 - rho) * gradient**2 + epsilon) * gradient
            np.testing.assert_allclose(weight, -step, rtol=1e-4)


def test_clipnorm_clips_the_norm_of_all_gradients_together() -> None:
    x, y = np.array([[1.0, 2.0]], "float32"), np.array([[3.0]], "float32")
    for names in both(MODEL + "model.compile(optimizers.SGD(lr=1.0, clipnorm=0.5), 'mse')\n"):
        model = names["model"]
        model.set_weights([np.zeros((2, 1)), np.zeros(1)])
        model.train_on_batch(x, y)
        gradients = [2 * (0 - 3.0) * x.T, np.array([2 * (0 - 3.0)])]
        norm = np.sqrt(sum((gradient**2).sum() for gradient in gradients))
        for weight, gradient in zip(model.get_weights(), gradients, strict=True):
            np.testing.assert_allclose(weight, -gradient * 0.5 / norm, rtol=1e-5)


# What the text alone does not tell is said


@pytest.mark.parametrize(
    "text",
    [
        "from keras.layers.core import Dense\ndef build(optimizer='adadelta'):\n    return Dense(output_dim=1)\n",
        "from keras.layers.core import Dense\nsettings = dict(optimizer='nadam', units=Dense(output_dim=1))\n",
        # Nothing else tells the age of this text.
        "from keras.models import Sequential\nmodel = Sequential()\nmodel.compile('adagrad', 'mse')\n",
    ],
)
def test_a_name_that_is_not_rewritten_is_reported(text: str) -> None:
    [need] = translate(text).needs_you
    assert "'adagrad' 0.01, 'adadelta' 1.0, 'adamax' 0.002, 'nadam' 0.002; today all have 0.001" in need.why


@pytest.mark.parametrize(
    "text",
    [
        "from keras.models import Sequential\nmodel = Sequential()\nmodel.compile('adam', 'mse')\n",
        "import re, keras\npattern = re.compile('adagrad')\n",
        "from keras.optimizers import Adadelta\noptimizer = Adadelta(learning_rate=0.001)\n",
    ],
)
def test_todays_text_is_left_alone(text: str) -> None:
    done = translate(text)
    assert (done.text, done.needs_you) == (text, ())


# Whole numbers, which Keras 1 took as rates


@pytest.mark.parametrize(
    "made",
    [
        "SGD(lr=1)",
        "SGD(1)",
        "SGD(1, 0)",
        "SGD(lr=1, momentum=0, nesterov=False)",
        "SGD(lr=RATE)",
        "SGD(lr=1, decay=0)",
        "SGD(lr=1, decay=1e-3)",
        "SGD(lr=RATE, decay=1e-3)",
        "Adam(1)",
        "SGD(learning_rate=1)",
    ],
)
def test_a_whole_number_is_a_rate(made: str) -> None:
    for names in both(f"{MODEL}RATE = 1\nmade = optimizers.{made}\nmodel.compile(made, 'mse')\n"):
        assert rate(names["made"]) == 1.0
        names["model"].train_on_batch(np.ones((2, 2)), np.ones((2, 1)))


def test_a_constant_keeps_its_name_where_it_is_made_a_float() -> None:
    text = "from keras.optimizers import SGD\nRATE = 1\nSGD(lr=RATE)\n"
    assert translate(text).text == text.replace("lr=RATE", "learning_rate=float(RATE)")


# What today's optimizers do not do together


def test_clipping_the_norm_and_each_value_is_refused_by_its_names() -> None:
    text = "from keras.optimizers import Adam\nAdam(clipnorm=1.0, clipvalue=0.5)\n"
    said = r"Adam\(\) takes one of `clipnorm` and `clipvalue` today; Keras 1 did both, in this order. Leave one out."
    with pytest.raises(ValueError, match=said):
        run_source(text)
    [need] = translate(text).needs_you
    assert need.line == 2
    assert run_source(text.replace("0.5", "None")).keys() == run_source(text.replace(", clipvalue=0.5", "")).keys()


@pytest.mark.parametrize("callback", ["LearningRateScheduler(lambda epoch: 0.1)", "ReduceLROnPlateau(monitor='loss')"])
@pytest.mark.parametrize("decay", ["1e-6", "0.0"])
def test_a_decay_beside_a_callback_that_sets_the_rate_is_told(callback: str, decay: str) -> None:
    text = MODEL + (
        "import numpy as np\nfrom keras.callbacks import LearningRateScheduler, ReduceLROnPlateau\n"
        f"model.compile(optimizers.SGD(lr=0.1, decay={decay}), 'mse')\n"
        f"model.fit(np.ones((2, 2)), np.ones((2, 1)), nb_epoch=1, verbose=0, callbacks=[{callback}])\n"
    )
    needs = translate(text).needs_you
    if decay == "0.0":
        run_source(text)
        assert needs == ()
        return
    with pytest.raises(ValueError, match="An optimizer's decay is a schedule today, whose rate no callback can set"):
        run_source(text)
    assert [need.line for need in needs] == [text.count("\n")]
