"""The page that the project grew from stands in the first note to the letter, and runs here as it ran in Keras 1.2.2.

What Keras 1.2.2 answers was asked of itself (`make judge`), and stands in the package's data.
"""

from __future__ import annotations

import builtins
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import keras
import nbformat
import numpy as np
import pytest

from keras_functional_notes.legacy import Keras1SyntaxError, run_source

ROOT = Path(__file__).parents[2]
PAGE = dict(
    re.findall(
        r"^## (\w)\n\n```python\n(.+?\n)```$", (ROOT / "tests/notes/page_of_2016.md").read_text("utf-8"), re.M | re.S
    )
)
JUDGE = json.loads((files("keras_functional_notes") / "data" / "page_of_2016.json").read_text("utf-8"))
CORRECTED = {**PAGE, "C": PAGE["C"].replace("improt", "import"), "aside": JUDGE["aside"]}

# Where today's Keras, or this package on purpose, answers otherwise, and what it answers.
OTHERWISE = {
    # A symbolic tensor is Keras's own today, no TensorFlow tensor.
    "type(x).__name__": "'KerasTensor'",
    "type(y).__name__": "'KerasTensor'",
    "type(merged_vector).__name__": "'KerasTensor'",
    # Names count from 0, written without the 0, and are in snake case.
    "[layer.name for layer in model.layers]": "['input_layer', 'dense', 'dense_1', 'dense_2']",
    # The gates stand side by side in one array.
    "len(shared_lstm.get_weights())": "3",
    "[weights.shape for weights in shared_lstm.get_weights()[:3]]": "[(256, 256), (64, 256), (256,)]",
    # The page's own names, which Keras 1 did not have and a reader of the page will type.
    "lstm.output_shape_at(1)": "(None, 32)",
    "lstm.input_shape_at(1)": "(None, 140, 256)",
}
# What Keras 1.2.2 refused when called, and today's Keras takes without a word.
ACCEPTED = {"shared_lstm(Input(shape=(30, 256)))", "shared_lstm(Input(shape=(140, 100)))"}

pytestmark = pytest.mark.filterwarnings("ignore")  # the notices have tests of their own


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """What the same questions are answered here, block by block: a value's `repr`, or the error."""
    keras.utils.clear_session()  # so that names are counted from the start, as the judge's were
    names: dict[str, Any] = {}
    answered: dict[str, Any] = {}
    for block, code in CORRECTED.items():
        names = run_source(code, init_globals=names)
        for entry in JUDGE["answers"][block]:
            question = entry["asked"]
            try:
                answered[f"{block}: {question}"] = repr(run_source(f"it = {question}", init_globals=names)["it"])
            except Exception as error:  # which one it is, is what is compared
                answered[f"{block}: {question}"] = error
    return answered


QUESTIONS = [
    pytest.param(block, entry, id=f"{block}: {entry['asked']}")
    for block in CORRECTED
    for entry in JUDGE["answers"][block]
]


@pytest.mark.parametrize(("block", "entry"), QUESTIONS)
def test_the_page_is_answered_as_keras_1_answered(block: str, entry: dict[str, str], answers: dict[str, Any]) -> None:
    question = entry["asked"]
    got = answers[f"{block}: {question}"]
    if question in OTHERWISE:
        assert got == OTHERWISE[question] != entry.get("answer")
    elif question in ACCEPTED:
        assert entry["error"] == "ValueError"
        assert got.startswith("<KerasTensor shape=(None, 64)")
    elif "error" in entry:
        assert isinstance(got, getattr(builtins, entry["error"])), got
    else:
        assert got == entry["answer"]


def test_every_difference_that_is_listed_was_asked_about() -> None:
    asked = {entry["asked"] for block in CORRECTED for entry in JUDGE["answers"][block]}
    assert set(OTHERWISE) | ACCEPTED <= asked


def test_the_typing_error_is_named_where_python_only_stumbles() -> None:
    with pytest.raises(Keras1SyntaxError, match=r"^`improt` is no word of Python's\. Did you mean `import`\?") as told:
        run_source(PAGE["C"])
    assert told.value.lineno == JUDGE["typo"]["line"] == 1
    assert JUDGE["typo"]["message"] == "invalid syntax"


def cells_of_the_first_note() -> list[str]:
    note = nbformat.read(str(ROOT / "notebooks" / "00_the_page_of_2016.ipynb"), as_version=4)
    return [cell.source for cell in note.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("block", PAGE)
def test_the_first_note_has_each_block_to_the_letter(block: str) -> None:
    assert f"%%keras1\n{PAGE[block].rstrip()}" in cells_of_the_first_note()


def test_the_first_note_has_the_blocks_in_the_page_s_order() -> None:
    sources = cells_of_the_first_note()
    places = [sources.index(f"%%keras1\n{code.rstrip()}") for code in PAGE.values()]
    assert places == sorted(places)


def slope_of_2016(x: Any) -> Any:
    return keras.ops.clip(0.2 * x + 0.5, 0, 1)


def test_with_equal_weights_two_tweets_are_told_together_as_keras_1_told_them() -> None:
    names: dict[str, Any] = {}
    for block in "CDE":
        names = run_source(CORRECTED[block], init_globals=names)
    model = run_source(JUDGE["classifier"], init_globals=names)["two_tweets"]
    draw = np.random.RandomState(2016)
    gates = {
        gate: [draw.uniform(-JUDGE["spread"], JUDGE["spread"], shape) for shape in ((256, 64), (64, 64), (64,))]
        for gate in "icfo"
    }
    model.set_weights(
        [np.concatenate([gates[gate][kind] for gate in "ifco"], axis=-1) for kind in range(3)]
        + [draw.uniform(-JUDGE["spread"], JUDGE["spread"], shape) for shape in ((128, 1), (1,))]
    )
    tweets = [
        np.stack(
            [np.eye(256, dtype="float32")[[ord(one) for one in pair[side].rjust(140)]] for pair in JUDGE["tweets"]]
        )
        for side in (0, 1)
    ]
    today = model.predict(tweets, verbose=0)[:, 0]
    assert not np.allclose(today, JUDGE["predictions"], atol=1e-3)  # another function opens the gates
    (lstm,) = [layer for layer in model.layers if isinstance(layer, keras.layers.LSTM)]
    lstm.cell.recurrent_activation = slope_of_2016
    model.make_predict_function(force=True)
    np.testing.assert_allclose(model.predict(tweets, verbose=0)[:, 0], JUDGE["predictions"], atol=1e-6)
