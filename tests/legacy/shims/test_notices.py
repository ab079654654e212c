"""Notices point at the reader's line and can be pasted; no Keras is loaded for them or for the table."""

from __future__ import annotations

import functools
import inspect
import subprocess
import sys
import warnings

import keras
import numpy as np
import pytest

from keras_functional_notes import legacy
from keras_functional_notes.legacy import Keras1Warning, Merge, Model, merge
from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table.wording import call_text, near_match, value_text

A, B = keras.Input((3,)), keras.Input((3,))


def here() -> int:
    """Return the number of the line that calls."""
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    return frame.f_back.f_lineno


def test_a_notice_stands_at_the_line_that_used_the_old_spelling() -> None:
    def old_code() -> list[int]:
        lines = [here(), merge([A, B])][:1]
        lines += [here(), Merge(mode="sum")][:1]
        lines += [here(), Model(input=A, output=keras.layers.Dense(1)(A))][:1]
        # Through somebody else's function it is still the innermost line outside this package.
        return lines + [here(), functools.partial(merge, [A, B])()][:1]

    with pytest.warns(Keras1Warning) as seen:
        lines = old_code()
    assert [(warning.filename, warning.lineno) for warning in seen] == [(__file__, line) for line in lines]


def test_notices_are_shown_by_default_and_can_be_turned_into_errors() -> None:
    assert issubclass(Keras1Warning, FutureWarning)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Keras1Warning)
        with pytest.raises(Keras1Warning, match=r"is `keras.layers.Add\(\)\(\[...\]\)` today"):
            merge([np.ones((1, 2)), np.ones((1, 2))])


def test_what_is_spelt_alike_is_told_by_its_differences() -> None:
    with pytest.warns(Keras1Warning, match=r"^`LSTM\(3\)` is still written so today. It differs."):
        tell("LSTM(3)", "LSTM(3)", ["It differs."])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("same", "'same'"),
        (1e-3, "0.001"),
        ((3, 3), "(3, 3)"),
        ((3,), "(3,)"),
        ([None, 3], "[None, 3]"),
        ({"a": 1}, "{...}"),
        ({}, "{}"),
        (np.ones(3), "..."),
        ([np.ones(3)], "[...]"),
        ("x" * 100, "..."),
        (list(range(20)), "[...]"),
        (len, "len"),
        (dict, "dict"),
        (lambda x, y=2: x, "lambda x, y: ..."),
    ],
)
def test_values_are_written_so_that_they_can_be_pasted(value: object, text: str) -> None:
    assert value_text(value) == text


def test_calls_are_written_with_positions_and_names() -> None:
    assert call_text("Dense", (64, "uniform"), {"bias": False}) == "Dense(64, 'uniform', bias=False)"
    assert call_text("Flatten") == "Flatten()"


def test_a_near_match_is_offered_only_when_it_is_near() -> None:
    assert near_match("border_mod", ["border_mode", "bias"]) == " Did you mean `border_mode`?"
    assert near_match("padding", ["init"]) == ""


def test_the_table_and_the_notices_load_no_keras() -> None:
    program = (
        "import sys, keras_functional_notes.legacy as legacy\n"
        "from keras_functional_notes.legacy import table, Keras1Warning\n"
        "from keras_functional_notes.legacy.shims import notices\n"
        "from keras_functional_notes.legacy.table import respelling\n"
        "assert not {'keras', 'tensorflow', 'numpy'} & set(sys.modules), sorted(sys.modules)\n"
        "assert 'merge' in dir(legacy)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_public_names_are_there_and_others_are_told() -> None:
    for name in legacy.__all__:
        assert getattr(legacy, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'mergee'"):
        legacy.mergee  # noqa: B018  # the look-up is the test
