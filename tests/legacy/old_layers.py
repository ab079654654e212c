"""What several tests of old layers share: making one whatever it tells, and arrays of given shapes."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from keras_functional_notes.legacy import Keras1Warning, layers


def old_layer(name: str, /, *args: Any, **kwargs: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Keras1Warning)
        return getattr(layers, name)(*args, **kwargs)


def arrays(*shapes: tuple[int, ...]) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype("float32") for shape in shapes]
