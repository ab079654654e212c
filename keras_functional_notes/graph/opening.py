"""Opening what keeps no graph: subclassed models and composite layers, called once on symbolic tensors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import keras

from keras_functional_notes import _keras
from keras_functional_notes.graph.calls import CallRecords
from keras_functional_notes.graph.following import read_calls
from keras_functional_notes.nodes import NoGraphError, described
from keras_functional_notes.printable import printable


class OpeningReader:
    """A reader (`following.Reader`) of what Keras keeps, which opens composite layers where their code lets it."""

    def __init__(self) -> None:
        """Begin with nothing opened."""
        self._opened: dict[Any, _keras.Opened | None] = {}
        self._makers: dict[int, Any] = {}
        self._taken_back: dict[keras.Operation, set[Any]] = defaultdict(set)

    ordered_model_nodes = staticmethod(_keras.ordered_model_nodes)
    node_index = staticmethod(_keras.node_index)
    argument_names = staticmethod(_keras.argument_names)
    history = staticmethod(_keras.history)
    class_name = staticmethod(_keras.class_name)
    constants = staticmethod(_keras.constants)
    structures = staticmethod(_keras.structures)

    def maker(self, tensor: Any) -> Any:
        """Return the call that made a tensor."""
        return self._makers.get(id(tensor)) or _keras.maker(tensor)

    def calls_count(self, layer: Any) -> int:
        """Return how many calls a layer has, with those that were taken back."""
        taken_back = self._taken_back.get(layer)
        if taken_back is None:
            return _keras.calls_count(layer)
        return len(taken_back.union(_keras.inbound_nodes(layer)))

    def graph_in(self, call: Any) -> Any | None:
        """Return the graph of what is called: a nested model's own, or that of an opened layer, or None."""
        graph = _keras.graph_of(call.operation)
        if graph is not None:
            return graph
        if call not in self._opened:
            try:
                self._opened[call] = self.open(call)
            except Exception:  # a layer's code may be anything; what needs numbers stays closed
                self._opened[call] = None
        opened = self._opened[call]
        return None if opened is None else opened.graph

    def nested_inputs(self, call: Any, graph: Any) -> list[tuple[Any, Any]]:
        """Return what a call gives to each of the inputs of what it calls: (tensor, mask)."""
        opened = self._opened.get(call)
        if opened is None:
            return _keras.nested_inputs(call, graph)
        return [(opened.enters[tensor], None) for tensor in graph.inputs]

    def open(self, call: Any) -> _keras.Opened | None:
        """Open a composite layer; None for what holds no layers or calls none of them."""
        inside = set(_keras.layers_inside(call.operation))
        if not inside:
            return None
        opened = _keras.opened(call)
        nodes = list(_keras.model_nodes(opened.graph))
        if not any(node.operation in inside for node in nodes) or len(opened.graph.outputs) != len(call.outputs):
            return None
        self._makers |= opened.makers
        for node in nodes:
            self._taken_back[node.operation].add(node)
        return opened


def called_once(model: keras.layers.Layer, inputs: Any, *, nested: bool) -> CallRecords:
    """Call a model or composite layer that keeps no graph once on symbolic tensors, and read the records of its calls.

    Args:
        model: The model or layer.
        inputs: What it takes: a shape with the batch, a ``keras.Input``, or a list or dict of these.
        nested: Whether to open what is nested in it.

    Raises:
        NoGraphError: If it cannot be called on them, or does not work on symbolic tensors inside.
    """
    reader = OpeningReader()
    try:
        with _keras.call_once(model, _symbolic(inputs)) as call:
            opened = reader.open(call)
    except Exception as error:  # whatever the model's own code raises
        reason = printable(next(iter(str(error).strip().splitlines()), ""))
        raise NoGraphError(
            f"{described(model)} cannot be opened on inputs={inputs!r}: its code does not run on symbolic tensors "
            f"there ({type(error).__name__}: {reason}).\n"
            "Check the shapes (the batch included) and dtypes; code that needs numbers, not tensors, cannot be opened."
        ) from error
    if opened is None:
        raise NoGraphError(
            f"{described(model)} calls none of the layers that it holds, so there are no calls to show.\n"
            "Give a model or layer whose call() calls other layers."
        )
    return replace(read_calls(model, opened.graph, reader, nested=nested), called_on=inputs)


def called_for_good(model: keras.layers.Layer, inputs: Any) -> tuple[Any, CallRecords]:
    """Do as `called_once` and keep the nodes, so that what was called can be made a model.

    Returns:
        What was given: Inputs in the structure that the model takes them in. And the records.

    Raises:
        NoGraphError: If its code computes with sizes that the inputs leave open.
    """
    with _keras.call_once(model, _symbolic(inputs)) as call:
        pass
    try:
        given, opened = _keras.run_once(call)
    except Exception as error:  # whatever the model's own code raises
        raise NoGraphError(
            f"{described(model)} computes with the sizes of its inputs, so that what it does is for one size alone.\n"
            f"Open it on inputs whose sizes are all known, the batch included; these were {inputs!r}."
        ) from error
    return given, read_calls(model, opened.graph, OpeningReader(), nested=False)


def _symbolic(inputs: Any) -> Any:
    """Return inputs with a symbolic tensor in place of each shape."""
    if isinstance(inputs, dict):
        return {name: _symbolic(value) for name, value in inputs.items()}
    if isinstance(inputs, (list, tuple)):
        if _is_shape(inputs):
            return keras.Input(batch_shape=tuple(inputs))
        return [_symbolic(value) for value in inputs]
    return inputs


def _is_shape(value: Iterable[Any]) -> bool:
    return all(size is None or isinstance(size, int) for size in value)
