"""What a callback asks of the training that runs: ``self.params``, ``self.model.validation_data``, a batch's size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

import keras
import numpy as np

from keras_functional_notes.legacy.shims.notices import tell

__all__ = ["keep_for_callbacks", "params_of", "size_of_batch", "validation_data"]

_PARAMS: WeakKeyDictionary[keras.Model, dict[str, Any]] = WeakKeyDictionary()
_PARAMS_TODAY = "A callback's params are verbose, epochs and steps today; Keras 1 had nb_epoch, nb_sample and more."


def keep_for_callbacks(model: keras.Model, given: Mapping[str, Any], names: list[str]) -> None:
    """Keep what callbacks may ask for.

    Args:
        model: The model that is about to train.
        given: What its training was given, by Keras 1's names.
        names: What it logs.
    """
    _keep_params(model, given, names)
    _GIVEN[model] = given


def _keep_params(model: keras.Model, given: Mapping[str, Any], names: list[str]) -> None:
    """Keep in mind what a training is given, by Keras 1's names, and under which names it is logged."""
    split = given.get("validation_split") or 0.0
    validated = bool(split) or given.get("validation_data") is not None
    of_validation = [f"val_{name}" for name in names] if validated else []
    params = {"do_validation": validated, "metrics": [*names, *of_validation]}
    params["nb_epoch"] = given.get("nb_epoch", given.get("epochs", 10))
    if "generator" in given:
        params["nb_sample"] = given.get("samples_per_epoch")
    elif hasattr(first := keras.tree.flatten(given.get("x"))[0], "__len__"):
        params["nb_sample"] = int(len(first) * (1.0 - split))
        params["batch_size"] = given.get("batch_size") or 32
    _PARAMS[model] = params


def params_of(callback: keras.callbacks.Callback) -> dict[str, Any]:
    """Return what a callback was told of the training that runs: ``self.params``, Keras 1's words and today's."""
    tell("self.params", "self.params", [_PARAMS_TODAY])
    return {**_PARAMS.get(callback.model, {}), **(callback.params or {})}


def size_of_batch(model: keras.Model, batch: int) -> int | None:
    """Return how many samples a batch of the training has that runs; None where only its generator knows."""
    params = _PARAMS.get(model, {})
    if "batch_size" not in params:
        return None
    return int(min(params["batch_size"], params["nb_sample"] - batch * params["batch_size"]))


# What a training was given: the list is made when it is asked for, since few callbacks do.
_GIVEN: WeakKeyDictionary[keras.Model, Mapping[str, Any]] = WeakKeyDictionary()


def validation_data(model: keras.Model) -> list[Any] | None:
    """Return what `fit` validates a model with: its inputs, targets and sample weights in one list, as Keras 1 kept it.

    Where a model drops out, Keras 1's list had a 0.0 behind them, for the phase.
    """
    tell("model.validation_data", "the data itself, which the callback is given when it is made")
    given = _GIVEN.get(model, {})
    data, split = given.get("validation_data"), given.get("validation_split") or 0.0
    if data is None and split:
        parts = [keras.tree.flatten(given.get(name)) for name in ("x", "y")]
        first = int(len(parts[0][0]) * (1.0 - split))
        data = [[np.asarray(array)[first:] for array in part] for part in parts]
    if not isinstance(data, (list, tuple)):
        return None
    x, y, *weights = data
    inputs, targets = ([np.asarray(array) for array in keras.tree.flatten(part)] for part in (x, y))
    weights = [np.asarray(array) for array in keras.tree.flatten(weights)] or [np.ones(len(each)) for each in targets]
    return [*inputs, *targets, *weights]
