"""Classes of this package that compute as Keras 1 did: their files say what a reader needs, and open here."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import run_source

TEXT = """
from keras.layers import *
from keras.models import Sequential
from keras.optimizers import Nadam
model = Sequential([LAYER])
model.compile(Nadam(lr=0.1), 'mse')
"""
LAYERS = {
    "Dense(2, input_dim=3, activity_regularizer='activity_l2')": "SummedOverTheBatch",
    "ActivityRegularization(l1=0.1, l2=0.2, input_shape=(3,))": "ActivityRegularization",
    "Convolution2D(2, 2, 2, init='orthogonal', input_shape=(3, 3, 1)), Flatten(), Dense(2)": "InitialValues",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("layer", LAYERS)
def test_a_file_says_what_it_needs_and_opens_here(layer: str, tmp_path: Path) -> None:
    model = run_source(TEXT.replace("LAYER", layer), as_in_2016=True)["model"]
    x = np.linspace(-1, 1, 4 * int(np.prod(model.input_shape[1:]))).reshape(4, *model.input_shape[1:])
    y = np.zeros((4, *model.output_shape[1:]))
    model.save(tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as file:
        config = file.read("config.json").decode()
    assert LAYERS[layer] in config
    assert "pip install keras-functional-notes, then import keras_functional_notes.legacy.shims.of_2016" in config
    opened = keras.models.load_model(tmp_path / "model.keras")
    assert type(opened.optimizer) is type(model.optimizer)
    assert opened.optimizer.get_config() == model.optimizer.get_config()
    np.testing.assert_allclose(opened.evaluate(x, y, verbose=0), model.evaluate(x, y, verbose=0), rtol=1e-5)
    if opened.trainable_weights:
        for each in (model, opened):
            each.fit(x, y, epochs=3, verbose=0, shuffle=False)
        for one, other in zip(model.get_weights(), opened.get_weights(), strict=True):
            np.testing.assert_allclose(one, other, atol=1e-5)


def test_what_a_reader_without_this_package_is_told() -> None:
    text = TEXT.replace("LAYER", next(iter(LAYERS)))
    with pytest.warns(FutureWarning):
        model = run_source(text, as_in_2016=True)["model"]
    config = json.dumps(keras.saving.serialize_keras_object(model))
    # As where nothing has registered the name.
    absent = json.loads(config.replace("keras_functional_notes>", "absent>"))
    with pytest.raises(TypeError, match="pip install keras-functional-notes"):
        keras.saving.deserialize_keras_object(absent)
