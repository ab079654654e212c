"""The list of today's names is what its tool makes of the Keras that it names."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import keras
import pytest

TOOL = Path(__file__).parents[1] / "tools" / "make_todays_names.py"
NAMES = json.loads(
    (Path(__file__).parents[1] / "keras_functional_notes" / "data" / "todays_names.json").read_text(encoding="utf-8")
)


def test_the_list_is_that_of_the_keras_that_it_names() -> None:
    if keras.__version__ != NAMES["keras"]:
        pytest.skip(f"the list is of Keras {NAMES['keras']}, and {keras.__version__} is installed")
    # In a Python of its own: what the tests load, a module's names would tell.
    subprocess.run([sys.executable, TOOL, "--check"], check=True)


def test_names_that_no_version_has_done_without_are_in_the_list_and_in_this_keras() -> None:
    for module, names in {"keras": "Model Sequential Input", "keras.layers": "Dense LSTM Add Dot"}.items():
        assert set(names.split()) <= set(NAMES["modules"][module].split())
    assert all(hasattr(keras.layers, name) for name in ["Dense", "LSTM", "Add", "Dot"])
