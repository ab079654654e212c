"""What a value of an argument is called today."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from keras_functional_notes.legacy.table.records import DROPPED, Argument
from keras_functional_notes.legacy.table.wording import near_match, value_text

__all__ = ["same", "todays_name", "todays_value"]

_PLAIN = (str, int, float, bool, tuple, list, dict, type(None))


def todays_value(caller: str, argument: Argument, value: Any) -> Any:
    """Return today's value for one of Keras 1's, or `DROPPED`; an object of the user's own stands as it is.

    >>> from keras_functional_notes.legacy.table import find
    >>> border_mode = find("MaxPooling2D").arguments[2]
    >>> todays_value("MaxPooling2D", border_mode, "smae")
    Traceback (most recent call last):
        ...
    ValueError: MaxPooling2D(border_mode='smae'): Keras 1 had no such value. Did you mean `same`? It knew 'valid',
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
    """Whether two values are plainly equal; arrays and other objects that answer with no bool are not."""
    return one is other or (type(one) is type(other) and isinstance(one, _PLAIN) and bool(one == other))


def _takes_dtype(function: Callable[..., Any]) -> bool:
    parameters = inspect.signature(function).parameters
    return "dtype" in parameters or any(part.kind is part.VAR_KEYWORD for part in parameters.values())


def todays_name(name: str | None) -> str | None:
    """Return a name as today's Keras takes it: without a slash.

    >>> todays_name("block/conv")
    'block_conv'
    """
    return None if name is None else name.replace("/", "_")
