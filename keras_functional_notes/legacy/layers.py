"""Keras 1's layers: each name makes the real layer of today, with Keras 1's meaning of every argument.

>>> import warnings
>>> from keras_functional_notes.legacy import Keras1Warning
>>> from keras_functional_notes.legacy.layers import Convolution2D
>>> with warnings.catch_warnings(record=True) as seen:
...     warnings.simplefilter("always")
...     layer = Convolution2D(64, 3, 3, border_mode="same")
>>> type(layer).__name__, layer.kernel_size, layer.strides, layer.padding
('Conv2D', (3, 3), (1, 1), 'same')
>>> print(seen[0].message)
`Convolution2D(64, 3, 3, border_mode='same')` is `keras.layers.Conv2D(64, (3, 3), padding='same')` today. Today's Keras
reads the old text as a kernel of 3 with strides of 3.

The names are those of the table's rows under ``keras.layers``; each is made on first use.
"""

from __future__ import annotations

from typing import Any

from keras_functional_notes.legacy.shims.making import served
from keras_functional_notes.legacy.table import MODULES
from keras_functional_notes.legacy.table.wording import near_match

__all__ = sorted(MODULES["keras.layers"].names)  # read off the table


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"Keras 1 had no layer {name!r}.{near_match(name, __all__)}")
    # Kept, so that the next look-up is a plain one.
    globals()[name] = value = served("keras.layers", name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
