"""Rows: optimizers (Keras 1.2.2's ``keras/optimizers.py``)."""

from __future__ import annotations

from keras_functional_notes.legacy.table.records import Argument, Packing, Row

__all__ = ["ROWS"]

_CLIPPING = (Argument("clipnorm", default=None, keyword=True), Argument("clipvalue", default=None, keyword=True))
_DECAY = Argument("decay", None, 0.0)
_RATE = Packing(("lr", "decay"), "learning_rate", convert="decayed", reads=("decay",), optional=True)
_EPSILON = Argument("epsilon", default=1e-8, absent="epsilon's default was 1e-08 in Keras 1, and is 1e-07 today.")
_BETAS = (Argument("beta_1", default=0.9), Argument("beta_2", default=0.999))
_ALSO = (
    "weight_decay",
    "global_clipnorm",
    "use_ema",
    "ema_momentum",
    "ema_overwrite_frequency",
    "loss_scale_factor",
    "gradient_accumulation_steps",
    "name",
)


def _rate(old: float, today: float) -> Argument:
    absent = None if old == today else f"The learning rate's default was {old} in Keras 1, and is {today} today."
    return Argument("lr", None, old, absent=absent)


def _optimizer(name: str, *arguments: Argument, also: tuple[str, ...] = ()) -> Row:
    return Row(
        name,
        "keras.optimizers",
        f"keras.optimizers.{name}",
        (*arguments, *_CLIPPING),
        packings=(_RATE,),
        aliases=(name.lower(),),
        leading=("learning_rate",),
        also=(*_ALSO, *also),
    )


ROWS = (
    Row("Optimizer", "keras.optimizers", "keras.optimizers.Optimizer", itself=True),
    Row("get", "keras.optimizers", "keras.optimizers.get", itself=True),
    Row("optimizer_from_config", "keras.optimizers", "keras.optimizers.deserialize", itself=True),
    _optimizer(
        "SGD", _rate(0.01, 0.01), Argument("momentum", default=0.0), _DECAY, Argument("nesterov", default=False)
    ),
    _optimizer(
        "RMSprop", _rate(0.001, 0.001), Argument("rho", default=0.9), _EPSILON, _DECAY, also=("momentum", "centered")
    ),
    _optimizer("Adagrad", _rate(0.01, 0.001), _EPSILON, _DECAY, also=("initial_accumulator_value",)),
    _optimizer("Adadelta", _rate(1.0, 0.001), Argument("rho", default=0.95), _EPSILON, _DECAY),
    _optimizer("Adam", _rate(0.001, 0.001), *_BETAS, _EPSILON, _DECAY, also=("amsgrad",)),
    _optimizer("Adamax", _rate(0.002, 0.001), *_BETAS, _EPSILON, _DECAY),
    _optimizer(
        "Nadam",
        _rate(0.002, 0.001),
        *_BETAS,
        _EPSILON,
        Argument("schedule_decay", None, 0.004, given="Today's Nadam fixes its momentum schedule at 0.004."),
        Argument("decay", None, 0.0, keyword=True),
    ),
    Row(
        "TFOptimizer",
        "keras.optimizers",
        None,
        instead="an optimizer of keras.optimizers: those of TensorFlow 1 are no more",
    ),
)
