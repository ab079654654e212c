"""A model's `compute_loss` where Keras 1 computed it otherwise: of its own tensors, and of weighted samples.

Losses could read symbolic tensors of the model besides what they are given, as those of autoencoders did:

    def vae_loss(x, decoded):
        return binary_crossentropy(x, decoded) - 0.5 * K.mean(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var))

Today's Keras gives a loss `y_true` and `y_pred` alone. Here the model's public `compute_loss` computes those tensors
too, of the same batch, and hands them to the loss.
"""

from __future__ import annotations

import dis
import types
from collections.abc import Callable, Mapping
from typing import Any

import keras

__all__ = ["bound_to", "by_the_share", "read_by", "with_tensors"]


def read_by(loss: Any) -> list[keras.KerasTensor]:
    """Return the symbolic tensors that a function reads, itself or through the functions that it calls.

    >>> x = keras.Input((2,))
    >>> read_by(lambda y_true, y_pred: y_pred + x) == [x], read_by(lambda y_true, y_pred: y_pred)
    (True, [])
    """
    found: dict[int, keras.KerasTensor] = {}
    _collect(loss, found, set())
    return list(found.values())


def _collect(function: Any, found: dict[int, keras.KerasTensor], seen: set[int]) -> None:
    if not isinstance(function, types.FunctionType) or id(function) in seen:
        return
    seen.add(id(function))
    for value in _surroundings(function).values():
        if isinstance(value, keras.KerasTensor):
            found[id(value)] = value
        else:
            _collect(value, found, seen)


def _surroundings(function: types.FunctionType) -> dict[str, Any]:
    """Return what a function reads by name from outside: of the scopes around it, then of its module."""
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=True))
    around = {name: cell.cell_contents for name, cell in cells.items() if _is_full(cell)}
    names = _names(function.__code__)
    return {**{name: function.__globals__[name] for name in names if name in function.__globals__}, **around}


def _names(code: types.CodeType) -> set[str]:
    """Return the names that code looks up in its module, and no attributes' names."""
    inside = (_names(part) for part in code.co_consts if isinstance(part, types.CodeType))
    own = {str(each.argval) for each in dis.get_instructions(code) if each.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    return own.union(*inside)


def _is_full(cell: types.CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018  # asking is how an empty one is told
    except ValueError:
        return False
    return True


def bound_to(function: Any, values: Mapping[int, Any]) -> Any:
    """Return a function that reads values where it read symbolic tensors."""
    if not isinstance(function, types.FunctionType) or not read_by(function):
        return function
    around = {
        name: values[id(value)] if isinstance(value, keras.KerasTensor) else bound_to(value, values)
        for name, value in _surroundings(function).items()
        # A function that calls itself stays as it is.
        if value is not function
    }
    cells = tuple(
        types.CellType(around[name]) if name in around else cell
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    )
    made = types.FunctionType(
        function.__code__, {**function.__globals__, **around}, function.__name__, function.__defaults__, cells
    )
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def with_tensors(model: keras.Model, loss: Any, tensors: list[keras.KerasTensor]) -> Callable[..., Any]:
    """Return what takes the place of a model's `compute_loss`, where its loss reads tensors of the model itself.

    Args:
        model: The model, of one output.
        loss: The loss.
        tensors: What it reads; all of them must be computed from the model's inputs.
    """
    whole = keras.Model(model.inputs, [*model.outputs, *tensors])

    def compute_loss(
        x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None, training: bool = True
    ) -> Any:
        output, *read = whole(x, training=training)
        values = dict(zip(map(id, tensors), read, strict=True))
        each = bound_to(loss, values)(y, output)
        if sample_weight is not None:
            each = each * keras.ops.cast(sample_weight, each.dtype)
        return sum(model.losses, keras.ops.mean(each))

    return compute_loss


def by_the_share(compute_loss: Callable[..., Any]) -> Callable[..., Any]:
    """Return what divides the weights of samples by the share of those that are not zero, and then computes the loss.

    Args:
        compute_loss: The model's own.

    >>> weighted = by_the_share(lambda x, y, y_pred, sample_weight, training: sample_weight)
    >>> weighted(sample_weight=keras.ops.array([0.0, 3.0])).numpy()
    array([0., 6.], dtype=float32)

    From Keras 1.2.2's ``keras/engine/training.py`` (weighted_objective).
    """

    def of_weighted(
        x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None, training: bool = True
    ) -> Any:
        if sample_weight is not None:
            sample_weight = keras.tree.map_structure(_by_the_share, sample_weight)
        return compute_loss(x, y, y_pred, sample_weight, training=training)

    return of_weighted


def _by_the_share(weights: Any) -> Any:
    if weights is None:
        return None
    weights = keras.ops.cast(weights, keras.config.floatx())
    share = keras.ops.mean(keras.ops.cast(keras.ops.not_equal(weights, 0), weights.dtype))
    return keras.ops.divide_no_nan(weights, share)
