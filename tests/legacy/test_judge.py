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
SLOPE = "hard_sigmoid has the slope 0.2 in Keras 1, and 1/6 today"
SUMMED = "what an activity regularizer gives is divided by the batch's size today"
GATES = "the gates open by hard_sigmoid in Keras 1, and by sigmoid today"
RESET = "reset_after=True is today's default, and Keras 1 had no such thing"
OTHERWISE = {
    "Dense(3, activation='hard_sigmoid')": SLOPE,
    "Activation('hard_sigmoid')": SLOPE,
    **{
        layer: why
        for layer in CASES
        for told, why in (("activity_regularizer", SUMMED), ("LSTM", GATES), ("GRU", RESET))
        if told in layer
        if why != GATES or "inner_activation='sigmoid'" not in layer
    },
    "ActivityRegularization(l1=0.1, l2=0.2)": SUMMED,
}

pytestmark = pytest.mark.filterwarnings("ignore")  # the notices have tests of their own


@pytest.mark.parametrize("layer", [layer for layer in CASES if layer not in OTHERWISE])
def test_a_layer_computes_what_keras_1_computed(layer: str) -> None:
    for got, then in computed(CASES[layer]):
        np.testing.assert_allclose(got, then, atol=1e-5)


@pytest.mark.parametrize("layer", OTHERWISE)
def test_where_the_notice_tells_of_another_default_the_numbers_are_others(layer: str) -> None:
    assert any(np.abs(got - then).max() > 1e-3 for got, then in computed(CASES[layer])), OTHERWISE[layer]


@pytest.mark.parametrize("layer", CASES)
def test_as_in_2016_it_computes_what_it_computed(layer: str) -> None:
    for got, then in computed(CASES[layer], as_in_2016=True):
        np.testing.assert_allclose(got, then, atol=1e-5)


def computed(case: dict[str, Any], *, as_in_2016: bool = False) -> list[tuple[Any, Any]]:
    """Return pairs of what the case's model computes here and what it did, with the weights and inputs that were drawn.

    They are the output, and where they were asked for, the penalty and the weights under their constraints.
    """
    draw = np.random.RandomState(2016)
    inputs = [draw.uniform(case["low"], 1, (2, *shape)).astype("float32") for shape in case["inputs"]]
    if "Embedding" in case["layer"]:
        inputs = [(10 * array).astype("int32") for array in inputs]
    weights = [draw.uniform(case["low"], 1, shape) for shape in case["weights"]]
    program = JUDGE["program"].replace("LAYER", case["layer"])
    shapes = [tuple(shape) for shape in case["inputs"]]
    model = run_source(program, init_globals={"shapes": shapes}, as_in_2016=as_in_2016)["model"]
    model.set_weights(today_s(weights, case["layer"], reset_after=not as_in_2016))
    output = np.asarray(model(inputs if len(inputs) > 1 else inputs[0], training=False))
    then = np.asarray(case["output"])
    if "'cos'" in case["layer"]:
        assert then.shape == (2, 1, 1)  # which Keras 1 itself took for (2, 1), its declared shape
        then = then[:, 0]
    pairs: list[tuple[Any, Any]] = [(output, then)]
    if "penalty" in case:
        pairs.append((float(sum(map(float, model.losses))), case["penalty"]))
    if "constrained" in case:
        old = today_s([np.asarray(array) for array in case["constrained"]], case["layer"])
        left = [weight if weight.constraint is None else weight.constraint(weight) for weight in model.weights]
        pairs += zip(map(np.asarray, left), old, strict=True)
    return pairs


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
    if "'th'" in layer:
        # A kernel had its outputs and inputs first.
        weights = [weight.transpose(*range(2, weight.ndim), 1, 0) if weight.ndim > 3 else weight for weight in weights]
    if layer.startswith("ConvLSTM2D"):
        return today_s(weights, "LSTM")
    if layer.startswith(("Convolution1D", "AtrousConvolution1D")):
        return [weights[0][:, 0], *weights[1:]]
    if layer.startswith("Highway") and "input_dim" in layer:
        # Of h and of the gate: kernels, then biases. Where it is a model, the gate comes first.
        return [*weights[1::2], *weights[::2]]
    if layer.startswith("Deconvolution2D"):
        return [weights[0].swapaxes(-1, -2), *weights[1:]]
    return weights
