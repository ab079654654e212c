"""Functions of Keras 1's `keras.backend` that are an expression today, written out."""

from __future__ import annotations

import functools
import math
import string
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import keras
import numpy as np
from keras import ops

from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table import ROWS, find
from keras_functional_notes.legacy.table.arguments import BORDER_MODE, DIM_ORDERING
from keras_functional_notes.legacy.table.wording import call_text, near_match

P = ParamSpec("P")
R = TypeVar("R")

__all__ = sorted(row.name for row in ROWS if row.made_by == "backend")  # read off the table

_ORDERINGS = {"channels_first": "th", "channels_last": "tf"}


def _written_out(function: Callable[P, R]) -> Callable[P, R]:
    """Give each call the notice that its row has: what to write today."""
    row = find(function.__name__, "keras.backend")
    function.__doc__ = f"Keras 1's K.{row.name}: ``{row.instead}`` today.\n\nFrom Keras 1.2.2's keras/backend."

    @functools.wraps(function)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        result = function(*args, **kwargs)
        tell(call_text(f"K.{row.name}", args, kwargs), str(row.instead))
        return result

    return told


@_written_out
def image_dim_ordering() -> str:
    return _ORDERINGS[keras.config.image_data_format()]


@_written_out
def set_image_dim_ordering(dim_ordering: str) -> None:
    keras.config.set_image_data_format(_data_format(dim_ordering))


@_written_out
def int_shape(x: Any) -> tuple[int | None, ...]:
    return tuple(x.shape)


@_written_out
def ndim(x: Any) -> int:
    return len(x.shape)


@_written_out
def get_variable_shape(x: Any) -> tuple[int, ...]:
    return tuple(x.shape)


@_written_out
def dtype(x: Any) -> str:
    return str(keras.backend.standardize_dtype(x.dtype))


@_written_out
def eval(x: Any) -> Any:  # Keras 1's own name
    return ops.convert_to_numpy(x)


@_written_out
def get_value(x: Any) -> Any:
    return ops.convert_to_numpy(x)


@_written_out
def batch_get_value(xs: list[Any]) -> list[Any]:
    return [ops.convert_to_numpy(x) for x in xs]


@_written_out
def set_value(x: Any, value: Any) -> None:
    x.assign(value)


@_written_out
def batch_set_value(tuples: list[tuple[Any, Any]]) -> None:
    for x, value in tuples:
        x.assign(value)


@_written_out
def count_params(x: Any) -> int:
    return math.prod(x.shape)


@_written_out
def cast_to_floatx(x: Any) -> Any:
    return np.asarray(x, dtype=keras.config.floatx())


@_written_out
def batch_dot(x: Any, y: Any, axes: int | tuple[int, int] | None = None) -> Any:
    if axes is None:
        return ops.matmul(x, y)
    pair = (axes, axes) if isinstance(axes, int) else tuple(axes)
    letters = iter(string.ascii_lowercase)
    batch, summed = next(letters), next(letters)
    terms = []
    for tensor, axis in zip((x, y), pair, strict=True):
        rank = len(tensor.shape)
        places = [batch, *(next(letters) for _ in range(rank - 1))]
        places[axis % rank] = summed
        terms.append("".join(places))
    kept = batch + "".join(letter for term in terms for letter in term if letter not in (batch, summed))
    product = ops.einsum(f"{terms[0]},{terms[1]}->{kept}", x, y)
    return ops.expand_dims(product, 1) if len(kept) == 1 else product


@_written_out
def batch_flatten(x: Any) -> Any:
    return ops.reshape(x, (-1, math.prod(x.shape[1:])))


@_written_out
def repeat(x: Any, n: int) -> Any:
    return ops.repeat(ops.expand_dims(x, 1), n, axis=1)


@_written_out
def update(x: Any, new_x: Any) -> Any:
    return x.assign(new_x)


@_written_out
def update_add(x: Any, increment: Any) -> Any:
    return x.assign_add(increment)


@_written_out
def update_sub(x: Any, decrement: Any) -> Any:
    return x.assign_sub(decrement)


@_written_out
def moving_average_update(variable: Any, value: Any, momentum: float) -> Any:
    return variable.assign(variable * momentum + value * (1.0 - momentum))


@_written_out
def switch(condition: Any, then_expression: Any, else_expression: Any) -> Any:
    if callable(then_expression) or callable(else_expression):
        return ops.cond(condition, then_expression, else_expression)
    return ops.where(condition, then_expression, else_expression)


@_written_out
def temporal_padding(x: Any, padding: int | tuple[int, int] = 1) -> Any:
    return ops.pad(x, [(0, 0), _both_sides(padding), (0, 0)])


@_written_out
def spatial_2d_padding(x: Any, padding: tuple[int, int] = (1, 1), dim_ordering: str = "default") -> Any:
    sides = [_both_sides(length) for length in padding]
    first = _data_format(dim_ordering) == "channels_first"
    return ops.pad(x, [(0, 0), (0, 0), *sides] if first else [(0, 0), *sides, (0, 0)])


@_written_out
def resize_images(X: Any, height_factor: int, width_factor: int, dim_ordering: str) -> Any:  # noqa: N803  # Keras 1's
    rows = 2 if _data_format(dim_ordering) == "channels_first" else 1
    return ops.repeat(ops.repeat(X, height_factor, axis=rows), width_factor, axis=rows + 1)


@_written_out
def pool2d(
    x: Any,
    pool_size: tuple[int, int],
    strides: tuple[int, int] = (1, 1),
    border_mode: str = "valid",
    dim_ordering: str = "default",
    pool_mode: str = "max",
) -> Any:
    pools = {"max": ops.max_pool, "avg": ops.average_pool}
    _check_known("border_mode", border_mode, BORDER_MODE.today)
    _check_known("pool_mode", pool_mode, pools)
    return pools[pool_mode](x, pool_size, strides, border_mode, _data_format(dim_ordering))


def _both_sides(length: int | tuple[int, int]) -> tuple[int, int]:
    return (length, length) if isinstance(length, int) else (length[0], length[1])


def _data_format(dim_ordering: str) -> str:
    _check_known("dim_ordering", dim_ordering, DIM_ORDERING.today)
    return str(DIM_ORDERING.today[dim_ordering] or keras.config.image_data_format())


def _check_known(argument: str, value: Any, known: Any) -> None:
    if value not in known:
        raise ValueError(
            f"{argument}={value!r}: Keras 1 had no such value.{near_match(value, known)} It knew "
            f"{', '.join(map(repr, known))}."
        )
