"""Every row of the table: old call and new call give layers with equal configs; and the layers built by hand."""

from __future__ import annotations

import inspect
import re
import types
import warnings
from typing import Any

import keras
import numpy as np
import pytest
from old_layers import arrays, old_layer

import keras_functional_notes
from keras_functional_notes.legacy import Keras1Warning, layers
from keras_functional_notes.legacy.shims.making import resolve
from keras_functional_notes.legacy.table import ANY_OTHER, REQUIRED, ROWS, Row, find

# Keras advises against input_shape, which Keras 1 lived on.
pytestmark = pytest.mark.filterwarnings("ignore:Do not pass an `input_shape`")

# One value a Keras 1 argument: as it was written, and as it is written today.
SAMPLES: dict[str, tuple[Any, Any]] = {
    "activation": ("relu", "relu"),
    "activity_regularizer": ("activity_l2", "l2"),
    "alpha": (0.2, 0.2),
    "arguments": ({"k": 2}, {"k": 2}),
    "atrous_rate": (2, 2),
    "axis": (1, 1),
    "b_constraint": ("nonneg", "non_neg"),
    "b_regularizer": ("activity_l1l2", "l1l2"),
    "beta_init": ("one", "ones"),
    "beta_regularizer": ("l1", "l1"),
    "bias": (False, False),
    "border_mode": ("same", "same"),
    "cropping": (1, 1),
    "depth_multiplier": (2, 2),
    "depthwise_constraint": ("unitnorm", "unit_norm"),
    "depthwise_regularizer": ("l2", "l2"),
    "dim_ordering": ("th", "channels_first"),
    "dims": ((2, 1), (2, 1)),
    "dropout_U": (0.3, 0.3),
    "dropout_W": (0.4, 0.4),
    "epsilon": (1e-4, 1e-4),
    "filter_length": (3, 3),
    "forget_bias_init": ("zero", False),
    "function": (abs, abs),
    "gamma_init": ("uniform", "random_uniform"),
    "gamma_regularizer": ("l2", "l2"),
    "go_backwards": (True, True),
    "init": ("he_uniform", "he_uniform"),
    "inner_activation": ("tanh", "tanh"),
    "inner_init": ("normal", "random_normal"),
    "input_dim": (7, 7),
    "kernel_dim1": (2, None),
    "kernel_dim2": (3, None),
    "kernel_dim3": (4, None),
    "l1": (0.1, 0.1),
    "l2": (0.2, 0.2),
    "layer": (keras.layers.LSTM(2, name="inner"), keras.layers.LSTM(2, name="inner")),
    "length": (3, 3),
    "mask_value": (-1.0, -1.0),
    "mask_zero": (True, True),
    "merge_mode": ("ave", "ave"),
    "momentum": (0.5, 0.5),
    "n": (3, 3),
    "name": ("mine", "mine"),
    "nb_col": (5, None),
    "nb_filter": (6, 6),
    "nb_row": (3, None),
    "noise_shape": ((None, 1), (None, 1)),
    "output_dim": (8, 8),
    "output_shape": ((4,), (4,)),
    "p": (0.3, 0.3),
    "padding": (2, 2),
    "pointwise_constraint": ("maxnorm", "max_norm"),
    "pointwise_regularizer": ("l1", "l1"),
    "pool_length": (3, 3),
    "pool_size": (3, 3),
    "return_sequences": (True, True),
    "seed": (5, 5),
    "shared_axes": ([1], [1]),
    "sigma": (0.5, 0.5),
    "size": (3, 3),
    "stateful": (True, True),
    "stride": (2, 2),
    "strides": (2, 2),
    "subsample": (2, 2),
    "subsample_length": (2, 2),
    "target_shape": ((3, 2), (3, 2)),
    "theta": (0.7, 0.7),
    "trainable": (False, False),
    "U_regularizer": ("l2", "l2"),
    "unroll": (True, True),
    "W_constraint": ("maxnorm", "max_norm"),
    "W_regularizer": ("l2", "l2"),
}

# Of these the names mean something of their own.
OF_ONE_ROW: dict[tuple[str, str], tuple[Any, Any]] = {
    ("ParametricSoftplus", "alpha_init"): (0.5, 0.5),
    ("ParametricSoftplus", "beta_init"): (2.0, 2.0),
    ("LocallyConnected1D", "border_mode"): ("valid", None),
    ("LocallyConnected2D", "border_mode"): ("valid", None),
    **{("SReLU", f"{name}_init"): ("one", "ones") for name in ("t_left", "a_left", "t_right", "a_right")},
}


def sample(row: Row, name: str) -> tuple[Any, Any]:
    return OF_ONE_ROW.get((row.name, name)) or SAMPLES[name]


# Arguments that no config shows: a shape that is only kept for Sequential, and what is dropped, refused or set later.
NOT_IN_A_CONFIG = {"input_shape", "batch_input_shape", "input_dtype", "input_length", "weights", "consume_less"}
# Tested by itself: it needs the numbers of the whole call.
BY_ITSELF = {("Deconvolution2D", "output_shape")}

LAYER_ROWS = [row for row in ROWS if row.module.startswith("keras.layers") and row.today and not row.itself]


# What a call needs besides, and says nothing of its own today: here the padding is the one that today's layer takes.
ALSO_NEEDED: dict[str, dict[str, Any]] = {"Deconvolution2D": {"output_shape": (None, 13, 15, 6)}}


def required(row: Row) -> list[str]:
    packed = {part for packing in row.packings if packing.needs is None for part in packing.parts}
    return [
        argument.name
        for argument in row.arguments
        if argument.default is REQUIRED and (argument.today is not None or argument.name in packed)
        if argument.name not in ALSO_NEEDED.get(row.name, {})
    ]


def today_call(row: Row, names: list[str]) -> dict[str, Any]:
    """Today's call, put together from the samples and the row's names alone."""
    call: dict[str, Any] = {}
    packed = {part: packing for packing in row.packings for part in packing.parts}
    for name in names:
        argument = next(argument for argument in row.arguments if argument.name == name)
        if name in packed:
            parts = [part for part in packed[name].parts if part in names]
            call[packed[name].today] = tuple(sample(row, part)[0] for part in parts)
        else:
            call |= {new: sample(row, name)[1] for new in (argument.new, argument.twin) if new}
    for argument in row.arguments:
        if argument.kept and argument.name not in names:
            call[str(argument.new)] = argument.default
    return call


def config(layer: Any) -> dict[str, Any]:
    """A layer's config without the name that Keras made up."""
    made = layer.get_config()
    if made.get("name") != "mine":
        made.pop("name", None)
    return made


CASES = [
    (row, argument.name)
    for row in LAYER_ROWS
    for argument in row.arguments
    if argument.name not in NOT_IN_A_CONFIG and not argument.refused and (row.name, argument.name) not in BY_ITSELF
    # Other values than the default are tested with the rows that they lead to.
    if argument.name not in {variant for variant, _, _ in row.variants} | {"mode", "dropout"}
]
VARIANTS = [
    (row.name, {name: -1.0 if callable(value) else 0.25 if value is ANY_OTHER else value}, variant)
    for row in LAYER_ROWS
    for name, value, variant in row.variants
    if variant.is_kept
]


@pytest.mark.parametrize("row", LAYER_ROWS, ids=lambda row: row.name)
def test_the_shortest_old_call_and_todays_give_equal_configs(row: Row) -> None:
    names = required(row)
    old = old_layer(row.name, *(SAMPLES[name][0] for name in names), **ALSO_NEEDED.get(row.name, {}))
    new = resolve(str(row.today))(**today_call(row, names))
    assert type(old) is type(new)
    assert config(old) == config(new)


@pytest.mark.parametrize(("row", "name"), CASES, ids=lambda case: getattr(case, "name", case))
def test_every_argument_of_every_row_gives_equal_configs(row: Row, name: str) -> None:
    names = list(dict.fromkeys([*required(row), name]))
    extra = dict(ALSO_NEEDED.get(row.name, {}))
    if name == "dim_ordering" and extra:
        extra["output_shape"] = (None, 6, 13, 15)
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always", Keras1Warning)
        old = getattr(layers, row.name)(**{part: sample(row, part)[0] for part in names}, **extra)
    new = resolve(str(row.today))(**today_call(row, names))
    assert config(old) == config(new)
    for notice in (str(warning.message) for warning in seen if warning.category is Keras1Warning):
        # What the notice says can be pasted, unless it stands for something without a text, such as another layer.
        pasted = re.match(r"`.*?` is `(.*?)` today\.", notice)
        if pasted is not None and "..." not in pasted[1]:
            names_in_it = {"keras": keras, "keras_functional_notes": keras_functional_notes, "abs": abs}
            assert config(eval(pasted[1], names_in_it)) == config(new)


@pytest.mark.parametrize(("name", "given", "variant"), VARIANTS, ids=lambda case: getattr(case, "short", str(case)))
def test_a_value_leads_to_another_row_with_every_argument(name: str, given: dict[str, Any], variant: Row) -> None:
    names = [
        argument.name
        for argument in variant.arguments
        if argument.name in SAMPLES and argument.name not in {*NOT_IN_A_CONFIG, *given}
    ]
    old = old_layer(name, **{part: sample(variant, part)[0] for part in names}, **given)
    todays = {argument.name: argument.new for argument in variant.arguments}
    kept = {str(todays[part]): value for part, value in given.items() if todays[part] is not None}
    new = resolve(str(variant.today))(**today_call(variant, names), **kept)
    assert type(old) is type(new) is resolve(str(variant.today))
    assert config(old) == config(new)


@pytest.mark.parametrize("row", LAYER_ROWS, ids=lambda row: row.name)
def test_todays_names_in_the_table_are_todays(row: Row) -> None:
    parameters = inspect.signature(resolve(str(row.today))).parameters
    takes_more = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
    # The oldest Keras takes Conv2DTranspose's output_padding without naming it.
    common = {"input_shape", "name", "trainable", "dtype", "activity_regularizer", "output_padding"}
    common = common if takes_more else set()
    refused = {argument.new for argument in row.arguments if argument.refused}
    of_variants = {name for name, _, _ in row.variants}
    if row.name.startswith("LocallyConnected"):
        # What both take stands with what they share.
        parameters = inspect.signature(resolve(str(row.today)).__mro__[1]).parameters
    assert row.today_names - set(parameters) - common - refused - of_variants == set()


@pytest.mark.parametrize("row", LAYER_ROWS, ids=lambda row: row.name)
def test_every_factory_has_keras_1s_signature_and_a_docstring(row: Row) -> None:
    for name in row.names:
        served = getattr(layers, name)
        assert list(inspect.signature(served).parameters) == [argument.name for argument in row.arguments]
        assert f"``{row.today}`` today" in inspect.getdoc(served)
        assert served.__name__ == name


# What the notices say


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: layers.Convolution2D(64, 3, 3),
            "`Convolution2D(64, 3, 3)` is `keras.layers.Conv2D(64, (3, 3))` today. Today's Keras reads the old text as "
            "a kernel of 3 with strides of 3.",
        ),
        (
            lambda: layers.Conv2D(64, 5, 3, border_mode="same"),
            "`Conv2D(64, 5, 3, border_mode='same')` is `keras.layers.Conv2D(64, (5, 3), padding='same')` today. "
            "Today's Keras reads the old text as a kernel of 5 with strides of 3.",
        ),
        (lambda: layers.Dense(output_dim=64), "`Dense(output_dim=64)` is `keras.layers.Dense(units=64)` today."),
        (
            lambda: layers.Dense(64, "uniform"),
            "`Dense(64, 'uniform')` is `keras.layers.Dense(64, kernel_initializer='random_uniform')` today. Today's "
            "Keras takes 'uniform' for the activation.",
        ),
        (
            lambda: layers.AveragePooling2D(),
            "`AveragePooling2D()` is `keras.layers.AveragePooling2D(pool_size=(2, 2))` today.",
        ),
        (
            lambda: layers.LSTM(32, inner_init="glorot_uniform"),
            "`LSTM(32, inner_init='glorot_uniform')` is `keras.layers.LSTM(32, "
            "recurrent_initializer='glorot_uniform')` today. recurrent_activation's default was 'hard_sigmoid' in "
            "Keras 1, and is 'sigmoid' today.",
        ),
        (
            lambda: layers.GRU(4, inner_init="zero", inner_activation="hard_sigmoid"),
            "'hard_sigmoid' had the slope 0.2 in Keras 1, and has 1/6 today. Keras 1's GRU is today's with "
            "reset_after=False; the default today is True.",
        ),
        (
            lambda: layers.LSTM(32),
            "`LSTM(32)` is still written so today. recurrent_activation's default was 'hard_sigmoid' in Keras 1",
        ),
        (
            lambda: layers.Dense(4, input_dim=8),
            "`Dense(4, input_dim=8)` is `keras.layers.Dense(4, input_shape=(8,))` today.",
        ),
        (
            lambda: layers.Embedding(output_dim=512, input_dim=10000, input_length=100),
            "is `keras.layers.Embedding(output_dim=512, input_dim=10000, input_shape=(100,))` today.",
        ),
        (
            lambda: layers.MaxoutDense(4),
            "`MaxoutDense(4)` has no name today; here it is a keras.Sequential of "
            "EinsumDense('bi,kio->bko', (nb_feature, output_dim), bias_axes='ko') and GlobalMaxPooling1D().",
        ),
    ],
)
def test_the_notice_has_todays_spelling_and_what_differs(call: Any, text: str, notices: Any) -> None:
    [notice] = notices(call)
    assert text in notice


@pytest.mark.parametrize(
    "call",
    [
        lambda: layers.Dense(64, activation="relu"),
        lambda: layers.Dense(units=64),
        lambda: layers.Conv2D(64, (3, 3)),
        lambda: layers.Conv2D(filters=64, kernel_size=3, padding="same"),
        lambda: layers.Flatten(),
        lambda: layers.Dropout(0.5),
        lambda: layers.MaxPooling2D((2, 2), strides=(2, 2)),
        lambda: layers.TimeDistributed(keras.layers.Dense(1)),
    ],
)
def test_what_is_spelt_as_today_gives_no_notice(call: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        call()


# Errors


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (
            lambda: layers.Convolution2D(8, 3, 3, border_mode="smae"),
            ValueError,
            "Convolution2D(border_mode='smae'): Keras 1 had no such value. Did you mean `same`? It knew 'valid',",
        ),
        (lambda: layers.Convolution2D(8, 3, 3, border_mode="full"), ValueError, "today's convolutions have no 'full'"),
        (lambda: layers.Dense(8, activation="rellu"), ValueError, "there is no such value. Did you mean `relu`?"),
        (
            lambda: layers.Activation("sigmiod"),
            ValueError,
            "Activation(activation='sigmiod'): there is no such value. Did",
        ),
        (lambda: layers.Dense(8, init="glorot_unifrom"), ValueError, "Did you mean `glorot_uniform`?"),
        (lambda: layers.Dense(8, W_constraint="maxnrm"), ValueError, "Did you mean `maxnorm`?"),
        (lambda: layers.Conv2D(8, 3, 3, dim_ordering="tff"), ValueError, "Did you mean `tf`?"),
        (
            lambda: layers.Dense(8, W_regulariser="l2"),
            TypeError,
            "Dense() had no argument `W_regulariser` in Keras 1, nor has keras.layers.Dense today. Did you mean "
            "`W_regularizer`?",
        ),
        (lambda: layers.Dense(8, kernel_initialiser="zeros"), TypeError, "Did you mean `kernel_initializer`?"),
        (
            lambda: layers.Dense(output_dim=8, units=8),
            TypeError,
            "Dense() got both `output_dim` and `units`: they are one argument",
        ),
        (
            lambda: layers.Convolution2D(8, 3, 3, kernel_size=3),
            TypeError,
            "Convolution2D() got both `nb_row` and `kernel_size`",
        ),
        (
            lambda: layers.Convolution2D(8),
            TypeError,
            "Convolution2D() needs `nb_row` and `nb_col` (today `kernel_size`).",
        ),
        (lambda: layers.Convolution2D(8, 3), TypeError, "Convolution2D() needs `nb_col` beside `nb_row`"),
        (lambda: layers.Dense(), TypeError, "Dense() needs `output_dim` (today `units`)."),
        (lambda: layers.Dropout(0.5, None, None, None), TypeError, "Dropout() took at most 3 arguments by position"),
        (lambda: layers.Dense(8, output_dim=8), TypeError, "Dense() got `output_dim` twice"),
        (lambda: layers.BatchNormalization(mode=3), ValueError, "Keras 1 had no such value. It knew 0, 1, 2."),
        (lambda: layers.LSTM(8, forget_bias_init="uniform"), ValueError, "unit_forget_bias=True"),
        (lambda: layers.SpatialDropout2D(0.2, input_shape=(3, 4, 5)), ValueError, "give dim_ordering='tf' or 'th'"),
        (lambda: layers.SReLU(t_left_init="zreo"), ValueError, "Did you mean `zero`?"),
        (lambda: layers.LocallyConnected1D(8, 3, border_mode="same"), ValueError, "It knew 'valid'."),
        (lambda: layers.LocallyConnected2D(8, 3), TypeError, "LocallyConnected2D() needs `nb_col` beside `nb_row`"),
        (lambda: layers.Recurrent(), NotImplementedError, "give keras.layers.RNN a cell"),
        (lambda: layers.ZeroPadding2D({"top": 1}), ValueError, "the dict's keys were top_pad, bottom_pad, left_pad"),
        (lambda: layers.Dense(8, batch_input_shape=3), ValueError, "give a tuple that starts with the batch size"),
        (lambda: layers.Densse, AttributeError, "Keras 1 had no layer 'Densse'. Did you mean `Dense`?"),
    ],
)
def test_errors_name_the_near_match_and_the_way_out(call: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        call()
    assert text in str(raised.value)


def test_old_names_know_their_instances() -> None:
    assert isinstance(keras.layers.Conv2D(3, 3), layers.Convolution2D)
    assert not isinstance(keras.layers.Dense(3), layers.Convolution2D)
    assert isinstance(types.new_class("Mine", (layers.Dense,))(2), layers.Dense)
    assert layers.Wrapper is keras.layers.Wrapper


def test_star_import_gives_every_layer() -> None:
    names: dict[str, Any] = {}
    exec("from keras_functional_notes.legacy.layers import *", names)
    assert {"Dense", "Convolution2D", "LSTM", "merge", "Merge", "Highway"} <= set(names)
    assert set(layers.__all__) <= set(dir(layers))


# Shapes of the input


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (lambda: old_layer("Dense", 2, input_dim=3), (None, 3)),
        (lambda: old_layer("Dense", 2, input_shape=(4, 3)), (None, 4, 3)),
        (lambda: old_layer("LSTM", 2, input_dim=3, input_length=4), (None, 4, 3)),
        (lambda: old_layer("LSTM", 2, input_dim=3), (None, None, 3)),
        (lambda: old_layer("Convolution1D", 2, 2, input_length=4, input_dim=3), (None, 4, 3)),
        (lambda: old_layer("Embedding", 5, 2, input_length=4), (None, 4)),
        (lambda: old_layer("TimeDistributedDense", 2, input_length=4, input_dim=3), (None, 4, 3)),
        (lambda: old_layer("Dense", 2, batch_input_shape=(7, 3)), (None, 3)),
        (lambda: old_layer("MaxoutDense", 2, input_dim=3), (None, 3)),
        (lambda: old_layer("Highway", input_dim=3), (None, 3)),
    ],
)
def test_a_first_layer_tells_a_sequential_its_input(layer: Any, shape: Any) -> None:
    model = keras.Sequential()
    model.add(layer())
    model.add(keras.layers.Flatten())
    model(np.zeros([2 if size is None else size for size in shape]))
    # On Keras 3.3 a model that starts with a model takes its batch from the first call.
    assert model.input_shape[1:] == shape[1:]


def test_a_length_without_a_dimension_said_nothing_in_keras_1() -> None:
    assert not keras.Sequential([old_layer("LSTM", 2, input_length=4)]).built


def test_a_stateful_layer_keeps_its_state_over_batches_of_the_size_that_was_given() -> None:
    model = keras.Sequential([old_layer("LSTM", 2, stateful=True, batch_input_shape=(3, 4, 5))])
    x = np.random.default_rng(0).normal(size=(3, 4, 5))
    first, second = model.predict(x, batch_size=3, verbose=0), model.predict(x, batch_size=3, verbose=0)
    assert not np.allclose(first, second)
    # Two batches in a row are one sequence twice as long.
    plain = keras.layers.LSTM(2)
    plain.build((None, None, 5))
    plain.set_weights([np.array(w) for w in model.layers[-1].get_weights()[:3]])
    np.testing.assert_allclose(second, plain(np.concatenate([x, x], 1)), rtol=1e-4, atol=1e-5)


# Shapes of the output, and whole networks


@pytest.mark.skipif(
    "output_padding" not in inspect.signature(keras.layers.Conv2DTranspose).parameters,
    reason="the Conv2DTranspose of the oldest Keras takes no output_padding of 0",
)
@pytest.mark.parametrize("border_mode", ["valid", "same"])
@pytest.mark.parametrize("kernel", [2, 3, 4, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("ordering", ["tf", "th"])
def test_deconvolution_gives_the_output_shape_that_was_asked_for(
    border_mode: str, kernel: int, stride: int, ordering: str
) -> None:
    """For every output size that a convolution of this kind maps back to the input's size."""
    size = 4
    for out in range(1, 30):
        back = -(-out // stride) if border_mode == "same" else -(-(out - kernel + 1) // stride)
        if back != size:
            continue
        shape = (None, 6, out, out) if ordering == "th" else (None, out, out, 6)
        layer = old_layer(
            "Deconvolution2D",
            6,
            kernel,
            kernel,
            shape,
            subsample=(stride, stride),
            border_mode=border_mode,
            dim_ordering=ordering,
        )
        given = (2, 3, size, size) if ordering == "th" else (2, size, size, 3)
        assert tuple(layer.compute_output_shape(given)) == (2, *shape[1:])


def test_deconvolution_says_what_it_cannot_do() -> None:
    with pytest.raises(ValueError, match=r"crop with keras\.layers\.Cropping2D"):
        old_layer("Deconvolution2D", 6, 2, 2, (None, 8, 7, 6), subsample=(2, 2), border_mode="same")
    with pytest.raises(ValueError, match="give all four numbers; the batch may be None"):
        old_layer("Deconvolution2D", 6, 2, 2, (8, 8, 6))
    with pytest.raises(ValueError, match="the rows and columns must be whole numbers"):
        old_layer("Deconvolution2D", 6, 2, 2, (None, None, 8, 6))


def test_zero_padding_takes_keras_1s_dict_and_four_numbers() -> None:
    for padding in ({"top_pad": 1, "right_pad": 3}, (1, 0, 0, 3)):
        assert old_layer("ZeroPadding2D", padding).padding == ((1, 0), (0, 3))
    assert old_layer("ZeroPadding1D", {"left_pad": 2}).padding == (2, 0)


def test_a_network_of_2016_loads_and_predicts_where_this_package_is_absent(predict_elsewhere: Any) -> None:
    model = keras.Sequential()
    for layer in (
        old_layer("Convolution2D", 4, 3, 3, border_mode="same", input_shape=(8, 8, 1), init="he_normal"),
        old_layer("Activation", "relu"),
        old_layer("AveragePooling2D"),
        old_layer("AtrousConvolution2D", 4, 2, 2, atrous_rate=(2, 2)),
        old_layer("Deconvolution2D", 2, 3, 3, (None, 4, 4, 2)),
        old_layer("BatchNormalization", mode=0, axis=3),
        old_layer("Dropout", p=0.5),
        old_layer("Flatten"),
        old_layer("Dense", 3, W_regularizer="l2", W_constraint="maxnorm", activation="softmax"),
    ):
        model.add(layer)
    x = arrays((2, 8, 8, 1))[0]
    np.testing.assert_allclose(predict_elsewhere({"m": (model, [x])})["m"], model.predict(x, verbose=0), rtol=1e-5)


def test_every_alias_is_served_under_its_own_name(notices: Any) -> None:
    for row in LAYER_ROWS:
        for alias in row.aliases:
            assert find(alias) is row
    [text] = notices(layers.Deconv2D, 6, 3, 3, (None, 6, 6, 6))
    assert text.startswith("`Deconv2D(6, 3, 3, (None, 6, 6, 6))` is `keras.layers.Conv2DTranspose(6, (3, 3))` today.")
