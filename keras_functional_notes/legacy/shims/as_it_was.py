"""What Keras 1 computed, and today's Keras computes otherwise by the same words: made of today's objects."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import keras

from keras_functional_notes.legacy.shims.making import Shim, served
from keras_functional_notes.legacy.shims.notices import untold
from keras_functional_notes.legacy.table import Row, find
from keras_functional_notes.legacy.table.arguments import ACTIVATION

__all__ = ["hard_sigmoid", "optimizer", "served_as_it_was"]


def hard_sigmoid() -> keras.Sequential:
    """Return Keras 1's hard_sigmoid, ``clip(0.2 * x + 0.5, 0, 1)``; today's has the slope 1/6.

    It is made of two layers of today, and serves as an activation, so that a model with it is saved and loads where
    this package is not installed. Each layer needs one of its own.

    >>> import numpy as np
    >>> hard_sigmoid()(np.array([[-3.0, -1.0, 0.0, 3.0]])).numpy()
    array([[0. , 0.3, 0.5, 1. ]], dtype=float32)
    """
    slope = keras.layers.Rescaling(0.2, offset=0.5, name="slope")
    return keras.Sequential([slope, keras.layers.ReLU(max_value=1.0, name="clip")], name="hard_sigmoid_of_keras_1")


def optimizer(name: str, **arguments: Any) -> keras.optimizers.Optimizer:
    """Return today's optimizer that takes the steps of Keras 1's; of Nadam's, whose schedule is another, the nearest.

    Args:
        name: Keras 1's name.
        arguments: Keras 1's arguments.

    >>> optimizer("adagrad", lr=0.1).initial_accumulator_value
    0.0
    """
    with untold():
        made: keras.optimizers.Optimizer = served_as_it_was("keras.optimizers", name)(**arguments)
    return made


@functools.cache
def served_as_it_was(module: str, name: str) -> Any:
    """Return what stands for a name of Keras 1, as `served` does, and computes what it computed.

    Args:
        module: The module's dotted name.
        name: The name.

    Raises:
        ImportError: As `served`.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> gru = served_as_it_was("keras.layers", "GRU")(32)
    >>> gru.reset_after, gru.recurrent_activation.name
    (False, 'hard_sigmoid_of_keras_1')
    """
    shim = served(module, name)
    if not isinstance(shim, Shim):
        return shim
    row = find(name, module)

    def make(*args: Any, **kwargs: Any) -> Any:
        by_position = row.given(args, {})
        said = _said(row, {**by_position, **kwargs})
        args = tuple(said.pop(name, value) for name, value in by_position.items()) + args[len(by_position) :]
        return shim(*args, **{**kwargs, **said})

    # A shim, because other shims are put around it.
    return shim.doing(make)


_UNDER_THE_ROOT = ("RMSprop", "Adagrad")


def _said(row: Row, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments that are to be said, or said otherwise: Keras 1's defaults, and what its words meant."""
    said: dict[str, Any] = {}
    for argument in row.arguments:
        value = given.get(argument.name, argument.default)
        is_said_today = argument.new != argument.name and argument.new in given
        if argument.values is ACTIVATION and value == "hard_sigmoid" and not is_said_today:
            said[argument.name] = hard_sigmoid()
        if argument.name == "epsilon" and argument.absent:
            # Keras 1 added it to the root, and today two add it to what is under the root.
            said["epsilon"] = value**2 if row.short in _UNDER_THE_ROOT else value
    if "reset_after" in row.also and "reset_after" not in given:
        said["reset_after"] = False
    if "initial_accumulator_value" in row.also and "initial_accumulator_value" not in given:
        said["initial_accumulator_value"] = 0.0
    return said
