"""What a class of 2016 text inherits from where it names one of Keras 1's.

>>> base_of("Dense").__name__, base_of("Dropout").__mro__[2].__name__
('Dense', 'Dropout')
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import keras

from keras_functional_notes.legacy.custom import cores, initialisers, recurrent
from keras_functional_notes.legacy.custom.configuration import plain
from keras_functional_notes.legacy.custom.layers import Layer, OfKeras1
from keras_functional_notes.legacy.custom.phases import is_training
from keras_functional_notes.legacy.shims.making import made_of, parameters_of, resolve
from keras_functional_notes.legacy.shims.masks import merged_mask
from keras_functional_notes.legacy.shims.merging import checked_mode, merge
from keras_functional_notes.legacy.shims.notices import untold
from keras_functional_notes.legacy.shims.weights import set_initial_weights
from keras_functional_notes.legacy.table import MODEL, NOTHING, REQUIRED, Row, find
from keras_functional_notes.legacy.table.respelling import Respelt, respell

__all__ = ["Optimizer", "base_of"]


@functools.cache
def base_of(name: str) -> type:
    """Return the class that stands for one of Keras 1's among the bases of a class.

    Args:
        name: Keras 1's name.

    Raises:
        TypeError: If there is none; the message says what to write.
    """
    by_hand = {each.__name__: each for each in (*_CORES, Merge, Model, Sequential)}
    row = find(name)
    if row.name in by_hand:
        return by_hand[row.name]
    today = resolve(row.today) if row.today is not None and not row.expression else None
    if not (inspect.isclass(today) and issubclass(today, keras.layers.Layer)):
        instead = row.instead or row.expression or row.today
        raise TypeError(f"Keras 1's {name} is no class to inherit from here: today it is {instead}.")
    return _inheriting(row, today)


_CORES = (
    Layer,
    cores.Dense,
    cores.Convolution1D,
    cores.Convolution2D,
    recurrent.Recurrent,
    recurrent.SimpleRNN,
    recurrent.GRU,
    recurrent.LSTM,
)


def _inheriting(row: Row, today: type) -> type:
    """Return a class over one of today's layers that takes Keras 1's arguments and has Keras 1's attributes."""
    also = parameters_of(today) | {"dtype", "input_shape", "name", "trainable"}
    by_keyword = {name for name, each in inspect.signature(today.call).parameters.items() if name != "self"}  # type: ignore[attr-defined]  # a layer
    defaults = {each.name: each.default for each in row.arguments}

    class Inheriting(OfKeras1, today):  # type: ignore[misc]  # made when it is asked for
        keeps_layers = True

        def _begin(self, *args: Any, **kwargs: Any) -> None:
            args, kwargs = initialisers.todays_arguments(row, args, kwargs)
            respelt = respell(row, args, kwargs, also=also)
            object.__setattr__(self, "_keras_1", {**defaults, **row.given(args, kwargs)})
            object.__setattr__(self, "_initial", respelt)
            super(OfKeras1, self).__init__(
                *map(made_of, respelt.args), **{name: made_of(value) for name, value in respelt.kwargs.items()}
            )

        def build(self, input_shape: Any = None) -> None:
            super().build(input_shape)
            respelt: Respelt = self._initial
            if respelt.weights is not NOTHING and respelt.weights is not None:
                self.built = True
                set_initial_weights(row, self, respelt.weights, respelt.named)

        def call(self, x: Any, mask: Any = None) -> Any:
            given = {}
            if "mask" in by_keyword and mask is not None:
                given["mask"] = mask
            if "training" in by_keyword:
                given["training"] = is_training()
            return super().call(x, **given)

        def __getattr__(self, name: str) -> Any:
            stored = vars(self).get("_keras_1", {})
            if name not in stored:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            return initialisers.get(stored[name]) if name.endswith("init") else stored[name]

        def get_config(self) -> dict[str, Any]:
            own = {"name": self.name, "trainable": self.trainable}
            said = {
                name: plain(value)
                for name, value in self._keras_1.items()
                if value is not None and value is not REQUIRED
            }
            return {**said, **own}

    if not any("build" in vars(each) for each in today.__mro__ if each is not keras.layers.Layer):
        # Today's Keras asks whether a layer has a `build` of its own.
        del Inheriting.build
    Inheriting.__name__ = Inheriting.__qualname__ = row.name
    return Inheriting


# Merge


class Merge(Layer):
    """Keras 1's ``Merge``, called on a list of tensors."""

    def __init__(
        self,
        layers: Any = None,
        mode: Any = "sum",
        concat_axis: int = -1,
        dot_axes: Any = -1,
        output_shape: Any = None,
        output_mask: Any = None,
        arguments: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        """Take Keras 1's arguments, in its order."""
        if layers is not None:
            raise NotImplementedError(
                f"{type(self).__name__}(layers=[...]): a class of your own that merges layers is called on their "
                "outputs here. Leave the layers out, and write layer([a.output, b.output])."
            )
        self.mode, self.concat_axis, self.dot_axes = mode, concat_axis, dot_axes
        self.arguments, self.output_mask = dict(arguments or {}), output_mask
        # What a function gives tells its shape.
        super().__init__(**kwargs)

    def call(self, inputs: Sequence[Any], mask: Any = None) -> Any:
        """Merge the tensors."""
        if callable(self.mode):
            takes_mask = "mask" in inspect.signature(self.mode).parameters
            return self.mode(inputs, **self.arguments, **({"mask": mask} if takes_mask else {}))
        with untold():
            return merge(list(inputs), self.mode, self.concat_axis, self.dot_axes)

    def compute_mask(self, inputs: Sequence[Any], mask: Any = None) -> Any:
        """Return the mask that Keras 1 gave what is merged."""
        if mask is None or all(each is None for each in mask):
            return None
        if callable(self.mode):
            return self.output_mask(mask) if callable(self.output_mask) else self.output_mask
        return merged_mask(checked_mode(self.mode), self.concat_axis, inputs, mask)


# Models


class Sequential(keras.Sequential):  # type: ignore[misc]  # Keras has no types
    """Keras 1's ``Sequential``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take Keras 1's arguments: ``Sequential(layers=None, name=None)``."""
        respelt = respell(find("Sequential"), args, kwargs)
        super().__init__(*respelt.args, **respelt.kwargs)


class Model(keras.Model):  # type: ignore[misc]  # Keras has no types
    """Keras 1's ``Model``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take Keras 1's arguments: ``Model(input, output, name=None)``."""
        named = respell(MODEL, args, kwargs).named
        super().__init__(**{name: _unwrapped(value) for name, value in named.items()})


def _unwrapped(tensors: Any) -> Any:
    return tensors[0] if isinstance(tensors, (list, tuple)) and len(tensors) == 1 else tensors


class Optimizer(keras.optimizers.Optimizer):  # type: ignore[misc]  # Keras has no types
    """Keras 1's ``Optimizer``, whose ``get_updates`` made a graph of all steps: today each variable's is asked for."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse Keras 1's way, and say today's."""
        super().__init_subclass__(**kwargs)
        if "get_updates" in vars(cls):
            raise NotImplementedError(
                f"class {cls.__name__}(Optimizer): get_updates(params, constraints, loss) made one graph of all "
                "updates in Keras 1. Today's optimizers are asked for one variable at a time: write class "
                f"{cls.__name__}(keras.optimizers.Optimizer) with super().__init__(learning_rate=lr), build(self, "
                "variables), which makes what it remembers by self.add_variable_from_reference(variable, name), and "
                "update_step(self, gradient, variable, learning_rate), which ends in "
                "self.assign_sub(variable, learning_rate * gradient). Constraints are applied by Keras."
            )
