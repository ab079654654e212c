"""Files under the names of 2016: weights saved, loaded and kept at checkpoints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest

from keras_functional_notes.legacy.running.program import run_source

pytestmark = pytest.mark.filterwarnings("ignore")

MODEL = """
import numpy as np
from keras.callbacks import ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential, load_model
def build():
    return Sequential([Dense(3, input_dim=2, name='hidden'), Dense(1, name='out')])
model = build()
model.compile('sgd', 'mse')
X, Y = np.ones((4, 2)), np.ones((4, 1))
"""
NAMES = ["weights.h5", "weights.hdf5", "best.weights.h5"]


def run(text: str, tmp_path: Path) -> dict[str, Any]:
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        return run_source(MODEL + text)
    finally:
        os.chdir(before)


def same(one: keras.Model, other: keras.Model) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one.get_weights(), other.get_weights(), strict=True))


@pytest.mark.parametrize("name", NAMES)
def test_weights_are_saved_and_loaded_under_any_name(name: str, tmp_path: Path) -> None:
    names = run(f"model.save_weights({name!r})\nagain = build()\nagain.load_weights({name!r})\n", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert same(names["again"], names["model"])


def test_the_file_is_read_by_todays_keras_alone_and_by_layer(tmp_path: Path) -> None:
    names = run("model.save_weights('weights.h5', overwrite=True)\n", tmp_path)
    code = (
        "import sys; sys.modules['keras_functional_notes'] = None\nimport keras, numpy as np\n"
        "from keras.layers import Dense\n"
        "model = keras.Sequential([keras.Input((2,)), Dense(3, name='hidden'), Dense(1, name='out')])\n"
        f"model.load_weights({str(tmp_path / 'weights.h5')!r})\n"
        f"np.save({str(tmp_path / 'it.npy')!r}, model.predict(np.ones((4, 2)), verbose=0))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    expected = names["model"].predict(np.ones((4, 2)), verbose=0)
    np.testing.assert_allclose(np.load(tmp_path / "it.npy"), expected, rtol=1e-6)
    with h5py.File(tmp_path / "weights.h5") as file:
        assert [name.decode() if isinstance(name, bytes) else name for name in file.attrs["layer_names"]] == [
            "hidden",
            "out",
        ]
    by_name = run(
        "other = Sequential([Dense(3, input_dim=2, name='hidden')])\nother.load_weights('weights.h5', by_name=True)",
        tmp_path,
    )
    np.testing.assert_array_equal(by_name["other"].get_weights()[0], names["model"].get_weights()[0])


def test_a_file_is_kept_where_the_reader_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weights.h5").write_text("mine")
    monkeypatch.setattr("builtins.input", lambda prompt: "n")
    run("model.save_weights('weights.h5', overwrite=False)\n", tmp_path)
    assert (tmp_path / "weights.h5").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        ("'best.h5', save_weights_only=True", ["best.h5"]),
        ("'w.{epoch:02d}.hdf5', save_weights_only=True", ["w.01.hdf5", "w.02.hdf5", "w.03.hdf5", "w.04.hdf5"]),
        ("'best.hdf5', monitor='loss', save_best_only=True", ["best.hdf5"]),
        ("'all.{epoch:d}', period=2", ["all.2", "all.4"]),
        ("'plain.keras'", ["plain.keras"]),
    ],
)
def test_a_checkpoint_keeps_what_it_was_named(arguments: str, files: list[str], tmp_path: Path) -> None:
    text = f"kept = ModelCheckpoint({arguments})\nmodel.fit(X, Y, nb_epoch=4, verbose=0, callbacks=[kept])\n"
    names = run(text, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == files
    again = names["build"]()
    last = tmp_path / files[-1]
    if "plain" in last.name or last.suffix not in (".h5", ".hdf5"):
        copy = tmp_path / ("whole.keras" if "plain" in last.name else "whole.h5")
        copy.write_bytes(last.read_bytes())
        again = keras.models.load_model(copy, compile=False)
    else:
        again.load_weights(last)
    assert same(again, names["model"])


def test_where_todays_name_is_given_the_checkpoint_is_todays_own() -> None:
    made = run_source(MODEL + "made = ModelCheckpoint('a.weights.h5', save_weights_only=True)")["made"]
    assert type(made) is keras.callbacks.ModelCheckpoint


# What today's Keras does not open as it was saved


@pytest.mark.parametrize("loss", ["mse", "mae", "MAPE", "msle", "kld"])
def test_a_model_with_a_loss_of_a_short_name_opens_again(loss: str, tmp_path: Path) -> None:
    names = run_source(
        "import numpy as np\nfrom keras.layers import Dense\nfrom keras.models import Sequential, load_model\n"
        "model = Sequential([Dense(2, input_dim=3)])\n"
        f"model.compile('sgd', {loss!r}, metrics=['mse'])\nmodel.save({str(tmp_path / 'm.h5')!r})\n"
        f"X, twin = np.ones((2, 3)), load_model({str(tmp_path / 'm.h5')!r})\n"
        "same = np.allclose(twin.predict(X), model.predict(X))\n"
    )
    assert names["same"]


def test_a_models_text_is_of_its_architecture_alone() -> None:
    names = run_source(
        "from keras.layers import Dense\nfrom keras.models import Sequential, model_from_json\n"
        "def mine(y_true, y_pred):\n    return y_pred - y_true\n"
        "model = Sequential([Dense(2, input_dim=3)])\nmodel.compile('sgd', mine)\n"
        "twin = model_from_json(model.to_json())\n"
    )
    assert names["twin"].layers[0].units == 2
    assert not names["twin"].compiled
