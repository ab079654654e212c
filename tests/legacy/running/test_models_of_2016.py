"""What 2016 text did to models, callbacks and arrays: numbers by hand, or as Keras 1.2.2 gave them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keras_functional_notes.legacy import run_path, run_source

pytestmark = pytest.mark.filterwarnings("ignore")
HEAD = """
import numpy as np
from keras.models import Sequential, Model
from keras.layers import Dense, Input, LSTM, Merge, Dropout, Embedding, Lambda, Activation
from keras.callbacks import Callback
"""


def run(text: str) -> dict[str, Any]:
    return run_source(HEAD + text)


def test_a_merge_that_begins_a_sequential_is_connected() -> None:
    names = run("""
a, b, c = Sequential([Dense(4, input_dim=3)]), Sequential([Dense(4, input_dim=2)]), Sequential([Dense(4, input_dim=5)])
ab = Sequential()
ab.add(Merge([a, b], mode='sum'))
ab.add(Dense(4))
model = Sequential()
model.add(Merge([ab, c], mode='concat'))
model.add(Dense(1))
model.set_weights([np.full(w.shape, 0.5) for w in model.get_weights()])
model.compile('sgd', 'mse')
value = model.predict([np.ones((1, 3)), np.ones((1, 2)), np.ones((1, 5))])
shapes = model.input_shape, model.output_shape, len(model.layers)
""")
    # 4 * ((2 + 1.5) * 0.5) + 0.5 of each unit, and 3 of each of c's four.
    joined = ((3 * 0.5 + 0.5) + (2 * 0.5 + 0.5)) * 4 * 0.5 + 0.5
    assert float(names["value"][0, 0]) == 4 * joined * 0.5 + 4 * 3.0 * 0.5 + 0.5
    assert names["shapes"] == ([(None, 3), (None, 2), (None, 5)], (None, 1), 2)


@pytest.mark.parametrize("kind", ["Sequential", "Model"])
def test_a_model_is_cut_short(kind: str) -> None:
    made = {
        "Sequential": "model = Sequential([Dense(4, input_dim=3), Dense(2), Dense(5)])",
        "Model": "x = Input(shape=(3,))\nmodel = Model(x, Dense(5)(Dense(2)(Dense(4)(x))))",
    }[kind]
    names = run(f"""
{made}
before = len(model.layers)
kept = model.layers[-2]
model.layers.pop()
count = before - len(model.layers), model.layers[-1] is kept
still = model.output_shape
model.outputs = [model.layers[-1].output]
model.layers[-1].outbound_nodes = []
now = model.predict(np.ones((1, 3))).shape
more = Model(model.input, Dense(7)(model.layers[-1].output))
""")
    assert names["count"] == (1, True)
    assert names["still"] == (None, 5)
    assert names["now"] == (1, 2)
    assert names["more"].output_shape == (None, 7)


def test_a_sequential_gives_what_one_of_its_layers_gives() -> None:
    with pytest.raises(ValueError, match="a Sequential gives what one of its layers gives"):
        run("model = Sequential([Dense(2, input_dim=3)])\nmodel.outputs = [Input(shape=(3,))]")


def test_the_size_of_a_batch_stays() -> None:
    names = run("""
model = Sequential()
model.add(Embedding(10, 4, batch_input_shape=(2, 5)))
model.add(LSTM(3, stateful=True))
shapes = model.input_shape, model.output_shape
x = np.ones((2, 5))
first = model.predict(x, batch_size=2)
second = model.predict(x, batch_size=2)
model.layers[1].reset_states()
third = model.predict(x, batch_size=2)
listed = Sequential([LSTM(3, stateful=True, batch_input_shape=(2, 4, 1)), Dense(1)]).output_shape
""")
    assert names["shapes"] == ((2, 5), (2, 3))
    assert not np.allclose(names["first"], names["second"])
    np.testing.assert_allclose(names["first"], names["third"])
    assert names["listed"] == (2, 1)


def test_a_layer_takes_the_tensor_out_of_a_list_of_one() -> None:
    names = run("""
x = Input(shape=(3,))
twice = Lambda(lambda t: t * 2)([x])
shapes = Dense(2)([x])._keras_shape, twice._keras_shape
""")
    assert names["shapes"] == ((None, 2), (None, 3))


def test_a_name_with_a_slash_is_found_by_it() -> None:
    names = run("""
x = Input(shape=(3,))
model = Model(x, Dense(2, name='fire/squeeze')(x))
name = model.get_layer('fire/squeeze').name
ends = [layer.name for layer in model.input_layers + model.output_layers]
""")
    assert names["name"] == "fire_squeeze"
    assert names["ends"][1] == "fire_squeeze"


def test_arguments_that_1_2_2_left_out_are_left_out() -> None:
    names = run("""
model = Sequential([Dense(2, input_dim=3, activation='softmax')])
model.compile(loss='categorical_crossentropy', optimizer='sgd', class_mode='categorical')
model.set_weights([np.zeros((3, 2)), np.zeros(2)])
X, Y = np.ones((4, 3)), np.array([[0, 1]] * 4)
losses = [model.fit(X, Y, nb_epoch=1, verbose=0, show_accuracy=True, class_weight=weight).history['loss'][0]
          for weight in ([5., 9.], 'auto') if not model.set_weights([np.zeros((3, 2)), np.zeros(2)])]
weighted = model.train_on_batch(X, Y, class_weight={0: 1., 1: 2.}, accuracy=True)
""")
    # A list and a word weighed nothing in Keras 1.2.2, and a dict did.
    np.testing.assert_allclose(names["losses"], [np.log(2)] * 2, rtol=1e-6)
    assert float(names["weighted"]) > 1.0


def test_callbacks_are_told_what_they_were_told() -> None:
    names = run("""
told = []
class Telling(Callback):
    def on_train_begin(self, logs={}):
        told.append([self.params[name] for name in ('nb_epoch', 'nb_sample', 'batch_size', 'do_validation', 'metrics')])
    def on_batch_end(self, batch, logs={}):
        told.append((logs['batch'], logs['size'], 'acc' in logs))
    def on_epoch_end(self, epoch, logs={}):
        told.append(logs.get('acc') == logs['accuracy'])
model = Sequential([Dense(2, input_dim=3)])
model.compile('sgd', 'mse', metrics=['acc'])
model.fit(np.ones((5, 3)), np.ones((5, 2)), nb_epoch=1, batch_size=3, verbose=0, callbacks=[Telling()])
""")
    # As Keras 1.2.2 told them.
    assert names["told"] == [[1, 5, 3, False, ["loss", "acc"]], (0, 3, True), (1, 2, True), True]


def test_numpys_names_of_2016_are_there_in_the_text_alone() -> None:
    names = run("""
from numpy import float as real, zeros
kinds = np.zeros(2, dtype=np.int).dtype.kind, np.bool, np.object, real, np.product([2, 3]), np.NaN != np.NaN
""")
    assert names["kinds"] == ("i", bool, object, float, 6, True)
    assert not hasattr(np, "float")


def test_to_yaml_says_what_to_write() -> None:
    with pytest.raises(NotImplementedError, match=r"model\.to_json"):
        run("Sequential([Dense(2, input_dim=3)]).to_yaml()")


def test_a_script_pickles_its_own_classes(tmp_path: Path) -> None:
    path = tmp_path / "script.py"
    path.write_text("""
import pickle
class Config(object):
    n = 3
again = pickle.loads(pickle.dumps(Config())).n
""")
    main = sys.modules["__main__"]
    assert run_path(path)["again"] == 3
    assert sys.modules["__main__"] is main
