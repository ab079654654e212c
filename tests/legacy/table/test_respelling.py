"""One small interpreter for values and for source text: here the arguments are pieces of text."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from keras_functional_notes.legacy.table import METHODS, NOTHING, find
from keras_functional_notes.legacy.table.respelling import Notation, respell


def read(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except ValueError:
        return NOTHING


TEXT = Notation(
    read=read,
    write=repr,
    pack=lambda parts: f"({', '.join(parts)}{',' if len(parts) == 1 else ''})",
    call=lambda dotted, arguments: f"{dotted}({', '.join(f'{name}={text}' for name, text in arguments.items())})",
    tell=str,
)


def respelt(name: str, *args: str, **kwargs: str) -> tuple[str, tuple[str, ...]]:
    row = next((row for row in METHODS if row.name == name), None) or find(name)
    done = respell(row, args, kwargs, notation=TEXT)
    texts = [*done.args, *(f"{key}={text}" for key, text in done.kwargs.items())]
    return ", ".join(texts), done.undecided


@pytest.mark.parametrize(
    ("name", "args", "kwargs", "today"),
    [
        ("Convolution2D", ("n", "3", "width"), {"border_mode": "'same'"}, "n, (3, width), padding='same'"),
        # An expression stays as it was written where no value is named differently today.
        ("Convolution2D", ("n", "3", "3"), {"border_mode": "mode"}, "n, (3, 3), padding=mode"),
        (
            "Dense",
            ("64",),
            {"init": "'uniform'", "bias": "False"},
            "64, kernel_initializer='random_uniform', use_bias=False",
        ),
        ("Dense", ("10 * n",), {"input_dim": "size"}, "10 * n, input_shape=(size,)"),
        ("LSTM", ("n",), {"input_length": "t", "input_dim": "d"}, "n, input_shape=(t, d)"),
        ("LSTM", ("n",), {"input_dim": "d"}, "n, input_shape=(None, d)"),
        ("Embedding", ("a", "b"), {"mask_zero": "True"}, "a, b, mask_zero=True"),
        ("SGD", (), {"lr": "rate"}, "learning_rate=rate"),
        (
            "SGD",
            (),
            {"lr": "rate", "decay": "1e-6", "momentum": "m"},
            "learning_rate=keras.optimizers.schedules.InverseTimeDecay(initial_learning_rate=rate, decay_steps=1, "
            "decay_rate=1e-06), momentum=m",
        ),
        ("AveragePooling2D", (), {}, "pool_size=(2, 2)"),
        ("BatchNormalization", (), {"mode": "0", "axis": "1"}, "axis=1"),
        ("fit", ("x", "y"), {"nb_epoch": "n"}, "x, y, epochs=n"),
        ("compile", ("opt",), {"loss": "['kld', 'mse']"}, "opt, loss=['kl_divergence', 'mse']"),
    ],
)
def test_text_is_respelt_as_values_are(name: str, args: Any, kwargs: Any, today: str) -> None:
    assert respelt(name, *args, **kwargs) == (today, ())


@pytest.mark.parametrize(
    ("name", "kwargs", "today", "undecided"),
    [
        (
            "Dense",
            {"output_dim": "n", "init": "how"},
            "units=n, kernel_initializer=how",
            "`init`: its values are named",
        ),
        (
            "Convolution2D",
            {"nb_filter": "8", "nb_row": "3", "nb_col": "3", "dim_ordering": "order"},
            "filters=8, kernel_size=(3, 3), data_format=order",
            "`dim_ordering`: its values are named differently today.",
        ),
        ("BatchNormalization", {"mode": "mode"}, "", "`mode`: its values are named differently today."),
        ("ZeroPadding2D", {"padding": "p"}, "padding=p", "`padding`: its value decides how it is written today."),
        (
            "SGD",
            {"lr": "0.1", "decay": "d"},
            "learning_rate=0.1",
            "`lr`: only known values tell today's `learning_rate`.",
        ),
        (
            "Deconvolution2D",
            {"nb_filter": "3", "nb_row": "3", "nb_col": "3", "output_shape": "shape"},
            "filters=3, kernel_size=(3, 3), output_padding=shape",
            "`output_shape`: only known values tell today's `output_padding`.",
        ),
    ],
)
def test_what_only_a_value_could_decide_is_told_and_never_guessed(
    name: str, kwargs: Any, today: str, undecided: str
) -> None:
    text, [reason] = respelt(name, **kwargs)
    assert text == today
    assert str(reason).startswith(undecided)
