"""Models cut short as in 2016: ``model.layers.pop()``, and then ``model.outputs = [model.layers[-1].output]``.

In Keras 1 a model's list of layers was its own, and what it computed went by its outputs. Today the list is made anew
each time, and a model's outputs are its outputs for good.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

import keras

from keras_functional_notes import _keras
from keras_functional_notes.legacy.shims.growing import grown
from keras_functional_notes.legacy.shims.nodes import own_tensors
from keras_functional_notes.legacy.shims.notices import tell_gone
from keras_functional_notes.nodes import described

__all__ = ["Layers", "layers_of", "set_nodes", "set_outputs"]

# What was taken out of a model's list of layers, and is still in the model.
_TAKEN: WeakKeyDictionary[keras.Model, list[keras.layers.Layer]] = WeakKeyDictionary()
_CUT = (
    "keras.Model(model.input, model.layers[-2].output), a model of its own with the same layers; a Sequential has "
    "model.pop()"
)


class Layers(list[Any]):
    """A model's layers, from which 2016 text may take some.

    >>> import warnings; warnings.simplefilter("ignore")
    >>> x = keras.Input((3,))
    >>> model = keras.Model(x, keras.layers.Dense(2)(keras.layers.Dense(4)(x)))
    >>> len(layers_of(model)), layers_of(model).pop() is model.layers[-1], len(layers_of(model))
    (3, True, 2)
    """

    def __init__(self, model: keras.Model) -> None:
        """Hold the model's layers but those that were taken out."""
        taken = set(map(id, _TAKEN.get(model, ())))
        super().__init__(layer for layer in model.layers if id(layer) not in taken)
        self._model = model

    def pop(self, index: Any = -1) -> Any:
        """Take a layer out of the list; what the model computes stays what it is."""
        layer = super().pop(index)
        self._take([layer])
        return layer

    def __delitem__(self, which: Any) -> None:
        taken = self[which] if isinstance(which, slice) else [self[which]]
        super().__delitem__(which)
        self._take(taken)

    def _take(self, layers: list[Any]) -> None:
        _TAKEN.setdefault(self._model, []).extend(layers)
        tell_gone("model.layers.pop()", f"a list without it, while the model still computes it. Today's way is {_CUT}")


def layers_of(model: keras.Model) -> Layers:
    """Return a model's layers as 2016 text reads them: ``model.layers``."""
    return Layers(model)


def set_outputs(model: keras.Model, outputs: Any) -> None:
    """Let a model compute something else from its inputs: ``model.outputs = [tensor]``.

    Raises:
        ValueError: If a Sequential has no layer that gives the tensor, or it is not made of the model's inputs.
    """
    tensors = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
    own = own_tensors(model)
    if own is not None and len(own[1]) == len(tensors) and all(a is b for a, b in zip(own[1], tensors, strict=True)):
        return
    if isinstance(model, keras.Sequential):
        _shorten(model, tensors)
    else:
        inputs = model.inputs[0] if len(model.inputs) == 1 else model.inputs
        # Whether it can be, before anything is changed.
        keras.Model(inputs, tensors)
        model.__init__(inputs, tensors[0] if len(tensors) == 1 else tensors, name=model.name)
    _TAKEN.pop(model, None)
    tell_gone(
        "model.outputs = [...]",
        f"the same model with other outputs, to be compiled anew, also as its .output. Today's way is {_CUT}",
    )


def _shorten(model: keras.Sequential, tensors: list[Any]) -> None:
    layers = [_keras.history(tensor) for tensor in tensors]
    place = next((i for i, each in enumerate(model.layers) if layers[0] is not None and each is layers[0][0]), None)
    if place is None or len(tensors) > 1:
        raise ValueError(
            f"model.outputs = [...]: a Sequential gives what one of its layers gives, and {described(model)} has no "
            "such layer. Write keras.Model(model.input, outputs)."
        )
    for _ in model.layers[place + 1 :]:
        grown(model, model.pop)


def set_nodes(layer: keras.layers.Layer, nodes: Any) -> None:
    """Leave out ``layer.outbound_nodes = []``: today's models do not go by them."""
    tell_gone("layer.outbound_nodes = []", "nothing: today's models do not go by their layers' lists of nodes")
