"""2016 text opens what Keras 1 saved, and what it saved itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from saved_cases import CASES, FOLDER, inputs_of, outputs_of

from keras_functional_notes import legacy
from keras_functional_notes.legacy import layers, run_source

SETUP = """
from keras.layers import *
from keras.models import Model, Sequential
from keras.optimizers import SGD, Adadelta, Adam, RMSprop
"""
X = np.linspace(-1, 1, 6, dtype="float32").reshape(2, 3)

pytestmark = pytest.mark.filterwarnings("ignore")  # notices and what is told have tests of their own


# Files open whose texts do not run here, each for its reason; and Theano's padding is in no text.
NOT_AS_TEXT = {
    "names_with_slashes": "a name has no slash today",
    "merge_of_merges": "a Sequential that begins with a Merge is built only when it is called",
    "theano_convolution_tf": "TensorFlow pads otherwise",
}


@pytest.mark.parametrize("name", [name for name in CASES if name not in NOT_AS_TEXT])
def test_the_text_that_made_a_file_takes_its_weights_and_predicts_what_it_predicted(name: str) -> None:
    case = CASES[name]
    path = FOLDER / f"{name}.h5"
    path = path if path.exists() else FOLDER / f"{name}.weights.h5"
    model = run_source(
        f"{SETUP}{case['program']}\nmodel.load_weights(path)", init_globals={"path": str(path)}, as_in_2016=True
    )["model"]
    for output, then in zip(outputs_of(model, inputs_of(case)), case["outputs"], strict=True):
        np.testing.assert_allclose(output, then, atol=1e-5)


def run(text: str, folder: Path = FOLDER) -> dict[str, Any]:
    return run_source(text, init_globals={"folder": str(folder), "x": X})


def test_load_model_opens_a_file_of_keras_1() -> None:
    text = """
from keras.models import load_model
model = load_model(folder + '/dense.h5')
y = model.predict(x)
"""
    np.testing.assert_allclose(run(text)["y"], legacy.load_model(FOLDER / "dense.h5").predict(X, verbose=0))


def test_json_text_and_weights_of_keras_1() -> None:
    text = """
from keras.models import model_from_json
model = model_from_json(open(folder + '/convolution_th.json').read())
before = model.get_weights()
model.load_weights(folder + '/convolution_th.weights.h5')
after = model.get_weights()
"""
    names = run(text)
    assert all(np.abs(one - other).max() > 0 for one, other in zip(names["before"], names["after"], strict=True))


def test_weights_of_a_whole_model_fit_the_same_model_in_text() -> None:
    text = """
from keras.layers import Dense, Dropout
from keras.models import Sequential
model = Sequential()
model.add(Dense(4, input_dim=3, init='uniform', activation='tanh'))
model.add(Dropout(0.5))
model.add(Dense(2, activation='softmax'))
model.load_weights(folder + '/dense.h5')
y = model.predict(x)
"""
    np.testing.assert_allclose(run(text)["y"], legacy.load_model(FOLDER / "dense.h5").predict(X, verbose=0), atol=1e-6)


def test_what_the_text_saved_itself_is_opened_too(tmp_path: Path) -> None:
    text = """
from keras.layers import Dense
from keras.models import Sequential, load_model, model_from_json
model = Sequential([Dense(2, input_dim=3)])
model.save(folder + '/new.h5')
model.save_weights(folder + '/new.weights.h5')
again = load_model(folder + '/new.h5')
third = model_from_json(model.to_json())
third.load_weights(folder + '/new.weights.h5')
ys = [each.predict(x) for each in (model, again, third)]
"""
    first, second, third = run(text, tmp_path)["ys"]
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(first, third)


def test_from_config_takes_the_configurations_of_both() -> None:
    text = """
from keras.layers import Convolution2D, Dense
from keras.models import Model, Sequential
from keras.utils.layer_utils import layer_from_config
old = Convolution2D.from_config({'name': 'c', 'nb_filter': 3, 'nb_row': 2, 'nb_col': 2, 'subsample': [2, 1]})
new = Dense.from_config(Dense(3, activation='relu').get_config())
named = layer_from_config({'class_name': 'Dense', 'config': {'output_dim': 5, 'name': 'named'}})
stack = Sequential([Dense(2, input_dim=3)])
again = Sequential.from_config(stack.get_config())
"""
    names = run(text)
    assert (names["old"].kernel_size, names["old"].strides) == ((2, 2), (2, 1))
    assert (names["new"].units, names["named"].units, names["again"].output_shape) == (3, 5, (None, 2))


def test_from_config_on_what_is_imported() -> None:
    entry = {"class_name": "Dense", "config": {"name": "one", "output_dim": 4, "batch_input_shape": [None, 3]}}
    assert legacy.Sequential.from_config([entry]).output_shape == (None, 4)
    assert layers.Dropout.from_config({"p": 0.5, "name": "half"}).rate == 0.5
    assert type(layers.Dense.from_config({"output_dim": 4})) is keras.layers.Dense
