"""Rows: optimizers (Keras 1.2.2's ``keras/optimizers.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from keras_functional_notes.legacy.table.arguments import argument, gone, itself, row
from keras_functional_notes.legacy.table.records import OURS, Argument, Call, Packing, Row, Told

__all__ = ["CHANGED", "ROWS"]

_RATE = Packing(("lr", "decay"), "learning_rate", convert="decayed", reads=("decay",), optional=True)
_SAID = "epsilon is said"
_EPSILON = argument(
    "epsilon:1e-8",
    absent=Told("epsilon's default was 1e-08 in Keras 1, and is 1e-07 today.", run=_SAID, written=_SAID),
    then="kept",
)
# Keras 1 added it to the root, and today's two add it to what is under the root: its square is the nearest.
_UNDER_THE_ROOT = replace(_EPSILON, then="under the root")
_SCHEDULE = Told(
    "Today's Nadam has the momentum schedule of schedule_decay=1, and Keras 1's default was 0.004.",
    run="an optimizer of this package's has Keras 1's schedule",
    why="no argument of today's Nadam sets its schedule",
)
_ADAPTIVE = ("beta_1:0.9 beta_2:0.999", _EPSILON)


def _optimizer(name: str, rates: tuple[float, float], *written: str | Argument, also: str = "", **more: Any) -> Row:
    old, today = rates
    return row(
        f"{name} {name.lower()}",
        "keras.optimizers",
        f"keras.optimizers.{name}",
        # Where today's default is another, Keras 1's is written out: with a rate of 0.001 Adadelta hardly trains.
        Argument("lr", None, old, kept=old != today, then="" if name == "SGD" else "rate"),
        *written,
        # Keras 1 clipped the norm of all gradients together; today's `clipnorm` clips each variable's own.
        "* clipnorm=global_clipnorm:None clipvalue:None",
        packings=(_RATE,),
        leading=("learning_rate",),
        apart=("clipnorm", "clipvalue"),
        also="weight_decay use_ema ema_momentum ema_overwrite_frequency loss_scale_factor "
        f"gradient_accumulation_steps name {also}",
        tells_today=("learning_rate",),
        **more,
    )


ROWS = (
    *itself("keras.optimizers", "keras.optimizers", "Optimizer optimizer_from_config=deserialize"),
    row(
        "get",
        "keras.optimizers",
        "keras.optimizers.get",
        Argument("identifier", convert="optimizer", then="optimizers"),
        "| kwargs=:None",
        example="identifier='adadelta'",
    ),
    _optimizer("SGD", (0.01, 0.01), "momentum:0.0 decay=:0.0 nesterov:False"),
    _optimizer("RMSprop", (0.001, 0.001), "rho:0.9", _UNDER_THE_ROOT, "decay=:0.0", also="momentum centered"),
    _optimizer(
        "Adagrad",
        (0.01, 0.001),
        _UNDER_THE_ROOT,
        "decay=:0.0",
        also="initial_accumulator_value",
        then={"initial_accumulator_value": 0.0},
    ),
    _optimizer("Adadelta", (1.0, 0.001), "rho:0.95", _EPSILON, "decay=:0.0"),
    _optimizer("Adam", (0.001, 0.001), *_ADAPTIVE, "decay=:0.0", also="amsgrad"),
    _optimizer("Adamax", (0.002, 0.001), *_ADAPTIVE, "decay=:0.0"),
    _optimizer(
        "Nadam",
        (0.002, 0.001),
        *_ADAPTIVE,
        argument("schedule_decay=:0.004", given=_SCHEDULE, absent=_SCHEDULE, then="own"),
        "* decay=:0.0",
        then_today=f"{OURS}Nadam",
    ),
    *gone("keras.optimizers", "an optimizer of keras.optimizers: those of TensorFlow 1 are no more", "TFOptimizer"),
)

CHANGED: Mapping[str, Call] = {
    name: Call(str(row.today), {"learning_rate": rate.default})
    for row in ROWS
    for rate in row.arguments[:1]
    if rate.name == "lr" and rate.kept
    for name in row.names
}
"""What an optimizer's name stands for today, where today's optimizer of that name has another learning rate."""
