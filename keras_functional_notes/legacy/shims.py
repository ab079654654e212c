"""A Keras 1 class that a function serves today: it can be called, and says what to do when it is used as a class."""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable
from typing import Any, Generic, NoReturn, ParamSpec, TypeVar

from keras_functional_notes.legacy.notices import near_match

__all__ = ["Shim", "shim"]

P = ParamSpec("P")
R = TypeVar("R")


class Shim(Generic[P, R]):
    """A function under a Keras 1 class's name.

    A class and not a plain function, because only an object's type can answer ``class M(Model)`` and
    ``isinstance(x, Model)``.

    Args:
        function: Makes the object.
        today: The dotted name of the class of today whose instances it makes; None if there is no single one.

    >>> import keras
    >>> from keras_functional_notes.legacy import Model
    >>> isinstance(keras.Sequential(), Model)
    True
    >>> class Mine(Model): pass
    Traceback (most recent call last):
        ...
    TypeError: Keras 1's Model makes a plain keras.Model here and is no class to inherit from. Write
    `class ...(keras.Model)`, in today's way: layers and weights in __init__ and build, the computation in call().
    """

    __name__: str
    __signature__: inspect.Signature

    def __init__(self, function: Callable[P, R], today: str | None) -> None:
        """Dress up as the function: its name, docstring and signature."""
        functools.update_wrapper(self, function)
        self._function = function
        self._today = today
        parameters = inspect.signature(function).parameters
        # A function of `**kwargs` looks after its names itself.
        open_ended = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters.values())
        self._names = None if open_ended else tuple(parameters)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Make the object; a misspelt argument is answered with the near match."""
        if self._names is not None:
            for name in kwargs:
                if name not in self._names:
                    raise TypeError(f"{self.__name__}() had no argument `{name}`.{near_match(name, self._names)}")
        return self._function(*args, **kwargs)

    def __repr__(self) -> str:
        return f"<Keras 1's {self.__name__}: makes {self._made()}>"

    def __instancecheck__(self, instance: object) -> bool:
        if self._today is None:
            raise TypeError(
                f"isinstance(..., {self.__name__}): nothing is a {self.__name__} today. Ask for the layer of today, "
                "such as keras.layers.Add or keras.layers.Concatenate."
            )
        return isinstance(instance, resolve(self._today))

    def __mro_entries__(self, bases: tuple[Any, ...]) -> NoReturn:
        today = self._today or "keras.layers.Layer"
        raise TypeError(
            f"Keras 1's {self.__name__} makes {self._made()} here and is no class to inherit from. "
            f"Write `class ...({today})`, in today's way: layers and weights in __init__ and build, the computation "
            "in call()."
        )

    def _made(self) -> str:
        return f"a plain {self._today}" if self._today else "layers of today"


def shim(today: str | None) -> Callable[[Callable[P, R]], Shim[P, R]]:
    """Decorate the function that serves a Keras 1 class.

    Args:
        today: The dotted name of the class of today whose instances it makes; None if there is no single one.
    """
    return lambda function: Shim(function, today)


def resolve(dotted: str) -> Any:
    """Return what a dotted name of today's Keras stands for.

    >>> resolve("keras.layers.Dense").__name__
    'Dense'
    """
    module, _, name = dotted.rpartition(".")
    return getattr(importlib.import_module(module), name)
