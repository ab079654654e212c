"""Which object stands for a name of Keras 1: the same one, whichever of Keras 1's modules it is asked of.

>>> served("keras.layers.core", "Dense") is served("keras.layers", "Dense")
True
>>> served("keras.objectives", "mse").__name__
'mean_squared_error'
"""

from __future__ import annotations

import functools
import importlib
from typing import Any

from keras_functional_notes.legacy.factories import factory
from keras_functional_notes.legacy.notices import near_match
from keras_functional_notes.legacy.vocabulary import MODULES, find

__all__ = ["served"]


def served(module: str, name: str) -> Any:
    """Return what stands for a public name of a module of Keras 1.2.2.

    Args:
        module: The module's dotted name, such as ``"keras.layers.core"``; any that had the name.
        name: The name. Submodules are none: they are `MODULES[module].modules`.

    Raises:
        ImportError: If there was no such module, or no such name in it; the message has the near match.

    >>> served("keras.layers", "Densse")
    Traceback (most recent call last):
        ...
    ImportError: keras.layers of Keras 1 had no name `Densse`. Did you mean `Dense`?
    """
    if module not in MODULES:
        raise ImportError(f"Keras 1 had no module {module}.{near_match(module, MODULES)}")
    names = MODULES[module].names
    if name not in names:
        raise ImportError(f"{module} of Keras 1 had no name `{name}`.{near_match(name, names)}")
    return _served(names[name], name)


@functools.cache
def _served(module: str, name: str) -> Any:
    row = find(name, module)
    if row.made_by is None:
        return factory(row, name)
    room = importlib.import_module(f"keras_functional_notes.legacy.{row.made_by}")
    return getattr(room, name)
