"""How 2016 text takes configurations of Keras objects, makes objects of them again, and stacks what it made."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import keras

from keras_functional_notes.legacy.saved.own import made_of_own, remembering
from keras_functional_notes.legacy.shims.first_layers import input_before
from keras_functional_notes.legacy.shims.nodes import grown

__all__ = ["adding", "from_config", "writing"]


def adding(model: keras.Sequential, _: str) -> Callable[..., None]:
    """Return a Sequential's ``add``; the batch that its first layer was given is that of its Input."""

    def add(layer: Any, *args: Any, **kwargs: Any) -> None:
        for x in [] if model.get_config()["layers"] else input_before(layer):
            model.add(x)
        grown(model, model.add, layer, *args, **kwargs)

    return add


def from_config(made: type, _: str) -> Callable[..., Any]:
    """Return a class's ``from_config``; one of Keras's layers takes what 2016 text put into a configuration."""
    own: Callable[..., Any] = made.from_config  # type: ignore[attr-defined]  # or it says that there is none
    return functools.partial(made_of_own, made) if issubclass(made, keras.layers.Layer) else own


def writing(name: str, layer: Any, _: str) -> Callable[..., Any]:
    """Return a layer's ``get_config``, or a model's ``to_json``."""
    return remembering(layer, getattr(layer, name))
