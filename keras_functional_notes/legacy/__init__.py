"""Keras 1's names, served by today's Keras: explicit imports that change nothing in Keras.

Every old spelling gives a `Keras1Warning` at the caller's line with today's spelling. What comes back is plain Keras.

>>> import keras, warnings
>>> from keras_functional_notes.legacy import Keras1Warning, Model, merge
>>> warnings.simplefilter("ignore", Keras1Warning)
>>> a, b = keras.Input((32,)), keras.Input((32,))
>>> Model(input=[a, b], output=merge([a, b], mode="concat")).output_shape
(None, 64)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keras_functional_notes.legacy.running.program import run_path, run_source
    from keras_functional_notes.legacy.saved.opening import load_model, load_weights, model_from_config, model_from_json
    from keras_functional_notes.legacy.saved.reading import SavedModelError
    from keras_functional_notes.legacy.shims.merging import Merge, merge
    from keras_functional_notes.legacy.shims.models import Model, Sequential
    from keras_functional_notes.legacy.shims.notices import Keras1Warning
    from keras_functional_notes.legacy.syntax import Keras1SyntaxError
    from keras_functional_notes.legacy.translating.translator import translate

__all__ = [
    "Keras1SyntaxError",
    "Keras1Warning",
    "Merge",
    "Model",
    "SavedModelError",
    "Sequential",
    "load_model",
    "load_weights",
    "merge",
    "model_from_config",
    "model_from_json",
    "run_path",
    "run_source",
    "translate",
]

# Looked up on first use, so that the table and the notices, which need no Keras, load none.
_ROOMS = {
    "Keras1SyntaxError": "syntax",
    "Keras1Warning": "shims.notices",
    "Merge": "shims.merging",
    "Model": "shims.models",
    "SavedModelError": "saved.reading",
    "Sequential": "shims.models",
    "load_model": "saved.opening",
    "load_weights": "saved.opening",
    "merge": "shims.merging",
    "model_from_config": "saved.opening",
    "model_from_json": "saved.opening",
    "run_path": "running",
    "run_source": "running",
    "translate": "translating",
}


def __getattr__(name: str) -> object:
    if name in _ROOMS:
        value = getattr(importlib.import_module(f"{__name__}.{_ROOMS[name]}"), name)
        # Kept, so that the next look-up is a plain one.
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
