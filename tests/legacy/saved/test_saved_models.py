"""Files that Keras 1.2.2 itself saved open, and predict what it predicted; also once they are saved anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from saved_cases import CASES, FOLDER, inputs_of, outputs_of

from keras_functional_notes import legacy
from keras_functional_notes.legacy.shims.layouts import todays_arrays

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


@pytest.mark.parametrize("name", CASES)
def test_a_saved_model_predicts_what_it_predicted(name: str) -> None:
    outputs = outputs_of(loaded(name), inputs_of(CASES[name]))
    for output, then in zip(outputs, CASES[name]["outputs"], strict=True):
        np.testing.assert_allclose(output, then, atol=1e-5)


# A Lambda's function has to be there when its file is loaded, today as then; and so have the layers that are kept here.
KEPT = (
    "embedding_dropout",
    "normalization_modes",
    "locally_connected",
    "locally_connected_th",
    "learned_activations",
)
NOT_PLAIN = ("with_lambda", *KEPT)
PLAIN = {name: case for name, case in CASES.items() if len(case["outputs"]) == 1 and name not in NOT_PLAIN}


def test_once_saved_anew_it_loads_where_this_package_is_not(predict_elsewhere: Any) -> None:
    outputs = predict_elsewhere({name: (loaded(name), inputs_of(case)) for name, case in PLAIN.items()})
    assert len(outputs) > 30
    for name, output in outputs.items():
        np.testing.assert_allclose(output, PLAIN[name]["outputs"][0], atol=1e-5, err_msg=name)


@pytest.mark.parametrize("name", KEPT)
def test_saved_anew_a_kept_layer_predicts_the_same(name: str, tmp_path: Path) -> None:
    loaded(name).save(tmp_path / "model.keras")
    model = keras.models.load_model(tmp_path / "model.keras")
    for output, then in zip(outputs_of(model, inputs_of(CASES[name])), CASES[name]["outputs"], strict=True):
        np.testing.assert_allclose(output, then, atol=1e-5)


@pytest.mark.parametrize("name", [name for name in CASES if "later" in CASES[name]])
def test_training_goes_on_where_it_was(name: str) -> None:
    model, case = loaded(name), CASES[name]
    for _ in range(5):
        model.train_on_batch(inputs_of(case)[0], np.ones((2, 2)))
    *of_gru, kernel, bias = map(np.asarray, case["later"])
    for weights, then in zip(model.get_weights(), [*todays_arrays(model.layers[0], of_gru), kernel, bias], strict=True):
        np.testing.assert_allclose(weights, then, atol=1e-4)
