"""What training logs, by the names that Keras 1 logged it under."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from keras_functional_notes.legacy.shims.callbacks import size_of_batch
from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table.arguments import todays_log
from keras_functional_notes.legacy.table.meanings import BATCH_HOOK

__all__ = ["Logs", "with_logs"]


class Logs(dict[str, Any]):
    """What training logged, which answers to Keras 1's names too."""

    def __missing__(self, name: str) -> Any:
        today = todays_log(name)
        if today is None or not super().__contains__(today):
            raise KeyError(name)
        tell(f"history[{name!r}]", f"history[{today!r}]")
        return self[today]

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or super().__contains__(todays_log(name))

    def get(self, name: str, default: Any = None) -> Any:
        """Do what a dict's ``get`` does, also for Keras 1's names."""
        try:
            return self[name]
        except KeyError:
            return default


def with_logs(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a callback's method that reads its logs by Keras 1's names; a batch's have its number and size too."""

    @functools.wraps(method)
    def read(self: Any, number: int, logs: dict[str, Any] | None = None) -> Any:
        more: dict[str, Any] = {}
        if method.__name__ in BATCH_HOOK.names:
            size = size_of_batch(self.model, number)
            more = {"batch": number, **({} if size is None else {"size": size})}
        return method(self, number, Logs({**(logs or {}), **more}))

    return read
