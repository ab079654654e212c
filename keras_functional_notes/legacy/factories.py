"""A row of the table as something that can be called: Keras 1's name and arguments, today's object."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from keras_functional_notes.legacy.initial_weights import set_initial_weights
from keras_functional_notes.legacy.notices import call_text, tell
from keras_functional_notes.legacy.respelling import Respelt, respell
from keras_functional_notes.legacy.shims import Shim, resolve
from keras_functional_notes.legacy.vocabulary import NOTHING, REQUIRED, Call, Row

__all__ = ["factory", "gone", "parameters_of", "signature_of"]

# What every layer of today takes besides its own arguments.
_ANY_LAYER = frozenset({"activity_regularizer", "autocast", "dtype", "input_shape", "name", "trainable"})


def factory(row: Row, name: str) -> Any:
    """Return what serves a Keras 1 name: a callable with Keras 1's signature, or today's object itself.

    Args:
        row: The name's row of the table, one that names something of today.
        name: The name, or the alias, that the reader used.

    >>> from keras_functional_notes.legacy.vocabulary import find
    >>> factory(find("Convolution2D"), "Convolution2D")
    <Keras 1's Convolution2D: makes a plain keras.layers.Conv2D>
    """
    if row.today is None:
        return gone(row, name)
    if row.itself:
        return resolve(row.today)
    row = replace(row, name=name, aliases=())

    def make(*args: Any, **kwargs: Any) -> Any:
        respelt = respell(row, args, kwargs, also=_todays_arguments(str(row.today)))
        made = resolve(str(row.today))(*map(_value, respelt.args), **{k: _value(v) for k, v in respelt.kwargs.items()})
        if respelt.kwargs.get("stateful") and "batch_input_shape" in kwargs:
            # Only a layer that is built knows its batch; today's Sequential would not tell it.
            made.build(tuple(kwargs["batch_input_shape"]))
        if respelt.weights is not NOTHING and respelt.weights is not None:
            set_initial_weights(row, made, respelt.weights, respelt.kwargs)
        _tell(row, args, kwargs, respelt)
        return made

    return _dressed(make, row)


def gone(row: Row, name: str) -> Any:
    """Return what stands for a name that has no successor: calling it says what to use instead."""
    row = replace(row, name=name, aliases=())

    def make(*args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"Keras 1's {name} has no successor: {row.instead}.")

    return _dressed(make, row)


def signature_of(row: Row) -> inspect.Signature:
    """Return Keras 1's signature.

    >>> from keras_functional_notes.legacy.vocabulary import find
    >>> str(signature_of(find("Dropout"))).partition(", *")[0]
    '(p, noise_shape=None, seed=None'
    """
    return inspect.Signature(
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.KEYWORD_ONLY if argument.keyword else inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if argument.default is REQUIRED else argument.default,
            )
            for argument in row.arguments
        ]
    )


@functools.cache
def _todays_arguments(dotted: str) -> frozenset[str]:
    target = resolve(dotted)
    own = parameters_of(target)
    # Not every layer takes what most of them take.
    takes_any = any(
        parameter.kind is parameter.VAR_KEYWORD for parameter in inspect.signature(target).parameters.values()
    )
    return own | _ANY_LAYER if takes_any and dotted.startswith("keras.layers.") else own


def parameters_of(function: Any) -> frozenset[str]:
    """Return the names of a function's parameters, those that it names."""
    parameters = inspect.signature(function).parameters.values()
    return frozenset(
        parameter.name
        for parameter in parameters
        if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
    )


def _value(argument: Any) -> Any:
    """Make what an argument stands for, if it is a call of today."""
    return resolve(argument.today)(**argument.arguments) if isinstance(argument, Call) else argument


def _tell(row: Row, args: tuple[Any, ...], kwargs: Mapping[str, Any], respelt: Respelt) -> None:
    assert row.today is not None  # a factory has one
    today_name = row.today.rpartition(".")[2]
    # The backend was written K by everyone.
    written = f"K.{row.name}" if row.module == "keras.backend" else row.name
    old = call_text(written, args, kwargs)
    renamed = today_name != written
    if not (renamed or respelt.changed or respelt.differences):
        return
    today = respelt.text(row.today)
    if not renamed and not respelt.changed:
        # Spelt alike: only the differences are worth a word.
        today = old
    differences = list(respelt.differences)
    if respelt.weights is not NOTHING:
        differences.append("The weights are set after building: layer.set_weights(weights).")
    tell(old, today, differences)


def _dressed(make: Any, row: Row) -> Any:
    """Let a function look like the Keras 1 name that it serves."""
    make.__name__ = make.__qualname__ = row.name
    today = f"``{row.today}`` today" if row.today else f"Gone; use {row.instead}"
    arguments = [f"    {argument.name}: {_becomes(argument.name, argument.new, row)}" for argument in row.arguments]
    lines = [f"Keras 1's {row.name}: {today}.", *(["", "Args:", *arguments] if arguments else [])]
    make.__doc__ = "\n".join([*lines, "", f"From Keras 1.2.2's {row.module}."])
    shim = Shim(make, row.today)
    shim.__signature__ = signature_of(row)
    return shim


def _becomes(old: str, new: str | None, row: Row) -> str:
    packed = next((packing.today for packing in row.packings if old in packing.parts), None)
    if packed is not None:
        return f"Part of `{packed}` today."
    if new is None:
        return "Has no name today."
    return "The same today." if new == old else f"`{new}` today."
