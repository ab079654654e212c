"""Every layer of the table, and every argument of it that changes numbers, has a case of the judge's, or a reason.

What the cases say is compared elsewhere: `test_judge`, `test_trainings`, `test_initial_values`.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from keras_functional_notes.legacy.table import ROWS, Row

FOLDER = Path(__file__).parent / "judge"
LAYERS = {
    row.name: row
    for row in ROWS
    # What this package keeps has tests of its own, against the same judge.
    if row.module.startswith("keras.layers.") and not (row.is_gone or row.itself or row.is_kept)
}
DRAWS = "it draws anew in each batch, so that no two runs agree; the share and the scale are today's"
SHAPE = "it says what comes in"
REASONS = {
    **dict.fromkeys(("input_shape", "batch_input_shape", "input_dtype", "input_dim", "input_length"), SHAPE),
    **dict.fromkeys(("p", "sigma", "noise_shape", "seed", "dropout_W", "dropout_U"), DRAWS),
    "name": "it is no number",
    "weights": "they are set as given: shims/test_weights.py",
    "trainable": "one switch for all layers: judged of Dense and BatchNormalization, in trainings.json",
    "stateful": "one batch shows nothing of it: running/test_habits_run.py carries states over",
}
# Of one layer's arguments.
OWN_REASONS = {
    ("BatchNormalization", "mode"): "modes 1 and 2 are layers that this package keeps, with tests of their own",
    ("Embedding", "dropout"): DRAWS,
}
# With nothing but what draws, a layer is the identity where no model trains.
DRAWING = ("Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "GaussianNoise", "GaussianDropout")


def given_somewhere() -> dict[str, set[str]]:
    """Return, by layer, the arguments that some case of the judge's gives."""
    texts = []
    for name, part in (("layers", "layer"), ("initial_values", "layer"), ("trainings", "program")):
        texts += [case[part] for case in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["cases"]]
    by_name = {name: row for row in LAYERS.values() for name in row.names}
    found: dict[str, set[str]] = {}
    for text in texts:
        for node in ast.walk(ast.parse(text)):
            row = by_name.get(node.func.id) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
            if row is not None and isinstance(node, ast.Call):
                given = row.given(node.args, {str(keyword.arg): keyword.value for keyword in node.keywords})
                found.setdefault(row.name, set()).update(given)
    return found


GIVEN = given_somewhere()


@pytest.mark.parametrize("row", LAYERS.values(), ids=LAYERS)
def test_every_layer_and_argument_is_judged_or_has_a_reason(row: Row) -> None:
    assert row.name in GIVEN or row.name in DRAWING
    open_ones = {argument.name for argument in row.arguments} - GIVEN.get(row.name, set()) - REASONS.keys()
    if row.name in DRAWING:
        open_ones.discard("dim_ordering")
    assert {name for name in open_ones if (row.name, name) not in OWN_REASONS} == set()


def test_no_reason_is_for_what_keras_1_had_not() -> None:
    names = {argument.name for row in LAYERS.values() for argument in row.arguments}
    assert REASONS.keys() <= names
    for layer, name in OWN_REASONS:
        assert name in {argument.name for argument in LAYERS[layer].arguments}
