"""What computes as Keras 1 did where no combination of today's objects does: few and small classes, each registered.

A file that has one says what its reader needs: this package, and this module imported before the file is loaded.
Callbacks are in no file.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import keras

from keras_functional_notes import _keras
from keras_functional_notes.legacy.table.arguments import ORTHOGONAL_GAIN
from keras_functional_notes.legacy.table.as_it_was import FORMULAS
from keras_functional_notes.legacy.table.initial_values import DRAWN, scaling

__all__ = [
    "ActivityRegularization",
    "InitialValues",
    "Nadam",
    "ReduceLROnPlateau",
    "SummedOverTheBatch",
    "cosine_proximity",
    "hinge",
    "squared_hinge",
]

_registered = keras.saving.register_keras_serializable(package="keras_functional_notes")
_NEEDS = {"needs": f"pip install keras-functional-notes, then import {__name__}"}


class _SaysWhatItNeeds:
    """Puts into a configuration what its reader needs, and takes it out again."""

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), **_NEEDS}  # type: ignore[misc]  # of the class that stands beside this one

    @classmethod
    def from_config(cls, config: dict[str, Any], **kwargs: Any) -> Any:
        own = {name: value for name, value in config.items() if name not in _NEEDS}
        return super().from_config(own, **kwargs)  # type: ignore[misc]  # as above


# Losses


def _loss(name: str) -> Callable[[Any, Any], Any]:
    """Return the function of one of the table's formulas."""
    formula = FORMULAS[name]
    code = compile(formula.expression, f"<{name}>", "eval")

    def loss(y_true: Any, y_pred: Any) -> Any:
        y_pred = keras.ops.convert_to_tensor(y_pred)
        values = (keras.ops.cast(y_true, y_pred.dtype), y_pred)
        return eval(code, {"keras": keras, **dict(zip(formula.parameters, values, strict=True))})

    loss.__name__ = loss.__qualname__ = name
    loss.__module__ = __name__
    made: Callable[[Any, Any], Any] = _registered(loss)
    return made


hinge, squared_hinge, cosine_proximity = map(_loss, ("hinge", "squared_hinge", "cosine_proximity"))


# Penalties


@_registered
class SummedOverTheBatch(_SaysWhatItNeeds, keras.regularizers.Regularizer):  # type: ignore[misc]  # Keras ships no types
    """An activity regularizer whose penalty is a sum over the batch; today's layers divide it by the batch's size.

    >>> import numpy as np
    >>> round(float(SummedOverTheBatch("l2")(np.ones((4, 2)))), 2)  # 0.01 * 8, times 4; a layer takes a fourth
    0.32
    """

    def __init__(self, regularizer: Any) -> None:
        """Keep the regularizer."""
        self.regularizer = keras.regularizers.get(regularizer)

    def __call__(self, x: Any) -> Any:
        """Return the penalty of a batch, times its size."""
        penalty = self.regularizer(x)
        return penalty * keras.ops.cast(keras.ops.shape(x)[0], penalty.dtype)

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, and what a reader needs."""
        return {"regularizer": keras.regularizers.serialize(self.regularizer), **_NEEDS}


@_registered
class ActivityRegularization(_SaysWhatItNeeds, keras.layers.ActivityRegularization):  # type: ignore[misc]  # as above
    """A layer whose penalty is a sum over the batch."""

    def __init__(self, l1: float = 0.0, l2: float = 0.0, **kwargs: Any) -> None:
        """Be today's layer with another regularizer."""
        super().__init__(l1=l1, l2=l2, **kwargs)
        self.activity_regularizer: Any = SummedOverTheBatch(keras.regularizers.L1L2(l1, l2))


# Initial values


@_registered
class InitialValues(_SaysWhatItNeeds, keras.initializers.VarianceScaling):  # type: ignore[misc]  # as above
    """Draws a kernel as Keras 1 did, which kept it otherwise (see `table.initial_values`).

    Once it has drawn, the lengths are known on which the spread depends; then a plain VarianceScaling says the same,
    and it is one.

    Args:
        init: Keras 1's initializer.
        kernel: How Keras 1 laid the kernel out.
        parts: Of how many gates it is.
        seed: As every initializer's.
        axes: Those that today's layer counts, which do not matter.

    >>> glorot = InitialValues("glorot_uniform", "gates", 4)
    >>> _ = glorot((32, 4 * 32))
    >>> type(glorot).__name__, glorot.scale
    ('VarianceScaling', 2.5)
    """

    def __init__(self, init: str, kernel: str = "", parts: int = 1, seed: Any = None, **axes: Any) -> None:
        """Draw nothing yet."""
        super().__init__(seed=seed)
        self.init, self.kernel, self.parts = init, kernel, parts

    def __call__(self, shape: Any, dtype: Any = None) -> Any:
        """Draw the initial values of today's kernel."""
        if self.init in DRAWN:
            exact = scaling(self.init, self.kernel, tuple(shape), self.parts)
            if exact is not None:
                self.scale, self.mode, self.distribution = exact
            self.__class__ = keras.initializers.VarianceScaling
            return self(shape, dtype)
        along = 0 if self.kernel.endswith("channels first") else -1
        width = shape[-1] // self.parts
        drawn = [self._part((*shape[:-1], width), dtype, first=along == 0) for _ in range(self.parts)]
        return keras.ops.concatenate(drawn, axis=-1)

    def _part(self, shape: tuple[int, ...], dtype: Any, *, first: bool) -> Any:
        """Draw one gate: the identity, or a kernel whose first axis counts rows that are orthogonal."""
        if self.init == "identity":
            return keras.initializers.Identity()(shape, dtype)
        seed = self._next_seed()
        if first:
            # (out, in, rows, columns), as Keras 1 kept it, is (rows, columns, in, out) today.
            kept = (shape[-1], *shape[-2::-1])
            flat = keras.initializers.Orthogonal(ORTHOGONAL_GAIN, seed)((kept[0], math.prod(kept[1:])), dtype)
            return keras.ops.transpose(keras.ops.reshape(flat, kept))
        flat = keras.initializers.Orthogonal(ORTHOGONAL_GAIN, seed)((shape[0], math.prod(shape[1:])), dtype)
        return keras.ops.reshape(flat, shape)

    def _next_seed(self) -> Any:
        # An initializer with one seed draws one thing, and each gate is drawn anew.
        self.drawn = getattr(self, "drawn", -1) + 1
        return self.seed + self.drawn if isinstance(self.seed, int) else None

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, and what a reader needs."""
        seed = keras.initializers.VarianceScaling.get_config(self)["seed"]
        return {"init": self.init, "kernel": self.kernel, "parts": self.parts, "seed": seed, **_NEEDS}


# Training


@_registered
class Nadam(_SaysWhatItNeeds, keras.optimizers.Optimizer):  # type: ignore[misc]  # as above
    """Nadam with the schedule of its momentum that Keras 1 had, whose decay is an argument.

    Args:
        learning_rate: A number or a schedule; 0.002 by default.
        beta_1, beta_2: The decay of the first and the second moment; 0.9 and 0.999 by default.
        epsilon: What is added to the root; 1e-8 by default.
        schedule_decay: How fast the momentum warms up; 0.004 by default, and today's Nadam has 1.
        kwargs: As every optimizer's.

    From Dozat's report (2015) and Keras 1.2.2's ``keras/optimizers.py``.
    """

    def __init__(
        self,
        learning_rate: Any = 0.002,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        schedule_decay: float = 0.004,
        name: str = "nadam",
        **kwargs: Any,
    ) -> None:
        """Keep the numbers."""
        super().__init__(learning_rate=learning_rate, name=name, **kwargs)
        self.beta_1, self.beta_2, self.epsilon, self.schedule_decay = beta_1, beta_2, epsilon, schedule_decay

    def build(self, variables: Any) -> None:
        """Make the moments of each variable, and the product of its momenta until now."""
        if self.built:
            return
        super().build(variables)
        self.moments: list[Any] = []
        self.velocities: list[Any] = []
        self.products: list[Any] = []
        for variable in variables:
            self.moments.append(self.add_variable_from_reference(variable, name="momentum"))
            self.velocities.append(self.add_variable_from_reference(variable, name="velocity"))
            self.products.append(self.add_variable((), initializer="ones", name="product"))

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Take one step."""
        place = _keras.place_of(self, variable)
        moment, velocity, product = self.moments[place], self.velocities[place], self.products[place]
        cast = keras.ops.cast
        rate, gradient = cast(learning_rate, variable.dtype), cast(gradient, variable.dtype)
        step = cast(self.iterations + 1, variable.dtype)
        now, following = self._momentum(step), self._momentum(step + 1)
        self.assign(product, product * cast(now, product.dtype))
        until_now = cast(product, variable.dtype)
        self.assign(moment, self.beta_1 * moment + (1 - self.beta_1) * gradient)
        self.assign(velocity, self.beta_2 * velocity + (1 - self.beta_2) * keras.ops.square(gradient))
        ahead = (1 - now) * gradient / (1 - until_now) + following * moment / (1 - until_now * following)
        spread = keras.ops.sqrt(velocity / (1 - keras.ops.power(self.beta_2, step))) + self.epsilon
        self.assign_sub(variable, rate * ahead / spread)

    def _momentum(self, step: Any) -> Any:
        return self.beta_1 * (1 - 0.5 * keras.ops.power(0.96, step * self.schedule_decay))

    def get_config(self) -> dict[str, Any]:
        """Return the arguments, and what a reader needs."""
        numbers = {name: getattr(self, name) for name in ("beta_1", "beta_2", "epsilon", "schedule_decay")}
        return {**super().get_config(), **numbers}


class ReduceLROnPlateau(keras.callbacks.ReduceLROnPlateau):  # type: ignore[misc]  # as above
    """Waits as Keras 1's did: one epoch more than `patience` says, but for a reduction right behind another.

    >>> ReduceLROnPlateau(patience=2).patience
    3
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Wait longer the first time."""
        super().__init__(*args, **kwargs)
        self._said: int = self.patience
        self.patience: int = self._said + 1

    def on_train_begin(self, logs: Any = None) -> None:
        """Begin anew."""
        super().on_train_begin(logs)
        self.patience = self._said + 1

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """Reduce the rate if it is time, and say how long it is to the next time."""
        before = float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate))
        super().on_epoch_end(epoch, logs)
        if self.wait == 0:
            reduced = float(keras.ops.convert_to_numpy(self.model.optimizer.learning_rate)) < before
            self.patience = self._said + (0 if reduced and not self.in_cooldown() else 1)
