"""Numbers that are whole: Keras 1 took them of any type, numpy.max(y) + 1 and 64 / 2 as well as 32."""

from __future__ import annotations

import numbers
from collections.abc import Mapping, Sequence
from typing import Any, Final

from keras_functional_notes.legacy.table.records import Row

__all__ = ["WHOLE_NUMBERS", "whole"]

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


def whole(row: Row, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Sequence[Any], Mapping[str, Any]]:
    """Write numbers that are whole as Python's own where whole numbers are meant; today's Keras takes no others.

    >>> from keras_functional_notes.legacy.table.arguments import row
    >>> whole(row("Dense", "keras.layers.core", None, "output_dim init"), [64 / 2], {})
    ([32], {})
    """
    names = [argument.name for argument in row.arguments]
    positional = [
        _as_whole(value) if name in WHOLE_NUMBERS else value for name, value in zip(names, args, strict=False)
    ]
    by_name = {name: _as_whole(value) if name in WHOLE_NUMBERS else value for name, value in kwargs.items()}
    return [*positional, *args[len(positional) :]], by_name


def _as_whole(value: Any) -> Any:
    if type(value) in (tuple, list):
        parts = type(value)(map(_as_whole, value))
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    if isinstance(value, (bool, int)) or not isinstance(value, numbers.Real):
        return value
    return int(float(value)) if value % 1 == 0 else value
