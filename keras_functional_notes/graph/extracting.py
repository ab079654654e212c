"""A model that gives what every call of another model gives: its features, call by call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import keras

from keras_functional_notes import _keras
from keras_functional_notes.graph.calls import Call
from keras_functional_notes.graph.tracing import calls_of
from keras_functional_notes.nodes import NodeError, graph_of, node_at
from keras_functional_notes.printable import printable

__all__ = ["UnknownCallError", "extractor"]


class UnknownCallError(NodeError, ValueError):
    """The model makes no call of that name, or two calls of the same name.

    Example:
        >>> import keras
        >>> from keras_functional_notes import extractor
        >>> x, square = keras.Input((3,), name="x"), keras.layers.Dense(3, name="square")
        >>> extractor(keras.Model(x, square(square(x)), name="model"), calls=["square"])
        Traceback (most recent call last):
            ...
        keras_functional_notes.graph.extracting.UnknownCallError: Model 'model' makes no call of the name 'square': ...
    """


def extractor(model: keras.Model, calls: Iterable[str] | None = None) -> keras.Model:
    """Return a model with the same inputs that gives what each call of a model gives, by name.

    ``[layer.output for layer in model.layers]`` gives one tensor a layer, and of a layer that is called twice the
    first call's, whichever model made it.

    Args:
        model: A Functional model or a built Sequential.
        calls: The names of the calls that are wanted; by default all. A call's name is that of its layer,
            ``"dense"``, where the model calls it once, and ``"lstm[0]"``, ``"lstm[1]"`` where it does more often.
            The number counts the model's own calls, as in ``get_output_at(lstm, 1, model=model)``, so that it is
            still right when the model is loaded from a file, or when another model calls the layer too.

    Returns:
        A plain Keras model that shares the model's weights. Its output is a dict with an entry for each call, by its
        name; inputs, and operations that are no layers (``x + y``), are calls too. A call that gives several tensors
        has an entry for each, ``"lstm[0][0]"``, ``"lstm[0][1]"``. Nested models are calls as layers are; for what is
        inside one, give it as `model`.

    Raises:
        UnknownCallError: If the model makes no call of a name in `calls`, or if two calls would have one name.
        NoGraphError: If `model` keeps no graph.

    Example:
        >>> import keras, numpy as np
        >>> from keras_functional_notes import extractor
        >>> a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
        >>> dense = keras.layers.Dense(2, name="dense")
        >>> model = keras.Model([a, b], keras.layers.Add(name="sum")([dense(a), dense(b)]))
        >>> list(extractor(model).output)
        ['a', 'b', 'dense[0]', 'dense[1]', 'sum']
        >>> features = extractor(model, calls=["dense[1]"]).predict([np.ones((5, 3)), np.zeros((5, 3))], verbose=0)
        >>> features["dense[1]"].tolist() == np.zeros((5, 2)).tolist()
        True
    """
    named: dict[str, Call] = {}
    owners: dict[str, Call] = {}
    for call in calls_of(model, nested=False).nodes:
        named[_name(call)] = call
        for name in {_name(call), *_outputs(call)}:
            if owners.setdefault(name, call) is not call:
                both = f"{owners[name].label} and {call.label}"
                raise UnknownCallError(
                    f"Two calls of model {model.name!r} have the name {name!r}: {both}.\n"
                    "Give one of the two layers another name."
                )
    outputs: dict[str, keras.KerasTensor] = {}
    for name in named if calls is None else _picked(calls, named, model):
        outputs |= _outputs(named[name])
    with _keras.room_for(len(named)):
        return keras.Model(graph_of(model).input, outputs, name=f"{model.name}_calls")


def _name(call: Call) -> str:
    return call.name if call.calls == 1 else f"{call.name}[{call.position}]"


def output_names(call: Call) -> list[str]:
    """Return the names that an `extractor` gives to the outputs of a call, in their order."""
    return list(_outputs(call))


def _outputs(call: Call) -> dict[str, keras.KerasTensor]:
    tensors = node_at(call.layer, call.node_index).outputs
    if len(tensors) == 1:
        return {_name(call): tensors[0]}
    # Not a list under one name: Keras 3.3 takes a dict of tensors only for a model's output.
    return {f"{call.name}[{call.position}][{index}]": tensor for index, tensor in enumerate(tensors)}


def _picked(calls: Iterable[str], named: dict[str, Call], model: keras.Model) -> list[str]:
    if isinstance(calls, str):
        raise UnknownCallError(f"calls is a list of names; this is one string.\nWrite calls=[{calls!r}].")
    picked = list(calls)
    if not picked:
        raise UnknownCallError(
            f"calls=[] asks for no call of model {model.name!r}, and a model gives something.\n"
            f"Leave calls out for all of them: {', '.join(map(repr, named))}."
        )
    for name in picked:
        if name not in named:
            raise UnknownCallError(
                f"Model {model.name!r} makes no call of the name {name!r}{_hint(name, named)}.\n"
                f"Its calls are: {', '.join(map(repr, named))}."
            )
    return picked


def _hint(name: Any, named: dict[str, Call]) -> str:
    """Say what was meant, where that can be told."""
    for right, call in named.items():
        if name == call.name:
            own = printable(call.name)
            return f": it calls {own} {call.calls} times, as {own}[0] to {own}[{call.calls - 1}]"
        if name == call.label and call.calls == 1:
            return f": it calls {printable(call.name)} once, which is {right!r}"
        if name == call.label:
            return f": what Keras numbers so is this model's own {right!r}"
    return ""
