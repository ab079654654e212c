"""The losses and metrics that Keras 1's `compile` was given, written out for each output of the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import keras

from keras_functional_notes.legacy.vocabulary.values import METRIC

__all__ = ["per_output"]


def per_output(model: keras.Model, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Write `compile`'s arguments so that each of several outputs has its own loss and metrics, as today's Keras wants.

    A metric ``"acc"`` becomes ``"accuracy"``, under which name callbacks and logs are answered.

    Args:
        model: The model.
        arguments: What `compile` was given, by name.

    >>> x = keras.Input((2,))
    >>> model = keras.Model(x, [keras.layers.Dense(1, name="a")(x), keras.layers.Dense(1, name="b")(x)])
    >>> per_output(model, {"loss": "mse", "metrics": ["acc"]})
    {'loss': ['mse', 'mse'], 'metrics': [['accuracy'], ['accuracy']]}

    From Keras 1.2.2's ``keras/engine/training.py``.
    """
    written = dict(arguments)
    if written.get("metrics"):
        written["metrics"] = _todays(written["metrics"])
    names = getattr(model, "output_names", None) or []
    if len(names) < 2:
        return written
    loss, metrics = written.get("loss"), written.get("metrics")
    if loss is not None and not isinstance(loss, (list, tuple, Mapping)):
        written["loss"] = [loss] * len(names)
    if isinstance(metrics, (list, tuple)) and metrics and not any(isinstance(each, (list, tuple)) for each in metrics):
        written["metrics"] = [list(metrics) for _ in names]
    return written


def _todays(metrics: Any) -> Any:
    if isinstance(metrics, Mapping):
        return {name: _todays(each) for name, each in metrics.items()}
    if isinstance(metrics, (list, tuple)):
        return [_todays(each) for each in metrics]
    return METRIC.today.get(metrics, metrics) if isinstance(metrics, str) else metrics
