"""Attributes that 2016 text sets, and that are set otherwise today."""

from __future__ import annotations

from typing import Any

from keras_functional_notes.legacy.shims.notices import tell

__all__ = ["set_rate"]


def set_rate(optimizer: Any, rate: Any) -> None:
    """Set an optimizer's rate: ``optimizer.lr = rate``."""
    tell("optimizer.lr = ...", "optimizer.learning_rate = ...")
    optimizer.learning_rate = rate
