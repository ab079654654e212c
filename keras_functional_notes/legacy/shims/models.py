"""`Model` and `Sequential` as Keras 1 had them, giving a plain `keras.Model` and a plain `keras.Sequential`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import keras

from keras_functional_notes.legacy.shims.inputs import beginning
from keras_functional_notes.legacy.shims.making import shim
from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table import MODEL, find
from keras_functional_notes.legacy.table.respelling import respell
from keras_functional_notes.legacy.table.wording import call_text

__all__ = ["Model", "Sequential"]


@shim("keras.Model")
def Model(*args: Any, **kwargs: Any) -> keras.Model:  # noqa: N802  # Keras 1's own name
    """Make a model from its input and output tensors: ``Model(input, output, name=None)``.

    Args:
        input: The symbolic tensor that goes in, or a list of them, or, as today allows, a dict. Today's name is
            `inputs`.
        output: The symbolic tensor that comes out, or a list or a dict. Today's name is `outputs`.
        name: The model's name; Keras chooses one by default.
        trainable: As today's; True by default.

    Returns:
        A plain Functional `keras.Model`. A list of one tensor is unwrapped, as Keras 1 did: the model, called on a
        tensor, gives a tensor. (Today's ``keras.Model([x], [y])`` gives a list of one.)

    Raises:
        TypeError: If `input` or `output` is missing or is no symbolic tensor; if one is given in both spellings; if
            there is no such argument.
        ValueError: If an input is given twice, or there is no input or no output.

    Example:
        >>> import keras, warnings
        >>> from keras_functional_notes.legacy import Keras1Warning, Model
        >>> warnings.simplefilter("ignore", Keras1Warning)
        >>> a, b = keras.Input((3,)), keras.Input((3,))
        >>> y = keras.layers.Dense(2)(keras.layers.Concatenate()([a, b]))
        >>> model = Model(input=[a, b], output=y)
        >>> type(model) is type(keras.Model([a, b], y)), model.output_shape
        (True, (None, 2))

    From Keras 1.2.2's ``keras/engine/topology.py`` (Container).
    """
    respelt = respell(MODEL, args, kwargs)
    today = dict(respelt.named)
    inputs = _unwrapped(_checked(today.pop("inputs"), "input"))
    outputs = _unwrapped(_checked(today.pop("outputs"), "output"))
    _check_once(keras.tree.flatten(inputs))
    model = keras.Model(inputs, outputs, **today)
    if respelt.changed:
        _tell(args, kwargs, respelt.args, respelt.kwargs)
    return model


@shim("keras.Sequential")
def Sequential(*args: Any, **kwargs: Any) -> keras.Sequential:  # noqa: N802  # Keras 1's own name
    """Make a stack of layers: ``Sequential(layers=None, name=None)``.

    Args:
        layers: A list of layers; none by default. The first may be what `Merge` of several models gives.
        name: The model's name, also by position; Keras chooses one by default. (Today's second position is
            `trainable`.)
        trainable: As today's; True by default.

    Returns:
        A plain `keras.Sequential`.

    Raises:
        TypeError: If there is no such argument.

    Example:
        >>> import keras
        >>> from keras_functional_notes.legacy import Sequential
        >>> from keras_functional_notes.legacy.layers import Dense
        >>> model = Sequential([keras.Input((3,)), Dense(2)])
        >>> type(model) is keras.Sequential, model.output_shape
        (True, (None, 2))

    From Keras 1.2.2's ``keras/models.py``.
    """
    respelt = respell(find("Sequential"), args, kwargs)
    named = dict(respelt.named)
    layers = named.pop("layers", None)
    if isinstance(layers, (list, tuple)) and layers:
        layers = [*beginning(layers[0]), *layers]
    model = keras.Sequential(layers, **named)
    if respelt.changed:
        tell(call_text("Sequential", args, kwargs), respelt.text("keras.Sequential"))
    return model


def _checked(tensors: Any, argument: str) -> Any:
    flat = keras.tree.flatten(tensors)
    if not flat:
        raise ValueError(f"Model(): `{argument}` is empty; give at least one tensor.")
    for tensor in flat:
        if not isinstance(tensor, keras.KerasTensor):
            what = (
                f"the layer {tensor.name!r}"
                if isinstance(tensor, keras.Operation)
                else f"of type {type(tensor).__name__}"
            )
            remedy = "x = keras.Input(shape)" if argument == "input" else "y = layer(x)"
            raise TypeError(
                f"Model(): `{argument}` takes symbolic tensors, and this is {what}. Write {remedy}, and give that."
            )
    return tensors


def _unwrapped(tensors: Any) -> Any:
    return tensors[0] if isinstance(tensors, (list, tuple)) and len(tensors) == 1 else tensors


def _check_once(inputs: Iterable[Any]) -> None:
    seen: dict[int, int] = {}
    for position, tensor in enumerate(inputs):
        if id(tensor) in seen:
            raise ValueError(
                f"Model(): input {position} is input {seen[id(tensor)]} again, the tensor {tensor.name!r}. A model "
                "takes each input once; a tensor that is used twice in the graph is still one input."
            )
        seen[id(tensor)] = position


def _tell(args: Any, kwargs: Any, today_args: Any, today_kwargs: Any) -> None:
    differences = []
    lists_of_one = [
        value for value in (*args, *kwargs.values()) if isinstance(value, (list, tuple)) and len(value) == 1
    ]
    if lists_of_one:
        differences.append("A list of one tensor is unwrapped here, as Keras 1 did; today's keeps it a list.")
    tell(call_text("Model", args, kwargs), call_text("keras.Model", today_args, today_kwargs), differences)
