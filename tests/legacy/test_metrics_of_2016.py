"""Metrics and losses that 2016 text gives by name: found under their names of today, and logged as Keras 1 did."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from keras_functional_notes.legacy.running.program import run_source
from keras_functional_notes.legacy.translating.translator import translate

pytestmark = pytest.mark.filterwarnings("ignore")

TEXT = """import numpy as np
from keras.models import Sequential
from keras.layers import Dense
model = Sequential([Dense(3, input_dim=2, activation='softmax')])
model.compile('sgd', {loss!r}, metrics=[{metric!r}])
X, Y = np.ones((4, 2)), np.eye(3)[[0, 1, 2, 0]]
fitted = model.fit(X, Y, nb_epoch=1, verbose=0)
"""
# How Keras 1.2.2 logged each: under the name of the function that it stood for, accuracy under 'acc'.
LOGGED = {
    "mse": "mean_squared_error",
    "MAE": "mean_absolute_error",
    "mape": "mean_absolute_percentage_error",
    "msle": "mean_squared_logarithmic_error",
    "mean_absolute_error": "mean_absolute_error",
    "acc": "acc",
    "accuracy": "acc",
    "categorical_accuracy": "categorical_accuracy",
    "kullback_leibler_divergence": "kullback_leibler_divergence",
    "cosine_proximity": "cosine_proximity",
}


def run_plainly(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(text, names)
    return names


@pytest.mark.parametrize("metric", LOGGED)
def test_a_metric_is_found_and_read_under_its_old_name(metric: str) -> None:
    text = TEXT.format(loss="mse", metric=metric) + f"logged = fitted.history[{LOGGED[metric]!r}]\n"
    old = run_source(text)
    assert np.shape(old["logged"]) == (1,)
    done = translate(text)
    assert done.needs_you == ()
    assert np.shape(run_plainly(done.text)["logged"]) == (1,)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "kullback_leibler_divergence",
            lambda y, p: (y * np.log(np.clip(y, 1e-7, 1) / np.clip(p, 1e-7, 1))).sum(-1).mean(),
        ),
        ("kld", lambda y, p: (y * np.log(np.clip(y, 1e-7, 1) / np.clip(p, 1e-7, 1))).sum(-1).mean()),
        ("cosine_proximity", lambda y, p: -(y * p / np.linalg.norm(p, axis=-1, keepdims=True)).sum(-1).mean()),
    ],
)
def test_a_loss_is_found_under_its_old_name(name: str, expected: Any) -> None:
    text = TEXT.format(loss=name, metric="acc").replace("fitted =", "before = model.predict(X, verbose=0)\nfitted =")
    for names in (run_source(text), run_plainly(translate(text).text)):
        loss = names["fitted"].history["loss"][0]
        assert loss == pytest.approx(expected(names["Y"], names["before"]), rel=1e-4)


@pytest.mark.parametrize("metric", ["fmeasure", "fbeta_score", "matthews_correlation"])
def test_a_metric_that_is_gone_is_told(metric: str) -> None:
    text = TEXT.format(loss="mse", metric=metric)
    with pytest.raises(ValueError, match=r"such a number is no mean: give a metric of keras.metrics"):
        run_source(text)
    [need] = translate(text).needs_you
    assert need.what == repr(metric)
    assert "Today's Keras has no metric of this name" in need.why


def test_a_string_alone_tells_that_a_text_is_old() -> None:
    old = "import keras\nmodel.compile(loss='mse', optimizer='sgd', metrics=['cosine_proximity'])\n"
    assert translate(old).text == old.replace("cosine_proximity", "cosine_similarity")
    new = old.replace("cosine_proximity", "mse")
    assert translate(new).text == new
