"""`K.function` and `K.gradients`: parts of a graph of symbolic tensors, computed for arrays as Keras 1 did.

>>> import keras, numpy as np, warnings
>>> from keras_functional_notes.legacy import Keras1Warning, backend as K
>>> warnings.simplefilter("ignore", Keras1Warning)
>>> x = keras.Input((2,))
>>> [slope] = K.gradients(K.sum(x**2), x)
>>> compute = K.function([x, K.learning_phase()], [slope])
>>> compute([np.array([[1.0, 3.0]]), 0])[0].tolist()
[[2.0, 6.0]]

A function is a `keras.Function`; a gradient is one more call in its graph, which runs what lies between under the
backend's own tape.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import keras

from keras_functional_notes import _keras
from keras_functional_notes.legacy.shims.expressions import function_of
from keras_functional_notes.legacy.shims.inputs import FED
from keras_functional_notes.legacy.shims.notices import tell, tell_gone
from keras_functional_notes.legacy.shims.phases import LearningPhase, learning_phase
from keras_functional_notes.legacy.table import find

__all__ = [
    "Function",
    "Update",
    "function",
    "get_gradients",
    "get_updates",
    "gradients",
    "update",
    "update_add",
    "update_sub",
]


@dataclass(frozen=True)
class Update:
    """What is done after a function's outputs are computed.

    Args:
        values: Symbolic tensors whose values it needs.
        make: Does it, given the values.
    """

    values: Sequence[Any]
    make: Callable[..., object]


def function(inputs: Any, outputs: Any, updates: Any = (), **kwargs: Any) -> Function:
    """Return what computes symbolic tensors for arrays: ``K.function(inputs, outputs, updates=[])``.

    Args:
        inputs: A list of symbolic tensors, `K.learning_phase()` among them or not.
        outputs: A list of symbolic tensors that are made of the inputs, of variables and of arrays.
        updates: Pairs of a variable and what it becomes once the outputs are computed; or what `K.update` or an
            optimizer's `get_updates` gives.
        kwargs: Theano's own, which are left out here as they were on TensorFlow.

    Raises:
        TypeError: If something is no list, or an input is no symbolic tensor.
        ValueError: If an output is made of inputs that are not given.

    From Keras 1.2.2's ``keras/backend/tensorflow_backend.py``.
    """
    for name, given in (("inputs", inputs), ("outputs", outputs), ("updates", updates)):
        if not isinstance(given, (list, tuple)):
            raise TypeError(f"K.function(): `{name}` is a list, and this is of type {type(given).__name__}.")
    if kwargs:
        warnings.warn(f"K.function(): {', '.join(kwargs)} was Theano's own, and is left out.", stacklevel=2)
    made = Function(inputs, outputs, updates)
    training = ", training=..." if made.asks_phase else ""
    tell(
        "K.function(inputs, outputs)",
        "keras.Model(inputs, outputs)",
        (f"It is called on a list of arrays, model(arrays{training}), and gives tensors: .numpy() makes arrays.",),
    )
    return made


class Function:
    """What `function` gives; called on a list of arrays it gives a list of arrays.

    Args:
        inputs, outputs, updates: As for `function`.
    """

    def __init__(self, inputs: Sequence[Any], outputs: Sequence[Any], updates: Sequence[Any] = ()) -> None:
        """Find the graph that leads from the inputs to all that is computed."""
        self.inputs, self.outputs = list(inputs), list(outputs)
        self.asks_phase = any(isinstance(each, LearningPhase) for each in self.inputs)
        self._phase = learning_phase()
        for each in self.inputs:
            if not isinstance(each, (keras.KerasTensor, LearningPhase)):
                raise TypeError(
                    "K.function(): an input is a symbolic tensor, as keras.Input or a layer's .output gives, and this "
                    f"is of type {type(each).__name__}."
                    + (" K.set_learning_phase fixed the phase, so it is no input." if type(each) is int else "")
                )
        for each in self.outputs:
            if each is None:
                raise TypeError("K.function(): one of the outputs is None.")
        self._updates = [_as_update(each) for each in updates]
        needed = [*self.outputs, *(value for each in self._updates for value in each.values)]
        self._symbolic = list({id(each): each for each in needed if isinstance(each, keras.KerasTensor)}.values())
        tensors = [each for each in self.inputs if isinstance(each, keras.KerasTensor)]
        self._compute = _between(tensors, self._symbolic, "K.function")

    def __call__(self, inputs: Sequence[Any]) -> list[Any]:
        """Compute the outputs, and make the updates.

        Args:
            inputs: A value for each input; for `K.learning_phase()` 1 or 0, which is training or not.
        """
        if not isinstance(inputs, (list, tuple)):
            raise TypeError(
                f"A K.function is called on one list of its inputs' values, and this is of type {type(inputs).__name__}"
                "."
            )
        if len(inputs) != len(self.inputs):
            raise ValueError(f"This K.function has {len(self.inputs)} inputs, and was given {len(inputs)} values.")
        training = self._phase == 1
        tensors = []
        for place, value in zip(self.inputs, inputs, strict=True):
            if isinstance(place, LearningPhase):
                training = bool(value)
            else:
                tensors.append(keras.ops.convert_to_tensor(value, dtype=place.dtype))
        computed = dict(zip(map(id, self._symbolic), self._compute(tensors, training), strict=True))
        outputs = [_as_array(computed.get(id(each), each)) for each in self.outputs]
        for update in self._updates:
            update.make(*(computed.get(id(value), value) for value in update.values))
        return outputs


def gradients(loss: Any, variables: Any) -> list[Any]:
    """Return the slopes of a loss, one a variable: ``K.gradients(loss, variables)``.

    Args:
        loss: A symbolic tensor; of several elements, their sum is meant.
        variables: A symbolic tensor that the loss is made of, a variable, or a list of these.

    Returns:
        A list of symbolic tensors of the variables' shapes, to be computed by `function`.

    Raises:
        NotImplementedError: On another backend than TensorFlow.
        TypeError: If the loss is no symbolic tensor.

    From Keras 1.2.2's ``keras/backend/tensorflow_backend.py``.
    """
    found = _slopes(loss, list(variables) if isinstance(variables, (list, tuple)) else [variables])
    tell_gone(
        "K.gradients(...)",
        "one more call in the graph. Where the loss is computed write `with tf.GradientTape() as tape:`, inside it "
        "tape.watch(x) and the loss, and after it tape.gradient(loss, x)",
    )
    return found


def get_gradients(optimizer: Any, loss: Any, params: Any) -> list[Any]:
    """Return what ``optimizer.get_gradients(loss, params)`` gave: the slopes, before any clipping."""
    return gradients(loss, params)


def get_updates(optimizer: Any, params: Any, constraints: Any, loss: Any) -> list[Update]:
    """Return one step of an optimizer, for `function`: ``optimizer.get_updates(params, constraints, loss)``.

    The constraints are those that the variables have themselves.
    """
    params = list(params)
    tell_gone("optimizer.get_updates(...)", "a step of optimizer.apply(gradients, variables)")
    return [Update(_slopes(loss, params), lambda *slopes: optimizer.apply(list(slopes), params))]


def update(x: Any, new_x: Any) -> Any:
    """Set a variable: ``K.update(x, new_x)``, at once, or in a `function` where the value is symbolic."""
    return _updating("update", x, new_x)


def update_add(x: Any, increment: Any) -> Any:
    """Add to a variable, as `update` sets it."""
    return _updating("update_add", x, increment)


def update_sub(x: Any, decrement: Any) -> Any:
    """Subtract from a variable, as `update` sets it."""
    return _updating("update_sub", x, decrement)


_BECOMES: dict[str, Callable[[Any, Any], object]] = {
    "update": lambda variable, value: variable.assign(value),
    "update_add": lambda variable, value: variable.assign_add(value),
    "update_sub": lambda variable, value: variable.assign_sub(value),
}


def _updating(name: str, variable: Any, value: Any) -> Any:
    if isinstance(value, keras.KerasTensor):
        return Update([value], functools.partial(_BECOMES[name], variable))
    return function_of(find(name, "keras.backend"))(variable, value)


def _as_update(given: Any) -> Update:
    if isinstance(given, Update):
        return given
    if isinstance(given, (tuple, list)) and len(given) == 2:
        variable, value = given
        return Update([value], variable.assign)
    # What K.update did at once, it does no second time.
    raise TypeError(
        "K.function(): an update is a pair (variable, new value), where the new value is made of symbolic tensors, and "
        f"this is of type {type(given).__name__}. What is made of arrays and variables alone is computed at once today."
    )


def _as_array(value: Any) -> Any:
    # A single number came as NumPy's number, and not as an array of none.
    return keras.ops.convert_to_numpy(value)[()]


# The graph between tensors


# Computes tensors of tensors, in training or not.
_Compute: TypeAlias = Callable[[list[Any], Any], list[Any]]


class _Slopes(keras.layers.Layer):  # type: ignore[misc]  # Keras has no types
    """The slopes of a loss, as a call in the graph that it is computed in."""

    def __init__(self, compute: _Compute, like: Sequence[Any]) -> None:
        super().__init__()
        self._compute = compute
        self._like = tuple((tuple(each.shape), each.dtype) for each in like)
        # Masks travel with the tensors, to the layers that read them.
        self.supports_masking = True

    def call(self, tensors: list[Any], training: Any = None) -> Any:
        return self._compute(tensors, training)

    def compute_output_spec(self, tensors: list[Any], training: Any = None) -> list[Any]:
        return [keras.KerasTensor(shape, dtype) for shape, dtype in self._like]

    def get_config(self) -> dict[str, Any]:
        raise NotImplementedError(
            "A gradient of K.gradients is computed by the K.function that gives it, and cannot be saved in a model. "
            "Save the model, and ask for the gradient where it is loaded."
        )


def _between(inputs: list[Any], outputs: list[Any], written: str) -> _Compute:
    """Return what computes outputs of inputs, of which each may be any tensor on the way."""
    fed = [each for each in _sources(outputs, through=False) if each in FED and not any(each is x for x in inputs)]
    if fed:
        # What stands for another tensor is computed first.
        before = _between(inputs, [each for each in map(FED.get, fed) if isinstance(each, keras.KerasTensor)], written)
        after = _between([*inputs, *fed], outputs, written)

        def compute(values: list[Any], training: Any) -> list[Any]:
            computed = iter(before(values, training))
            between = [next(computed) if isinstance(each, keras.KerasTensor) else each for each in map(FED.get, fed)]
            return after([*values, *map(keras.ops.convert_to_tensor, between)], training)

        return compute
    if not outputs:
        return lambda values, training: []
    try:
        graph = keras.Function(inputs, outputs)
    except ValueError as error:
        given = set(map(id, inputs))
        missing = [each.name for each in _sources(outputs) if id(each) not in given]
        raise ValueError(
            f"{written}: an output is not made of the given inputs alone; it comes from {', '.join(missing)}. Give "
            "these too, or give the tensors that the output is made of: of a layer that was called several times, "
            "layer.get_output_at(node_index) tells which."
        ) from error
    return lambda values, training: list(_keras.computed(graph, values, training))


def _sources(tensors: list[Any], *, through: bool = True) -> list[Any]:
    """Return the inputs that tensors come from; with `through`, in the place of those that stand for a tensor, its."""
    found: dict[int, Any] = {}
    for tensor in tensors:
        for each in keras.utils.get_source_inputs(tensor):
            if not (through and each in FED):
                found[id(each)] = each
            elif isinstance(FED[each], keras.KerasTensor):
                found |= {id(source): source for source in _sources([FED[each]])}
    return list(found.values())


def _slopes(loss: Any, variables: list[Any]) -> list[Any]:
    if keras.backend.backend() != "tensorflow":
        raise NotImplementedError(
            f"K.gradients is here on the TensorFlow backend alone, and this is {keras.backend.backend()}. Write "
            "jax.grad(loss_function) or torch.autograd.grad(loss, variables)."
        )
    losses = list(loss) if isinstance(loss, (list, tuple)) else [loss]
    for each in losses:
        if not isinstance(each, keras.KerasTensor):
            raise TypeError(
                f"K.gradients(): the loss is made of symbolic tensors, and this is of type {type(each).__name__}. Of "
                "arrays and variables it is computed at once today: compute it inside `with tf.GradientTape() as tape:`"
                ", and write tape.gradient(loss, variables) after it."
            )
    weights = [each for each in variables if not isinstance(each, keras.KerasTensor)]
    by_weights = iter(_by_variables(losses, weights) if weights else ())
    return [_by_tensor(losses, each) if isinstance(each, keras.KerasTensor) else next(by_weights) for each in variables]


def _by_tensor(losses: list[Any], tensor: Any) -> Any:
    # Each tensor alone, so that a slope goes by way of the others.
    sources = [each for each in _sources(losses) if each is not tensor]
    graph = _between([tensor, *sources], losses, "K.gradients")

    def compute(values: list[Any], training: Any) -> list[Any]:
        return _taped(lambda: graph(values, training), [values[0]])

    [slope] = _Slopes(compute, [tensor])([tensor, *sources])
    return slope


def _by_variables(losses: list[Any], variables: list[Any]) -> Any:
    sources = _sources(losses)
    graph = _between(sources, losses, "K.gradients")

    def compute(values: list[Any], training: Any) -> list[Any]:
        return _taped(lambda: graph(values, training), [each.value for each in variables])

    return _Slopes(compute, variables)(sources)


def _taped(compute: Callable[[], list[Any]], by: list[Any]) -> list[Any]:
    import tensorflow as tf

    with tf.GradientTape() as tape:
        for each in by:
            tape.watch(each)
        losses = compute()
    slopes = tape.gradient(losses, by)
    if any(slope is None for slope in slopes):
        raise ValueError(
            "K.gradients: the loss does not depend on what it is to be derived by, or not in a way that can be derived."
        )
    # Of an embedding, the rows alone are given.
    return [tf.convert_to_tensor(slope) for slope in slopes]
