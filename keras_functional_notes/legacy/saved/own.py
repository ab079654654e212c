"""Configurations that a running text took of its own layers, and makes layers of again.

Keras 1 wrote a function's code into them. Today's Keras writes code or a name, and reads neither unasked; here a
function that the text itself had written is the one that is found again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any
from weakref import WeakValueDictionary

import keras

from keras_functional_notes import _keras
from keras_functional_notes.legacy.shims.inputs import keep_input

__all__ = ["made_of_own", "remembering", "with_own_functions"]

# Functions of Lambda layers that were written into a configuration: by the layer's name, the argument's, and what was
# written, which is code or a name.
_WRITTEN: MutableMapping[tuple[str, str, str], Any] = WeakValueDictionary()
_PARTS = ("function", "output_shape")


def remembering(layer: Any, method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a layer's or a model's ``get_config`` or ``to_json``, which remembers the functions that it writes."""

    def write(*args: Any, **kwargs: Any) -> Any:
        written = method(*args, **kwargs)
        held = dict(_keras.functions_inside(layer))
        if held:
            for key, _ in _entries(json.loads(written) if isinstance(written, str) else written):
                if key[:2] in held:
                    _WRITTEN[key] = held[key[:2]]
        return written

    return write


def _entries(config: Any) -> Iterator[tuple[tuple[str, str, str], dict[str, Any]]]:
    """Yield each function in a configuration: where it stands and what it is, and the configuration that has it."""
    if isinstance(config, dict):
        for part in _PARTS if "name" in config else ():
            entry = config.get(part)
            if isinstance(entry, dict) and entry.get("class_name") in ("__lambda__", "function"):
                text = entry["config"]
                yield (config["name"], part, text["code"] if isinstance(text, dict) else str(text)), config
        config = list(config.values())
    if isinstance(config, (list, tuple)):
        for part in config:
            yield from _entries(part)


def with_own_functions(config: Any) -> tuple[Any, dict[str, Any]]:
    """Return a copy of a configuration that names the functions which this process wrote into it, and these by name."""
    functions: dict[str, Any] = {}
    config = _copied(config)
    for (name, part, text), holder in list(_entries(config)):
        function = _WRITTEN.get((name, part, text))
        if function is not None:
            own = f"{part} of {name}"
            functions[own] = function
            holder[part] = {"module": "builtins", "class_name": "function", "config": own, "registered_name": own}
    return config, functions


def _copied(config: Any) -> Any:
    """Copy the dicts and lists of a configuration, and nothing in them."""
    if isinstance(config, dict):
        return {key: _copied(value) for key, value in config.items()}
    return [_copied(part) for part in config] if isinstance(config, list) else config


def made_of_own(made: type, config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make a layer or a model of what today's ``get_config()`` gave, and perhaps Keras 1's ``batch_input_shape``.

    >>> from keras_functional_notes.legacy.shims.inputs import beginning
    >>> config = keras.layers.Dense(2).get_config()
    >>> layer = made_of_own(keras.layers.Dense, {**config, "batch_input_shape": (4, 3)})
    >>> layer.units, beginning(layer)[0].shape
    (2, (4, 3))
    """
    own, functions = with_own_functions(dict(config))
    shape, dtype = own.pop("batch_input_shape", None), own.pop("input_dtype", None)
    with keras.saving.custom_object_scope({**(custom_objects or {}), **functions}):
        layer = made.from_config(own)  # type: ignore[attr-defined]  # every class of Keras's layers has it
    if shape is not None:
        keep_input(layer, shape, dtype)
    return layer
