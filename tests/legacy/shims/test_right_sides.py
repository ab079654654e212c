"""Every notice's right side, executed: it makes what the old call made, with several arguments."""

from __future__ import annotations

import ast
import importlib
import math
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import pytest
from make_docs import arguments_of

import keras_functional_notes
from keras_functional_notes.legacy import Keras1Warning, Merge, Model, merge, run_source
from keras_functional_notes.legacy.shims.making import served
from keras_functional_notes.legacy.table import METHODS, MODES, REQUIRED, ROWS, Row
from keras_functional_notes.legacy.table.wording import value_text

pytestmark = pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`")

PACKAGES = {"keras": keras, "numpy": np, "math": math, "keras_functional_notes": keras_functional_notes}


def told(function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> tuple[Any, list[Keras1Warning]]:
    """Call something of 2016; return what it made and what was said."""
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        made = function(*args, **kwargs)
    return made, [notice.message for notice in seen if isinstance(notice.message, Keras1Warning)]


def executed(today: str, args: tuple[Any, ...], kwargs: dict[str, Any], names: dict[str, Any] | None = None) -> Any:
    """Evaluate a right side; what has no text of its own stands in it as `...`, in the order of the call."""
    opaque = iter([value for value in (*args, *kwargs.values()) if "..." in value_text(value)])
    bound: dict[str, Any] = {}

    def named(match: re.Match[str]) -> str:
        name = f"_{len(bound)}"
        bound[name] = next(opaque)
        return name

    text = re.sub(r"lambda \w+: \.\.\.|\[\.\.\.\]|\{\.\.\.\}|\.\.\.", named, today)
    return eval(text, {**{package: module for package, module in PACKAGES.items()}, **(names or {}), **bound})


def comparable(made: Any) -> Any:
    if isinstance(made, (list, tuple)):
        return [comparable(part) for part in made]
    if isinstance(made, keras.KerasTensor):
        return tuple(made.shape), made.dtype, type(made._keras_history.operation)
    if hasattr(made, "get_config"):
        config = made.get_config()
        return type(made), {key: str(value) for key, value in config.items() if key not in ("name", "layer")}
    if isinstance(made, keras.Variable) or hasattr(made, "shape"):
        return np.round(keras.ops.convert_to_numpy(made).astype("float64"), 5).tolist()
    if isinstance(made, keras.callbacks.Callback) or type(made).__module__.startswith("tensorflow"):
        return type(made), {name: str(value) for name, value in vars(made).items() if isinstance(value, (int, str))}
    return made


# Rows

X = [[0.5, 0.25, 0.0], [1.0, -0.5, 0.75]]
IMAGE = np.arange(2 * 4 * 6 * 4, dtype="float32").reshape(2, 4, 6, 4)
STEPS = IMAGE[:, 0]


def variable() -> Any:
    return keras.Variable(np.array(X, "float32"))


CALLS: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "image_dim_ordering": [((), {})],
    "placeholder": [(((2, 3),), {}), ((), {"ndim": 2, "dtype": "int32"}), ((), {"shape": (None, 3), "name": "p"})],
    "set_image_dim_ordering": [(("th",), {}), (("tf",), {})],
    **{
        name: [((keras.ops.convert_to_tensor(X),), {}), ((IMAGE,), {})]
        for name in ("int_shape", "ndim", "dtype", "eval", "get_value", "get_variable_shape", "count_params")
    },
    "dtype": [((variable(),), {}), ((keras.ops.convert_to_tensor([1]),), {})],
    "cast_to_floatx": [(([1, 2],), {}), ((IMAGE,), {})],
    "batch_get_value": [(([variable()],), {}), (([variable(), variable()],), {})],
    "set_value": [((variable(), X), {}), ((variable(), 2.0 * np.array(X)), {})],
    "batch_set_value": [(([(variable(), X)],), {})],
    "update": [((variable(), X), {})],
    "update_add": [((variable(), X), {}), ((variable(),), {"increment": IMAGE[0, 0, 0, :3]})],
    "update_sub": [((variable(), X), {})],
    "moving_average_update": [((variable(), np.array(X), 0.9), {}), ((variable(),), {"value": 1.0, "momentum": 0.5})],
    "batch_dot": [
        ((IMAGE[:, 0], IMAGE[:, 1]), {"axes": 2}),
        ((IMAGE[:, 0], IMAGE[:, 1], (1, 1)), {}),
        ((IMAGE[:, 0], IMAGE[:, 1, :4]), {}),
    ],
    "batch_flatten": [((IMAGE,), {}), ((keras.Input((3, 4)),), {})],
    "repeat": [((np.array(X), 3), {}), ((np.array(X),), {"n": 2})],
    "switch": [
        ((True, np.array(X), -np.array(X)), {}),
        ((np.array(X) > 0.3,), {"then_expression": np.array(X), "else_expression": 0.0}),
        ((True, lambda: 1.0, lambda: 2.0), {}),
    ],
    "temporal_padding": [((STEPS,), {}), ((STEPS, 3), {}), ((STEPS,), {"padding": 2}), ((keras.Input((3, 4)), 3), {})],
    "spatial_2d_padding": [
        ((IMAGE,), {}),
        ((IMAGE, (2, 3)), {}),
        ((IMAGE, (2, 3), "th"), {}),
        ((IMAGE,), {"dim_ordering": "th"}),
        ((IMAGE,), {"padding": (0, 1), "dim_ordering": "tf"}),
    ],
    "resize_images": [
        ((IMAGE, 2, 3, "th"), {}),
        ((IMAGE, 2, 3, "tf"), {}),
        ((IMAGE, 3), {"width_factor": 1, "dim_ordering": "tf"}),
    ],
    "pool2d": [
        ((IMAGE, (2, 2)), {}),
        ((IMAGE, (2, 3), (2, 2), "same"), {}),
        ((IMAGE, (2, 2)), {"strides": (2, 2), "pool_mode": "avg"}),
        ((IMAGE, (2, 1)), {"pool_mode": "avg", "border_mode": "same", "dim_ordering": "tf"}),
    ],
    **{name: [(((3, 3),), {}), (((2, 3),), {"name": "w"})] for name in ("zero", "one")},
    "identity": [(((3, 3),), {}), (((3, 3), 2.0), {})],
    **{
        name: [(((4, 3),), {}), (((4, 3), 0.5), {}), (((4, 3),), {"scale": 2.0})]
        for name in ("uniform", "normal", "orthogonal")
    },
    **{
        name: [(((4, 3),), {})]
        for name in ("lecun_uniform", "glorot_normal", "glorot_uniform", "he_normal", "he_uniform")
    },
}
DRAWN = {
    "uniform",
    "normal",
    "orthogonal",
    "lecun_uniform",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
}
EXPRESSIONS = [row for row in ROWS if row.expression]


@pytest.fixture
def _data_format() -> Iterator[None]:
    before = keras.config.image_data_format()
    yield
    keras.config.set_image_data_format(before)


@pytest.mark.usefixtures("_data_format")
@pytest.mark.parametrize("row", EXPRESSIONS, ids=lambda row: row.name)
def test_an_expression_s_right_side_does_what_was_done(row: Row) -> None:
    for args, kwargs in CALLS[row.name]:
        keras.utils.set_random_seed(3)
        made, [notice] = told(served(row.module, row.name), *args, **kwargs)
        assert notice.old.startswith(f"{row.written}(")
        keras.utils.set_random_seed(3)
        # What changed a variable begins with what it was then; such a right side need only run.
        again = eval(str(notice.today), {**PACKAGES, **row.given(args, kwargs)})
        assert type(again) is type(made) or made is None
        if "assign" not in row.expression:
            assert comparable(again) == comparable(made), notice.today


def test_each_expression_is_executed_by_its_own_calls() -> None:
    assert set(CALLS) == {row.name for row in EXPRESSIONS}


@pytest.mark.usefixtures("_data_format")
def test_the_word_that_today_s_own_function_gives_is_told() -> None:
    made, [notice] = told(served("keras.backend", "image_dim_ordering"))
    assert made == eval(str(notice.today), PACKAGES) == "tf"
    assert "'channels_last'" in notice.differences[0]


def test_padding_is_told_with_its_own_size() -> None:
    _, [notice] = told(served("keras.backend", "temporal_padding"), STEPS, 3)
    assert notice.today == "keras.ops.pad(x, ((0, 0), (3, 3), (0, 0)))"
    _, [notice] = told(served("keras.backend", "resize_images"), IMAGE, 2, 3, "th")
    assert notice.today == "keras.layers.UpSampling2D((2, 3), data_format='channels_first')(X)"


PLAIN = [
    (row, name)
    for row in ROWS
    if row.today and not (row.itself or row.by_hand or row.expression) and row.module != "keras.backend"
    for name in row.names
    if row.not_run == ""
    and row.module.split(".")[1] in ("layers", "optimizers", "constraints", "regularizers", "callbacks")
]


def plain_calls(row: Row) -> list[dict[str, Any]]:
    """Return calls of a row by name: what it needs alone, with each of its example's arguments, and with all."""
    names = {"Dense": keras.layers.Dense, "LSTM": keras.layers.LSTM, "abs": abs}
    given = {name: eval(text, names) for name, text in arguments_of(row).items() if text not in ("x", "y")}
    needed = {argument.name for argument in row.arguments if argument.default is REQUIRED}
    needed |= (
        {"subsample", "output_shape", "border_mode", "nb_filter"} & set(given) if "output_shape" in given else set()
    )
    least = {name: value for name, value in given.items() if name in needed}
    return [least, *({**least, name: value} for name, value in given.items() if name not in least), given]


@pytest.mark.parametrize(("row", "name"), PLAIN, ids=[name for _, name in PLAIN])
def test_a_row_s_right_side_makes_what_was_made(row: Row, name: str) -> None:
    for kwargs in plain_calls(row):
        made, notices = told(served(row.module, name), **kwargs)
        for notice in notices:
            if notice.today != notice.old:
                assert comparable(executed(str(notice.today), (), kwargs)) == comparable(made), notice.today


BACKEND = [row for row in ROWS if row.module == "keras.backend" and row.today and not row.expression and not row.itself]


def backend_call(row: Row) -> tuple[tuple[Any, ...], dict[str, Any]]:
    call = ast.parse(
        f"f({row.example or ', '.join(a.name for a in row.arguments if a.default is REQUIRED)})", mode="eval"
    ).body
    assert isinstance(call, ast.Call)
    backend: Any = importlib.import_module("keras_functional_notes.legacy.backend")
    names = {
        **{"x": np.abs(X).astype("float32"), "y": np.ones((2, 3), "float32"), "labels": np.array([0, 2]), "K": backend},
        **{"signal": np.ones((1, 8, 2), "float32"), "kernel1": np.ones((3, 2, 4), "float32")},
        **{"image": np.ones((1, 8, 8, 3), "float32"), "kernel2": np.ones((3, 3, 3, 4), "float32")},
        **{"volume": np.ones((1, 6, 6, 6, 2), "float32"), "kernel3": np.ones((3, 3, 3, 2, 4), "float32")},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        args = tuple(eval(ast.unparse(argument), names) for argument in call.args)
        return args, {str(word.arg): eval(ast.unparse(word.value), names) for word in call.keywords}


@pytest.mark.parametrize("row", BACKEND, ids=lambda row: row.name)
def test_a_function_s_right_side_gives_what_was_given(row: Row) -> None:
    if row.not_run and row.not_run != "it draws anew":
        pytest.skip(row.not_run)
    args, kwargs = backend_call(row)
    function = served(row.module, row.name)
    by_name = row.given(args, kwargs)
    for given in ((args, kwargs), ((), by_name)):
        keras.utils.set_random_seed(3)
        made, notices = told(function, *given[0], **given[1])
        for notice in notices:
            keras.utils.set_random_seed(3)
            again = executed(str(notice.today), *given) if notice.today != notice.old else made
            assert comparable(again) == comparable(made), notice.today


# Merging and models


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_a_merge_s_right_side_joins_what_was_joined(mode: Any) -> None:
    a, b = keras.Input((3, 4)), keras.Input((3, 4))
    for kwargs in ({}, {"name": "joined"}, {"concat_axis": 1} if mode.name == "concat" else {"dot_axes": 2}):
        made, [notice] = told(merge, [a, b], mode=mode.name, **kwargs)
        assert comparable(executed(str(notice.today), ([a, b],), {})) == comparable(made)
        left, right = keras.Model(a, keras.layers.Identity()(a)), keras.Model(b, keras.layers.Identity()(b))
        joined, [notice] = told(Merge, [left, right], mode=mode.name, **kwargs)
        again = eval(str(notice.today), {**PACKAGES, "left": left, "right": right})
        assert again.shape == joined.output.shape
        assert type(again._keras_history.operation) is type(made._keras_history.operation)


def test_a_model_s_right_side_is_the_model() -> None:
    x, z = keras.Input((3,)), keras.Input((3,))
    y = keras.layers.Dense(2)(keras.layers.Add()([x, z]))
    for args, kwargs in (((), {"input": [x, z], "output": y}), ((), {"input": [x, z], "output": y, "name": "m"})):
        made, [notice] = told(Model, *args, **kwargs)
        again = executed(str(notice.today), args, kwargs)
        assert type(again) is type(made)
        assert again.output is made.output
        assert again.inputs == made.inputs


# Methods


@pytest.mark.parametrize("row", METHODS, ids=lambda row: row.name)
def test_a_method_s_right_side_is_a_call_that_runs(row: Row) -> None:
    inputs, targets = np.ones((8, 3), "float32"), np.ones((8, 1), "float32")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")

    def batches(batch_size: int) -> Iterator[Any]:
        while True:
            yield inputs[:batch_size], targets[:batch_size]

    training: Any = importlib.import_module("keras_functional_notes.legacy.shims.training")
    call = ast.parse(f"f({row.example})", mode="eval").body
    assert isinstance(call, ast.Call)
    names = {"X": inputs, "Y": targets, "batches": batches}
    args = tuple(eval(ast.unparse(argument), names) for argument in call.args)
    kwargs = {str(word.arg): eval(ast.unparse(word.value), names) for word in call.keywords}
    made, notices = told(getattr(training, row.name), model, *args, **kwargs)
    for notice in notices:
        again = executed(str(notice.today), tuple(args), kwargs, {"model": model})
        assert type(again) is type(made)
        if isinstance(made, np.ndarray):
            assert again.dtype == made.dtype
            np.testing.assert_allclose(again, made, rtol=1e-5)
        elif row.name == "compile":
            assert model.loss == "kl_divergence"


# Nodes and attributes

TEXT = """
from keras.layers import Dense, Input, LSTM, Embedding
from keras.models import Model, Sequential
from keras.optimizers import SGD
x, z = Input(shape=(3,)), Input(shape=(3,))
shared = Dense(2)
of_x, of_z = shared(x), shared(z)
model = Model(x, of_x)
of_model = model(z)
sgd = SGD(0.1)
recurrent = LSTM(4)
sequence = recurrent(Embedding(5, 6)(Input(shape=(7,))))
"""
READ = [
    *(
        f"shared.get_{part}_at({index})"
        for part in ("input", "output", "input_shape", "output_shape")
        for index in (0, 1)
    ),
    *("shared.output_shape", "shared.W", "shared.b", "sgd.lr", "x._keras_shape"),
    *(f"model.get_{part}_at({index})" for part in ("input", "output", "output_shape") for index in (0, 1, -1)),
]


@pytest.mark.parametrize("expression", READ)
def test_an_attribute_s_right_side_is_what_was_read(expression: str) -> None:
    names, notices = told(run_source, f"{TEXT}read = {expression}\n")
    notice = next(notice for notice in notices if notice.old == expression)
    again = eval(str(notice.today), {**PACKAGES, **names})
    made = names["read"]
    assert again is made or comparable(again) == comparable(made)
