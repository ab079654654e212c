"""`Layer` as Keras 1 had it, for text that inherits from it: over today's layer, which it stays.

>>> class Scale(Layer):
...     def build(self, input_shape):
...         self.scale = keras.Variable([2.0] * input_shape[-1])
...         self.trainable_weights = [self.scale]
...     def call(self, x, mask=None):
...         return x * self.scale
>>> layer = Scale()
>>> layer(keras.Input((3,))).shape, [tuple(weight.shape) for weight in layer.trainable_weights]
((None, 3), [(3,)])
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import types
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from typing import Any

import keras
from keras import ops

from keras_functional_notes import _keras
from keras_functional_notes.legacy.custom.initialisers import todays, variable_name
from keras_functional_notes.legacy.custom.phases import calling, is_called, keep_updates
from keras_functional_notes.legacy.shims.closures import bound_to, read_by
from keras_functional_notes.legacy.shims.notices import tell_gone
from keras_functional_notes.legacy.table.models import ADD_WEIGHT
from keras_functional_notes.legacy.table.respelling import bound

__all__ = ["Layer", "OfKeras1", "WholeBatch"]

# What Keras 1 let a class set before it called its parent's __init__.
_SET_BEFORE = ("input_spec", "supports_masking", "activity_regularizer")


class OfKeras1:
    """What Keras 1's layers did otherwise; it stands before a layer of today among the bases of a class.

    A weight is what `add_weight` made or a list of weights names, and no other variable; a sublayer's weights are its
    own. A list of one's own weights can be set; updates are made after a step of training; what is computed in
    ``call`` may be the input itself.
    """

    keeps_layers = False
    """Whether layers in its attributes are sublayers, whose weights are its own too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin as Keras 1's did, which left what the class had set before."""
        before = {name: getattr(self, name, None) for name in _SET_BEFORE}
        self._begin(*args, **kwargs)
        for name, value in before.items():
            if value is not None:
                setattr(self, name, value)

    def _begin(self, **kwargs: Any) -> None:
        if "batch_input_shape" in kwargs:
            shape = tuple(kwargs.pop("batch_input_shape"))
            object.__setattr__(self, "batch_input_shape", shape)
            kwargs["input_shape"] = shape[1:]
        # The dtype of the input is today that of an Input alone; see the row of each layer.
        kwargs.pop("input_dtype", None)
        super().__init__(**kwargs)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Watch the class's own ``call``."""
        super().__init_subclass__(**kwargs)
        if "call" in vars(cls):
            cls.call = _watched(vars(cls)["call"])  # type: ignore[attr-defined]  # every layer has it

    def __call__(self, x: Any, *args: Any, **kwargs: Any) -> Any:
        """Call it; symbolic tensors that it reads besides its input become inputs of the call."""
        if READ_TENSORS not in kwargs and any(map(_is_symbolic, keras.tree.flatten(x))):
            tensors = tensors_of(self)
            if tensors:
                kwargs[READ_TENSORS] = tensors
        return super().__call__(x, *args, **kwargs)  # type: ignore[misc]  # a layer's

    # Weights

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep an attribute, and not as a weight or a sublayer: Keras 1 had lists for those."""
        kinds = keras.Variable if self.keeps_layers else (keras.Variable, keras.layers.Layer, list, tuple, dict)
        if isinstance(value, kinds):
            object.__setattr__(self, name, value)
        else:
            super().__setattr__(name, value)

    def add_weight(self, *args: Any, **kwargs: Any) -> Any:
        """Make a weight: ``add_weight(shape, initializer, name=None, trainable=True, regularizer, constraint)``."""
        given = bound(ADD_WEIGHT, args, kwargs, ADD_WEIGHT.today_names)
        if "initializer" in given:
            given["initializer"] = todays(given["initializer"])
        if given.get("shape") is not None:
            given["shape"] = tuple(map(int, given["shape"]))
        return super().add_weight(**{**given, "name": variable_name(given.get("name"))})  # type: ignore[misc]  # a layer's

    @property
    def trainable_weights(self) -> list[Any]:
        """The weights that are trained; setting it makes these, and no others, the layer's trained ones."""
        return list(super().trainable_weights)  # type: ignore[misc]  # a layer's

    @trainable_weights.setter
    def trainable_weights(self, weights: Iterable[Any]) -> None:
        _keras.keep_weights(self, trained=_variables(self, weights))

    @property
    def non_trainable_weights(self) -> list[Any]:
        """The weights that are not trained; setting it makes these the layer's."""
        return list(super().non_trainable_weights)  # type: ignore[misc]  # a layer's

    @non_trainable_weights.setter
    def non_trainable_weights(self, weights: Iterable[Any]) -> None:
        _keras.keep_weights(self, others=_variables(self, weights))

    @property
    def constraints(self) -> MutableMapping[Any, Any]:
        """The constraints by weight."""
        return _Constraints(self)

    @constraints.setter
    def constraints(self, constraints: MutableMapping[Any, Any]) -> None:
        for weight, constraint in constraints.items():
            weight.constraint = constraint

    @property
    def regularizers(self) -> list[Any]:
        """An empty list: Keras 1.2.2 took no notice of it."""
        return []

    @regularizers.setter
    def regularizers(self, _: Any) -> None:
        tell_gone(
            "self.regularizers = [...]",
            "nothing, as in Keras 1.2.2, which took no notice of it: give self.add_weight(..., regularizer=...)",
        )

    # Losses and updates

    @property
    def activity_regularizer(self) -> Any:
        """The penalty of what the layer gives; Keras 1 summed it over the batch, and today's Keras takes its mean."""
        return vars(self).get("_penalty")

    @activity_regularizer.setter
    def activity_regularizer(self, regularizer: Any) -> None:
        plain = regularizer is None or isinstance(regularizer, WholeBatch)
        object.__setattr__(self, "_penalty", regularizer if plain else WholeBatch(regularizer))

    def add_loss(self, losses: Any, inputs: Any = None) -> None:
        """Add to the loss, in ``call``: ``add_loss(losses, inputs=None)``.

        Raises:
            RuntimeError: If nothing is being called: today the sum would be computed once.
        """
        if losses is None:
            return
        if not (is_called() or self.built):  # type: ignore[attr-defined]  # a layer's
            raise RuntimeError(
                "self.add_loss(...) outside of call() would be computed once today, and never again. "
                "For a penalty on a weight write self.add_weight(..., regularizer=...); else call self.add_loss(...) "
                "in call(self, x, mask=None)."
            )
        super().add_loss(losses)  # type: ignore[misc]  # a layer's

    def add_update(self, updates: Any, inputs: Any = None) -> None:
        """Set weights after a step of training, in ``call``: ``add_update(updates, inputs=None)``."""
        updates = updates if isinstance(updates, list) else [updates]
        keep_updates(update for update in updates if update is not None)

    @property
    def updates(self) -> list[Any]:
        """The updates; what is set in ``call`` is made after a step of training."""
        return []

    @updates.setter
    def updates(self, updates: Iterable[Any]) -> None:
        if updates:
            self.add_update(list(updates))


@keras.saving.register_keras_serializable(package="keras_functional_notes")
class WholeBatch(keras.regularizers.Regularizer):  # type: ignore[misc]  # Keras has no types
    """A penalty of what a layer gives, summed over the batch, by whose size today's Keras divides it.

    Args:
        regularizer: The penalty.

    Example:
        >>> float(WholeBatch(keras.regularizers.L2(1.0))(ops.ones((4, 2))))
        32.0
    """

    def __init__(self, regularizer: Any) -> None:
        """Keep the penalty."""
        self.regularizer = keras.regularizers.get(regularizer)

    def __call__(self, x: Any) -> Any:
        """Return the penalty, times the size of the batch."""
        return self.regularizer(x) * ops.cast(ops.shape(x)[0], x.dtype)

    def get_config(self) -> dict[str, Any]:
        """Return the penalty's configuration."""
        return {"regularizer": keras.regularizers.serialize(self.regularizer)}


class _AnyLayer(type):
    """Lets ``isinstance(x, Layer)`` be true of every layer of today, as it was of every layer of Keras 1's."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, keras.layers.Layer) if cls is Layer else super().__instancecheck__(instance)

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, keras.layers.Layer) if cls is Layer else super().__subclasscheck__(other)


class Layer(OfKeras1, keras.layers.Layer, metaclass=_AnyLayer):  # type: ignore[misc]  # Keras has no types
    """Keras 1's ``Layer``."""

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Return the shape of what it gives, by computing it, where the class does not tell it."""
        given = keras.tree.map_shape_structure(lambda shape: keras.KerasTensor(shape, self.compute_dtype), input_shape)
        return keras.tree.map_structure(lambda tensor: tensor.shape, self.compute_output_spec(given))

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Return what it gives, symbolically: as the class tells, or else by computing it."""
        if type(self).compute_output_shape is not Layer.compute_output_shape:
            return super().compute_output_spec(*args, **kwargs)
        return keras.Operation.compute_output_spec(self, *args, **kwargs)


def _variables(layer: Any, weights: Iterable[Any]) -> list[Any]:
    weights = list(weights)
    strange = [weight for weight in weights if not isinstance(weight, keras.Variable)]
    if strange:
        raise TypeError(
            f"{layer.name}: a {type(strange[0]).__name__} is no weight. Make each weight in build() by self.W = "
            "self.add_weight(shape, initializer, name='W') or by K.variable(array)."
        )
    return weights


class _Constraints(MutableMapping[Any, Any]):
    """The constraints of a layer's weights, which today each weight keeps itself."""

    def __init__(self, layer: Any) -> None:
        self._layer = layer

    def __getitem__(self, weight: Any) -> Any:
        if weight.constraint is None:
            raise KeyError(weight.name)
        return weight.constraint

    def __setitem__(self, weight: Any, constraint: Any) -> None:
        weight.constraint = constraint

    def __delitem__(self, weight: Any) -> None:
        weight.constraint = None

    def __iter__(self) -> Iterator[Any]:
        return iter([weight for weight in self._layer.weights if weight.constraint is not None])

    def __len__(self) -> int:
        return len(list(iter(self)))


READ_TENSORS = "read_tensors"
"""The argument by which a call is given the symbolic tensors that the layer reads besides its input."""


def _is_symbolic(value: Any) -> bool:
    return isinstance(value, keras.KerasTensor)


def _methods(layer: Any) -> dict[str, types.FunctionType]:
    """Return the functions of a layer's class that are the text's own."""
    ours = ("keras.", "keras_functional_notes.")
    own = [owner for owner in reversed(type(layer).__mro__) if not f"{owner.__module__}.".startswith(ours)]
    return {
        name: value for owner in own for name, value in vars(owner).items() if isinstance(value, types.FunctionType)
    }


def tensors_of(layer: Any) -> list[keras.KerasTensor]:
    """Return the symbolic tensors in a layer's attributes, and those that its methods read from around them."""
    kept = [value for value in vars(layer).values() if _is_symbolic(value)]
    read = [tensor for method in _methods(layer).values() for tensor in read_by(method)]
    return list({id(tensor): tensor for tensor in (*kept, *read)}.values())


@contextlib.contextmanager
def _reading(layer: Any, tensors: Iterable[Any]) -> Iterator[None]:
    """Let a layer read values where it reads symbolic tensors."""
    values = dict(zip(map(id, tensors_of(layer)), tensors, strict=True))
    before = dict(vars(layer))
    found = {name: values[id(value)] for name, value in before.items() if _is_symbolic(value)}
    for name, method in _methods(layer).items():
        if name != "call" and read_by(method):
            found[name] = types.MethodType(bound_to(method, values), layer)
    vars(layer).update(found)
    try:
        yield
    finally:
        for name in found:
            del vars(layer)[name]
        vars(layer).update({name: before[name] for name in found if name in before})


def _watched(call: Callable[..., Any]) -> Callable[..., Any]:
    """Return a layer's ``call`` that makes its updates at its end, and gives no tensor that it was given.

    A tensor carries its mask, so that the input itself would take its mask along, whatever ``compute_mask`` says.
    """

    @functools.wraps(call)
    def watched(self: Any, x: Any, *args: Any, **kwargs: Any) -> Any:
        tensors = kwargs.pop(READ_TENSORS, None)
        if is_called():
            # Its parent's, or that of a layer inside it.
            return call(self, x, *args, **kwargs)
        around: Any = contextlib.nullcontext()
        made = call
        if tensors:
            made = bound_to(call, dict(zip(map(id, tensors_of(self)), tensors, strict=True)))
            around = _reading(self, tensors)
            if takes_mask and not args and kwargs.get("mask") is None:
                # Keras hands a mask on where there is one input.
                kwargs["mask"] = keras.tree.map_structure(_keras.mask_of, x)
        with around, calling(always=bool(getattr(self, "stateful", False))):
            outputs = made(self, x, *args, **kwargs)
        given = {id(tensor) for tensor in keras.tree.flatten(x)}
        return keras.tree.map_structure(lambda out: ops.copy(out) if id(out) in given else out, outputs)

    signature = inspect.signature(call)
    takes_mask = "mask" in signature.parameters
    named = list(signature.parameters.values())
    if not any(each.kind is each.VAR_KEYWORD for each in named):
        named.append(inspect.Parameter(READ_TENSORS, inspect.Parameter.KEYWORD_ONLY, default=None))
    watched.__signature__ = signature.replace(parameters=named)  # type: ignore[attr-defined]  # read by `inspect`
    return watched
