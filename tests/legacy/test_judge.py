"""Layers of 2016 text compute what Keras 1.2.2 itself computed, with the same weights on the same inputs.

`make judge` asked it, and wrote its answers down. Where today's layer computes otherwise, as its notice tells, the case
is listed with the reason, and must really be otherwise.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keras_functional_notes.legacy import run_source

JUDGE = json.loads((Path(__file__).parent / "judge" / "layers.json").read_text(encoding="utf-8"))
CASES = {case["layer"]: case for case in JUDGE["cases"]}
GATES = "the gates open by hard_sigmoid in Keras 1, and by sigmoid today"
RESET = "reset_after=True is today's default, and Keras 1 had no such thing"
OTHERWISE = {
    "Dense(3, activation='hard_sigmoid')": "hard_sigmoid has the slope 0.2 in Keras 1, and 1/6 today",
    "LSTM(3)": GATES,
    "GRU(3)": RESET,
    "GRU(3, inner_activation='sigmoid')": RESET,
}

pytestmark = pytest.mark.filterwarnings("ignore")  # the notices have tests of their own


@pytest.mark.parametrize("layer", [layer for layer in CASES if layer not in OTHERWISE])
def test_a_layer_computes_what_keras_1_computed(layer: str) -> None:
    got, then = output_of(CASES[layer]), np.asarray(CASES[layer]["output"])
    if "'cos'" in layer:
        assert then.shape == (2, 1, 1)  # which Keras 1 itself took for (2, 1), its declared shape
        then = then[:, 0]
    np.testing.assert_allclose(got, then, atol=1e-5)


@pytest.mark.parametrize("layer", OTHERWISE)
def test_where_the_notice_tells_of_another_default_the_numbers_are_others(layer: str) -> None:
    assert np.abs(output_of(CASES[layer]) - CASES[layer]["output"]).max() > 1e-3, OTHERWISE[layer]


@pytest.mark.parametrize("layer", CASES)
def test_as_in_2016_it_computes_what_it_computed(layer: str) -> None:
    got, then = output_of(CASES[layer], as_in_2016=True), np.asarray(CASES[layer]["output"])
    np.testing.assert_allclose(got, then[:, 0] if "'cos'" in layer else then, atol=1e-5)


def output_of(case: dict[str, Any], *, as_in_2016: bool = False) -> np.ndarray:
    """Return what the case's model computes here, with the weights and inputs that the judge drew."""
    draw = np.random.RandomState(2016)
    inputs = [draw.uniform(case["low"], 1, (2, *shape)).astype("float32") for shape in case["inputs"]]
    if case["layer"].startswith("Embedding"):
        inputs = [(10 * array).astype("int32") for array in inputs]
    weights = [draw.uniform(case["low"], 1, shape) for shape in case["weights"]]
    program = JUDGE["program"].replace("LAYER", case["layer"])
    shapes = [tuple(shape) for shape in case["inputs"]]
    model = run_source(program, init_globals={"shapes": shapes}, as_in_2016=as_in_2016)["model"]
    model.set_weights(today_s(weights, case["layer"], reset_after=not as_in_2016))
    return np.asarray(model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0))


def today_s(weights: list[np.ndarray], layer: str, *, reset_after: bool = True) -> list[np.ndarray]:
    """Return Keras 1's arrays as today's layer keeps them."""
    if layer.startswith("Bidirectional"):
        half, inner = len(weights) // 2, layer.removeprefix("Bidirectional(")
        return today_s(weights[:half], inner) + today_s(weights[half:], inner)
    if layer.startswith("LSTM"):
        if len(weights) == 3:  # consume_less='gpu': the parts side by side, as today
            return weights
        # W, U and b of the input gate, the cell, the forget gate and the output gate, one after the other.
        of_input, of_cell, of_forget, of_output = (weights[start : start + 3] for start in range(0, 12, 3))
        parts = zip(of_input, of_forget, of_cell, of_output, strict=True)
        return [np.concatenate(part, axis=-1) for part in parts]
    if layer.startswith("GRU"):
        kernel, recurrent, bias = (np.concatenate(weights[kind::3], axis=-1) for kind in range(3))
        # Today's second bias is for what meets the state, and is multiplied with it.
        return [kernel, recurrent, np.stack([bias, 0 * bias]) if reset_after else bias]
    if layer.startswith(("Convolution1D", "AtrousConvolution1D")):
        return [weights[0][:, 0], weights[1]]
    if layer.startswith("Convolution2D") and "'th'" in layer:
        return [weights[0].transpose(2, 3, 1, 0), weights[1]]
    if layer == "Highway(input_dim=4)":
        kernel, gate, bias, gate_bias = weights
        return [gate, gate_bias, kernel, bias]
    if layer.startswith("Deconvolution2D"):
        return [weights[0].transpose(0, 1, 3, 2), weights[1]]
    return weights
