"""As in 2016, weights begin with the spread that Keras 1.2.2 itself gave them: `make judge` asked it of each layer.

Spreads are compared, not numbers. Of n numbers a spread is known to about one part in the root of n.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import Keras1Warning, run_source, translate

JUDGE = json.loads((Path(__file__).parent / "judge" / "initial_values.json").read_text(encoding="utf-8"))
CASES = {case["layer"]: case for case in JUDGE["cases"]}
# What is told of the kernels that cannot be said with today's words alone, where their input's width is not.
UNSAID = ("The initial values depend on the width", "drew each gate by itself", "has its channels last")


def in_todays_order(case: dict[str, Any], numbers: list[float]) -> list[list[float]]:
    """Return Keras 1's numbers, one a weight, those of one of today's weights together."""
    if case["layer"].startswith("Highway"):
        return [[number] for number in (*numbers[1::2], *numbers[::2])]
    if len(numbers) in (9, 12):
        # A kernel, a recurrent kernel and a bias of each gate.
        return [numbers[part::3] for part in range(3)]
    return [[number] for number in numbers]


def check_spreads(case: dict[str, Any], weights: list[np.ndarray]) -> None:
    spreads, largest = (in_todays_order(case, case[what]) for what in ("spreads", "largest"))
    assert len(weights) == len(spreads)
    for weight, spread, top in zip(weights, spreads, largest, strict=True):
        then, now = np.sqrt(np.mean(np.square(spread))), np.sqrt(np.mean(np.square(weight)))
        assert now == pytest.approx(then, rel=5 / np.sqrt(weight.size), abs=1e-7)
        if then and weight.size > 1000:
            assert kind(np.abs(weight).max() / now) == kind(max(top) / then)


def kind(reach: float) -> str:
    """Return what is drawn from, by how far it reaches in spreads: a uniform one as far as the root of 3."""
    return "uniform" if reach < 1.85 else "truncated" if reach < 2.5 else "normal"


def program_of(case: dict[str, Any]) -> str:
    return f"shape = {tuple(case['input'])}\n{JUDGE['program'].replace('LAYER', case['layer'])}\n"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("layer", CASES)
def test_as_in_2016_weights_begin_as_they_did(layer: str) -> None:
    keras.utils.set_random_seed(0)  # so that a rare draw fails always or never
    model = run_source(program_of(CASES[layer]), as_in_2016=True)["model"]
    check_spreads(CASES[layer], model.get_weights())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("layer", CASES)
def test_a_translation_writes_them_or_says_that_it_cannot(layer: str) -> None:
    done = translate(program_of(CASES[layer]), as_in_2016=True)
    assert translate(done.text, as_in_2016=True).text == done.text
    if done.needs_you or any(told in each.why for told in UNSAID for each in done.differences):
        return
    keras.utils.set_random_seed(0)
    names: dict[str, Any] = {}
    exec(done.text, names)
    check_spreads(CASES[layer], names["model"].get_weights())


@pytest.mark.parametrize(
    ("layer", "told"),
    [
        ("Convolution1D(40, 5, init='glorot_uniform')", "took other axes of this kernel"),
        ("Convolution3D(20, 2, 2, 5, init='glorot_uniform')", "left the last side of this kernel out"),
        ("ConvLSTM2D(20, 3, 4)", "drew each gate by itself"),
        ("LSTM(90)", "gate by gate"),
        ("SimpleRNN(90)", "a gain of 1.1"),
        ("Deconvolution2D(70, 3, 3, (None, 11, 11, 70), init='he_uniform')", "the other way round"),
    ],
)
def test_by_default_they_begin_otherwise_and_the_notice_tells_it(layer: str, told: str) -> None:
    with pytest.warns(Keras1Warning) as seen:
        model = run_source(program_of(CASES[layer]))["model"]
    assert any(told in str(warning.message) for warning in seen)
    with pytest.raises(AssertionError):
        check_spreads(CASES[layer], model.get_weights())


def test_what_leaves_has_todays_initializers_alone(tmp_path: Path) -> None:
    """Once built, a layer's initializer is one of Keras's own, so that its file needs nothing else."""
    text = "from keras.models import Sequential\nfrom keras.layers import *\nmodel = Sequential([LAYER])\n"
    for layer in (
        "LSTM(4, input_shape=(None, 3))",
        "Bidirectional(GRU(4), input_shape=(None, 3))",
        "Convolution1D(4, 3, input_shape=(None, 3))",
    ):
        with pytest.warns(Keras1Warning):
            model = run_source(text.replace("LAYER", layer), as_in_2016=True)["model"]
        model.save(tmp_path / "model.keras")
        assert "keras_functional_notes" not in json.dumps(model.get_config(), default=str)
        assert keras.models.load_model(tmp_path / "model.keras").count_params() == model.count_params()
