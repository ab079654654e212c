"""Which names today's Keras has, read off it by ``tools/make_todays_names.py``, so that asking loads no Keras.

>>> missing("keras.layers", "Dense"), missing("keras.layers", "Merge"), missing("keras.layers.core", "Dense")
(False, True, True)
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib.resources import files

from keras_functional_notes.legacy.table.wording import near_match

__all__ = ["is_todays_module", "missing", "near_today"]


def is_todays_module(module: str) -> bool:
    """Whether today's Keras, or TensorFlow's, has a module.

    >>> is_todays_module("keras.utils"), is_todays_module("keras.utils.np_utils")
    (True, False)
    """
    return _names_of(module) is not None


def missing(module: str, name: str) -> bool:
    """Whether an import of a name, or of a star, from a module of Keras fails today.

    Of Keras's own workshop, ``keras.src``, and of names with underscores this list knows nothing.
    """
    if ".".join(module.split(".")[:2]) in ("keras.src", "keras._tf_keras"):
        return False
    names = _names_of(module)
    return names is None or not (name in names or name == "*" or name[0] == "_" or is_todays_module(f"{module}.{name}"))


def near_today(module: str, name: str) -> str:
    """Return " Did you mean `x`?" with a name that is nearly the one asked for, or nothing.

    >>> near_today("keras.layers", "Densse")
    ' Did you mean `Dense`?'
    """
    return near_match(name, _names_of(module) or ())


def _names_of(module: str) -> frozenset[str] | None:
    modules = _modules()
    if module not in modules and module.startswith("tensorflow."):
        module = module.removeprefix("tensorflow.")
    return frozenset(modules[module].split()) if module in modules else None


@functools.cache
def _modules() -> Mapping[str, str]:
    text = (files("keras_functional_notes") / "data" / "todays_names.json").read_text("utf-8")
    modules: Mapping[str, str] = json.loads(text)["modules"]
    return modules
