"""The module objects that 2016 text sees instead of today's: Keras 1's modules, and TensorFlow with those in it."""

from __future__ import annotations

import contextlib
import importlib
import itertools
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from keras_functional_notes.legacy.custom.names import NAMES, in_text
from keras_functional_notes.legacy.running.files import OPENERS
from keras_functional_notes.legacy.shims.growing import counting
from keras_functional_notes.legacy.shims.making import served
from keras_functional_notes.legacy.shims.naming import Names
from keras_functional_notes.legacy.table import MODULES, find
from keras_functional_notes.legacy.table.attributes import BACKEND_NAME
from keras_functional_notes.legacy.table.left_out import brought_along, passed_on, reason_for
from keras_functional_notes.legacy.table.wording import near_match

__all__ = ["Keras1", "Private", "Tensorflow", "Text", "no_name"]

_VERSION = "1.2.2"


class Private(ModuleType):
    """A module that one program alone sees."""


class Text(Private):
    """A module of 2016 text."""


class Keras1(Private):
    """A module of Keras 1, whose names are looked up when they are first asked for.

    Args:
        name: Its dotted name.
        import_: What imports its submodules.
        names: What counts the layers of the program.
        serve: Gives what stands for a name of a module; by default today's objects with today's defaults.
    """

    def __init__(
        self, name: str, import_: Callable[..., Any], names: Names, serve: Callable[[str, str], Any] = served
    ) -> None:
        """Be a module with Keras 1's names."""
        super().__init__(name)
        self.__package__ = name
        self.__all__ = [*MODULES[name].names, *MODULES[name].loaded, *brought_along(name)]
        self._import, self._names, self._serve = import_, names, serve
        if name == "keras":
            self.__version__ = _VERSION

    def __getattr__(self, name: str) -> Any:
        value = self._value(name)
        # Kept, so that the next look-up is a plain one.
        setattr(self, name, value)
        return value

    def _value(self, name: str) -> Any:
        here = MODULES[self.__name__]
        if name in here.names and name in OPENERS:
            return OPENERS[name]
        if name in here.names:
            row = find(name, self.__name__)
            return self._names.counting(row, counting(row, in_text(row, self._serve(self.__name__, name))))
        if (self.__name__, name) in NAMES:
            return NAMES[self.__name__, name]
        if name in here.modules:
            return self._import(f"{self.__name__}.{name}", fromlist=["*"])
        if (self.__name__, name) == ("keras.backend", BACKEND_NAME):
            return served(self.__name__, "backend")()
        origin = passed_on(self.__name__, name)
        if origin is not None:
            return self._import(origin, fromlist=["*"])
        # Text may mix in what Keras 1 had not and today's Keras has.
        for today in () if name.startswith("__") else self.todays():
            if hasattr(today, name):
                return getattr(today, name)
        raise AttributeError(no_name(self, name))

    def todays(self) -> Iterator[ModuleType]:
        """Yield the module of this name in today's Keras, and the one in which its names are, where there are such."""
        for name in filter(None, (self.__name__, MODULES[self.__name__].today)):
            # Many of Keras 1's modules are no more.
            with contextlib.suppress(ModuleNotFoundError):
                yield importlib.import_module(name)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.__all__, *MODULES[self.__name__].modules})

    def __repr__(self) -> str:
        return f"<module {self.__name__!r} of Keras 1>"


class Tensorflow(Private):
    """TensorFlow, except that its ``keras`` is Keras 1's tree.

    Args:
        import_: What imports that tree.
    """

    def __init__(self, import_: Callable[..., Any]) -> None:
        """Load TensorFlow."""
        super().__init__("tensorflow")
        self._import = import_
        self._tensorflow = importlib.import_module("tensorflow")

    def __getattr__(self, name: str) -> Any:
        if name == "keras":
            return self._import("keras")
        return getattr(self._tensorflow, name)

    def __dir__(self) -> list[str]:
        return dir(self._tensorflow)


def no_name(module: ModuleType, name: str) -> str:
    """Say that a module has no such name, and which one is near."""
    if isinstance(module, Keras1):
        reason = reason_for(module.__name__, name)
        if reason:
            return f"{module.__name__}.{name} of Keras 1 is not here. {reason}"
        known = {*dir(module), *itertools.chain.from_iterable(map(dir, module.todays()))}
        return f"{module.__name__} had no name `{name}` in Keras 1, nor has it today.{near_match(name, known)}"
    return f"{module.__name__} has no name `{name}`.{near_match(name, dir(module))}"
