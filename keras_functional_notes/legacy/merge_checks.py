"""What `merge` and `Merge` refuse, as Keras 1 did, and what they say then."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import keras

from keras_functional_notes.legacy.notices import near_match, value_text
from keras_functional_notes.legacy.vocabulary import MODES, Mode

__all__ = ["Shape", "check_shapes", "checked_inputs", "checked_mode"]

Shape = tuple[int | None, ...]


def checked_mode(mode: Any) -> Mode | Callable[..., Any]:
    """Return the mode's row of the table, or the function that it is.

    Raises:
        ValueError: If there is no such mode.
    """
    by_name = {row.name: row for row in MODES}
    if isinstance(mode, str) and mode in by_name:
        return by_name[mode]
    if callable(mode):
        function: Callable[..., Any] = mode
        return function
    names = ", ".join(map(repr, by_name))
    raise ValueError(
        f"merge had no mode {value_text(mode)}.{near_match(mode, by_name)} Its modes are {names}, or a function of the "
        "list of tensors."
    )


def checked_inputs(inputs: Any, caller: str) -> list[Any]:
    """Return the inputs as a list of at least two tensors or arrays.

    Raises:
        TypeError: If they are anything else.
    """
    if not isinstance(inputs, (list, tuple)):
        raise TypeError(
            f"{caller} takes a list of at least two tensors: {caller}([a, b], ...). It was given one {_kind(inputs)}."
        )
    if len(inputs) < 2:
        raise TypeError(
            f"{caller} takes a list of at least two tensors; this list has {len(inputs)}. A single tensor needs no "
            "merging."
        )
    for position, tensor in enumerate(inputs):
        if isinstance(tensor, keras.Operation):
            raise TypeError(
                f"merge takes tensors, and input {position} is the layer {tensor.name!r}. Give what the layer gave "
                "when it was called, or write Merge([...]), which takes layers."
            )
        if not hasattr(tensor, "shape"):
            raise TypeError(f"{caller} takes tensors or arrays, and input {position} is of type {_kind(tensor)}.")
    return list(inputs)


def check_shapes(tensors: Sequence[Any], mode: Mode, concat_axis: Any, dot_axes: Any) -> None:
    """Check that a named mode can merge tensors of these shapes.

    Raises:
        TypeError: If an axis is of the wrong type.
        ValueError: If the shapes do not fit, or an axis does not exist.
    """
    shapes = [tuple(tensor.shape) for tensor in tensors]
    if mode.one_shape and len(set(shapes)) > 1:
        raise ValueError(
            f"mode={mode.name!r} merges tensors of one shape, None included, and these differ:\n{_listed(shapes)}\n"
            + (
                f"{mode.today}() broadcasts them where it can: write that if you mean it."
                if not mode.pair
                else "Give tensors of one shape."
            )
        )
    if mode.pair:
        if len(shapes) > 2:
            raise ValueError(f"mode={mode.name!r} merges exactly two tensors; it was given {len(shapes)}.")
        _check_dot(shapes, mode, dot_axes)
    if "concat_axis" in mode.carries:
        _check_concat(shapes, concat_axis)


def _check_concat(shapes: Sequence[Shape], axis: Any) -> None:
    position = _whole(axis, f"concat_axis={value_text(axis)}: give one axis, a whole number.", TypeError)
    for shape in shapes:
        if not -len(shape) <= position < len(shape):
            raise ValueError(
                f"concat_axis={axis}: there is no such axis in every input:\n{_listed(shapes)}\n"
                "Axis 0 is the batch, and -1 the last axis."
            )
    elsewhere = {(*shape[:position], *shape[position:][1:]) for shape in shapes}
    if len(elsewhere) > 1:
        raise ValueError(
            f"mode='concat' merges tensors whose shapes differ in axis {axis} alone, and these differ elsewhere:\n"
            f"{_listed(shapes)}\n"
            "Give concat_axis the axis in which they do differ, or bring the others to one length."
        )


def _check_dot(shapes: Sequence[Shape], mode: Mode, dot_axes: Any) -> None:
    asked = f"dot_axes={value_text(dot_axes)}"
    if isinstance(dot_axes, (tuple, list)):
        if len(dot_axes) != 2:
            raise ValueError(f"{asked}: give two axes, one of each input; these are {len(dot_axes)}.")
        message = f"{asked}: both axes must be whole numbers."
        axes = [_whole(axis, message, ValueError) for axis in dot_axes]
    else:
        axes = [_whole(dot_axes, f"{asked}: give one axis or a pair of axes, (axis_a, axis_b).", TypeError)] * 2
    for axis, shape in zip(axes, shapes, strict=True):
        if not -len(shape) <= axis < len(shape):
            raise ValueError(f"{asked}: there is no such axis in both inputs:\n{_listed(shapes)}")
        if axis % len(shape) == 0:
            raise ValueError(
                f"{asked}: axis {axis} is the batch of an input:\n{_listed(shapes)}\n"
                f"{mode.name} works sample by sample; name axes from 1 on."
            )
    lengths = [shape[axis] for axis, shape in zip(axes, shapes, strict=True)]
    if lengths[0] != lengths[1]:
        raise ValueError(
            f"{asked}: mode={mode.name!r} sums over two axes of one length, and these are {lengths[0]} and "
            f"{lengths[1]}:\n{_listed(shapes)}"
        )


def _whole(number: Any, message: str, error: type[Exception]) -> int:
    """Return a whole number, or raise; True and False are none."""
    # A bool is a whole number to Python, but as an axis it is a mistake.
    if isinstance(number, bool) or not hasattr(number, "__index__"):
        raise error(message)
    return operator.index(number)


def _listed(shapes: Sequence[Shape]) -> str:
    return "\n".join(f"  input {position}: {shape}" for position, shape in enumerate(shapes))


def _kind(value: object) -> str:
    return type(value).__name__
