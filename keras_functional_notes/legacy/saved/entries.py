"""What an entry of Keras 1's configurations says, whatever the layer. Nothing here needs Keras."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["is_todays", "ordering_of", "with_tuples", "written_out"]


def is_todays(config: Any) -> bool:
    """Whether a configuration is one that today's Keras gives: of a layer it has a dtype, of a model modules.

    >>> import keras
    >>> is_todays(keras.layers.Dense(2).get_config()), is_todays({"output_dim": 2})
    (True, False)
    """
    if not isinstance(config, Mapping):
        return False
    layers = config.get("layers") or ()
    return "dtype" in config or "module" in config or any("module" in layer for layer in layers)


def written_out(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an entry as Keras 1 wrote it; before, the class was the name, and the name a custom one."""
    if "class_name" in entry:
        return entry
    return {"class_name": entry["name"], "config": {**entry, "name": entry.get("custom_name")}}


def with_tuples(value: Any) -> Any:
    """Write JSON's lists as the tuples that they were."""
    return tuple(map(with_tuples, value)) if isinstance(value, list) else value


def ordering_of(entry: Any) -> str:
    """Return the ordering of dimensions of layers that do not say it: Keras 1 forgot it of some."""
    said = list(_said("dim_ordering", entry))
    return said[0] if said else "tf"


def _said(name: str, entry: Any) -> Iterator[Any]:
    if isinstance(entry, Mapping):
        if name in entry:
            yield entry[name]
        entry = list(entry.values())
    if isinstance(entry, list):
        for part in entry:
            yield from _said(name, part)
