"""Keras 1's names, served so that they compute what Keras 1 computed, as the table's rows say it.

Where a combination of today's objects does, it is that; else a small class of `of_2016`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import keras

from keras_functional_notes.legacy.shims.expressions import function_of
from keras_functional_notes.legacy.shims.making import Shim, factory, made_of, served
from keras_functional_notes.legacy.shims.notices import untold
from keras_functional_notes.legacy.table import NOTHING, Row, find
from keras_functional_notes.legacy.table.as_it_was import HARD_SIGMOID
from keras_functional_notes.legacy.table.fidelity import Fidelity, as_in_2016
from keras_functional_notes.legacy.table.respelling import respell

__all__ = ["as_it_was", "hard_sigmoid", "optimizer", "served_as_it_was", "served_plainly_as_it_was"]

R = TypeVar("R")


def hard_sigmoid() -> keras.Sequential:
    """Return Keras 1's hard_sigmoid, ``clip(0.2 * x + 0.5, 0, 1)``; today's has the slope 1/6.

    It is made of two layers of today, and serves as an activation, so that a model with it is saved and loaded where
    this package is not installed. Each layer needs one of its own.

    >>> import numpy as np
    >>> hard_sigmoid()(np.array([[-3.0, -1.0, 0.0, 3.0]])).numpy()
    array([[0. , 0.3, 0.5, 1. ]], dtype=float32)
    """
    made: keras.Sequential = made_of(HARD_SIGMOID)
    return made


def optimizer(name: str, **arguments: Any) -> keras.optimizers.Optimizer:
    """Return today's optimizer that takes the steps of Keras 1's; of Nadam's, whose schedule is another, the nearest.

    Args:
        name: Keras 1's name.
        arguments: Keras 1's arguments.

    >>> optimizer("adagrad", lr=0.1).initial_accumulator_value
    0.0
    """
    with untold():
        made: keras.optimizers.Optimizer = served_plainly_as_it_was("keras.optimizers", name)(**arguments)
    return made


def as_it_was(function: Callable[..., R], *, ours: bool = True) -> Callable[..., R]:
    """Return a function in which every call that is respelt computes what Keras 1's did.

    Args:
        function: The function.
        ours: Whether classes of this package may be used where today's Keras has none.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> as_it_was(served("keras.optimizers", "Adam"))().epsilon
    1e-08
    """

    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> R:
        with as_in_2016(Fidelity(ours, keras.config.image_data_format() == "channels_first")):
            return function(*args, **kwargs)

    return called


@functools.cache
def served_as_it_was(module: str, name: str, *, ours: bool = True) -> Any:
    """Return what stands for a name of Keras 1, as `served` does, and computes what it computed.

    Args:
        module: The module's dotted name.
        name: The name.
        ours: Whether classes of this package may be used where today's Keras has none.

    Raises:
        ImportError: As `served`.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> gru = served_as_it_was("keras.layers", "GRU")(32)
    >>> gru.reset_after, gru.recurrent_activation.name
    (False, 'hard_sigmoid_of_keras_1')
    """
    shim, row = served(module, name), find(name, module)
    if row.then_expression:
        return _function_of(replace(row, name=name, aliases=(), expression=row.then_expression), shim)
    if ours and row.then_today:
        shim = factory(replace(row, today=row.then_today), name)
    if not isinstance(shim, Shim):
        return shim
    # A shim, because other shims are put around it.
    return shim.doing(as_it_was(_by_hand(row, shim) if row.by_hand else shim, ours=ours))


served_plainly_as_it_was = functools.partial(served_as_it_was, ours=False)
"""The same, of today's own classes alone."""


def _function_of(row: Row, shim: Any) -> Any:
    """Return the function of a row's expression, looking like what serves the row else."""
    function = as_it_was(function_of(row), ours=True)
    return shim.doing(function) if isinstance(shim, Shim) else function


def _by_hand(row: Row, shim: Shim[..., Any]) -> Callable[..., Any]:
    """Give a function that makes its layers by hand what the row's arguments meant, in objects of today."""
    if not any(argument.then for argument in row.arguments):
        return shim

    def make(*args: Any, **kwargs: Any) -> Any:
        respelt = respell(row, args, kwargs)
        weights = {} if respelt.weights is NOTHING else {"weights": respelt.weights}
        with as_in_2016(False):
            return shim(**{name: made_of(value) for name, value in respelt.named.items()}, **weights)

    return make
