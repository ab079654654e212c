"""Functions of Keras 1 that are an expression today: executed and told as their rows say it."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table import Row
from keras_functional_notes.legacy.table.expressions import PACKAGES, defaults_of, expression_of, filled, trimmed
from keras_functional_notes.legacy.table.respelling import respell
from keras_functional_notes.legacy.table.wording import call_text, value_text

__all__ = ["function_of"]


def function_of(row: Row) -> Callable[..., Any]:
    """Return the function that a row's expression makes.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> from keras_functional_notes.legacy.table import find
    >>> function_of(find("moving_average_update")).__name__
    'moving_average_update'
    """

    def make(*args: Any, **kwargs: Any) -> Any:
        given = row.given(args, kwargs)
        absent = defaults_of(row, given)
        values = {**absent, **respell(row, args, kwargs).named}
        expression = trimmed(
            expression_of(row, absent | given), [name for name, value in values.items() if value is None]
        )
        result = eval(expression, {**_packages(), **values})
        texts = {name: value_text(value) for name, value in values.items()}
        # What has no text of its own stands there by its name.
        today = filled(expression, {name: text for name, text in texts.items() if "..." not in text})
        tell(call_text(row.written, args, kwargs), today, row.differs)
        return result

    make.__name__ = make.__qualname__ = row.name
    if row.today is not None:
        # As a value of `init=` it stands for today's name, so that what is saved is plain.
        make.keras1_name = row.name  # type: ignore[attr-defined]  # read by `respelling`
    return make


def _packages() -> dict[str, Any]:
    return {name: importlib.import_module(name) for name in PACKAGES}
