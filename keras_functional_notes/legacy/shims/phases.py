"""Keras 1's learning phase: whether layers do as in training, which is an argument of a call today.

>>> import keras, numpy as np
>>> x = keras.Input((1,))
>>> model = keras.Model(x, in_train_phase(x * 2, x))
>>> [float(model(np.ones((1, 1)), training=flag)[0, 0]) for flag in (True, False)]
[2.0, 1.0]
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, NoReturn

import keras

from keras_functional_notes.legacy.shims.notices import tell_gone

__all__ = [
    "InTrainPhase",
    "LearningPhase",
    "Phase",
    "in_test_phase",
    "in_train_phase",
    "learning_phase",
    "phase_of",
    "set_learning_phase",
]


class LearningPhase:
    """Stands for the learning phase among a function's inputs, as long as nothing has fixed it."""

    def __bool__(self) -> NoReturn:
        """Say that it has no value yet."""
        raise TypeError(
            "K.learning_phase() has a value only when a K.function is called. Write K.in_train_phase(x, alternative), "
            "or in a layer of your own `if training:` in call(self, inputs, training=None)."
        )

    def __repr__(self) -> str:
        return "K.learning_phase()"


class Phase:
    """What one program has fixed the phase to: 0, 1, or nothing yet."""

    def __init__(self) -> None:
        """Begin with nothing fixed."""
        self.value: int | None = None


_FREE = LearningPhase()
_PHASE: ContextVar[Phase] = ContextVar("_PHASE", default=Phase())  # noqa: B039  # whoever runs no program shares it


@contextlib.contextmanager
def phase_of(phase: Phase) -> Iterator[None]:
    """Let a program that runs have a phase of its own."""
    token = _PHASE.set(phase)
    try:
        yield
    finally:
        _PHASE.reset(token)


def learning_phase() -> Any:
    """Return the learning phase: ``K.learning_phase()``, 0 or 1 where it is fixed, else what stands for it."""
    value = _PHASE.get().value
    return _FREE if value is None else value


def set_learning_phase(value: Any) -> None:
    """Fix the learning phase: ``K.set_learning_phase(value)``, which is 0 or 1.

    Raises:
        ValueError: If it is neither.
    """
    if value not in (0, 1):
        raise ValueError("K.set_learning_phase(): expected learning phase to be 0 or 1.")
    _PHASE.get().value = int(value)
    which, otherwise = (
        ("training", "predict and evaluate still run as in prediction: call model(x, training=True) instead")
        if value
        else ("prediction", "fit and train_on_batch still run as in training: Dropout drops, BatchNormalization counts")
    )
    tell_gone(
        f"K.set_learning_phase({int(value)})",
        f"what K.function and K.in_train_phase run as in {which}. A model's methods do not look at it: {otherwise}",
    )


def in_train_phase(x: Any, alt: Any) -> Any:
    """Choose by the learning phase: ``K.in_train_phase(x, alt)`` is x in training, and alt otherwise."""
    phase = learning_phase()
    if not isinstance(phase, LearningPhase):
        return _called(x) if phase == 1 else _called(alt)
    tell_gone("K.in_train_phase(x, alt)", "`x if training else alt` in a layer's call(self, inputs, training=None)")
    return InTrainPhase()([_called(x), _called(alt)])


def in_test_phase(x: Any, alt: Any) -> Any:
    """Choose by the learning phase: ``K.in_test_phase(x, alt)`` is alt in training, and x otherwise."""
    return in_train_phase(alt, x)


def _called(value: Any) -> Any:
    return value() if callable(value) and not isinstance(value, keras.KerasTensor) else value


@keras.saving.register_keras_serializable(package="keras_functional_notes")
class InTrainPhase(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Gives the first of two tensors in training, and the second otherwise.

    Example:
        >>> import keras
        >>> layer, pair = InTrainPhase(), [keras.ops.ones((1,)), keras.ops.zeros((1,))]
        >>> [float(layer(pair, training=flag)[0]) for flag in (True, False)]
        [1.0, 0.0]
    """

    def call(self, inputs: Any, training: Any = None) -> Any:
        """Choose.

        Args:
            inputs: The two tensors, of one shape.
            training: Whether it is training; what the call around it says by default.
        """
        return inputs[0] if training else inputs[1]
