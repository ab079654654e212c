"""The spread of Keras 1's initial values, as a scale for today's ``keras.initializers.VarianceScaling``.

Keras 1 counted a kernel's inputs and outputs on the array as it kept it: a gate of a recurrent layer by itself, a
convolution over steps as a picture one column wide whose axes it took for others, one over volumes without its last
side. Today's layers keep one kernel, on which today's Keras counts.

>>> scaling("glorot_normal", "", (None, None))
(1.0, 'fan_avg', 'untruncated_normal')
>>> scaling("glorot_uniform", "gates", (32, 4 * 32), 4)
(2.5, 'fan_avg', 'uniform')
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final

__all__ = ["DRAWN", "fans", "scaling"]

DRAWN: Final[Mapping[str, tuple[float, str, str]]] = {
    "lecun_uniform": (1.0, "fan_in", "uniform"),
    "glorot_normal": (1.0, "fan_avg", "untruncated_normal"),
    "glorot_uniform": (1.0, "fan_avg", "uniform"),
    "he_normal": (2.0, "fan_in", "untruncated_normal"),
    "he_uniform": (2.0, "fan_in", "uniform"),
}
"""Keras 1's initializers whose spread depends on the shape: scale, mode, distribution. From its initializations.py."""

# Stand for lengths that are not known: what comes out alike for both does not depend on them.
_STAND_INS = ((3, 7, 13, 19, 29), (5, 11, 17, 23, 31))

_Fans = Callable[[Sequence[int], int], tuple[float, float]]


def _usual(shape: Sequence[int], parts: int) -> tuple[float, float]:
    field = math.prod(shape[:-2])
    return shape[-2] * field, shape[-1] * field


def _vector(shape: Sequence[int], parts: int) -> tuple[float, float]:
    return _usual(shape, parts) if len(shape) == 2 else _square(shape, parts)


def _square(shape: Sequence[int], parts: int) -> tuple[float, float]:
    side = math.sqrt(math.prod(shape))
    return side, side


def _volume(shape: Sequence[int], parts: int) -> tuple[float, float]:
    field = math.prod(shape[:2])
    return shape[-2] * field, shape[-1] * field


def _transposed(shape: Sequence[int], parts: int) -> tuple[float, float]:
    outputs, inputs = _usual(shape, parts)
    return inputs, outputs


def _steps(shape: Sequence[int], parts: int) -> tuple[float, float]:
    length, inputs, outputs = shape
    return inputs * outputs, length * inputs * outputs


def _gates(shape: Sequence[int], parts: int) -> tuple[float, float]:
    return shape[0], shape[1] / parts


def _gates_of_pictures(shape: Sequence[int], parts: int) -> tuple[float, float]:
    rows, columns, inputs, outputs = shape
    field = inputs * outputs / parts
    return columns * field, rows * field


def _gates_of_pictures_first(shape: Sequence[int], parts: int) -> tuple[float, float]:
    return _usual((*shape[:-1], shape[-1] / parts), parts)  # type: ignore[arg-type]  # a gate's part is whole


# From Keras 1.2.2's initializations.py (get_fans) and the layers' build, in the axes of today's kernels.
_FANS: Mapping[str, _Fans] = {
    "": _usual,
    "pictures": _usual,
    "vector": _vector,
    "maxout": _square,
    "volumes": _volume,
    "transposed": _transposed,
    "steps": _steps,
    "gates": _gates,
    "gates of pictures": _gates_of_pictures,
    "gates of pictures, channels first": _gates_of_pictures_first,
}


def fans(kernel: str, shape: Sequence[int], parts: int = 1) -> tuple[float, float]:
    """Return how many inputs and outputs Keras 1 counted of a kernel.

    Args:
        kernel: How Keras 1 laid it out: a row's `kernel`.
        shape: The shape of today's.
        parts: Of how many gates it is.

    >>> fans("steps", (5, 32, 16))
    (512, 2560)
    """
    return _FANS[kernel](shape, parts)


def scaling(init: str, kernel: str, shape: Sequence[int | None], parts: int = 1) -> tuple[float, str, str] | None:
    """Return scale, mode and distribution by which today's VarianceScaling draws as Keras 1 drew.

    Args:
        init: Keras 1's name, one of `DRAWN`.
        kernel: How Keras 1 laid the kernel out.
        shape: The shape of today's; None for a length that is not known.
        parts: Of how many gates it is.

    Returns:
        The three, or None where they depend on a length that is not known.

    >>> scaling("he_normal", "volumes", (3, 3, 5, None, None))
    (10.0, 'fan_in', 'untruncated_normal')
    >>> scaling("glorot_uniform", "steps", (5, None, 16)) is None
    True
    """
    scale, mode, distribution = DRAWN[init]
    if kernel == "transposed":
        # The same numbers, counted the other way round.
        return scale, mode.replace("_in", "_out"), distribution
    ratios = {round(_ratio(mode, kernel, _filled(shape, lengths), parts), 9) for lengths in _STAND_INS}
    return (scale * ratios.pop(), mode, distribution) if len(ratios) == 1 else None


def _filled(shape: Sequence[int | None], lengths: Sequence[int]) -> list[int]:
    return [length if known is None else known for known, length in zip(shape, lengths, strict=False)]


def _ratio(mode: str, kernel: str, shape: Sequence[int], parts: int) -> float:
    """Return how much larger the number is that today's Keras counts."""
    today_in, today_out = _usual(shape, parts) if len(shape) > 1 else (shape[0], shape[0])
    then_in, then_out = fans(kernel, shape, parts)
    return today_in / then_in if mode == "fan_in" else (today_in + today_out) / (then_in + then_out)
