"""Keras 1's `keras.backend`, over `keras.ops` and its neighbours; what needs a static graph says what to use instead.

>>> import warnings
>>> from keras_functional_notes.legacy import Keras1Warning, backend as K
>>> warnings.simplefilter("ignore", Keras1Warning)
>>> K.int_shape(K.sum(K.ones((2, 3)), axis=1))
(2,)

The names are those of the table's rows under ``keras.backend``; each is made on first use.
"""

from __future__ import annotations

from typing import Any

from keras_functional_notes.legacy.shims.making import served
from keras_functional_notes.legacy.table import MODULES
from keras_functional_notes.legacy.table.wording import near_match

__all__ = sorted(MODULES["keras.backend"].names)  # read off the table


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"Keras 1 had no K.{name}.{near_match(name, __all__)}")
    # Kept, so that the next look-up is a plain one.
    globals()[name] = value = served("keras.backend", name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
