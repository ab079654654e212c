"""What an argument's value is called today, and what is said of one that never was. Nothing here needs Keras."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from keras_functional_notes.legacy.notices import near_match, value_text
from keras_functional_notes.legacy.vocabulary.records import DROPPED, Argument

__all__ = ["same", "todays_value"]

_PLAIN = (str, int, float, bool, tuple, list, dict, type(None))


def todays_value(caller: str, argument: Argument, value: Any) -> Any:
    """Return today's value for one of Keras 1's.

    Args:
        caller: The name that is called, for the errors.
        argument: The argument, one whose values changed.
        value: Its value. One that the table does not name, such as an object of the user's, stands as it is.

    Returns:
        Today's value, or `DROPPED` where today's call leaves the argument out.

    Raises:
        ValueError: If the value has no successor, or never existed.
        TypeError: If it is a function of a form that today's Keras does not call.

    >>> from keras_functional_notes.legacy.vocabulary import find
    >>> border_mode = next(part for part in find("Convolution2D").arguments if part.name == "border_mode")
    >>> todays_value("Convolution2D", border_mode, "same")
    'same'
    >>> todays_value("Convolution2D", border_mode, "smae")
    Traceback (most recent call last):
        ...
    ValueError: Convolution2D(border_mode='smae'): Keras 1 had no such value. Did you mean `same`? It knew 'valid',
    'same'.
    """
    values = argument.values
    if values is None:
        return value
    asked = f"{caller}({argument.name}={value_text(value)})"
    if values.functions and inspect.isfunction(value) and not _takes_dtype(value):
        raise TypeError(f"{asked}: {values.functions}")
    try:
        if value in values.today:
            return values.today[value]
        reason = values.gone.get(value)
    except TypeError:
        # Not hashable, so no value that the table could name.
        return value
    if reason is not None:
        raise ValueError(f"{asked}: {reason}")
    if isinstance(value, str) and value not in values.names and near_match(value, values.names, cutoff=0.8):
        raise ValueError(f"{asked}: there is no such value.{near_match(value, values.names)}")
    today = {new for new in values.today.values() if new is not DROPPED}
    if not values.closed or value in today or not isinstance(value, (str, int)):
        return value
    known = [old for old in values.today if isinstance(old, type(value))] or list(values.today)
    raise ValueError(
        f"{asked}: Keras 1 had no such value.{near_match(value, map(str, known))} It knew "
        f"{', '.join(map(repr, known))}."
    )


def same(one: Any, other: Any) -> bool:
    """Whether two values are plainly equal; arrays and other objects that answer with no bool are not.

    >>> same((3, 3), (3, 3)), same(1, True), same(object(), object())
    (True, False, False)
    """
    return one is other or (type(one) is type(other) and isinstance(one, _PLAIN) and bool(one == other))


def _takes_dtype(function: Callable[..., Any]) -> bool:
    parameters = inspect.signature(function).parameters
    return "dtype" in parameters or any(part.kind is part.VAR_KEYWORD for part in parameters.values())
