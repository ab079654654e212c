"""Weights saved under the names of 2016, which today's Keras refuses: ``model.save_weights("weights.h5")``.

The file has HDF5's old layout, which today's `load_weights` reads under such a name, here and where this package is not
installed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import keras

from keras_functional_notes import _keras
from keras_functional_notes.legacy.shims.making import shim
from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table import find
from keras_functional_notes.legacy.table.file_names import OLD_ENDINGS, model_name, weights_name, with_todays_logs
from keras_functional_notes.legacy.table.respelling import respell
from keras_functional_notes.legacy.table.wording import call_text

__all__ = ["ModelCheckpoint", "save_weights", "to_yaml"]

_LAYOUT = "The file has the old layout, which today's load_weights reads under its old name."


def save_weights(model: keras.Model, filepath: str | os.PathLike[str], overwrite: bool = True) -> None:
    """Save a model's weights under any name: ``save_weights(filepath, overwrite=True)``.

    Args:
        model: The model.
        filepath: The file. Under a name that today's Keras takes it is today's.
        overwrite: Whether a file of that name may go. By default it may; else the reader is asked.

    Example:
        >>> import pathlib, tempfile, warnings
        >>> warnings.simplefilter("ignore")
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "weights.hdf5"
        >>> model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
        >>> save_weights(model, path)
        >>> model.load_weights(path)

    From Keras 1.2.2's ``keras/engine/topology.py`` (Container).
    """
    name = os.fspath(filepath)
    today = weights_name(name)
    if today == name:
        model.save_weights(filepath, overwrite=overwrite)
        return
    if not overwrite and Path(name).exists() and input(f"{name} exists. Overwrite it? [y/n] ").strip().lower() != "y":
        return
    _keras.save_weights_in_the_old_layout(model, name)
    tell(call_text("model.save_weights", [name]), call_text("model.save_weights", [today]), [_LAYOUT])


@shim("keras.callbacks.ModelCheckpoint")
def ModelCheckpoint(*args: Any, **kwargs: Any) -> keras.callbacks.ModelCheckpoint:  # noqa: N802  # Keras 1's own name
    """Save the model, or its weights, after every epoch, under any name.

    Args:
        filepath: The file's name, with ``{epoch:02d}`` and what is logged filled in.
        monitor, verbose, save_best_only, save_weights_only, mode: As today's.
        period: Save every so many epochs; 1 by default.

    Returns:
        A `keras.callbacks.ModelCheckpoint`; today's own where it takes the name, else one that saves under this name.

    Raises:
        TypeError: If there is no such argument.

    Example:
        >>> import warnings; warnings.simplefilter("ignore")
        >>> ModelCheckpoint("weights.{epoch:02d}.hdf5", save_weights_only=True).filepath
        'weights.{epoch:02d}.hdf5'

    From Keras 1.2.2's ``keras/callbacks.py``.
    """
    row = find("ModelCheckpoint")
    period = int(row.given(args, kwargs).get("period", 1))
    if len(args) > len(row.arguments) - 1:
        args = args[:-1]
    respelt = respell(row, args, {name: value for name, value in kwargs.items() if name != "period"})
    given = dict(respelt.named)
    written = os.fspath(given["filepath"])
    old = with_todays_logs(written)
    today = (weights_name if given.get("save_weights_only") else model_name)(old)
    if today == old and period == 1:
        made = keras.callbacks.ModelCheckpoint(**{**given, "filepath": old})
    else:
        made = _AnyName(**{**given, "filepath": today}, period=period)
        made.filepath = old
    differences = list(respelt.differences)
    if given.get("save_weights_only") and today != old:
        differences.append(_LAYOUT)
    if period != 1:
        differences.append("Today's callback counts batches (save_freq), not epochs (period).")
    if respelt.changed or today != written or differences:
        todays_call = call_text("keras.callbacks.ModelCheckpoint", (), {**given, "filepath": today})
        tell(call_text("ModelCheckpoint", args, kwargs), todays_call, differences)
    return made


class _AnyName(keras.callbacks.ModelCheckpoint):  # type: ignore[misc]  # Keras ships no types
    """A checkpoint that saves under names that today's Keras refuses, and every so many epochs."""

    def __init__(self, *, period: int, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.period = period

    def set_model(self, model: keras.Model) -> None:
        super().set_model(_Saved(model))

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        if (epoch + 1) % self.period == 0:
            super().on_epoch_end(epoch, logs)


class _Saved:
    """A model as the checkpoint sees it, which saves itself under any name."""

    def __init__(self, model: keras.Model) -> None:
        self._model = model

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def save_weights(self, filepath: str, overwrite: bool = True) -> None:
        _keras.save_weights_in_the_old_layout(self._model, filepath)

    def save(self, filepath: str, overwrite: bool = True) -> None:
        if filepath.endswith((".keras", *OLD_ENDINGS[:2])):
            self._model.save(filepath, overwrite=overwrite)
            return
        # Keras 1 wrote HDF5 whatever the name.
        self._model.save(f"{filepath}.h5", overwrite=True)
        os.replace(f"{filepath}.h5", filepath)


def to_yaml(model: keras.Model, **kwargs: Any) -> str:
    """Say what there is instead of ``model.to_yaml()``."""
    raise NotImplementedError(
        "model.to_yaml() has no successor: today's Keras writes JSON, model.to_json(), which "
        "keras.models.model_from_json(text) reads."
    )
