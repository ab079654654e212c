"""Keras 1's initialization functions: each makes a tensor of a shape, by today's initializer of the same meaning.

>>> import warnings
>>> from keras_functional_notes.legacy import Keras1Warning
>>> from keras_functional_notes.legacy.shims import initializations
>>> warnings.simplefilter("ignore", Keras1Warning)
>>> tuple(initializations.zero((2, 3)).shape)
(2, 3)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from keras_functional_notes.legacy.shims.making import resolve, signature_of
from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table import ROWS, Row
from keras_functional_notes.legacy.table.wording import call_text

# What Keras 1's `scale` is called by each of today's initializers.
_SCALES: dict[str, Callable[[float], dict[str, float]]] = {
    "uniform": lambda scale: {"minval": -scale, "maxval": scale},
    "normal": lambda scale: {"stddev": scale},
    "orthogonal": lambda scale: {"gain": scale},
    "identity": lambda scale: {"gain": scale},
}

_BY_NAME = {row.name: row for row in ROWS if row.made_by == "initializations"}

__all__ = sorted(_BY_NAME)  # read off the table


def _function(row: Row) -> Callable[..., Any]:
    signature = signature_of(row)

    def make(*args: Any, **kwargs: Any) -> Any:
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        scale = _SCALES[row.name](given.arguments["scale"]) if row.name in _SCALES else {}
        tell(call_text(row.name, args, kwargs), call_text(str(row.today), (), scale) + "(shape)")
        return resolve(str(row.today))(**scale)(given.arguments["shape"])

    make.__name__ = make.__qualname__ = row.name
    make.__doc__ = f"Make a tensor as Keras 1's {row.name} did, by ``{row.today}``.\n\nFrom Keras 1.2.2's {row.module}."
    make.__signature__ = signature  # type: ignore[attr-defined]  # what inspect reads
    # As a value of `init=` it stands for today's name, so that what is saved is plain.
    make.keras1_name = row.name  # type: ignore[attr-defined]  # read by `respelling`
    return make


def __getattr__(name: str) -> Any:
    if name not in _BY_NAME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value = _function(_BY_NAME[name])
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
