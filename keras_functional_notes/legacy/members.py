"""What 2016 text reads of an object: a Keras object answers as Keras 1's did, and every other one as it does itself.

>>> import keras, warnings
>>> from keras_functional_notes.legacy import Keras1Warning
>>> warnings.simplefilter("ignore", Keras1Warning)
>>> x, dense = keras.Input((3,)), keras.layers.Dense(2)
>>> y = dense(x)
>>> read(dense, "get_output_at")(0) is y, read(dense, "output_shape")
(True, (None, 2))

No class is changed: the text alone asks here, because `rewriting` has led its syntax tree here.
"""

from __future__ import annotations

from typing import Any

import keras

from keras_functional_notes.legacy.answers import answers, setters
from keras_functional_notes.legacy.notices import tell
from keras_functional_notes.legacy.vocabulary.methods import SHAPE_METHOD

__all__ = ["READ", "SET", "keras1_class", "keras1_getattr", "keras1_hasattr", "read", "settable"]

READ = frozenset(answers())
"""The attributes that an object of Keras 1's had, and today's has not or answers otherwise.

>>> sorted(READ)[:2]
['U', 'W']
"""

SET = frozenset(setters())
"""The attributes that are set otherwise today.

>>> sorted(SET)
['lr', 'non_trainable_weights', 'trainable_weights']
"""

# Keras itself sets these on each object, so that it is no sign of a user's class.
_SET_BY_KERAS = frozenset({"history"})

# Stand for no default and for no attribute, where None would be one.
_NO_DEFAULT, _ABSENT = object(), object()


def read(thing: Any, name: str, written: str = "") -> Any:
    """Return an attribute of an object, as Keras 1 had it if the object is Keras's.

    Args:
        thing: Any object.
        name: The attribute's name, one of `READ`.
        written: The object as the text wrote it, for notices and errors; by default "layer".

    Raises:
        AttributeError: If there is none, as from any object; if a layer has several nodes and only one is asked for.

    >>> read([1, 2], "pop")()
    2
    """
    for owner, answer in answers()[name]:
        if isinstance(thing, owner) and not _is_users_own(thing, name):
            return answer(thing, written)
    try:
        return getattr(thing, name)
    except AttributeError:
        if name == SHAPE_METHOD.name and isinstance(thing, super):
            # super().get_output_shape_for(...), where above stands a class of today.
            return thing.compute_output_shape  # type: ignore[attr-defined]  # a layer's, or it raises in its turn
        raise


def settable(thing: Any, name: str) -> Any:
    """Return what an attribute of `SET` is to be set on: the object, or what stands before it for this.

    >>> sgd = keras.optimizers.SGD(0.1)
    >>> settable(sgd, "lr").lr = 0.5
    >>> float(keras.ops.convert_to_numpy(sgd.learning_rate))
    0.5
    >>> settable("no Keras object", "lr")
    'no Keras object'
    """
    owner = setters()[name][0]
    return _Before(thing) if isinstance(thing, owner) and not _is_users_own(thing, name) else thing


class _Before:
    """Stands before a Keras object while the text sets an attribute of it."""

    def __init__(self, thing: Any) -> None:
        object.__setattr__(self, "thing", thing)

    def __getattr__(self, name: str) -> Any:
        # x.lr *= 0.5 reads it, too.
        return read(self.thing, name) if name in READ else getattr(self.thing, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setters()[name][1](self.thing, value)


def keras1_getattr(thing: Any, name: str, default: Any = _NO_DEFAULT, /) -> Any:
    """Do what ``getattr`` does, with `read`.

    >>> keras1_getattr([], "output", "none")
    'none'
    """
    try:
        return read(thing, name) if name in READ else getattr(thing, name)
    except AttributeError:
        if default is _NO_DEFAULT:
            raise
        return default


def keras1_hasattr(thing: Any, name: str, /) -> bool:
    """Do what ``hasattr`` does, with `read`.

    >>> keras1_hasattr(keras.layers.Dense(2), "get_output_at"), keras1_hasattr(keras.layers.Dense(2), "output")
    (True, False)
    """
    return keras1_getattr(thing, name, _ABSENT) is not _ABSENT


def keras1_class(made: type) -> type:
    """Return a class that 2016 text has made; a layer's old method for its output shape gets today's name too.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> class Twice(keras.layers.Layer):
    ...     def get_output_shape_for(self, input_shape):
    ...         return input_shape
    >>> keras1_class(Twice)().compute_output_shape((None, 3))
    (None, 3)
    """
    if issubclass(made, keras.layers.Layer) and "compute_output_shape" not in vars(made):
        made.compute_output_shape = vars(made)[SHAPE_METHOD.name]  # type: ignore[attr-defined]  # a class of the text's own
        tell(f"def {SHAPE_METHOD.name}(self, input_shape)", "def compute_output_shape(self, input_shape)")
    return made


def _is_users_own(thing: Any, name: str) -> bool:
    """Whether an attribute of a Keras object is the work of whoever wrote its class, or set it."""
    if name in getattr(thing, "__dict__", ()) and name not in _SET_BY_KERAS:
        return True
    definer = next((owner for owner in type(thing).__mro__ if name in vars(owner)), None)
    return definer is not None and definer.__module__.partition(".")[0] != "keras"
