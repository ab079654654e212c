"""The one room that reads Keras's private attributes.

Keras 3 has no public way to ask a layer for its calls. What is read here exists unchanged from Keras 3.0.5 to
3.15.1; ``tests/test_keras.py`` pins each fact, so that a release which moves one is noticed there and mended here.
"""

from __future__ import annotations

import collections
import contextlib
import functools
import inspect
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import h5py
import keras
from keras.src import backend
from keras.src.backend.common import global_state
from keras.src.legacy.saving import legacy_h5_format

from keras_functional_notes.printable import written

# Two sizes for what is unknown, where a layer computes with it: what differs afterwards depends on it.
_SIZES = (6, 12)

_numbers: WeakKeyDictionary[Any, dict[int, list[int]]] = WeakKeyDictionary()


def inbound_nodes(operation: keras.Operation) -> Sequence[Any]:
    """Return Keras's own list of the operation's symbolic calls, in the order in which they were made."""
    nodes: Sequence[Any] = operation._inbound_nodes
    return nodes


def outbound_nodes(operation: keras.Operation) -> Sequence[Any]:
    """Return Keras's own list of the calls that use the operation's tensors, once per tensor used."""
    nodes: Sequence[Any] = operation._outbound_nodes
    return nodes


def history(tensor: keras.KerasTensor) -> tuple[keras.Operation, int, int] | None:
    """Return the (operation, node index, tensor index) that made the tensor, or None if no operation did."""
    made_by = getattr(tensor, "_keras_history", None)
    if made_by is None or made_by.operation is None:
        return None
    return (made_by.operation, made_by.node_index, made_by.tensor_index)


def graph_of(model: Any) -> Any | None:
    """Return the object that keeps the model's graph: a built Sequential's own Functional, a Functional itself.

    None for what keeps no graph: an unbuilt Sequential, a subclassed model, a layer.
    """
    # A Sequential is asked first: on some versions it inherits attributes that only its `_functional` fills.
    graph = model._functional if isinstance(model, keras.Sequential) else model
    return graph if hasattr(graph, "_nodes_by_depth") else None


def model_nodes(graph: Any) -> Iterator[Any]:
    """Yield the calls that a graph (see `graph_of`) makes, unused Inputs included, from inputs to outputs."""
    for depth in sorted(graph._nodes_by_depth, reverse=True):
        yield from graph._nodes_by_depth[depth]


def node_numbers(graph: Any) -> dict[int, list[int]]:
    """Return, for the id of each operation in a graph (see `graph_of`), Keras's numbers of the calls the graph makes.

    A graph never changes, so it is walked once. What is kept are numbers alone, which keep no layer and no model alive.
    """
    numbers = _numbers.get(graph)
    if numbers is None:
        numbers = {}
        for node in model_nodes(graph):
            numbers.setdefault(id(node.operation), []).append(node_index(node))
        for of_operation in numbers.values():
            of_operation.sort()
        _numbers[graph] = numbers
    return numbers


@contextlib.contextmanager
def room_for(calls: int) -> Iterator[None]:
    """Let Keras, which follows a model's calls by recursion, follow so many of them, one after another."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + 2 * calls)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def computed(graph: keras.Function, values: list[Any], training: bool | None) -> Any:
    """Return what a graph gives for its inputs' values, its layers called as in training or not: a model does so."""

    def calling(operation: Any) -> Any:
        if training is None or not getattr(operation, "_call_has_training_arg", False):
            return operation
        return lambda *args, **kwargs: operation(*args, **{**kwargs, "training": training})

    return graph._run_through_graph(values, operation_fn=calling)


def save_weights_in_the_old_layout(model: keras.Model, path: str) -> None:
    """Save a model's weights as Keras 2 did; Keras itself reads such files, and writes them with whole models alone."""
    with h5py.File(path, "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)


def mask_of(tensor: Any) -> Any | None:
    """Return the mask that travels with a tensor, symbolic or not, or None."""
    # Newer versions keep the masks of tensors that take no attributes (JAX arrays) in a table, and have a reader.
    reader = getattr(backend, "get_keras_mask", None)
    return getattr(tensor, "_keras_mask", None) if reader is None else reader(tensor)


def set_mask(tensor: Any, mask: Any) -> None:
    """Let a mask travel with a tensor, as a layer's ``compute_mask`` would have it."""
    setter = getattr(backend, "set_keras_mask", None)
    if setter is None:
        tensor._keras_mask = mask
    else:
        setter(tensor, mask)


def node_index(call: Any) -> int:
    """Return Keras's own number of a call: its place in its operation's list."""
    # Asking the list itself, `.index(call)`, would cost a walk of it for each call.
    made_by = history(call.outputs[0])
    assert made_by is not None, "a call inside a model has made its tensors"
    return made_by[1]


def constants(call: Any) -> list[str]:
    """Return what a call took besides tensors, as it would be written; a keyword that is None is left out."""
    args, kwargs = call.arguments.args, call.arguments.kwargs
    if not kwargs and len(args) == 1:
        return []

    def has_tensor(value: Any) -> bool:
        return any(isinstance(part, keras.KerasTensor) for part in keras.tree.flatten(value))

    found = [value for value in args if not has_tensor(value)]
    if type(call.operation).__name__ == "GetItem" and len(found) == 1:
        key = found[0] if isinstance(found[0], (list, tuple)) else (found[0],)
        return [f"[{', '.join(map(written, key))}]"]
    named = {key: value for key, value in kwargs.items() if value is not None and not has_tensor(value)}
    return [*map(written, found), *(f"{key}={written(value)}" for key, value in named.items())]


def structures(graph: Any) -> tuple[Any, Any]:
    """Return the inputs and outputs of a graph, in the lists and dicts that they are given in."""
    return graph._inputs_struct, graph._outputs_struct


def maker(tensor: Any) -> Any:
    """Return the call that made a tensor of a graph."""
    made_by = history(tensor)
    assert made_by is not None, "a call inside a model takes what another call gave"
    return inbound_nodes(made_by[0])[made_by[1]]


def class_name(operation: keras.Operation) -> str:
    """Return the name of an operation's class."""
    return type(operation).__name__


def calls_count(operation: keras.Operation) -> int:
    """Return how many symbolic calls an operation has, whichever model made them."""
    return len(inbound_nodes(operation))


def argument_names(call: Any) -> tuple[str, ...]:
    """Return, for each tensor that a call took, the keyword that it was given by, or "" if it was given by place."""
    args, kwargs = call.arguments.args, call.arguments.kwargs
    if not kwargs:
        return ("",) * len(call.input_tensors)
    names = (
        keras.tree.map_structure(lambda _: "", args),
        {key: keras.tree.map_structure(lambda _, key=key: key, value) for key, value in kwargs.items()},
    )
    # Keras flattens (args, kwargs) into `input_tensors`; a structure of the same form is flattened alike.
    pairs = zip(keras.tree.flatten((args, kwargs)), keras.tree.flatten(names), strict=True)
    return tuple(name for value, name in pairs if isinstance(value, keras.KerasTensor))


def nested_inputs(call: Any, graph: Any) -> list[tuple[Any, Any]]:
    """Return what a call of a nested model gives to each of the model's own inputs: (tensor, mask), None where nothing.

    Args:
        call: A call of the model, in the graph of the model around it.
        graph: The graph of the nested model (see `graph_of`).
    """
    args, kwargs = call.arguments.args, call.arguments.kwargs
    given = args[0] if args else kwargs["inputs"]
    if isinstance(given, dict) and not isinstance(graph.input, dict):
        # Keras finds the tensors by the names of the inputs then (Functional._standardize_inputs).
        given = [given[tensor.name] for tensor in graph.inputs]
    tensors = keras.tree.flatten(given)
    masks = keras.tree.flatten(kwargs["mask"]) if kwargs.get("mask") is not None else [None] * len(tensors)
    return list(zip(tensors, masks, strict=True))


def ordered_model_nodes(graph: Any) -> list[Any]:
    """Return the calls that a graph (see `graph_of`) makes in the topological order of ``summary()``.

    It is the same from run to run, and after saving and loading: by depth, then by the place of the operation in
    ``model.operations``, then by number.
    """
    place = {operation: position for position, operation in enumerate(graph.operations)}
    nodes: list[Any] = []
    for depth in sorted(graph._nodes_by_depth, reverse=True):
        nodes += sorted(graph._nodes_by_depth[depth], key=lambda node: (place[node.operation], node_index(node)))
    return nodes


def configuration(operation: keras.Operation) -> dict[str, Any]:
    """Return what ``get_config`` tells of an operation; nothing where it tells nothing, as many a layer's own does."""
    try:
        found: dict[str, Any] = operation.get_config()
    except Exception:  # a layer's own code may raise anything; Keras raises where arguments were not kept
        return {}
    return found


def layers_inside(layer: keras.Operation) -> list[keras.layers.Layer]:
    """Return the layers that a layer holds, at any depth."""
    return list(layer._flatten_layers(include_self=False)) if isinstance(layer, keras.layers.Layer) else []


@dataclass(frozen=True, slots=True)
class Opened:
    """What a layer did when it was called once on symbolic tensors; nothing else keeps the nodes of it.

    Args:
        graph: The graph of its calls, as `graph_of` gives it for models.
        enters: What the layer was given for each of the graph's inputs.
        makers: For the id of each tensor that a call inside gave, the call.
    """

    graph: Any
    enters: dict[Any, Any]
    makers: dict[int, Any]


def opened(call: Any) -> Opened:
    """Run a layer's own code once on symbolic tensors, with the arguments of one of its calls, and return what it did.

    No node is left on any layer, no weight and no state is changed. What the code raises goes on: many a layer's code
    needs numbers.
    """
    try:
        return _run(call, None)
    except Exception:  # whatever the code raises; it may compute with sizes (``ops.shape(x)[0]``), and None is none
        first, second = (_run(call, size) for size in _SIZES)
    for tensor, twin in zip(_tensors_inside(first), _tensors_inside(second), strict=True):
        # A size that went with what stood for the unknown ones is unknown, too.
        sizes = zip(tensor.shape, twin.shape, strict=True)
        _set_shape(tensor, tuple(one if one == other else None for one, other in sizes))
    return first


def _tensors_inside(opened: Opened) -> list[Any]:
    return [tensor for node in ordered_model_nodes(opened.graph) for tensor in node.outputs]


def _set_shape(tensor: Any, shape: tuple[int | None, ...]) -> None:
    # Newer versions keep it behind a property.
    setattr(tensor, "_shape" if hasattr(tensor, "_shape") else "shape", shape)


def run_once(call: Any) -> tuple[Any, Opened]:
    """Run a layer's own code once as `opened` does, and keep the nodes: return what it was given, and what it did.

    What its code raises goes on, also where it computes with sizes that are not known.
    """
    opened = _run(call, None, keep=True)
    entries = {tensor: entry for entry, tensor in opened.enters.items()}
    given = call.arguments.args[0] if call.arguments.args else call.arguments.kwargs
    return keras.tree.map_structure(lambda tensor: entries[tensor], given), opened


def _run(call: Any, unknown: int | None, *, keep: bool = False) -> Opened:
    layer = call.operation
    given = list(dict.fromkeys(call.input_tensors))
    first = next(iter(call.arguments.args), None)
    # A layer that takes a dict knows its inputs by these names; a Functional model would want them to be the Inputs'.
    names = {tensor: str(key).replace("/", "_") for key, tensor in first.items()} if isinstance(first, dict) else {}
    inputs = [
        keras.Input(
            batch_shape=[unknown if size is None else size for size in tensor.shape],
            dtype=tensor.dtype,
            name=names.get(tensor, f"input_{number}"),
        )
        for number, tensor in enumerate(given)
    ]
    entering = dict(zip(given, inputs, strict=True))

    def fresh(value: Any) -> Any:
        return entering[value] if isinstance(value, keras.KerasTensor) else value

    for tensor, entry in entering.items():
        if mask_of(tensor) is not None and mask_of(tensor) in entering:
            set_mask(entry, entering[mask_of(tensor)])
    args, kwargs = keras.tree.map_structure(fresh, (call.arguments.args, call.arguments.kwargs))
    inside = layers_inside(layer)
    with (
        nodes_taken_back(layer, keep=keep),
        _names_from_the_start(),
        _outputs_told_by_running(inside),
        keras.StatelessScope(),
    ):
        graph = keras.Function(inputs, layer.call(*args, **kwargs))
        makers = {id(tensor): node for node in model_nodes(graph) for tensor in node.outputs}
        return Opened(graph, dict(zip(inputs, given, strict=True)), makers)


@contextlib.contextmanager
def _outputs_told_by_running(layers: list[Any]) -> Iterator[None]:
    """Let layers run their code to tell what they give, where their own way to tell it does not know all arguments.

    keras-hub's attention has arguments for a cache that the ``compute_output_spec`` it inherits refuses; inside a model
    nobody asks it, since there the layer around it runs on the backend's own tensors.
    """
    forgetful = [layer for layer in layers if not _tells_all_arguments(layer)]
    for layer in forgetful:
        # Past the layer's own __setattr__, which keeps books on what is set.
        by_running = functools.partial(keras.Operation.compute_output_spec, layer)
        object.__setattr__(layer, "compute_output_spec", by_running)
    try:
        yield
    finally:
        for layer in forgetful:
            object.__delattr__(layer, "compute_output_spec")


def _tells_all_arguments(layer: Any) -> bool:
    takes = inspect.signature(layer.compute_output_spec).parameters
    if any(taken.kind is inspect.Parameter.VAR_KEYWORD for taken in takes.values()):
        return True
    return set(inspect.signature(layer.call).parameters) <= set(takes)


def place_of(optimizer: keras.optimizers.Optimizer, variable: Any) -> int:
    """Return the place of a variable among those that an optimizer was built for."""
    place: int = optimizer._get_variable_index(variable)
    return place


@contextlib.contextmanager
def call_once(layer: keras.layers.Layer, inputs: Any) -> Iterator[Any]:
    """Call a layer on symbolic tensors, which builds it, and give the call, which is taken back at the end."""
    tensors = [tensor for tensor in keras.tree.flatten(inputs) if isinstance(tensor, keras.KerasTensor)]
    # What made the tensors keeps each use of them, too.
    makers = [made_by[0] for made_by in map(history, tensors) if made_by is not None]
    with nodes_taken_back(layer, *makers), _names_from_the_start():
        layer(inputs)
        yield inbound_nodes(layer)[-1]


@contextlib.contextmanager
def nodes_taken_back(*layers: Any, keep: bool = False) -> Iterator[None]:
    """Take back the nodes that layers and those inside them get meanwhile; with `keep`, only if it fails."""
    every = [one for layer in layers for one in (layer, *layers_inside(layer))]
    before = [(nodes, len(nodes)) for one in every for nodes in (one._inbound_nodes, one._outbound_nodes)]
    done = False
    try:
        yield
        done = True
    finally:
        if not (done and keep):
            for nodes, count in before:
                del nodes[count:]


@contextlib.contextmanager
def _names_from_the_start() -> Iterator[None]:
    """Name nameless operations from the start meanwhile, so that what is opened anew has the same names."""
    names = global_state.get_global_attribute("object_name_uids")
    global_state.set_global_attribute("object_name_uids", collections.defaultdict(int))
    try:
        yield
    finally:
        global_state.set_global_attribute("object_name_uids", names)


def functions_inside(layer: Any) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield the functions of a Lambda, and of those inside a layer or model, by the layer's name and the argument's."""
    for one in (layer, *layers_inside(layer)):
        if isinstance(one, keras.layers.Lambda):
            yield (one.name, "function"), one.function
            if callable(one._output_shape):
                yield (one.name, "output_shape"), one._output_shape


def keep_weights(layer: Any, *, trained: Sequence[Any] | None = None, others: Sequence[Any] | None = None) -> None:
    """Let a layer have these weights of its own, in this order, and no others that are trained, or that are not.

    Args:
        layer: The layer.
        trained: Its trained weights; by default as they are.
        others: Its other weights; by default as they are.
    """
    before = [*layer._trainable_variables], [*layer._non_trainable_variables]
    given = {id(variable) for weights in (trained, others) for variable in weights or ()}
    was_locked = layer._tracker.locked
    for variable in (*before[0], *before[1]):
        layer._untrack_variable(variable)
    layer._tracker.unlock()
    for trainable, weights, old in ((True, trained, before[0]), (False, others, before[1])):
        for variable in [each for each in old if id(each) not in given] if weights is None else weights:
            variable.trainable = trainable
            layer._track_variable(variable)
    if was_locked:
        layer._tracker.lock()


def stepped(step: Any, inputs: Any, states: Sequence[Any], *, go_backwards: bool, unroll: bool) -> Any:
    """Run a step function along the second axis, as Keras's recurrent layers do: the last output, all, the states."""
    length = keras.tree.flatten(inputs)[0].shape[1]
    return backend.rnn(step, inputs, states, go_backwards=go_backwards, unroll=unroll, input_length=length)
