"""A row of the table as something that can be called: Keras 1's name and arguments, today's object."""

from __future__ import annotations

import copy
import functools
import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Generic, ParamSpec, TypeVar

import keras

from keras_functional_notes.legacy.shims.expressions import function_of
from keras_functional_notes.legacy.shims.inputs import keep_batch
from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.shims.weights import set_initial_weights
from keras_functional_notes.legacy.table import MODULES, NOTHING, REQUIRED, Call, Row, find
from keras_functional_notes.legacy.table.arguments import ACTIVATION
from keras_functional_notes.legacy.table.records import OURS, Formula
from keras_functional_notes.legacy.table.respelling import Respelt, respell
from keras_functional_notes.legacy.table.wording import call_text, near_match

__all__ = ["Shim", "factory", "gone", "made_of", "parameters_of", "served", "shim", "signature_of"]

P = ParamSpec("P")
R = TypeVar("R")

# Where the names are that no row can make.
_BY_HAND = {
    "merge": "merging",
    "Merge": "merging",
    "Model": "models",
    "Sequential": "models",
    "MaxoutDense": "gone_layers",
    "Highway": "gone_layers",
    "ModelCheckpoint": "saving",
    **dict.fromkeys(("function", "Function", "gradients", "update", "update_add", "update_sub"), "functions"),
    **dict.fromkeys(("KerasClassifier", "KerasRegressor"), "estimators"),
    **dict.fromkeys(("learning_phase", "set_learning_phase", "in_train_phase", "in_test_phase"), "phases"),
}
# What stands here for a class of today, in 2016 text alone.
_IN_ITS_PLACE = {
    f"keras.{today}": f"keras_functional_notes.legacy.shims.{here}"
    for today, here in (
        ("Input", "inputs.make_input"),
        ("Variable", "variables.Variable"),
        ("ops.stack", "variables.stack"),
        ("utils.is_keras_tensor", "inputs.is_keras_tensor"),
    )
}
# What every layer of today takes besides its own arguments.
_ANY_LAYER = frozenset({"activity_regularizer", "autocast", "dtype", "input_shape", "name", "trainable"})


def served(module: str, name: str) -> Any:
    """Return what stands for a public name of a module of Keras 1.2.2.

    Args:
        module: The module's dotted name, such as ``"keras.layers.core"``; any that had the name.
        name: The name. Submodules are none: they are `MODULES[module].modules`.

    Raises:
        ImportError: If there was no such module, or no such name in it; the message has the near match.

    >>> served("keras.layers", "Densse")
    Traceback (most recent call last):
        ...
    ImportError: keras.layers of Keras 1 had no name `Densse`. Did you mean `Dense`?
    """
    if module not in MODULES:
        raise ImportError(f"Keras 1 had no module {module}.{near_match(module, MODULES)}")
    names = MODULES[module].names
    if name not in names:
        raise ImportError(f"{module} of Keras 1 had no name `{name}`.{near_match(name, names)}")
    return _served(names[name].module, name)


@functools.cache
def _served(module: str, name: str) -> Any:
    row = find(name, module)
    if not row.by_hand:
        return factory(row, name)
    return getattr(importlib.import_module(f"keras_functional_notes.legacy.shims.{_BY_HAND[row.name]}"), name)


def factory(row: Row, name: str) -> Any:
    """Return what serves a Keras 1 name: a callable with Keras 1's signature, or today's object itself.

    Args:
        row: The name's row of the table, one that names something of today.
        name: The name, or the alias, that the reader used.

    >>> from keras_functional_notes.legacy.table import find
    >>> factory(find("Convolution2D"), "Convolution2D")
    <Keras 1's Convolution2D: makes a plain keras.layers.Conv2D>
    """
    if row.is_gone:
        return gone(row, name)
    if row.itself:
        return resolve(str(row.today))
    row = replace(row, name=name, aliases=())
    if row.expression:
        function: Any = function_of(row)
        function.__signature__, function.__doc__ = signature_of(row), _docstring(row)
        return function

    def make(*args: Any, **kwargs: Any) -> Any:
        here = row.variant(row.given(args, kwargs))
        today = str(here.today)
        todays = _todays_arguments(today)
        if keras.config.image_data_format() == "channels_first" and "data_format" in todays:
            here = here.channels_last()
        respelt = respell(here, args, kwargs, also=todays)
        made = resolve(_IN_ITS_PLACE.get(today, today))(
            *map(made_of, respelt.args), **{k: made_of(v) for k, v in respelt.kwargs.items()}
        )
        if kwargs.get("batch_input_shape") is not None:
            keep_batch(made, kwargs["batch_input_shape"])
        if respelt.weights is not NOTHING and respelt.weights is not None:
            set_initial_weights(here, made, respelt.weights, respelt.named)
        _tell(here, args, kwargs, respelt)
        return made

    made_by = _dressed(make, row)
    if row.module == "keras.backend" and name in ACTIVATION.names:
        # A function that stands for its name where an activation is given, so that what is saved is plain.
        made_by.keras1_name = name
    return made_by


def gone(row: Row, name: str) -> Any:
    """Return what stands for a name that has no successor: calling it says what to use instead."""
    row = replace(row, name=name, aliases=())

    def make(*args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError(f"Keras 1's {name} has no successor: {row.instead}.")

    return _dressed(make, row)


def signature_of(row: Row) -> inspect.Signature:
    """Return Keras 1's signature.

    >>> from keras_functional_notes.legacy.table import find
    >>> str(signature_of(find("Dropout"))).partition(", *")[0]
    '(p, noise_shape=None, seed=None'
    """
    return inspect.Signature(
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.KEYWORD_ONLY if argument.keyword else inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=inspect.Parameter.empty if argument.default is REQUIRED else argument.default,
            )
            for argument in row.arguments
        ]
    )


@functools.cache
def _todays_arguments(dotted: str) -> frozenset[str]:
    target = resolve(dotted)
    own = parameters_of(target)
    # Not every layer takes what most of them take.
    takes_any = any(
        parameter.kind is parameter.VAR_KEYWORD for parameter in inspect.signature(target).parameters.values()
    )
    return own | _ANY_LAYER if takes_any and (dotted.startswith("keras.layers.") or ".kept_layers." in dotted) else own


def parameters_of(function: Any) -> frozenset[str]:
    """Return the names of a function's parameters, those that it names."""
    parameters = inspect.signature(function).parameters.values()
    return frozenset(
        parameter.name
        for parameter in parameters
        if parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
    )


def made_of(argument: Any) -> Any:
    """Make what an argument stands for, if it is a call or a function of today's, or has some in it."""
    if isinstance(argument, Call):
        return resolve(argument.today)(**{name: made_of(part) for name, part in argument.arguments.items()})
    if isinstance(argument, Formula):
        return resolve(f"{OURS}{argument.name}")
    if type(argument) is list:
        return [made_of(part) for part in argument]
    return argument


def _tell(row: Row, args: tuple[Any, ...], kwargs: Mapping[str, Any], respelt: Respelt) -> None:
    old = call_text(row.written, args, kwargs)
    renamed = row.short != row.written or row.is_kept
    if not (renamed or respelt.changed or respelt.differences):
        return
    today = respelt.text(str(row.today))
    if not renamed and not respelt.changed:
        # Spelt alike: only the differences are worth a word.
        today = old
    differences = list(respelt.differences)
    if respelt.weights is not NOTHING:
        differences.append("The weights are set after building: layer.set_weights(weights).")
    tell(old, today, differences)


def _dressed(make: Any, row: Row) -> Any:
    """Let a function look like the Keras 1 name that it serves."""
    make.__name__ = make.__qualname__ = row.name
    make.__doc__ = _docstring(row)
    shim = Shim(make, row.today)
    shim.__signature__ = signature_of(row)
    return shim


def _docstring(row: Row) -> str:
    today = row.expression or row.today
    first = f"Keras 1's {row.written}: {f'``{today}`` today' if today else f'Gone; use {row.instead}'}."
    arguments = [f"    {argument.name}: {_becomes(argument.name, argument.new, row)}" for argument in row.arguments]
    lines = [first, *(["", "Args:", *arguments] if arguments else [])]
    return "\n".join([*lines, "", f"From Keras 1.2.2's {row.module}."])


def _becomes(old: str, new: str | None, row: Row) -> str:
    packed = next((packing.today for packing in row.packings if old in packing.parts), None)
    if packed is not None:
        return f"Part of `{packed}` today."
    if new is None:
        return "Has no name today."
    return "The same today." if new == old else f"`{new}` today."


# Classes that functions serve


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
    >>> issubclass(Mine, keras.Model)
    True
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

    def doing(self, function: Callable[P, R]) -> Shim[P, R]:
        """Return a shim that looks as this one does, and makes its object by another function."""
        shim = copy.copy(self)
        shim._function = function
        return shim

    def from_config(self, config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
        """Make the object that a configuration describes, Keras 1's ``get_config()`` or today's.

        >>> served("keras.layers", "Dense").from_config({"output_dim": 2, "activation": "tanh", "bias": True}).units
        2
        """
        # By its name, because that room stands on this one.
        return resolve("keras_functional_notes.legacy.saved.opening.from_config")(self.__name__, config, custom_objects)

    def __repr__(self) -> str:
        return f"<Keras 1's {self.__name__}: makes {self._made()}>"

    def __instancecheck__(self, instance: object) -> bool:
        if self._today is None:
            raise TypeError(
                f"isinstance(..., {self.__name__}): nothing is a {self.__name__} today. Ask for the layer of today, "
                "such as keras.layers.Add or keras.layers.Concatenate."
            )
        own = any(owner.__name__ == self.__name__ and _is_base(owner) for owner in type(instance).__mro__)
        return own or isinstance(instance, resolve(self._today))

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type]:
        # By its name, because that room stands on this one.
        return (resolve("keras_functional_notes.legacy.custom.bases.base_of")(self.__name__),)

    def _made(self) -> str:
        return f"a plain {self._today}" if self._today else "layers of today"


def _is_base(owner: type) -> bool:
    return owner.__module__.startswith("keras_functional_notes.legacy.custom.")


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
