"""Rows: optimizers (Keras 1.2.2's ``keras/optimizers.py``)."""

from __future__ import annotations

from collections.abc import Mapping

from keras_functional_notes.legacy.table.arguments import argument, gone, itself, row
from keras_functional_notes.legacy.table.records import Argument, Call, Packing, Row

__all__ = ["CHANGED", "ROWS"]

_RATE = Packing(("lr", "decay"), "learning_rate", convert="decayed", reads=("decay",), optional=True)
_EPSILON = argument("epsilon:1e-8", absent="epsilon's default was 1e-08 in Keras 1, and is 1e-07 today.")
_SCHEDULE = "Today's Nadam has the momentum schedule of schedule_decay=1, and Keras 1's default was 0.004."
_ADAPTIVE = ("beta_1:0.9 beta_2:0.999", _EPSILON)


def _optimizer(name: str, rates: tuple[float, float], *written: str | Argument, also: str = "") -> Row:
    old, today = rates
    return row(
        f"{name} {name.lower()}",
        "keras.optimizers",
        f"keras.optimizers.{name}",
        # Where today's default is another, Keras 1's is written out: with a rate of 0.001 Adadelta hardly trains.
        Argument("lr", None, old, kept=old != today),
        *written,
        # Keras 1 clipped the norm of all gradients together; today's `clipnorm` clips each variable's own.
        "* clipnorm=global_clipnorm:None clipvalue:None",
        packings=(_RATE,),
        leading=("learning_rate",),
        apart=("clipnorm", "clipvalue"),
        also="weight_decay use_ema ema_momentum ema_overwrite_frequency loss_scale_factor "
        f"gradient_accumulation_steps name {also}",
    )


ROWS = (
    *itself("keras.optimizers", "keras.optimizers", "Optimizer optimizer_from_config=deserialize"),
    row(
        "get",
        "keras.optimizers",
        "keras.optimizers.get",
        Argument("identifier", convert="optimizer"),
        "| kwargs=:None",
        example="identifier='adadelta'",
    ),
    _optimizer("SGD", (0.01, 0.01), "momentum:0.0 decay=:0.0 nesterov:False"),
    _optimizer("RMSprop", (0.001, 0.001), "rho:0.9", _EPSILON, "decay=:0.0", also="momentum centered"),
    _optimizer("Adagrad", (0.01, 0.001), _EPSILON, "decay=:0.0", also="initial_accumulator_value"),
    _optimizer("Adadelta", (1.0, 0.001), "rho:0.95", _EPSILON, "decay=:0.0"),
    _optimizer("Adam", (0.001, 0.001), *_ADAPTIVE, "decay=:0.0", also="amsgrad"),
    _optimizer("Adamax", (0.002, 0.001), *_ADAPTIVE, "decay=:0.0"),
    _optimizer(
        "Nadam",
        (0.002, 0.001),
        *_ADAPTIVE,
        argument("schedule_decay=:0.004", given=_SCHEDULE, absent=_SCHEDULE),
        "* decay=:0.0",
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
