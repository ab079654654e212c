"""`Model(input=, output=)`: a plain keras.Model, and errors that say what to write."""

from __future__ import annotations

import inspect
import types
import warnings
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import Model

A, B = keras.Input((3,), name="a"), keras.Input((3,), name="b")
DENSE = keras.layers.Dense(2)
Y = DENSE(A)
BOTH = keras.layers.Concatenate()([Y, DENSE(B)])
ROW = np.array([[1.0, 2.0, 3.0]])


def check(model: Any, inputs: Any, outputs: Any) -> None:
    """Check that a model is a plain one, of these tensors, and answers as one made by Keras."""
    plain = keras.Model(inputs, outputs)
    assert type(model) is type(plain)
    flat = keras.tree.flatten
    assert [id(x) for x in flat(model.inputs)] == [id(x) for x in flat(plain.inputs)]
    arrays = keras.tree.map_structure(lambda _: ROW, inputs)
    for got, expected in zip(flat(model(arrays)), flat(plain(arrays)), strict=True):
        np.testing.assert_array_equal(got, expected)


OLD = [
    (dict(input=A, output=Y), A, Y, "`Model(input=..., output=...)` is `keras.Model(inputs=..., outputs=...)` today."),
    (dict(input=[A, B], output=BOTH), [A, B], BOTH, "is `keras.Model(inputs=[...], outputs=...)` today."),
    (dict(input=[A, B], output=[Y, BOTH]), [A, B], [Y, BOTH], "is `keras.Model(inputs=[...], outputs=[...])` today."),
    (dict(input={"a": A}, output={"y": Y}), {"a": A}, {"y": Y}, "`keras.Model(inputs={...}, outputs={...})` today."),
    (dict(input=A, outputs=Y), A, Y, "`Model(input=..., outputs=...)` is `keras.Model(inputs=..., outputs=...)`"),
    (dict(inputs=A, output=Y, name="m"), A, Y, "is `keras.Model(inputs=..., outputs=..., name='m')` today."),
]


@pytest.mark.parametrize(("how", "inputs", "outputs", "notice"), OLD)
def test_old_keywords_make_a_plain_model_and_give_one_notice(
    how: dict[str, Any], inputs: Any, outputs: Any, notice: str, old: Any, notices: Any
) -> None:
    check(old(Model, **how), inputs, outputs)
    [text] = notices(Model, **how)
    assert notice in text


@pytest.mark.parametrize(
    ("args", "how"), [((A, Y), {}), ((A,), {"outputs": Y}), ((), {"inputs": A, "outputs": Y}), ((A, Y, "m"), {})]
)
def test_todays_spelling_gives_no_notice(args: Any, how: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = Model(*args, **how)
    check(model, A, Y)
    assert model.name == ("m" if len(args) == 3 else model.name)


def test_lists_of_one_are_unwrapped(old: Any, notices: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = Model([A], [Y])
    assert model(ROW).shape == (1, 2)
    assert model(keras.Input((3,))).shape == (None, 2)
    assert old(Model, input=[A], output=(Y,))(ROW).shape == (1, 2)
    assert notices(Model, input=[A], output=[Y])[0].endswith(
        "A list of one tensor is unwrapped here, as Keras 1 did; today's keeps it a list."
    )
    assert isinstance(keras.Model([A], [Y])(keras.Input((3,))), list)


ERRORS = [
    (lambda: Model(), TypeError, "Model() needs `input` (today `inputs`)."),
    (lambda: Model(input=A), TypeError, "Model() needs `output` (today `outputs`)."),
    (lambda: Model(A), TypeError, "Model() needs `output` (today `outputs`)."),
    (
        lambda: Model(input=A, inputs=A, output=Y),
        TypeError,
        "Model() got both `input` and `inputs`: they are one argument, `input` in Keras 1 and `inputs` today. Give one",
    ),
    (lambda: Model(A, Y, output=Y), TypeError, "Model() got `output` twice: by position and by name."),
    (lambda: Model(A, Y, outputs=Y), TypeError, "Model() got both `output` and `outputs`"),
    (
        lambda: Model(inptu=A, output=Y),
        TypeError,
        "Model() had no argument `inptu` in Keras 1, nor has keras.Model today. Did you mean `input`?",
    ),
    (
        lambda: Model(A, Y, "m", 1),
        TypeError,
        "at most 3 arguments by position in Keras 1 (input, output, name); 4 ",
    ),
    (lambda: Model([A, A], Y), ValueError, "input 1 is input 0 again, the tensor 'a'. A model takes each input once"),
    (lambda: Model({"a": A, "b": A}, Y), ValueError, "input 1 is input 0 again"),
    (lambda: Model([], Y), ValueError, "Model(): `input` is empty; give at least one tensor."),
    (lambda: Model(A, []), ValueError, "Model(): `output` is empty; give at least one tensor."),
    (
        lambda: Model(A, keras.layers.Dense(2, name="d")),
        TypeError,
        "this is the layer 'd'. Write y = layer(x), and ",
    ),
    (lambda: Model(ROW, Y), TypeError, "Model(): `input` takes symbolic tensors, and this is of type ndarray."),
]


@pytest.mark.parametrize(("call", "error", "text"), ERRORS)
def test_errors_say_what_to_write(call: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        call()
    assert text in str(raised.value)


def test_model_knows_its_instances() -> None:
    assert isinstance(keras.Model(A, Y), Model)
    assert not isinstance(DENSE, Model)
    assert issubclass(types.new_class("Mine", (Model,)), keras.Model)
    assert repr(Model) == "<Keras 1's Model: makes a plain keras.Model>"
    assert inspect.getdoc(Model).startswith("Make a model from its input and output tensors")


def test_a_model_trains_saves_and_loads_where_this_package_is_absent(old: Any, predict_elsewhere: Any) -> None:
    model = old(Model, input=[A, B], output=keras.layers.Dense(1, activation="sigmoid")(BOTH))
    model.compile("sgd", "binary_crossentropy")
    arrays = [np.eye(3), np.ones((3, 3))]
    model.fit(arrays, np.ones((3, 1)), epochs=2, verbose=0)
    elsewhere = predict_elsewhere({"model": (model, arrays)})["model"]
    np.testing.assert_allclose(elsewhere, model.predict(arrays, verbose=0), rtol=1e-5)
