"""What 2016 text sees by the names of Keras 1's that its own classes and weights are made with."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import keras

from keras_functional_notes.legacy.custom import initialisers, phases, recurrent
from keras_functional_notes.legacy.custom.bases import Optimizer
from keras_functional_notes.legacy.custom.configuration import activation_of, constraint_of, regularizer_of
from keras_functional_notes.legacy.custom.layers import Layer
from keras_functional_notes.legacy.shims.making import Shim
from keras_functional_notes.legacy.table import Row, find

__all__ = ["NAMES", "in_text"]

NAMES: Mapping[tuple[str, str], Any] = {
    ("keras.engine.topology", "Layer"): Layer,
    ("keras.optimizers", "Optimizer"): Optimizer,
    ("keras.layers.recurrent", "Recurrent"): recurrent.Recurrent,
    ("keras.layers.recurrent", "time_distributed_dense"): recurrent.time_distributed_dense,
    ("keras.initializations", "get"): initialisers.get,
    ("keras.constraints", "get"): constraint_of,
    ("keras.regularizers", "get"): regularizer_of,
    ("keras.activations", "get"): activation_of,
    ("keras.backend", "rnn"): recurrent.rnn,
}
"""What stands for a name, by the module that defined it, in 2016 text alone."""


def in_text(row: Row, served: Any) -> Any:
    """Return what stands for a name in 2016 text: what its own classes inherit from, and what makes their weights.

    >>> from keras_functional_notes.legacy.table import find
    >>> in_text(find("Layer"), keras.layers.Layer) is Layer
    True
    """
    found = NAMES.get((row.module, row.name))
    if found is not None:
        return found
    if isinstance(served, Shim) and row.module.startswith("keras.layers."):
        return _drawing(row.module, row.name, served)
    if row.module == "keras.initializations":
        return initialisers.initialisation(row.name)
    if row.module == "keras.backend":
        return _backend(row.name, served)
    return served


@functools.cache
def _drawing(module: str, name: str, served: Shim[..., Any]) -> Shim[..., Any]:
    """Return a layer's maker that takes initialisers of the text's own."""
    row = find(name, module)

    def make(*args: Any, **kwargs: Any) -> Any:
        args, kwargs = initialisers.todays_arguments(row, args, kwargs)
        return served(*args, **kwargs)

    return served.doing(make)


def _backend(name: str, served: Callable[..., Any]) -> Any:
    if name in ("zeros", "ones"):
        return lambda *args, **kwargs: _variable(served(*args, **kwargs))
    return phases.pending(name, served)


def _variable(tensor: Any) -> Any:
    """Return what Keras 1 gave, a variable, where none is made at every call of a layer."""
    return keras.Variable(tensor) if hasattr(tensor, "numpy") and not phases.is_called() else tensor
