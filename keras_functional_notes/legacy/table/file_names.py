"""What Keras 1's files are called today: weights end in ``.weights.h5``, whole models in ``.keras``.

>>> weights_name("best.{epoch:02d}.hdf5"), model_name("best.hdf5")
('best.{epoch:02d}.weights.h5', 'best.keras')
"""

from __future__ import annotations

import re

from keras_functional_notes.legacy.table.arguments import todays_log

__all__ = ["OLD_ENDINGS", "model_name", "weights_name", "with_todays_logs"]

OLD_ENDINGS = (".h5", ".hdf5", ".hdf", ".hd5")
"""How Keras 1's files were called, though it took any name."""

_WEIGHTS = ".weights.h5"


def weights_name(name: str) -> str:
    """Return a name that today's `save_weights` takes; one that it takes stays as it is."""
    return name if name.endswith(_WEIGHTS) else _stem(name) + _WEIGHTS


def model_name(name: str) -> str:
    """Return a name that today's `ModelCheckpoint` takes for whole models; one that it takes stays as it is."""
    return name if name.endswith((".keras", ".h5")) else f"{_stem(name)}.keras"


def with_todays_logs(name: str) -> str:
    """Return a name in which what is filled in has the name under which it is logged today.

    >>> with_todays_logs("w.{epoch:02d}-{val_acc:.2f}.hdf5")
    'w.{epoch:02d}-{val_accuracy:.2f}.hdf5'
    """
    return re.sub(r"(?<=\{)\w+", lambda match: todays_log(match[0]) or match[0], name)


def _stem(name: str) -> str:
    return next((name.removesuffix(ending) for ending in OLD_ENDINGS if name.endswith(ending)), name)
