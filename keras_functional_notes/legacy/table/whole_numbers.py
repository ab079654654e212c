"""Numbers whose type did not matter: Keras 1 took numpy.max(y) + 1 and 64 / 2 as well as 32, and a rate of 1."""

from __future__ import annotations

import numbers
from collections.abc import Mapping, Sequence
from typing import Any, Final

from keras_functional_notes.legacy.table.records import Row

__all__ = ["FRACTIONS", "WHOLE_NUMBERS", "retyped"]

WHOLE_NUMBERS: Final = frozenset(
    word
    for line in (
        "output_dim nb_filter nb_row nb_col filter_length kernel_dim1 kernel_dim2 kernel_dim3 nb_feature n length size",
        "subsample subsample_length strides stride pool_size pool_length atrous_rate depth_multiplier padding cropping",
        "input_dim input_length input_shape batch_input_shape shape batch_shape target_shape nb_classes nb_words",
        "maxlen batch_size nb_epoch initial_epoch samples_per_epoch nb_val_samples val_samples",
    )
    for word in line.split()
)
"""The arguments, by Keras 1's names, that are whole numbers or tuples of them."""


FRACTIONS: Final = frozenset({"lr", "learning_rate", "momentum"})
"""The arguments that today's Keras takes as floats alone, and Keras 1 took as whole numbers too."""


def retyped(row: Row, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Sequence[Any], Mapping[str, Any]]:
    """Write numbers in the one type that today's Keras takes: Python's own whole numbers, or floats.

    >>> from keras_functional_notes.legacy.table.arguments import row
    >>> retyped(row("Dense", "keras.layers.core", None, "output_dim init"), [64 / 2], {})
    ([32], {})
    >>> retyped(row("SGD", "keras.optimizers", None, "lr momentum"), [1], {"momentum": 0})
    ([1.0], {'momentum': 0.0})
    """
    names = [argument.name for argument in row.arguments]
    positional = [_retyped(name, value) for name, value in zip(names, args, strict=False)]
    by_name = {name: _retyped(name, value) for name, value in kwargs.items()}
    return [*positional, *args[len(positional) :]], by_name


def _retyped(name: str, value: Any) -> Any:
    if name in WHOLE_NUMBERS:
        return _as_whole(value)
    whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    return float(value) if name in FRACTIONS and whole else value


def _as_whole(value: Any) -> Any:
    if type(value) in (tuple, list):
        parts = type(value)(map(_as_whole, value))
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    if isinstance(value, (bool, int)) or not isinstance(value, numbers.Real):
        return value
    return int(float(value)) if value % 1 == 0 else value
