"""How 2016 text takes configurations of Keras objects, and makes objects of them again."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import keras

from keras_functional_notes.legacy.saved.own import made_of_own, remembering

__all__ = ["from_config", "writing"]


def from_config(made: type, _: str) -> Callable[..., Any]:
    """Return a class's ``from_config``; one of Keras's layers takes what 2016 text put into a configuration."""
    own: Callable[..., Any] = made.from_config  # type: ignore[attr-defined]  # or it says that there is none
    return functools.partial(made_of_own, made) if issubclass(made, keras.layers.Layer) else own


def writing(name: str, layer: Any, _: str) -> Callable[..., Any]:
    """Return a layer's ``get_config``, or a model's ``to_json``."""
    return remembering(layer, getattr(layer, name))
