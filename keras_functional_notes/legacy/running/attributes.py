"""How Keras objects answer 2016 text: an answer for each old method and attribute, and a setter for a few.

An answer is asked for the object and for how the reader wrote it, which the notice repeats.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import keras
import numpy as np

from keras_functional_notes.legacy.running.files import load_weights
from keras_functional_notes.legacy.running.logs import with_logs
from keras_functional_notes.legacy.running.members import other_members, set_rate
from keras_functional_notes.legacy.running.numpy_names import numpy_name
from keras_functional_notes.legacy.shims import cutting, naming, nodes, saving, training
from keras_functional_notes.legacy.shims.as_it_was import as_it_was
from keras_functional_notes.legacy.shims.growing import grown
from keras_functional_notes.legacy.shims.making import resolve
from keras_functional_notes.legacy.shims.nodes import Keras1Node, owns_node
from keras_functional_notes.legacy.shims.notices import tell, tell_gone
from keras_functional_notes.legacy.shims.training import per_output
from keras_functional_notes.legacy.table import METHODS
from keras_functional_notes.legacy.table.attributes import (
    MEMBERS,
    RESET,
    SHAPE_METHOD,
    SHAPE_METHOD_TODAY,
    Member,
)
from keras_functional_notes.legacy.table.meanings import BATCH_HOOK, LOGGING
from keras_functional_notes.legacy.table.numpy_names import NUMPY_NAMES
from keras_functional_notes.legacy.table.wording import call_text
from keras_functional_notes.nodes import unwrapped

__all__ = [
    "READ",
    "SET",
    "answers",
    "keras1_class",
    "keras1_getattr",
    "keras1_hasattr",
    "read",
    "settable",
    "setters",
]

_Answer: TypeAlias = Callable[[Any, str], Any]
_Setter: TypeAlias = Callable[[Any, Any], None]


@functools.cache
def answers() -> Mapping[str, tuple[tuple[type, _Answer], ...]]:
    """Return, by name, the classes of today whose objects answer to it, and how.

    >>> x, dense = keras.Input((3,)), keras.layers.Dense(2)
    >>> y = dense(x)
    >>> [(owner, answer)] = answers()["output"]
    >>> answer(dense, "dense") is y
    True
    """
    found: dict[str, list[tuple[type, _Answer]]] = {}
    for member in MEMBERS:
        found.setdefault(member.name, []).append((resolve(member.owner), _kind(member)(member)))
    for row in METHODS:
        found.setdefault(row.name, []).append((keras.Model, _training(row.name)))
    found.setdefault(RESET.name, []).append((keras.layers.RNN, functools.partial(_method, training.reset_layer)))
    for name, method in _METHODS.items():
        found.setdefault(name, []).append((keras.Model, functools.partial(_method, method)))
    for name in ("add", "pop"):
        found.setdefault(name, []).append((keras.Sequential, _growing(name)))
    for name, owner, answer in other_members():
        found.setdefault(name, []).append((owner, answer))
    return {name: tuple(some) for name, some in found.items()}


# Methods that today's models have not, or answer otherwise.
_METHODS: Mapping[str, Callable[..., Any]] = {
    "load_weights": load_weights,
    "save_weights": saving.save_weights,
    "get_layer": naming.get_layer,
    RESET.name: training.reset_states,
    "to_yaml": saving.to_yaml,
}


def _method(method: Callable[..., Any], thing: Any, _: str) -> Any:
    return functools.partial(method, thing)


def _kind(member: Member) -> Callable[[Member], _Answer]:
    if member is SHAPE_METHOD:
        return _shape_method
    if member.attributes:
        return _renamed
    return _node_method if member.argument else _node_attribute


# Nodes


def _part(member: Member) -> Callable[[Keras1Node], Any]:
    """Return what a member takes from a node: its ``output_tensors``, its ``output_shapes``."""
    name = member.attribute
    return operator.attrgetter(f"{name}s" if "_" in name else f"{name}_tensors")


def _node_method(member: Member) -> _Answer:
    part = _part(member)

    def answer(thing: Any, written: str) -> Any:
        def method(node_index: int) -> Any:
            whole = f"{written or 'layer'}.{call_text(member.name, [node_index])}"
            result = unwrapped(part(nodes.node_at(thing, node_index, whole)))
            _tell_node(member, thing, written or "layer", node_index)
            return result

        method.__name__ = method.__qualname__ = member.name
        return method

    return answer


def _node_attribute(member: Member) -> _Answer:
    def answer(thing: Any, written: str) -> Any:
        if member.name.endswith("_nodes"):
            result = getattr(nodes, member.name)(thing)
        else:
            whole, reader = f"{written or 'layer'}.{member.name}", f"get_{member.name}_at"
            result = nodes.single(thing, whole, reader, _part(member), agreeing=member.name.endswith("_shape"))
        # An attribute that today's class has too needs no word.
        if not hasattr(type(thing), member.name):
            _tell(member, written or "layer")
        return result

    return answer


def _tell(member: Member, layer: str, argument: object = "...", *differences: str) -> None:
    say = tell_gone if member.today is None else tell
    say(member.old(layer, argument), member.new(layer, argument), differences)


def _tell_node(member: Member, thing: Any, written: str, node_index: int) -> None:
    if not owns_node(thing):
        _tell(member, written, node_index)
        return
    position = node_index % len(nodes.inbound_nodes(thing))
    old = member.old(written, node_index)
    if position == 0:
        today = f"{written}.{member.attribute}" if member.today else "None"
        tell(old, today, ("A model's own inputs and outputs were its node 0 in Keras 1.",))
    elif member.today is None:
        tell_gone(old, member.new(written, position - 1))
    else:
        today = member.new(written, position - 1)
        tell(old, today, ("A model's calls counted from 1 in Keras 1, and count from 0 today.",))


# Attributes and methods that were renamed


def _shape_method(member: Member) -> _Answer:
    def answer(thing: Any, written: str) -> Any:
        def method(input_shape: Any) -> Any:
            _tell(member, written or "layer", "input_shape")
            return thing.compute_output_shape(input_shape)

        method.__name__ = method.__qualname__ = member.name
        return method

    return answer


def _renamed(member: Member) -> _Answer:
    def answer(thing: Any, written: str) -> Any:
        today = next((name for name in member.attributes if hasattr(thing, name)), None)
        if today is None:
            # Not every layer has weights: the object itself says that it has no such attribute.
            return getattr(thing, member.name)
        value = getattr(thing, today)
        tell(f"{written or 'layer'}.{member.name}", f"{written or 'layer'}.{today}")
        return value

    return answer


# Models


def _training(name: str) -> _Answer:
    method = _compile if name == "compile" else getattr(training, name)
    return lambda thing, _: functools.partial(method, thing)


def _compile(model: Any, *args: Any, **kwargs: Any) -> None:
    [row] = [row for row in METHODS if row.name == "compile"]
    by_position = row.given(args, {})
    written = per_output(model, row.given(args, kwargs))
    # Handed on as they were given, by position and by name, so that errors and notices are about the reader's call.
    rest = args[len(by_position) :]
    training.compile(model, *(written[name] for name in by_position), *rest, **{name: written[name] for name in kwargs})


def _growing(name: str) -> _Answer:
    return lambda thing, _: functools.partial(grown, thing, getattr(thing, name))


# Setters


def setters() -> Mapping[str, tuple[type, _Setter]]:
    """Return, by name, the class of today whose objects are to be set otherwise than as the text says, and how.

    >>> sgd = keras.optimizers.SGD(0.1)
    >>> setters()["lr"][1](sgd, 0.5)
    >>> float(keras.ops.convert_to_numpy(sgd.learning_rate))
    0.5
    """
    return {
        "lr": (keras.optimizers.Optimizer, set_rate),
        "outputs": (keras.Model, cutting.set_outputs),
        "outbound_nodes": (keras.layers.Layer, cutting.set_nodes),
        "inbound_nodes": (keras.layers.Layer, cutting.set_nodes),
    }


# What 2016 text reads of an object: a Keras object answers as Keras 1's did, and every other one as it does itself.


READ = frozenset({*answers(), *NUMPY_NAMES})
"""The attributes that an object of Keras 1's had, and today's has not or answers otherwise.

>>> sorted(READ)[:2]
['Inf', 'Infinity']
"""

SET = frozenset(setters())
"""The attributes that are set otherwise today.

>>> sorted(SET)
['inbound_nodes', 'lr', 'outbound_nodes', 'outputs']
"""

_TRAINING = frozenset(row.name for row in METHODS)

# Keras itself sets these on each object, so that it is no sign of a user's class.
_SET_BY_KERAS = frozenset({"history", "params"})

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
    if thing is np and name in NUMPY_NAMES:
        return numpy_name(name, written)
    for owner, answer in answers().get(name, ()):
        if isinstance(thing, owner) and not _is_users_own(thing, name):
            return answer(thing, written)
    try:
        return getattr(thing, name)
    except AttributeError:
        if name == SHAPE_METHOD.name and isinstance(thing, super):
            # super().get_output_shape_for(...), where above stands a class of today.
            return thing.compute_output_shape  # type: ignore[attr-defined]  # a layer's, or it raises in its turn
        raise


def read_as_it_was(thing: Any, name: str, written: str = "") -> Any:
    """Do what `read` does, in a text that asks for what Keras 1 computed: so do a model's methods."""
    value = read(thing, name, written)
    is_method = name in _TRAINING and isinstance(thing, keras.Model) and not _is_users_own(thing, name)
    return as_it_was(value) if is_method else value


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
    if issubclass(made, keras.callbacks.Callback):
        for hook in LOGGING & vars(made).keys():
            setattr(made, hook, with_logs(vars(made)[hook]))
        if BATCH_HOOK.names[0] in vars(made):
            [hook] = BATCH_HOOK.names
            tell(f"def {hook}(self, batch, logs)", f"def {hook}(self, batch, logs)", [BATCH_HOOK.what])
    if (
        issubclass(made, keras.layers.Layer)
        and SHAPE_METHOD.name in vars(made)
        and SHAPE_METHOD_TODAY not in vars(made)
    ):
        setattr(made, SHAPE_METHOD_TODAY, vars(made)[SHAPE_METHOD.name])
        tell(f"def {SHAPE_METHOD.name}(self, input_shape)", f"def {SHAPE_METHOD_TODAY}(self, input_shape)")
    return made


def _is_users_own(thing: Any, name: str) -> bool:
    """Whether an attribute of a Keras object is the work of whoever wrote its class, or set it."""
    made = thing if isinstance(thing, type) else type(thing)
    if made is not thing and name in getattr(thing, "__dict__", ()) and name not in _SET_BY_KERAS:
        return True
    definer = next((owner for owner in made.__mro__ if name in vars(owner)), None)
    return definer is not None and definer.__module__.partition(".")[0] not in ("keras", "keras_functional_notes")
