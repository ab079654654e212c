"""What 2016 text did to models, callbacks and arrays, written for today or reported by its line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from keras_functional_notes.legacy.translating.translator import translate

HEAD = """import numpy as np
from keras.models import Sequential, Model
from keras.layers import Dense, Input, Dropout, Lambda
from keras import backend as K
from keras.callbacks import Callback
"""


def written(text: str) -> str:
    done = translate(HEAD + text)
    assert done.needs_you == ()
    assert translate(done.text).text == done.text
    return done.text


def test_a_function_is_a_model_that_is_called() -> None:
    text = written("""
model = Sequential([Dense(4, input_dim=3, init='one'), Dropout(0.5)])
f = K.function([model.layers[0].input, K.learning_phase()], [model.layers[-1].output])
kept, some = f([np.ones((1, 3)), 0])[0], f((np.ones((400, 3)), 1.))
""")
    assert "f = Model([model.layers[0].input], model.layers[-1].output)" in text
    assert "[ops.convert_to_numpy(f([np.ones((1, 3))], training=False))][0]" in text
    assert "learning_phase" not in text
    names: dict[str, Any] = {}
    exec(text, names)
    assert names["kept"].tolist() == [[3.0] * 4]
    assert len(names["some"]) == 1
    assert set(np.unique(names["some"][0])) == {0.0, 6.0}


def test_a_function_of_several_outputs_gives_a_list() -> None:
    text = written("""
x = Input(shape=(2,))
y = Dense(output_dim=3)(x)
f = K.function([x], [y, x])
first, second = f([np.ones((5, 2))])
""")
    names: dict[str, Any] = {}
    exec(text, names)
    assert (names["first"].shape, names["second"].tolist()) == ((5, 3), [[1.0, 1.0]] * 5)


@pytest.mark.parametrize(
    "text",
    [
        "fs = [K.function([x, K.learning_phase()], [y]) for y in ys]",
        "f = K.function(inputs, [y])",
        "f = K.function([x], [y], updates=[])",
        "f = K.function([x], K.gradients(y, x))",
        "f = K.function([x], [y])\ng = f",
        "f = K.function([x], [y])\nf(arrays)",
    ],
)
def test_a_function_that_is_more_is_reported(text: str) -> None:
    done = translate(HEAD + text)
    assert 6 in {need.line for need in done.needs_you}
    assert any("keras.Model(inputs, outputs)" in need.do for need in done.needs_you)


def test_small_habits_are_written() -> None:
    text = written("""
x = Input(shape=(3,), name='in/put')
y = Dense(output_dim=2, name='a/b')([x])
z = np.zeros(3, dtype=np.float), np.product([1, 2]), Lambda(lambda t: t)([y])
layer = Model(x, y).get_layer('a/b')
class Telling(Callback):
    def on_train_begin(self, logs={}):
        print(self.params['nb_epoch'], self.params.get('nb_epoch'))
""")
    for part in ("name='in_put'", "name='a_b')(x)", "dtype=float)", "np.prod([1, 2])", ")(y)", "get_layer('a_b')"):
        assert part in text
    assert text.count("'epochs'") == 2


def test_a_sequential_is_cut_short_by_pop() -> None:
    text = written("""
model = Sequential([Dense(4, input_dim=3), Dense(5)])
model.layers.pop()
model.outputs = [model.layers[-1].output]
model.layers[-1].outbound_nodes = []
""")
    assert text.endswith("model.pop()\n")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("model = Model(x, y)\nmodel.layers.pop()", "keras.Model(model.inputs"),
        ("model = Model(input=x, output=y)\nmodel.outputs = [model.layers[-2].output]", "keras.Model(model.inputs"),
        ("Dense(output_dim=2)\nmodel.to_yaml()", "model.to_json()"),
        ("Dense(output_dim=2)\nmodel.input_layers", "keras.layers.InputLayer"),
        ("Dense(output_dim=2)\nmodel.load_weights('a.h5', by_name=True)", "set_weights"),
        ("loss = K.variable(0.)\nloss += K.sum(x)", "write the number itself, 0.0"),
        ("m.add(Dense(2, batch_input_shape=(2, 3)))\nm.add(LSTM(2, stateful=True))", "keras.Input(batch_shape=...)"),
        ("Dense(output_dim=2)\nfrom numpy import float", "Use float."),
        (
            "class C(Callback):\n    def f(self): return Dense(output_dim=self.params['nb_sample'])",
            "Give it to the callback",
        ),
        ("K.get_session()", "no sessions"),
        ("from keras.wrappers.scikit_learn import KerasClassifier\nKerasClassifier(build)", "SKLearnClassifier"),
    ],
)
def test_what_has_no_successor_is_reported(text: str, what: str) -> None:
    assert what in " ".join(need.do for need in translate(HEAD + text).needs_you)


def test_a_module_that_came_along_is_imported_from_where_it_is() -> None:
    text = translate("from keras.layers import activations, initializations\nactivations.get('tanh')\n").text
    assert text == "from keras import activations\nactivations.get('tanh')\n"


def test_a_misspelt_name_of_a_module_that_is_gone_has_its_near_match() -> None:
    [need] = translate("from keras.layers.core import Dens\n").needs_you
    assert "Did you mean `Dense`?" in need.why
