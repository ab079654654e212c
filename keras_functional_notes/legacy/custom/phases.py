"""What a layer of 2016 text knows while it is called: whether that is training, and what to update at its end."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import keras
from keras import ops

__all__ = ["calling", "is_called", "is_training", "keep_updates", "pending"]


@dataclass
class _Called:
    """One call of a layer of the text's own, with what it updates at its end."""

    updates: list[tuple[Any, Any]] = field(default_factory=list)


_CALLED: ContextVar[_Called | None] = ContextVar("_CALLED", default=None)


class Phase(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """Tells whether the call around it is training: today that is an argument, which Keras hands on."""

    training = False

    def call(self, x: Any, training: Any = None) -> Any:
        self.training = bool(training)
        return x


def is_training() -> bool:
    """Whether the call that runs is training."""
    phase = Phase()
    phase(ops.zeros(()))
    return phase.training


def is_called() -> bool:
    """Whether a layer of the text's own is being called."""
    return _CALLED.get() is not None


@contextlib.contextmanager
def calling(*, always: bool) -> Iterator[None]:
    """Let a layer be called; what it updates is set at the end, as Keras 1 did after a step.

    Args:
        always: Whether updates are made outside of training too, as those of states.
    """
    called = _Called()
    token = _CALLED.set(called)
    try:
        yield
    finally:
        _CALLED.reset(token)
    if called.updates and (always or is_training()):
        for variable, value in called.updates:
            variable.assign(value)


def keep_updates(updates: Iterable[tuple[Any, Any]]) -> None:
    """Keep updates for the end of the call.

    Raises:
        RuntimeError: If nothing is being called: today nothing would ever make them.
    """
    called = _CALLED.get()
    if called is None:
        raise RuntimeError(
            "self.add_update(...) outside of call(): today a layer updates its weights while it is called. Write "
            "self.add_update(...) in call(self, x, mask=None)."
        )
    called.updates += updates


_VALUES: dict[str, Callable[..., Any]] = {
    "update": lambda x, new_x: new_x,
    "update_add": lambda x, increment: x + increment,
    "update_sub": lambda x, decrement: x - decrement,
    "moving_average_update": lambda variable, value, momentum: variable * momentum + value * (1 - momentum),
}


def pending(name: str, served: Callable[..., Any]) -> Callable[..., Any]:
    """Return an updating function of Keras 1's backend: in a layer's call it gives an update, which is made later.

    Args:
        name: Its name.
        served: What it does elsewhere.

    >>> variable = keras.Variable(1.0)
    >>> with calling(always=True):
    ...     keep_updates([pending("update_add", None)(variable, 2.0)])
    ...     during = float(ops.convert_to_numpy(variable))
    >>> during, float(ops.convert_to_numpy(variable))
    (1.0, 3.0)
    """
    value = _VALUES.get(name)
    if value is None:
        return served

    def update(x: Any, *args: Any, **kwargs: Any) -> Any:
        return (x, value(x, *args, **kwargs)) if is_called() else served(x, *args, **kwargs)

    update.__name__ = update.__qualname__ = name
    return update
