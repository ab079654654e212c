"""What Keras 1.2.2 says to lines that mean something else today: where 2016 text keeps the meaning, so it does here.

The other lines of the list are those that the note on reading code of 2016 warns of, and shows.
"""

from __future__ import annotations

import builtins
import json
from importlib.resources import files

import numpy as np
import pytest

from keras_functional_notes.legacy import run_source

JUDGE = json.loads((files("keras_functional_notes") / "data" / "changed_meanings.json").read_text("utf-8"))
ASKED = {entry["asked"]: entry for entry in JUDGE["answers"]}
MASKS = "last.predict([np.array([[[1.0], [0.0], [1.0]]]), np.array([[[1.0], [1.0], [0.0]]])])"

pytestmark = pytest.mark.filterwarnings("ignore")  # the notices have tests of their own


def answered(question: str) -> object:
    return run_source(f"{JUDGE['setup']}\nit = {question}")["it"]


def test_three_numbers_are_filters_rows_and_columns() -> None:
    question = "Convolution2D(3, 3, 3)(picture)._keras_shape"
    assert repr(answered(question)) == ASKED[question]["answer"] == "(None, 30, 30, 3)"


def test_a_step_counts_where_all_inputs_have_it() -> None:
    assert ASKED[MASKS]["answer"] == "array([[2.]], dtype=float32)"
    np.testing.assert_array_equal(answered(MASKS), [[2]])


@pytest.mark.parametrize("question", [question for question, entry in ASKED.items() if "error" in entry])
def test_what_keras_1_refused_is_refused(question: str) -> None:
    with pytest.raises(getattr(builtins, ASKED[question]["error"])):
        answered(question)
