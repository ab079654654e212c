"""What Keras 1.2.2 saved, and what it predicted: `make judge` asked it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np

FOLDER = Path(__file__).parents[1] / "judge" / "saved"
CASES = {
    case["name"]: case
    for backend in ("tensorflow", "theano")
    for case in json.loads((FOLDER / f"{backend}.json").read_text(encoding="utf-8"))["cases"]
}


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
