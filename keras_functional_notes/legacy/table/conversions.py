"""The few conversions that a map of names or values cannot say: plain Python on plain values.

Each takes the call's known values by Keras 1's names, and the name that was called for its errors, and gives today's
value, or `DROPPED` where today's call leaves the argument out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from keras_functional_notes.legacy.table.arguments import LOSS, METRICS
from keras_functional_notes.legacy.table.optimizers import CHANGED as OPTIMIZERS
from keras_functional_notes.legacy.table.records import DROPPED, Call

__all__ = ["CONVERSIONS", "LEFT_OUT", "long_names", "losses_in"]


def _zero_padding(values: Mapping[str, Any], name: str) -> Any:
    """Write ZeroPadding's dict, or its four numbers, as today's pairs of numbers."""
    padding = values["padding"]
    if isinstance(padding, dict):
        sides = ("left_pad", "right_pad") if "1D" in name else ("top_pad", "bottom_pad", "left_pad", "right_pad")
        unknown = sorted(set(padding) - set(sides))
        if unknown:
            raise ValueError(f"{name}(padding=...): the dict's keys were {', '.join(sides)}; {unknown[0]!r} was none.")
        padding = tuple(padding.get(side, 0) for side in sides)
        return padding if "1D" in name else (padding[:2], padding[2:])
    if "2D" in name and isinstance(padding, (tuple, list)) and len(padding) == 4:
        return (tuple(padding[:2]), tuple(padding[2:]))
    return padding


def _output_padding(values: Mapping[str, Any], name: str) -> Any:
    """Say Deconvolution2D's output_shape by today's output_padding."""
    shape, strides, kernel = values["output_shape"], values["subsample"], (values["nb_row"], values["nb_col"])
    if not isinstance(shape, (tuple, list)) or len(shape) != 4:
        raise ValueError(f"{name}(output_shape={shape!r}): give all four numbers; the batch may be None.")
    sizes = shape[2:] if values["dim_ordering"] in ("th", "channels_first") else shape[1:3]
    if not all(isinstance(size, int) for size in sizes):
        raise ValueError(f"{name}(output_shape={shape!r}): the rows and columns must be whole numbers.")
    strides = (strides, strides) if isinstance(strides, int) else strides
    # The output is (input - 1) * stride + kernel - 2 * pad + output_padding long, with output_padding < stride. So,
    # whatever the input's length, the padding is a remainder.
    same = values["border_mode"] == "same"
    cut = [2 * (length // 2) if same else 0 for length in kernel]
    padding = tuple(
        (size - length + less) % stride for size, length, less, stride in zip(sizes, kernel, cut, strides, strict=True)
    )
    # What today's Keras makes without the argument: input * stride for "same", and for "valid" at least that.
    left_out = tuple(
        stride - length + less if same else max(stride - length, 0)
        for length, less, stride in zip(kernel, cut, strides, strict=True)
    )
    if all(wanted == default % stride for wanted, default, stride in zip(padding, left_out, strides, strict=True)):
        return DROPPED
    # "same" with an even kernel: input * stride would need an output_padding as large as the stride.
    if any(
        default == stride and wanted == 0 for wanted, default, stride in zip(padding, left_out, strides, strict=True)
    ):
        raise ValueError(
            f"{name}(output_shape={shape!r}): today's Conv2DTranspose cannot give this size with an even kernel and "
            "padding='same'. Give each side its full length, input * stride, and crop with keras.layers.Cropping2D."
        )
    return padding


def _without_batch(values: Mapping[str, Any], name: str) -> Any:
    shape = values["batch_input_shape"]
    if not isinstance(shape, (tuple, list)) or not shape:
        raise ValueError(f"{name}(batch_input_shape={shape!r}): give a tuple that starts with the batch size or None.")
    return tuple(shape[1:])


LEFT_OUT: Mapping[str, str] = {
    "class_weight": "Keras 1.2.2 read a class_weight that is a dict, and left out any other without a word.",
}
"""What is told where a conversion leaves an argument out, by its name."""


def _of_classes(values: Mapping[str, Any], name: str) -> Any:
    """Leave out what Keras 1.2.2 left out without a word: of one output, it read a dict alone."""
    weights = values["class_weight"]
    several = isinstance(weights, (list, tuple)) and any(isinstance(part, dict) for part in weights)
    return weights if weights is None or isinstance(weights, dict) or several else DROPPED


def _one_tuple(values: Mapping[str, Any], name: str) -> Any:
    """Write a length as a shape; None was Keras 1's default and said nothing."""
    [length] = values.values()
    return DROPPED if length is None else (length,)


def _decayed(values: Mapping[str, Any], name: str) -> Any:
    """Say Keras 1's decay, which divided the rate by 1 + decay * updates, by today's schedule that does so."""
    if not values["decay"]:
        return values["lr"]
    rate = {"initial_learning_rate": values["lr"], "decay_steps": 1, "decay_rate": values["decay"]}
    return Call("keras.optimizers.schedules.InverseTimeDecay", rate)


def _losses(values: Mapping[str, Any], name: str) -> Any:
    """Rename losses, also those in a list or a dict, as `compile` takes them."""
    return _renamed(values["loss"], LOSS.today)


def long_names(losses: Any) -> Any:
    """Write losses by their long names: today's Keras opens no HDF5 file that says "mse".

    >>> long_names(["mse", None, {"a": "MAE", "b": abs}])
    ['mean_squared_error', None, {'a': 'mean_absolute_error', 'b': <built-in function abs>}]
    """
    return _renamed(losses, METRICS)


def _renamed(losses: Any, names: Mapping[str, str]) -> Any:
    if isinstance(losses, str):
        return names.get(losses, losses)
    if isinstance(losses, (list, tuple)):
        return type(losses)(_renamed(loss, names) for loss in losses)
    if isinstance(losses, dict):
        return {name: _renamed(loss, names) for name, loss in losses.items()}
    return losses


def losses_in(losses: Any) -> Iterator[Any]:
    """Yield the losses that are given alone, in a list or in a dict.

    >>> list(losses_in({"a": "mse", "b": ["kld", None]}))
    ['mse', 'kld', None]
    """
    if isinstance(losses, dict):
        losses = list(losses.values())
    if isinstance(losses, (list, tuple)):
        for loss in losses:
            yield from losses_in(loss)
    else:
        yield losses


def _optimizer(values: Mapping[str, Any], name: str) -> Any:
    """Say an optimizer's name by the optimizer, where today's of that name has another learning rate."""
    [value] = values.values()
    return OPTIMIZERS.get(value, value) if isinstance(value, str) else value


CONVERSIONS: Mapping[str, Callable[[Mapping[str, Any], str], Any]] = {
    "zero_padding": _zero_padding,
    "output_padding": _output_padding,
    "without_batch": _without_batch,
    "class_weight": _of_classes,
    "one_tuple": _one_tuple,
    "decayed": _decayed,
    "losses": _losses,
    "optimizer": _optimizer,
}
