"""The state of an optimizer as Keras 1 saved it, given to today's: its steps, and what it kept of each weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

__all__ = ["Trained", "set_state"]

# What each optimizer keeps of a weight, by the end of today's names, in Keras 1's order.
_KEPT: Mapping[str, Sequence[str]] = {
    "SGD": ("momentum",),
    "RMSprop": ("velocity",),
    "Adagrad": ("accumulator",),
    "Adadelta": ("accumulated_grad", "accumulated_delta_var"),
    "Adam": ("momentum", "velocity"),
    "Adamax": ("momentum", "norm"),
}
# Of the others Keras 1 did not save how many steps they had made.
_COUNTED = ("SGD", "Adam", "Adamax")


@dataclass(frozen=True)
class Trained:
    """What is trained of one layer.

    Args:
        variables: Today's variables.
        names: The names of Keras 1's arrays, in its order.
        lay_out: Lays such arrays out as the variables are.
    """

    variables: Sequence[Any]
    names: Sequence[str]
    lay_out: Callable[[Sequence[np.ndarray]], Sequence[np.ndarray]]


def set_state(
    optimizer: keras.optimizers.Optimizer,
    arrays: Sequence[np.ndarray],
    trained: Sequence[Trained],
    variables: Sequence[Any],
) -> bool:
    """Give an optimizer its state, or leave it as it is and return False where the two do not fit.

    Args:
        optimizer: Today's, built for the model's trained variables.
        arrays: Keras 1's arrays.
        trained: Of each layer, what is trained.
        variables: The model's trained variables in today's order.
    """
    kinds = _KEPT.get(type(optimizer).__name__)
    if kinds is None:
        return False
    left = list(arrays)
    steps = int(left.pop(0)) if type(optimizer).__name__ in _COUNTED else None
    # Keras 1 sorted what it trained by its names.
    names = sorted(name for each in trained for name in each.names)
    if len(left) != len(names) * len(kinds):
        return False
    assigned: list[tuple[Any, np.ndarray]] = []
    for kind in kinds:
        by_name, left = dict(zip(names, left, strict=False)), left[len(names) :]
        kept = [variable for variable in optimizer.variables if variable.name.endswith(f"_{kind}")]
        if not kept and isinstance(optimizer, keras.optimizers.SGD):
            # Without momentum today's keeps none.
            continue
        if len(kept) != len(variables):
            return False
        by_variable = {id(variable): each for variable, each in zip(variables, kept, strict=True)}
        for each in trained:
            laid_out = each.lay_out([by_name[name] for name in each.names])
            assigned += zip((by_variable[id(variable)] for variable in each.variables), laid_out, strict=True)
    if any(tuple(variable.shape) != array.shape for variable, array in assigned):
        return False
    for variable, array in assigned:
        variable.assign(array)
    if steps is not None:
        optimizer.iterations.assign(steps)
    return True
