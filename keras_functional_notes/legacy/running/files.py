"""What 2016 text opens by Keras 1's names: files and configurations of Keras 1, and those of today's that it saved."""

from __future__ import annotations

import importlib
import json
import os
from collections.abc import Callable, Mapping
from typing import Any

import keras

from keras_functional_notes.legacy.saved import opening
from keras_functional_notes.legacy.saved.entries import is_todays
from keras_functional_notes.legacy.saved.own import with_own_functions
from keras_functional_notes.legacy.saved.reading import is_of_keras_1

__all__ = ["OPENERS", "load_weights"]


def load_model(filepath: str | os.PathLike[str], custom_objects: Mapping[str, Any] | None = None) -> keras.Model:
    """Load a model that Keras 1 saved, or one that this text itself saved."""
    if is_of_keras_1(filepath):
        return opening.load_model(filepath, custom_objects)
    return with_kept_layers(keras.models.load_model)(filepath, custom_objects=custom_objects)


def load_weights(model: keras.Model, filepath: str | os.PathLike[str], by_name: bool = False) -> None:
    """Give a model the weights that Keras 1 saved, or those that this text itself saved."""
    if is_of_keras_1(filepath):
        opening.load_weights(model, filepath, by_name)
    else:
        model.load_weights(filepath, **({"by_name": True} if by_name else {}))


def model_from_json(json_string: str, custom_objects: Mapping[str, Any] | None = None) -> keras.Model:
    """Make a model from JSON text, Keras 1's or today's."""
    config = json.loads(json_string)
    if not is_todays(config):
        return opening.model_from_json(json_string, custom_objects)
    # Keras 1's text was of the architecture alone, and never asked for a loss of one's own.
    config.pop("compile_config", None)
    config, functions = with_own_functions(config)
    make = with_kept_layers(keras.models.model_from_json)
    return make(json.dumps(config), {**(custom_objects or {}), **functions})


def model_from_config(config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make a model or a layer from a configuration, Keras 1's or today's.

    >>> model_from_config({"class_name": "Dense", "config": {"output_dim": 2}}).units
    2
    """
    if is_todays(config):
        make = with_kept_layers(keras.saving.deserialize_keras_object)
        return make(config, custom_objects=custom_objects)
    if "class_name" in config and is_todays(config.get("config")):
        # A class of Keras 1's by its name alone, with what today's get_config() gave.
        return opening.from_config(config["class_name"], config["config"], custom_objects)
    return opening.model_from_config(config, custom_objects)


def with_kept_layers(opener: Callable[..., Any]) -> Callable[..., Any]:
    """Return what opens today's files, once Keras knows the layers that are kept here."""
    importlib.import_module("keras_functional_notes.legacy.kept_layers")
    return opener


OPENERS: Mapping[str, Callable[..., Any]] = {
    "load_model": load_model,
    "model_from_json": model_from_json,
    "model_from_config": model_from_config,
    "layer_from_config": model_from_config,
}
"""What answers to Keras 1's names, in whichever module."""
