"""What the legacy tests share: old calls whose notices are expected, and a Python in which this package is absent."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keras_functional_notes.legacy.shims.notices import Keras1Warning

# Loads each model.keras of a folder, predicts, and writes the predictions beside it. `None` in sys.modules is Python's
# own way of saying that a module cannot be imported.
_LOADER = """
import pathlib, sys, warnings
sys.modules["keras_functional_notes"] = None
import keras, numpy as np
for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", message=".*does not support masking")
        model = keras.models.load_model(folder / "model.keras", safe_mode=not (folder / "lambda").exists())
    with np.load(folder / "inputs.npz") as file:
        inputs = [file[name] for name in file.files]
    outputs = model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0)
    np.save(folder / "outputs.npy", outputs)
"""


@pytest.fixture
def old() -> Callable[..., Any]:
    """Call something in 2016 spelling: it must give at least one notice, and the result is handed back."""

    def call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with pytest.warns(Keras1Warning):
            return function(*args, **kwargs)

    return call


@pytest.fixture(scope="session")
def keras_1_source() -> Path:
    """The unpacked source distribution of Keras 1.2.2, which `make test` brings."""
    source = Path(__file__).parents[2] / "build" / "Keras-1.2.2"
    if not source.is_dir():
        pytest.skip(f"{source} is not there: make build/Keras-1.2.2/setup.py brings it")
    return source


@pytest.fixture
def notices() -> Callable[..., list[str]]:
    """Call something in 2016 spelling and return the texts of its notices."""

    def call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> list[str]:
        with pytest.warns(Keras1Warning) as seen:
            function(*args, **kwargs)
        return [str(warning.message) for warning in seen if warning.category is Keras1Warning]

    return call


@pytest.fixture
def predict_elsewhere(tmp_path: Path) -> Callable[..., dict[str, np.ndarray]]:
    """Save models, and let a Python without this package load them and predict."""

    def predict(
        cases: dict[str, tuple[Any, list[np.ndarray]]], *, lambdas: tuple[str, ...] = ()
    ) -> dict[str, np.ndarray]:
        for name, (model, inputs) in cases.items():
            folder = tmp_path / name
            folder.mkdir()
            model.save(folder / "model.keras")
            np.savez(folder / "inputs.npz", *inputs)
            if name in lambdas:
                (folder / "lambda").touch()
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        ran = subprocess.run(
            [sys.executable, "-c", _LOADER, str(tmp_path)],
            cwd=tmp_path,
            env={**environment, "TF_CPP_MIN_LOG_LEVEL": "3"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr[-3000:]
        return {name: np.load(tmp_path / name / "outputs.npy") for name in cases}

    return predict
