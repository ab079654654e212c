"""Functions in configurations: those that a text itself had written are found again, and no others are made."""

from __future__ import annotations

import json

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import run_source

pytestmark = pytest.mark.filterwarnings("ignore")  # notices have tests of their own

TEXT = """
from keras.layers import Dense, Lambda
from keras.models import Sequential, model_from_json
import numpy as np

def scaled(x):
    return 2 * x

model = Sequential([Lambda(scaled, input_shape=(3,)), Lambda(lambda x: x + 1)])
config, text = model.get_config(), model.to_json()

def scaled(x):
    return 5 * x

other = Sequential([Lambda(scaled, input_shape=(3,))])
other_config = other.get_config()
x = np.ones((2, 3))
made = [Sequential.from_config(config), model_from_json(text), Sequential.from_config(other_config)]
values = [float(one.predict(x)[0, 0]) for one in made]
"""


def test_each_function_is_the_one_that_was_written_whatever_its_name() -> None:
    assert run_source(TEXT)["values"] == [3.0, 3.0, 5.0]


def test_code_that_the_text_has_not_written_is_not_run() -> None:
    foreign = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(lambda x: x + 7, name="foreign")])
    for given, made in (
        (foreign.get_config(), "Sequential.from_config(given)"),
        (foreign.to_json(), "model_from_json(given)"),
    ):
        with pytest.raises((ValueError, TypeError), match="lambda"):
            run_source(f"from keras.models import *\n{made}\n", init_globals={"given": given})
    # Nor is it where its layer has the name of one whose function was written.
    names = run_source(TEXT)
    config = json.loads(names["text"])
    [_, first, second] = config["config"]["layers"]
    second["config"]["function"]["config"]["code"] = foreign.get_config()["layers"][-1]["config"]["function"]["config"][
        "code"
    ]
    with pytest.raises((ValueError, TypeError), match="lambda"):
        run_source("from keras.models import *\nmodel_from_json(given)\n", init_globals={"given": json.dumps(config)})
    assert first["config"]["name"] != second["config"]["name"]


def test_the_batch_that_the_first_layer_was_given_reaches_the_others() -> None:
    text = """
from keras.layers import Dense, LSTM
from keras.models import Sequential
one = Sequential()
one.add(Dense(4, batch_input_shape=(2, 5, 3)))
two = Sequential([Dense(4, batch_input_shape=(2, 5, 3))])
for model in (one, two):
    model.add(LSTM(3, stateful=True))
shapes = [one.input_shape, two.input_shape]
first, second = [one.predict(x) for _ in range(2)]
one.reset_states()
again = one.predict(x)
"""
    names = run_source(text, init_globals={"x": np.ones((2, 5, 3))})
    assert names["shapes"] == [(2, 5, 3), (2, 5, 3)]
    assert np.abs(names["first"] - names["second"]).max() > 0
    np.testing.assert_allclose(names["first"], names["again"], atol=1e-6)
