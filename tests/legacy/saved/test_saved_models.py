"""Files that Keras 1.2.2 itself saved open, and predict what it predicted; also once they are saved anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes import legacy

FOLDER = Path(__file__).parents[1] / "judge" / "saved"
CASES = {
    case["name"]: case
    for backend in ("tensorflow", "theano")
    for case in json.loads((FOLDER / f"{backend}.json").read_text(encoding="utf-8"))["cases"]
}
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")  # what is told has tests of its own


def loaded(name: str) -> keras.Model:
    if (FOLDER / f"{name}.h5").exists():
        return legacy.load_model(FOLDER / f"{name}.h5", custom_objects={"lambda_1": double})
    model = legacy.model_from_json((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    legacy.load_weights(model, FOLDER / f"{name}.weights.h5")
    return model


def double(x: Any) -> Any:
    """Do what the code of the file's Lambda does, which is never run."""
    return 2 * x


def inputs_of(case: dict[str, Any]) -> list[np.ndarray]:
    if isinstance(case["inputs"][0][0], str):
        return [np.stack([one_hot(text) for text in side]) for side in case["inputs"]]
    return [np.asarray(array, dtype="float32") for array in case["inputs"]]


def one_hot(text: str) -> np.ndarray:
    """Return a tweet as the page has it: 140 rows of 256 numbers with a one, blanks first."""
    return np.eye(256, dtype="float32")[[ord(character) for character in text.rjust(140)]]


def outputs_of(model: keras.Model, inputs: list[np.ndarray]) -> list[np.ndarray]:
    outputs = model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0)
    return outputs if isinstance(outputs, list) else [outputs]


@pytest.mark.parametrize("name", CASES)
def test_a_saved_model_predicts_what_it_predicted(name: str) -> None:
    outputs = outputs_of(loaded(name), inputs_of(CASES[name]))
    for output, then in zip(outputs, CASES[name]["outputs"], strict=True):
        np.testing.assert_allclose(output, then, atol=1e-5)


# A Lambda's function has to be there when its file is loaded, today as then.
PLAIN = {name: case for name, case in CASES.items() if len(case["outputs"]) == 1 and name != "with_lambda"}


def test_once_saved_anew_it_loads_where_this_package_is_not(predict_elsewhere: Any) -> None:
    outputs = predict_elsewhere({name: (loaded(name), inputs_of(case)) for name, case in PLAIN.items()})
    assert len(outputs) > 30
    for name, output in outputs.items():
        np.testing.assert_allclose(output, PLAIN[name]["outputs"][0], atol=1e-5, err_msg=name)
