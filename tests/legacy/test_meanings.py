"""Meanings that changed: what Keras 1.2.2 itself gave, what today's gives to the same text, and that both are told."""

from __future__ import annotations

import ast
import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keras_functional_notes.legacy import Keras1Warning
from keras_functional_notes.legacy.running.program import run_source
from keras_functional_notes.legacy.table import ROWS
from keras_functional_notes.legacy.table.meanings import MEANINGS, meanings_of
from keras_functional_notes.legacy.translating.translator import translate

JUDGE = json.loads((Path(__file__).parent / "judge" / "meanings.json").read_text("utf-8"))
# By hand: the predictions and gradients of the judge's dense layer for its X and Y.
X, Y = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5], [2.0, 2.0]]), np.array([[1.0], [-2.0], [3.0], [0.0]])
KERNEL, BIAS = np.array([[0.5], [-0.25]]), 0.125
P = X @ KERNEL + BIAS
GRADIENTS = [2 * X.T @ (P - Y) / 4, np.array([(2 * (P - Y)).mean()])]
SQUARES = ((P - Y) ** 2)[:, 0]


def judged(what: str) -> Any:
    return ast.literal_eval(JUDGE["answers"][what]["answer"])


def here(what: str) -> tuple[Any, str]:
    """Give the judge's text to today's Keras as text of 2016, and return what it gives and all that is told."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        it = run_source(f"{JUDGE['setup']}\nit = {JUDGE['answers'][what]['asked']}")["it"]
    return it, " ".join(str(warning.message) for warning in seen if warning.category is Keras1Warning)


def stepped(steps: list[np.ndarray]) -> list[Any]:
    return [np.round(weight - step, 4).tolist() for weight, step in zip((KERNEL, [BIAS]), steps, strict=True)]


# What Keras 1 gave, by hand; and a word of what is told where today's gives something else.
BY_HAND: dict[str, tuple[Any, str]] = {
    "adagrad": (stepped([0.5 * np.sign(gradient) for gradient in GRADIENTS]), "began at 0 in Keras 1"),
    "activity_regularizer": (round(SQUARES.mean() + 0.5 * (P**2).sum(), 4), "added for the whole batch in Keras 1"),
    "sample_weight": (round((SQUARES * [0, 0, 1, 2]).mean() / 0.5, 4), "by the share of weights that are not zero"),
    "hinge": (round((1 + 0.75) / 2, 4), "Keras 1 took targets as they are"),
    "squared_hinge": (round((1 + 0.75**2) / 2, 4), "Keras 1 took targets as they are"),
    "cosine_proximity": (-0.48, "Keras 1 took the mean over the last axis"),
    "EarlyStopping": ([2, 3, 4], "after one epoch more without improvement"),
    "ReduceLROnPlateau": (["1e-09", "5e-10", "5e-10"], "waited one epoch more"),
    "a batch's loss": (np.round(SQUARES, 4).tolist(), "A batch's logs were of that batch"),
    "LSTM's W_regularizer": (2 * 2 * 4 * 2.0, "W_regularizer held for U too"),
    "LSTM's U_regularizer": (0.0, "U_regularizer did nothing"),
}


@pytest.mark.parametrize("what", BY_HAND)
def test_what_differs_is_what_keras_1_gave_and_is_told(what: str) -> None:
    expected, told = BY_HAND[what]
    assert judged(what) == expected
    it, notices = here(what)
    assert it != expected
    assert told in notices


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "what",
    [
        *(what for what in BY_HAND if what != "a batch's loss"),
        "frozen batch normalization",
        "the variance that is kept",
    ],
)
def test_as_in_2016_it_is_what_keras_1_gave(what: str) -> None:
    text = f"{JUDGE['setup']}\nit = {JUDGE['answers'][what]['asked']}"
    it, then = run_source(text, as_in_2016=True)["it"], judged(what)
    if isinstance(then, list) and isinstance(then[0], str):
        assert it == then
    else:
        np.testing.assert_allclose(flat(it if isinstance(it, (list, tuple)) else [it]), flat([then]), atol=2e-4)


def test_on_tensorflow_the_variance_was_kept_without_epsilon() -> None:
    # Of momentum 0.5, three steps leave an eighth of the first variance, 1.
    kept = 1 / 8 + X.var(axis=0) * 7 / 8
    for variance in judged("the variance that is kept"):
        assert variance == pytest.approx(kept, abs=1e-3)


def test_a_frozen_normalization_took_the_batchs_statistics() -> None:
    # Both are the variance of normalized numbers, a little under 1.
    trained, frozen = judged("frozen batch normalization")
    assert trained == frozen == pytest.approx(1, abs=0.01)
    it, notices = here("frozen batch normalization")
    assert it[0] == pytest.approx(trained, abs=1e-3)
    assert it[1] == pytest.approx((X**2).mean() / 1.001, rel=1e-3)
    assert "A frozen BatchNormalization still normalized by the batch's own statistics" in notices


def glorot(inputs: int, outputs: int) -> float:
    """Return the standard deviation of a uniform distribution up to sqrt(6 / (inputs + outputs))."""
    return float(np.sqrt(2 / (inputs + outputs)))


@pytest.mark.parametrize("layer", ["LSTM", "GRU"])
def test_gates_were_drawn_one_by_one_and_all_by_init(layer: str) -> None:
    assert judged(f"{layer}'s spread") == pytest.approx([glorot(200, 200)] * 2, abs=0.001)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        text = (
            f"from keras.layers import {layer}\nmade = {layer}(200, input_shape=(3, 200))\nmade.build((None, 3, 200))\n"
        )
        kernel, recurrent = run_source(text)["made"].get_weights()[:2]
    gates = {"LSTM": 4, "GRU": 3}[layer]
    assert kernel.std() == pytest.approx(glorot(200, gates * 200), rel=0.01)
    # Rows of an orthogonal matrix have length 1.
    assert recurrent.std() == pytest.approx(np.sqrt(1 / (gates * 200)), rel=0.01)
    notices = " ".join(str(warning.message) for warning in seen)
    assert "Keras 1 drew W and U gate by gate, and both by `init`" in notices
    assert "gain of 1.1" not in notices


def test_the_gain_was_11_where_the_recurrent_kernel_was_drawn_by_inner_init() -> None:
    assert judged("SimpleRNN's spread")[1] == pytest.approx(1.1 * np.sqrt(1 / 200), abs=0.001)
    assert judged("LSTM's spread, gpu")[1] == pytest.approx(1.1 * np.sqrt(1 / 800), abs=0.001)
    for text in ("SimpleRNN(3)", "LSTM(3, consume_less='gpu')", "GRU(3, consume_less='gpu')"):
        with pytest.warns(Keras1Warning, match=r"had a gain of 1\.1 in Keras 1, and has 1\.0 today"):
            run_source(f"from keras.layers import *\n{text}")
    with pytest.warns(Keras1Warning, match=r"made its rows orthogonal, with a gain of 1\.1"):
        run_source("from keras.layers.convolutional_recurrent import ConvLSTM2D\nConvLSTM2D(3, 2, 2)")


# What is the same here


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("what", ["clipnorm", "metrics", "metrics_names", "SimpleRNN's regularizer"])
def test_what_is_the_same_here(what: str) -> None:
    it, _ = here(what)
    if what.startswith("metrics"):
        assert it == judged(what)
    else:
        for one, other in zip(np.ravel(flat(it)), np.ravel(flat(judged(what))), strict=True):
            assert one == pytest.approx(other, abs=2e-4)


def flat(numbers: Any) -> list[float]:
    return [part for one in numbers for part in flat(one)] if isinstance(numbers, (list, tuple)) else [numbers]


# When it is told


@pytest.mark.parametrize(
    ("name", "known", "told"),
    [
        ("EarlyStopping", {"patience": 2}, True),
        ("EarlyStopping", {"patience": 0}, False),
        ("EarlyStopping", {}, False),
        ("BatchNormalization", {"trainable": False}, True),
        ("BatchNormalization", {"trainable": True}, False),
        ("BatchNormalization", {}, False),
        ("LSTM", {"consume_less": "gpu", "inner_init": "uniform"}, False),
        ("fit", {"sample_weight": object()}, True),
        ("fit", {"sample_weight": None}, False),
        ("Dense", {"activity_regularizer": "l2"}, True),
        ("Dense", {}, False),
    ],
)
def test_a_meaning_is_told_where_it_matters(name: str, known: dict[str, Any], told: bool) -> None:
    arguments = {"activity_regularizer": None} if name == "Dense" else {}
    assert bool(list(meanings_of(name, arguments, running=True, known=known))) is told


@pytest.mark.parametrize("what", [what for what in JUDGE["answers"] if what.startswith("two outputs")])
def test_several_outputs_are_evaluated_in_keras_1s_order_and_under_its_names(what: str) -> None:
    (names, numbers), (names_then, numbers_then) = here(what)[0], judged(what)
    assert names == names_then
    for got, then in zip(numbers, numbers_then, strict=True):
        np.testing.assert_allclose(got, then, atol=2e-4)


def test_every_meaning_belongs_to_a_name_that_keras_1_had() -> None:
    names = {name for row in ROWS for name in row.names} | {"fit", "train_on_batch", "evaluate", "test_on_batch"}
    names |= {"metrics_names", "on_batch_end", "compile"}
    for meaning in MEANINGS:
        assert set(meaning.names) <= names
        assert meaning.what.endswith(".")
        assert meaning.condition


def test_a_program_tells_each_difference_once() -> None:
    text = "from keras.layers import LSTM\na = LSTM(3)\nb = LSTM(4)\nc = LSTM(output_dim=5)\n"
    for _ in range(2):
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            run_source(text)
        told = [str(warning.message) for warning in seen if warning.category is Keras1Warning]
        assert sum("gate by gate" in message for message in told) == 1
        # What is written otherwise is told at each line.
        assert told[-1] == "`LSTM(output_dim=5)` is `keras.layers.LSTM(units=5)` today."
        assert len(told) == 2


REPORTED = {
    "model.fit(X, Y, sample_weight=w)": "by the share of weights that are not zero",
    "net.train_on_batch(X, Y)": "of this batch; today's are means over the batches since",
    "names = net.metrics_names": "today's has 'loss' and 'compile_metrics'",
    "class A(Callback):\n    def on_batch_end(self, batch, logs=None):\n        pass": "A batch's logs were of that",
    "x = BatchNormalization()\nx.trainable = False": "A frozen BatchNormalization",
    "BatchNormalization(trainable=False)": "A frozen BatchNormalization",
    "EarlyStopping(patience=2)": "one epoch more",
    "GRU(3, W_regularizer='l2')": "W_regularizer held for U too",
    "Dense(3, activity_regularizer='l2')": "divided by the batch's size",
    "model.compile('adagrad', 'hinge')": "Keras 1 took targets as they are",
    "x = Input((3,))\ntwo = Model(x, [x, x])\ntwo.evaluate(X, [Y, Y])": "today's order is another",
    "x = Input((3,))\ny = Model(x, [x, x])\ndef f(net):\n    net.test_on_batch(X)": "today's order is another",
    "def mine(t, p):\n    return t - p\nmodel.compile('sgd', 'mse', metrics=[mine])": "y_true in the type of y_pred",
}


@pytest.mark.parametrize("text", REPORTED)
def test_a_translation_reports_it_at_its_line(text: str) -> None:
    head = (
        "from keras.callbacks import *\nfrom keras.layers import *\nfrom keras.models import Model, Sequential\n"
        "model = Sequential([Dense(output_dim=3, input_dim=2)])\n"
    )
    done = translate(head + text)
    [difference] = [difference for difference in done.differences if REPORTED[text] in difference.why]
    assert difference.line >= 5
