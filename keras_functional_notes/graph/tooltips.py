"""What a box tells when a pointer rests on it: the layer's configuration, as it was written, and its weights."""

from __future__ import annotations

import inspect
from typing import Any

from keras_functional_notes.graph.calls import Call
from keras_functional_notes.graph.columns import configuration_of
from keras_functional_notes.graph.stored import StoredLayer
from keras_functional_notes.printable import written

# What the box itself says, or every layer has.
_SAID = {"name", "trainable", "dtype"}
# What None stands for as a default.
_USUAL = {"data_format": "channels_last"}
# A tooltip is read at one glance.
_LONGEST = 300


def told(call: Call) -> list[str]:
    """Return the configuration of what is called, where it is not the default, and the shapes of its weights."""
    if call.is_input:
        return []  # the box says all that there is
    lines = [f"{call.type}({_configuration(call.layer)})", _weights(call.layer)]
    return [line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…" for line in lines if line]


def _configuration(layer: Any) -> str:
    """Return a layer's arguments as they would be written, but for those that have their defaults.

    A file does not tell the defaults; of what it tells, all is shown.
    """
    if _is_model(layer):
        return ""  # its configuration is all of its layers, which its own picture shows
    defaults = {} if isinstance(layer, StoredLayer) else _defaults(layer)
    found = []
    for key, value in configuration_of(layer).items():
        plain = _plain(value)
        if (
            key not in _SAID
            and plain is not None
            and not _is_default(plain, defaults[key] if defaults.get(key) is not None else _USUAL.get(key))
        ):
            found.append(f"{key}={written(plain)}")
    return ", ".join(found)


def _is_model(layer: Any) -> bool:
    return getattr(layer, "layers", None) is not None or getattr(layer, "graph", None) is not None


def _defaults(layer: Any) -> dict[str, Any]:
    try:
        parameters = inspect.signature(type(layer).__init__).parameters
    except (TypeError, ValueError):  # what is written in C tells no signature
        return {}
    return {name: found.default for name, found in parameters.items() if found.default is not found.empty}


def _plain(value: Any) -> Any:
    """Return a value of a configuration as one writes it: of an object its class; None for what nobody writes."""
    if isinstance(value, (str, int, float, bool)):
        return value
    if isinstance(value, (list, tuple)):
        parts = tuple(map(_plain, value))
        return None if None in parts else parts
    name = value.get("class_name") if isinstance(value, dict) else None
    return name if isinstance(name, str) and name.isidentifier() and not name.startswith("__") else None


def _is_default(value: Any, default: Any) -> bool:
    # "glorot_uniform" is told as GlorotUniform, 1 in two dimensions as (1, 1).
    if isinstance(value, str) and isinstance(default, str):
        return value.replace("_", "").lower() == default.replace("_", "").lower()
    if isinstance(value, tuple) and isinstance(default, int):
        return all(part == default for part in value)
    if isinstance(value, tuple) and isinstance(default, (list, tuple)):
        return value == tuple(default)
    return bool(value == default)


def _weights(layer: Any) -> str:
    """Return the names and shapes of a layer's weights; those of a nested model are told in its own picture."""
    if _is_model(layer):
        return ""
    weights = list(getattr(layer, "weights", ()))
    return ", ".join(f"{getattr(weight, 'name', 'weight')} {tuple(weight.shape)}" for weight in weights)
