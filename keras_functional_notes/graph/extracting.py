"""A model that gives what every call of another model gives: its features, call by call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import keras

from keras_functional_notes import _keras
from keras_functional_notes.graph.calls import Call, CallRecords
from keras_functional_notes.graph.opening import called_for_good
from keras_functional_notes.graph.tracing import calls_of
from keras_functional_notes.nodes import NodeError, graph_of
from keras_functional_notes.printable import printable

if TYPE_CHECKING:
    from keras_functional_notes.graph import CallGraph

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


def extractor(model: keras.Model | CallGraph, calls: Iterable[str] | None = None) -> keras.Model:
    """Return a model with the same inputs that gives what each call of a model gives, by name.

    ``[layer.output for layer in model.layers]`` gives one tensor a layer, and of a layer that is called twice the
    first call's, whichever model made it.

    Args:
        model: A Functional model or a built Sequential; of what keeps no graph, the `CallGraph` that opened it.
        calls: The names of the calls that are wanted; by default all. A call's name is that of its layer,
            ``"dense"``, where the model calls it once, and ``"lstm[0]"``, ``"lstm[1]"`` where it does more often.
            The number counts the model's own calls, as in ``get_output_at(lstm, 1, model=model)``, so that it is
            still right when the model is loaded from a file, or when another model calls the layer too.

    Returns:
        A plain Keras model that shares the model's weights. Its output is a dict with an entry for each call, by its
        name; inputs, and operations that are no layers (``x + y``), are calls too. A call that gives several tensors
        has an entry for each, ``"lstm[0][0]"``, ``"lstm[0][1]"``. Nested models are calls as layers are; for what is
        inside one, give it as `model`. What a subclassed model does is done anew for it, and is then what the plain
        model does: its calls are nodes on the layers, as any Functional model's.

    Raises:
        UnknownCallError: If the model makes no call of a name in `calls`, or if two calls would have one name.
        NoGraphError: If `model` keeps no graph, or its code computes with sizes that are not known.
        ValueError: If a `CallGraph` shows nested models open.

    Example:
        >>> import keras, numpy as np
        >>> from keras_functional_notes import call_graph, extractor
        >>> a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
        >>> dense = keras.layers.Dense(2, name="dense")
        >>> model = keras.Model([a, b], keras.layers.Add(name="sum")([dense(a), dense(b)]))
        >>> list(extractor(model).output)
        ['a', 'b', 'dense[0]', 'dense[1]', 'sum']
        >>> features = extractor(model, calls=["dense[1]"]).predict([np.ones((5, 3)), np.zeros((5, 3))], verbose=0)
        >>> features["dense[1]"].tolist() == np.zeros((5, 2)).tolist()
        True

        A subclassed model, opened on the shape of its input:

        >>> class Twice(keras.Model):
        ...     def __init__(self):
        ...         super().__init__(name="twice")
        ...         self.dense = keras.layers.Dense(4, name="dense")
        ...
        ...     def call(self, x):
        ...         return self.dense(self.dense(x))
        >>> list(extractor(call_graph(Twice(), inputs=(None, 4))).output)
        ['input_0', 'dense[0]', 'dense[1]']
    """
    if isinstance(model, CallRecords):
        check_closed(model)
        if model.called_on is not None:
            return _model(*called_for_good(model.model, model.called_on), calls)
        model = model.model
    return _model(graph_of(model).input, calls_of(model, nested=False), calls)


def check_closed(graph: CallRecords) -> None:
    """Raise an error if a graph shows what is inside the model's own calls."""
    if graph.frames:
        raise ValueError(
            "Numbers are shown at the model's own calls, and this graph shows nested models open.\n"
            "Write call_graph(model) without nested=True, or call_graph of the nested model."
        )


def _model(inputs: Any, graph: CallRecords, calls: Iterable[str] | None) -> keras.Model:
    """Return a model of the same inputs that gives what some calls give."""
    named: dict[str, Call] = {}
    owners: dict[str, Call] = {}
    given: dict[Call, Any] = {}
    for call, node in zip(graph.nodes, graph.kept, strict=True):
        named[_name(call)], given[call] = call, node.outputs
        for name in {_name(call), *output_names(call)}:
            if owners.setdefault(name, call) is not call:
                both = f"{owners[name].label} and {call.label}"
                raise UnknownCallError(
                    f"Two calls of model {graph.name!r} have the name {name!r}: {both}.\n"
                    "Give one of the two layers another name."
                )
    outputs: dict[str, keras.KerasTensor] = {}
    for name in named if calls is None else _picked(calls, named, graph.name):
        call = named[name]
        outputs |= zip(output_names(call), given[call], strict=True)
    with _keras.room_for(len(named)):
        return keras.Model(inputs, outputs, name=f"{graph.name}_calls")


def _name(call: Call) -> str:
    return call.name if call.calls == 1 else f"{call.name}[{call.position}]"


def output_names(call: Call) -> list[str]:
    """Return the names that an `extractor` gives to the outputs of a call, in their order."""
    if len(call.output_shapes) == 1:
        return [_name(call)]
    # Not a list under one name: Keras 3.3 takes a dict of tensors only for a model's output.
    return [f"{call.name}[{call.position}][{index}]" for index, _ in enumerate(call.output_shapes)]


def _picked(calls: Iterable[str], named: dict[str, Call], model: str) -> list[str]:
    if isinstance(calls, str):
        raise UnknownCallError(f"calls is a list of names; this is one string.\nWrite calls=[{calls!r}].")
    picked = list(calls)
    if not picked:
        raise UnknownCallError(
            f"calls=[] asks for no call of model {model!r}, and a model gives something.\n"
            f"Leave calls out for all of them: {', '.join(map(repr, named))}."
        )
    for name in picked:
        if name not in named:
            raise UnknownCallError(
                f"Model {model!r} makes no call of the name {name!r}{_hint(name, named)}.\n"
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
