"""`K.variable`: a variable of today's that also takes part in arithmetic with symbolic tensors, as Keras 1's did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
from keras import ops

__all__ = ["Variable", "stack"]


class Variable(keras.Variable):  # type: ignore[misc]  # Keras has no types
    """A variable; with a symbolic tensor its operators make a symbolic tensor, which reads it when it is computed.

    >>> x = keras.Input((3,))
    >>> (Variable(1.0) - x).shape, float(ops.convert_to_numpy(Variable(3.0) - Variable(1.0)))
    ((None, 3), 2.0)
    """


def _operator(name: str, function: Callable[[Any, Any], Any], *, swapped: bool) -> Callable[[Any, Any], Any]:
    plain = getattr(keras.Variable, name)

    def method(self: Any, other: Any) -> Any:
        if not isinstance(other, keras.KerasTensor):
            return plain(self, other)
        return function(other, self) if swapped else function(self, other)

    method.__name__ = name
    return method


for _name, _function in (
    ("add", ops.add),
    ("sub", ops.subtract),
    ("mul", ops.multiply),
    ("truediv", ops.true_divide),
    ("pow", ops.power),
    ("matmul", ops.matmul),
):
    setattr(Variable, f"__{_name}__", _operator(f"__{_name}__", _function, swapped=False))
    setattr(Variable, f"__r{_name}__", _operator(f"__r{_name}__", _function, swapped=True))


def stack(x: Any) -> Any:
    """Stack tensors along a new first axis, as `keras.ops.stack` does, which takes no variables.

    >>> ops.convert_to_numpy(stack([Variable(1.0), Variable(2.0)])).tolist()
    [1.0, 2.0]
    """
    return ops.stack([each.value if isinstance(each, keras.Variable) else each for each in x])
