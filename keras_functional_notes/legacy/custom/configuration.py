"""What Keras 1's layers made of their arguments, and what they told of them: names, functions and rules."""

from __future__ import annotations

from typing import Any

import keras

from keras_functional_notes.legacy.shims.making import resolve
from keras_functional_notes.legacy.table.arguments import CONSTRAINT, HARD_SIGMOID_OF, REGULARIZER
from keras_functional_notes.legacy.table.records import Call

__all__ = ["activation_of", "constraint_of", "plain", "regularizer_of", "told"]

_HARD_SIGMOID = compile(HARD_SIGMOID_OF, "<hard_sigmoid>", "eval")
_CONFIGURED = (
    keras.constraints.Constraint,
    keras.initializers.Initializer,
    keras.layers.Layer,
    keras.regularizers.Regularizer,
)


def constraint_of(identifier: Any) -> Any:
    """Return a constraint: ``constraints.get('nonneg')``, by Keras 1's name, today's, or itself.

    >>> type(constraint_of("maxnorm")).__name__, constraint_of(None)
    ('MaxNorm', None)
    """
    return keras.constraints.get(CONSTRAINT.today.get(identifier, identifier) if _is_name(identifier) else identifier)


def regularizer_of(identifier: Any) -> Any:
    """Return a regularizer: ``regularizers.get('l2')``, by Keras 1's name, today's, or itself.

    >>> type(regularizer_of("activity_l1")).__name__
    'L1'
    """
    if not _is_name(identifier):
        return keras.regularizers.get(identifier)
    today = REGULARIZER.today.get(identifier, identifier)
    return resolve(today.today)(**today.arguments) if isinstance(today, Call) else keras.regularizers.get(today)


def activation_of(identifier: Any) -> Any:
    """Return an activation: ``activations.get('tanh')``; hard_sigmoid is Keras 1's, of the slope 0.2.

    >>> round(float(activation_of("hard_sigmoid")(keras.ops.ones(()))), 3)
    0.7
    """
    return hard_sigmoid if identifier == "hard_sigmoid" else keras.activations.get(identifier)


def hard_sigmoid(x: Any) -> Any:
    """Compute Keras 1's hard_sigmoid."""
    return eval(_HARD_SIGMOID, {"keras": keras, "x": x})


def told(layer: Any, names: str) -> dict[str, Any]:
    """Return what a layer's configuration says of its attributes: a function by its name, a rule by its own."""
    return {name: plain(getattr(layer, name)) for name in names.split()}


def plain(value: Any) -> Any:
    """Return how a configuration says a value: a layer or a rule by its own, a function by its name."""
    if isinstance(value, _CONFIGURED):
        return keras.saving.serialize_keras_object(value)
    return value.__name__ if callable(value) and hasattr(value, "__name__") else value


def _is_name(identifier: Any) -> bool:
    return isinstance(identifier, str)
