"""What Keras 1 had beside layers: optimizers, callbacks, constraints, regularizers, utilities and their kin."""

from __future__ import annotations

import inspect
import math
import warnings
from itertools import pairwise
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import Keras1Warning, layers
from keras_functional_notes.legacy.shims.making import resolve, served
from keras_functional_notes.legacy.table import REQUIRED, ROWS, Row


def quietly(function: Any, *args: Any, **kwargs: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Keras1Warning)
        return function(*args, **kwargs)


# One value an argument, as it was written and as it is written today; for rows that make objects with a config.
SAMPLES: dict[str, tuple[Any, Any]] = {
    "axis": (1, 1),
    "beta_1": (0.8, 0.8),
    "beta_2": (0.9, 0.9),
    "clipnorm": (2.0, 2.0),
    "clipvalue": (0.5, 0.5),
    "epsilon": (1e-5, 1e-5),
    "high": (2.0, 2.0),
    "l": (0.3, 0.3),
    "l1": (0.1, 0.1),
    "l2": (0.2, 0.2),
    "low": (0.5, 0.5),
    "lr": (0.25, 0.25),
    "m": (3, 3),
    "momentum": (0.7, 0.7),
    "nesterov": (True, True),
    "rate": (0.5, 0.5),
    "rho": (0.6, 0.6),
}
WITH_A_CONFIG = [
    row
    for row in ROWS
    if row.module in ("keras.optimizers", "keras.constraints", "keras.regularizers") and row.today and not row.itself
    if row.name != "get"
]
CASES = [
    (row, argument)
    for row in WITH_A_CONFIG
    for argument in row.arguments
    if argument.name not in ("decay", "schedule_decay")
]


def config(made: Any) -> Any:
    return {key: value for key, value in made.get_config().items() if key != "name"}


@pytest.mark.parametrize(("row", "argument"), CASES, ids=lambda case: case.name)
def test_every_argument_gives_equal_configs(row: Row, argument: Any) -> None:
    old, new = SAMPLES[argument.name]
    packed = {part: packing.today for packing in row.packings for part in packing.parts}
    kept = {
        packed.get(part.name, part.new): part.default for part in row.arguments if part.kept and part is not argument
    }
    name = packed.get(argument.name, argument.new)
    made = quietly(served(row.module, row.name), **{argument.name: old})
    assert config(made) == config(resolve(str(row.today))(**{**kept, name: new}))


@pytest.mark.parametrize("row", WITH_A_CONFIG, ids=lambda row: row.name)
def test_the_shortest_call_keeps_todays_defaults_and_every_alias_works(row: Row) -> None:
    assert all(argument.default is not REQUIRED for argument in row.arguments)
    packed = {part: packing.today for packing in row.packings for part in packing.parts}
    kept = {packed.get(argument.name, argument.new): argument.default for argument in row.arguments if argument.kept}
    for name in row.names:
        assert config(quietly(served(row.module, name))) == config(resolve(str(row.today))(**kept))


CALLED = [
    row
    for row in ROWS
    if row.today and not (row.itself or row.by_hand or row.expression) and row.module != "keras.backend"
]


@pytest.mark.parametrize("row", CALLED, ids=lambda row: f"{row.module}.{row.name}")
def test_todays_names_in_the_table_are_todays(row: Row) -> None:
    parameters = inspect.signature(resolve(str(row.today))).parameters
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values()):
        # The layers' own test knows what they take.
        return
    # What came after Keras 3.3 may be missing there.
    newer = {"optional", "ragged", "dtype", "name"}
    refused = {argument.new for argument in row.arguments if argument.refused}
    of_variants = {name for name, _, _ in row.variants}
    assert row.today_names - set(parameters) - newer - refused - of_variants == set()


# Optimizers


def test_decay_is_todays_schedule_of_the_same_rates(notices: Any) -> None:
    sgd = served("keras.optimizers", "SGD")
    made = quietly(sgd, lr=0.1, decay=1e-2, momentum=0.9, nesterov=True)
    schedule = keras.optimizers.schedules.deserialize(made.get_config()["learning_rate"])
    assert isinstance(schedule, keras.optimizers.schedules.InverseTimeDecay)
    for update in (0, 1, 50):
        # Keras 1: lr * 1 / (1 + decay * iterations).
        assert float(schedule(update)) == pytest.approx(0.1 / (1 + 1e-2 * update), rel=1e-5)
    assert notices(sgd, lr=0.1, decay=1e-2) == [
        "`SGD(lr=0.1, decay=0.01)` is `keras.optimizers.SGD(learning_rate=keras.optimizers.schedules.InverseTimeDecay("
        "initial_learning_rate=0.1, decay_steps=1, decay_rate=0.01))` today."
    ]
    assert notices(sgd, lr=0.1) == ["`SGD(lr=0.1)` is `keras.optimizers.SGD(learning_rate=0.1)` today."]


def test_changed_defaults_are_kept_and_told(notices: Any) -> None:
    [text] = notices(served("keras.optimizers", "Adadelta"))
    assert text.startswith("`Adadelta()` is `keras.optimizers.Adadelta(learning_rate=1.0)` today.")
    assert "epsilon's default was 1e-08 in Keras 1, and is 1e-07 today." in text
    rate = quietly(served("keras.optimizers", "adadelta")).get_config()["learning_rate"]
    assert rate == pytest.approx(1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        served("keras.optimizers", "SGD")(0.1)
    assert "default" not in notices(served("keras.optimizers", "Adagrad"), lr=0.5, epsilon=1e-8)[0]


# Regularizers, constraints, initializations


def test_regularizers_are_the_same_sums() -> None:
    x = np.array([[1.0, -2.0]], "float32")
    for name, how, expected in (
        ("l1", {}, 0.03),
        ("l2", {"l": 0.1}, 0.5),
        ("l1l2", {}, 0.03 + 0.05),
        ("activity_l1l2", {"l2": 0.0}, 0.03),
        ("WeightRegularizer", {"l1": 1.0}, 3.0),
    ):
        assert float(quietly(served("keras.regularizers", name), **how)(x)) == pytest.approx(expected)


def test_constraints_are_the_same_rules() -> None:
    w = np.array([[3.0, -1.0], [4.0, 0.0]])
    np.testing.assert_allclose(quietly(served("keras.constraints", "maxnorm"), 1.0)(w), w / [5, 1], rtol=1e-4)
    np.testing.assert_allclose(served("keras.constraints", "nonneg")()(w), w.clip(0))
    assert served("keras.constraints", "NonNeg") is keras.constraints.NonNeg


@pytest.mark.parametrize("name", [row.name for row in ROWS if row.module == "keras.initializations" and row.expression])
def test_initializations_make_tensors_and_stand_for_their_names(name: str) -> None:
    function = served("keras.initializations", name)
    made = np.array(quietly(function, (6, 6)))
    assert made.shape == (6, 6)
    layer = quietly(layers.Dense, 3, init=function)
    assert "keras_functional_notes" not in str(layer.get_config())
    layer.build((None, 3))


def test_an_initializations_scale_is_todays_of_the_same_meaning() -> None:
    uniform = np.array(quietly(served("keras.initializations", "uniform"), (100, 100), scale=2.0))
    assert -2 <= uniform.min() < -1.9
    assert 1.9 < uniform.max() <= 2
    assert np.array(quietly(served("keras.initializations", "normal"), (100, 100), 3.0)).std() == pytest.approx(
        3, rel=0.1
    )
    np.testing.assert_allclose(quietly(served("keras.initializations", "identity"), (3, 3), scale=2.0), 2 * np.eye(3))
    orthogonal = np.array(quietly(served("keras.initializations", "orthogonal"), (3, 3)))
    np.testing.assert_allclose(orthogonal @ orthogonal.T, 1.1**2 * np.eye(3), atol=1e-5)


def test_an_init_function_of_2016_is_told_what_todays_takes() -> None:
    with pytest.raises(TypeError, match=r"Dense\(init=lambda shape, name: ...\): today's initializers are called with"):
        layers.Dense(3, init=lambda shape, name: np.zeros(shape))
    quietly(layers.Dense, 3, init=lambda shape, dtype=None: np.zeros(shape, dtype)).build((None, 3))


# Callbacks, losses, utilities


def test_callbacks_take_their_old_arguments(notices: Any, tmp_path: Path) -> None:
    seen: list[int] = []
    callback = quietly(served("keras.callbacks", "LambdaCallback"), on_batch_end=lambda batch, logs: seen.append(batch))
    plateau = quietly(served("keras.callbacks", "ReduceLROnPlateau"), epsilon=0.5)
    assert plateau.min_delta == 0.5
    stopping = quietly(served("keras.callbacks", "EarlyStopping"), monitor="val_acc", patience=2)
    assert (stopping.monitor, stopping.patience) == ("val_accuracy", 2)
    [text] = notices(served("keras.callbacks", "ModelCheckpoint"), str(tmp_path / "m.keras"), monitor="val_acc")
    assert "monitor='val_accuracy'" in text
    assert "is logged as 'val_accuracy' today" in text
    assert quietly(served("keras.callbacks", "ModelCheckpoint"), str(tmp_path / "m.keras"), period=5).period == 5
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 1)), np.ones((4, 1)), batch_size=2, verbose=0, callbacks=[callback])
    assert seen == [0, 1]


def test_losses_have_their_old_names_and_what_differs_is_told(notices: Any) -> None:
    y, p = np.array([[1.0, 0.0]], "float32"), np.array([[0.6, 0.8]], "float32")
    assert float(served("keras.objectives", "mse")(y, p)[0]) == pytest.approx((0.16 + 0.64) / 2)
    assert served("keras.objectives", "kld") is keras.losses.kl_divergence
    assert served("keras.metrics", "mae") is served("keras.objectives", "mean_absolute_error")
    # Keras 1's mean over two features is half of today's sum.
    assert float(quietly(served("keras.objectives", "cosine_proximity"), y, p)[0]) == pytest.approx(-0.6)
    [text] = notices(served("keras.objectives", "cosine_proximity"), y, p)
    assert "Keras 1 took the mean over the last axis, today's takes the sum." in text


def test_utilities_take_their_old_arguments(notices: Any) -> None:
    to_categorical = served("keras.utils.np_utils", "to_categorical")
    np.testing.assert_array_equal(quietly(to_categorical, [0, 2], nb_classes=3), np.eye(3)[[0, 2]])
    assert notices(to_categorical, [0, 2], nb_classes=3) == [
        "`to_categorical([0, 2], nb_classes=3)` is `keras.utils.to_categorical([0, 2], num_classes=3)` today."
    ]
    np.testing.assert_array_equal(
        quietly(served("keras.utils.np_utils", "categorical_probas_to_classes"), np.eye(3)), [0, 1, 2]
    )
    padded = served("keras.preprocessing.sequence", "pad_sequences")([[1], [2, 3]], maxlen=2)
    np.testing.assert_array_equal(padded, [[0, 1], [2, 3]])
    tokenizer = quietly(served("keras.preprocessing.text", "Tokenizer"), nb_words=3)
    tokenizer.fit_on_texts(["a a a b b c"])
    assert tokenizer.texts_to_sequences(["a b c"]) == [[1, 2]]
    image = quietly(served("keras.preprocessing.image", "img_to_array"), np.ones((2, 3, 1)), "th")
    assert image.shape == (1, 2, 3)


def test_input_takes_its_old_arguments(notices: Any) -> None:
    old_input = served("keras.layers", "Input")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert old_input(shape=(3,), dtype="int32", name="words").dtype == "int32"
    # The second argument was the batch's shape, the third the name.
    tensor = quietly(old_input, None, (7, 3), "seven")
    assert (tuple(tensor.shape), tensor.name) == ((7, 3), "seven")
    [text] = notices(old_input, (3,), None, "x")
    assert "Today's second and third arguments are the batch size and the dtype." in text
    layer = quietly(served("keras.layers", "InputLayer"), input_shape=(3,), input_dtype="int32")
    assert (tuple(layer.output.shape), layer.output.dtype) == ((None, 3), "int32")


def test_an_application_of_2016_is_built_by_todays() -> None:
    vgg16 = served("keras.applications", "VGG16")
    model = vgg16(include_top=False, weights=None, input_shape=(32, 32, 3))
    # Thirteen 3 x 3 convolutions with biases, counted by hand.
    widths = [3, 64, 64, 128, 128, 256, 256, 256, *[512] * 6]
    assert model.count_params() == sum(9 * a * b + b for a, b in pairwise(widths))
    with pytest.raises(TypeError, match="Did you mean `include_top`"):
        vgg16(include_topp=False)


@pytest.mark.parametrize(
    ("module", "name", "text"),
    [
        ("keras.layer", "Dense", "Keras 1 had no module keras.layer. Did you mean `keras.layers`?"),
        ("keras.layers", "improt", "keras.layers of Keras 1 had no name `improt`."),
        ("keras.layers.core", "Convolution2D", "keras.layers.core of Keras 1 had no name `Convolution2D`."),
        ("keras.optimizers", "Adm", "Did you mean `Adam`?"),
    ],
)
def test_unknown_places_are_told_with_the_near_match(module: str, name: str, text: str) -> None:
    with pytest.raises(ImportError) as raised:
        served(module, name)
    assert text in str(raised.value)


@pytest.mark.parametrize(
    ("module", "name", "text"),
    [
        ("keras.metrics", "precision", "keras.metrics.Precision(), Recall() or F1Score()"),
        ("keras.models", "model_from_yaml", "keras.models.model_from_json(model.to_json())"),
        ("keras.utils.layer_utils", "print_summary", "model.summary()"),
        ("keras.wrappers.scikit_learn", "BaseWrapper", "keras.wrappers.SKLearnClassifier"),
        ("keras.optimizers", "TFOptimizer", "an optimizer of keras.optimizers"),
    ],
)
def test_what_is_gone_says_what_to_use(module: str, name: str, text: str) -> None:
    with pytest.raises(NotImplementedError) as raised:
        served(module, name)()
    assert text in str(raised.value)


def test_the_size_of_an_initial_value_is_a_hand_count() -> None:
    assert math.prod((2, 3, 4)) == quietly(served("keras.backend", "count_params"), np.zeros((2, 3, 4)))
