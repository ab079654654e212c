"""Initialisers of 2016 text: ``init(shape, name=...)``, which gave a variable, and functions of the text's own."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import keras
from keras import ops

from keras_functional_notes.legacy.shims.making import served
from keras_functional_notes.legacy.shims.notices import untold
from keras_functional_notes.legacy.table import MODULES, Row
from keras_functional_notes.legacy.table.arguments import INIT
from keras_functional_notes.legacy.table.wording import near_match

__all__ = ["get", "initialisation", "todays", "todays_arguments"]

_MODULE = "keras.initializations"


@functools.cache
def initialisation(name: str) -> Callable[..., Any]:
    """Return one of Keras 1's functions: ``normal(shape, scale=0.05, name=None)``, which gives a variable.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> variable = initialisation("one")((2, 3), name="W")
    >>> type(variable).__name__, tuple(variable.shape), initialisation("one").__name__
    ('Variable', (2, 3), 'one')
    """
    function = served(_MODULE, name)

    @functools.wraps(function)
    def make(*args: Any, **kwargs: Any) -> Any:
        return keras.Variable(function(*args, **kwargs), name=variable_name(kwargs.get("name")))

    return make


def get(identifier: Any, **arguments: Any) -> Any:
    """Return what a name of Keras 1's stands for, ``get('normal')``; what is no name, as it is.

    Raises:
        ValueError: If there is no such name; the message has the near match.

    >>> get("glorot_uniform").__name__
    'glorot_uniform'
    >>> get("glorot_unform")
    Traceback (most recent call last):
        ...
    ValueError: initializations.get('glorot_unform'): Keras 1 had no such initialisation. Did you mean `glorot_uniform`?
    """
    if isinstance(identifier, str):
        if identifier in INIT.today:
            return initialisation(identifier)
        try:
            identifier = keras.initializers.get(identifier)
        except ValueError:
            near = near_match(identifier, INIT.today)
            raise ValueError(
                f"initializations.get({identifier!r}): Keras 1 had no such initialisation.{near}"
            ) from None
    if isinstance(identifier, keras.initializers.Initializer):
        return _Todays(identifier)
    return identifier


class _Todays:
    """One of today's initialisers, called as Keras 1's were."""

    def __init__(self, initializer: Any) -> None:
        self.initializer = initializer
        self.__name__ = type(initializer).__name__

    def __call__(self, shape: Any, name: str | None = None) -> Any:
        return keras.Variable(self.initializer(shape), name=variable_name(name))


def variable_name(name: Any) -> str | None:
    """Return a variable's name without what today's Keras has for a path.

    >>> variable_name("dense_1/W")
    'dense_1_W'
    """
    return None if name is None else str(name).replace("/", "_")


def todays(function: Any, layout: Callable[[Any, Any], Any] | None = None) -> Any:
    """Return today's initialiser for one of 2016 text: a name, or a function of ``(shape, name=...)``.

    Args:
        function: A name, a function, or one of today's initialisers.
        layout: Makes a weight of today's shape by a function of the shape that Keras 1 had; by default they are one.

    >>> ops.convert_to_numpy(todays(lambda shape, name: ops.ones(shape))((2,), dtype="float32"))
    array([1., 1.], dtype=float32)
    """
    function = get(function)
    if isinstance(function, _Todays):
        return function.initializer
    if not callable(function) or inspect.isclass(function) or _takes(function, "dtype"):
        return function
    by_name = {"name": None} if _takes(function, "name") else {}

    def draw(shape: Any) -> Any:
        with untold():
            return ops.convert_to_tensor(function(tuple(shape), **by_name))

    def initializer(shape: Any, dtype: Any = None) -> Any:
        return ops.cast(draw(shape) if layout is None else layout(draw, shape), dtype or keras.config.floatx())

    initializer.__name__ = initializer.__qualname__ = getattr(function, "__name__", "initializer")
    return initializer


def _takes(function: Any, name: str) -> bool:
    parameters = inspect.signature(function).parameters.values()
    return any(each.name == name or (each.kind is each.VAR_KEYWORD and name == "dtype") for each in parameters)


# Where Keras 1 drew a weight in another shape than today's


def _by_gates(gates: int) -> Callable[[Any, Any], Any]:
    """Return the layout of a recurrent layer's weights: Keras 1 drew each gate's by itself."""
    return lambda draw, shape: ops.concatenate([draw((*shape[:-1], shape[-1] // gates)) for _ in range(gates)], -1)


def _in_a_column(draw: Any, shape: Any) -> Any:
    """Lay out a Convolution1D's kernel, which was that of a picture one column wide."""
    return ops.reshape(draw((shape[0], 1, *shape[1:])), shape)


def _channels_first(draw: Any, shape: Any) -> Any:
    """Lay out a kernel that was (filters, channels, rows, columns)."""
    *sizes, channels, filters = shape
    return ops.transpose(draw((filters, channels, *sizes)), (*range(2, len(shape)), 1, 0))


_LAYOUTS = {"LSTM": _by_gates(4), "GRU": _by_gates(3), "Convolution1D": _in_a_column}
# Whose weights have one shape in both, or two that are told apart by `dim_ordering`.
_AS_THEY_ARE = ("Dense", "Embedding", "SimpleRNN", "BatchNormalization", "PReLU", "TimeDistributedDense")
_CONVOLUTIONS = ("Convolution2D", "Convolution3D")


def todays_arguments(row: Row, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return a layer's arguments with initialisers of the text's own as today's; other layers refuse them.

    >>> from keras_functional_notes.legacy.table import find
    >>> (units,), kwargs = todays_arguments(find("Dense"), (2,), {"init": lambda shape, name: ops.zeros(shape)})
    >>> tuple(kwargs["init"]((1, 2)).shape)
    (1, 2)
    """
    layout = _LAYOUTS.get(row.name)
    given = row.given(args, kwargs)
    if row.name in _CONVOLUTIONS:
        ordering = given.get("dim_ordering", "default")
        first = ordering == "th" or (ordering == "default" and keras.config.image_data_format() == "channels_first")
        layout = _channels_first if first else None
    elif layout is None and row.name not in _AS_THEY_ARE:
        return args, kwargs
    inits = {
        argument.name: todays(given[argument.name], layout)
        for argument in row.arguments
        if argument.values is not None and argument.values.functions and inspect.isfunction(given.get(argument.name))
        if getattr(given[argument.name], "keras1_name", None) not in MODULES[_MODULE].names
    }
    positions = [argument.name for argument in row.arguments if not argument.keyword]
    by_position = tuple(inits.get(name, value) for name, value in zip(positions, args, strict=False))
    rest = {name: inits.get(name, value) for name, value in kwargs.items()}
    return (*by_position, *args[len(by_position) :]), rest
