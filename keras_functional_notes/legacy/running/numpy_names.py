"""NumPy's names of 2016, in 2016 text alone."""

from __future__ import annotations

import builtins
from types import ModuleType
from typing import Any

import numpy as np

from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table.numpy_names import NUMPY_NAMES

__all__ = ["numpy_name", "with_numpy_names"]


def numpy_name(name: str, written: str = "") -> Any:
    """Return what a name of NumPy's was in 2016; a built-in, or what has its place today.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> numpy_name("float"), numpy_name("product") is np.prod
    (<class 'float'>, True)
    """
    today = NUMPY_NAMES[name]
    module, _, word = today.rpartition(".")
    here = getattr(np, word, None) if module else getattr(builtins, word)
    if here is None:
        # An older NumPy has it by its old name alone.
        return getattr(np, name)
    tell(f"{written or 'numpy'}.{name}", today.replace("numpy.", f"{written or 'numpy'}.") if module else today)
    return here


def with_numpy_names(module: Any, names: Any) -> Any:
    """Return what ``from numpy import ...`` is to take names from: NumPy, with those of 2016 that are asked for.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> with_numpy_names(np, ["zeros"]) is np, with_numpy_names(np, ["int", "zeros"]).int
    (True, <class 'int'>)
    """
    old = [name for name in names or () if name in NUMPY_NAMES]
    if not old:
        return module
    seen = ModuleType("numpy")
    vars(seen).update({name: getattr(module, name) for name in names if name not in old and hasattr(module, name)})
    vars(seen).update({name: numpy_name(name) for name in old})
    return seen
