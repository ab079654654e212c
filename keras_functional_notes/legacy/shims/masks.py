"""The masks that Keras 1's `merge` gave, as plain Keras that survives saving."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import keras
from keras import ops

from keras_functional_notes import _keras
from keras_functional_notes.legacy.table import Mode

__all__ = ["carry_mask", "check_masks", "merged_mask", "today_agrees"]


def check_masks(mode: Mode, masks: Sequence[Any]) -> None:
    """Check that a mode can merge inputs with these masks.

    Raises:
        ValueError: If the mode took no masks, or the masks differ in rank.
    """
    present = [mask for mask in masks if mask is not None]
    if present and mode.masks == "refused":
        raise ValueError(
            f"mode={mode.name!r} of masked inputs: Keras 1.2.2 had no rule for the output's mask and refused them. "
            f"Merge tensors without masks (keras.ops.copy(x) has none), or write {mode.today}(), whose mask is OR and "
            "which leaves masked steps out of the comparison."
        )
    if len({len(mask.shape) for mask in present}) > 1:
        shapes = [tuple(mask.shape) for mask in present]
        raise ValueError(f"mode={mode.name!r}: the inputs' masks differ in rank: {shapes}.")


def today_agrees(mode: Mode, concat_axis: int, tensors: Sequence[Any], masks: Sequence[Any]) -> bool:
    """Whether today's layer, by itself, gives the merged tensor the mask and the values that Keras 1 gave it."""
    present = [mask for mask in masks if mask is not None]
    if not present or mode.masks == "none":
        return True
    if mode.reads_masks:
        return False
    if mode.masks == "concat" and _along(concat_axis, tensors, present):
        return True
    # One mask for all: AND and OR are the same.
    return len(present) == len(masks) and all(mask is present[0] for mask in present)


def merged_mask(mode: Mode, concat_axis: int, tensors: Sequence[Any], masks: Sequence[Any]) -> Any | None:
    """Return the mask that Keras 1 gave the merged tensor.

    Args:
        mode: The mode's row of the table.
        concat_axis: The axis, for ``concat``.
        tensors: The inputs.
        masks: Their masks, each a tensor of one axis fewer (usually) or None.
    """
    present = [mask for mask in masks if mask is not None]
    if not present or mode.masks == "none":
        return None
    if mode.masks == "concat" and _along(concat_axis, tensors, present):
        # The masks follow one another, as the inputs do. An input without a mask counts in every step.
        rest = (0,) * (len(tensors[0].shape) - len(present[0].shape))
        whole = [
            ops.ones_like(tensor[(..., *rest)], dtype="bool") if mask is None else mask
            for tensor, mask in zip(tensors, masks, strict=True)
        ]
        return ops.concatenate(whole, axis=concat_axis % len(tensors[0].shape))
    different = {id(mask): mask for mask in present}
    return functools.reduce(ops.logical_and, different.values())


def _along(concat_axis: int, tensors: Sequence[Any], present: Sequence[Any]) -> bool:
    """Whether tensors are joined along an axis that their masks have."""
    return concat_axis % len(tensors[0].shape) < len(present[0].shape)


def carry_mask(tensor: Any, mask: Any | None, name: str) -> Any:
    """Return the tensor with the mask on it, when the graph is built as well as when it runs.

    Args:
        tensor: What a layer gave; its own mask, if any, is replaced.
        mask: The mask, or None to leave the tensor as it is.
        name: The layer's name; the model that carries the mask is called after it.
    """
    if mask is None:
        return tensor
    if not isinstance(tensor, keras.KerasTensor):
        _keras.set_mask(tensor, ops.convert_to_tensor(mask, dtype="bool"))
        return tensor
    # No layer of today puts a given mask on a tensor, except a model: called with `mask=`, it hands it to its layers,
    # and Identity passes it on. Setting the symbolic tensor's mask alone would reach the layers that take a mask, but
    # not a loss, nor what stands behind a model that this tensor leaves.
    x = keras.Input(batch_shape=tensor.shape, dtype=tensor.dtype)
    carrier = keras.Model(x, keras.layers.Identity()(x), name=f"{name}_mask")
    carrier.supports_masking = True
    carried = carrier(tensor, mask=mask)
    _keras.set_mask(carried, mask)
    return carried
