"""Members of Keras 1's objects that no row of the table makes: what nothing of today has says what to use."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import keras

from keras_functional_notes.legacy.running import configurations
from keras_functional_notes.legacy.running.logs import Logs
from keras_functional_notes.legacy.shims import callbacks, cutting, functions, naming, training, weights
from keras_functional_notes.legacy.shims.making import resolve
from keras_functional_notes.legacy.shims.notices import tell, tell_gone
from keras_functional_notes.legacy.table.attributes import ENDS, GONE, ITSELF, OF_VARIABLES, VALIDATION_DATA

__all__ = ["other_members", "set_rate"]


def other_members() -> Iterator[tuple[str, type, Callable[[Any, str], Any]]]:
    """Yield each name with the class of today whose objects are asked for it, and what answers.

    >>> [answer] = [answer for name, _, answer in other_members() if name == "total_loss"]
    >>> answer(keras.Sequential(), "model")
    Traceback (most recent call last):
        ...
    AttributeError: Keras 1's model.total_loss is gone. Use model.compute_loss(...), which a class of your own may write
    anew.
    """
    for owner, members in GONE.items():
        for name, instead in members.items():
            yield name, resolve(owner), _gone(name, instead)
    for name, of, value in _VALUES:
        yield name, of, _value(value)
    for name in ENDS:
        yield name, keras.Model, functools.partial(naming.ends, name)
    for name, step in (("get_updates", functions.get_updates), ("get_gradients", functions.get_gradients)):
        yield name, keras.optimizers.Optimizer, _method(step)
    for name in ("set_param", "set_layer"):
        yield name, keras.regularizers.Regularizer, _without_effect
    yield "from_config", type, configurations.from_config
    for name in ("get_config", "to_json"):
        yield name, keras.layers.Layer, functools.partial(configurations.writing, name)
    yield "get_value", keras.Variable, _get_value
    yield "set_value", keras.Variable, _set_value


_VALUES: tuple[tuple[str, type, Callable[[Any], Any]], ...] = (
    ("history", keras.callbacks.History, lambda callback: Logs(callback.history)),
    ("layers", keras.Model, cutting.layers_of),
    ("metrics_names", keras.Model, training.metrics_names),
    ("updates", keras.layers.Layer, weights.updates),
    ("params", keras.callbacks.Callback, callbacks.params_of),
    (ITSELF, keras.Sequential, lambda model: model),
    (VALIDATION_DATA, keras.Model, callbacks.validation_data),
)


def _value(read: Callable[[Any], Any]) -> Callable[[Any, str], Any]:
    return lambda thing, _: read(thing)


def _method(method: Callable[..., Any]) -> Callable[[Any, str], Any]:
    return lambda thing, _: functools.partial(method, thing)


def _gone(name: str, instead: str) -> Callable[[Any, str], Any]:
    def answer(thing: Any, written: str) -> Any:
        # A class of the reader's own may have it after all.
        if hasattr(thing, name):
            return getattr(thing, name)
        _fail(f"{written or 'layer'}.{name}", instead)

    return answer


def _fail(what: str, instead: str) -> NoReturn:
    raise AttributeError(f"Keras 1's {what} is gone. Use {instead}.")


def _get_value(variable: Any, written: str) -> Callable[..., Any]:
    def get_value(borrow: bool = False) -> Any:
        tell(f"{written}.get_value()", OF_VARIABLES["get_value"].format(written))
        return keras.ops.convert_to_numpy(variable)

    return get_value


def _set_value(variable: Any, written: str) -> Callable[..., Any]:
    def set_value(new_value: Any, borrow: bool = False) -> None:
        tell(f"{written}.set_value(value)", OF_VARIABLES["set_value"].format(written))
        variable.assign(new_value)

    return set_value


def _without_effect(_: Any, written: str) -> Callable[[Any], None]:
    """Return a regularizer's method that did nothing in Keras 1.2.2 either."""

    def method(_: Any) -> None:
        tell_gone(
            f"{written or 'regularizer'}.set_param(...)", "nothing, as in Keras 1.2.2: a weight has its regularizer"
        )

    return method


def set_rate(optimizer: Any, rate: Any) -> None:
    """Set an optimizer's rate: ``optimizer.lr = rate``."""
    tell("optimizer.lr = ...", "optimizer.learning_rate = ...")
    optimizer.learning_rate = rate
