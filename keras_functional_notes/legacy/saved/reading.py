"""Reading the HDF5 files that Keras 1 wrote: what is in one, as plain records. Nothing here needs Keras."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

__all__ = ["LayerWeights", "SavedFile", "SavedModelError", "check_version", "is_of_keras_1", "read"]

_ZIP = b"PK\x03\x04"


class SavedModelError(ValueError):
    """What Keras 1 saved cannot be opened; the message says why, and what to use or to give.

    Example:
        >>> from keras_functional_notes.legacy import model_from_json
        >>> model_from_json('{"class_name": "Model", "config": {}, "keras_version": "2.2.4"}')
        Traceback (most recent call last):
            ...
        keras_functional_notes.legacy.saved.reading.SavedModelError: The text was written by Keras 2.2.4, not by
        Keras 1. Today's Keras reads it: keras.models.model_from_json(text).
    """


@dataclass(frozen=True)
class LayerWeights:
    """The weights of one layer.

    Args:
        name: The layer's name.
        names: The weights' names, in Keras 1's order.
        arrays: The weights.
    """

    name: str
    names: tuple[str, ...]
    arrays: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class SavedFile:
    """What one file holds.

    Args:
        path: The file.
        config: The model's configuration; None where the file has weights alone.
        training: How the model was compiled; None if it was not, or the file has weights alone.
        layers: The layers' weights, in Keras 1's order.
        optimizer: The state of the optimizer, as its names and its arrays.
        every_layer: Whether layers without weights count in that order, as in files older than Keras 1.
    """

    path: Path
    config: Mapping[str, Any] | None
    training: Mapping[str, Any] | None
    layers: tuple[LayerWeights, ...]
    optimizer: LayerWeights | None
    every_layer: bool

    @property
    def of_theano(self) -> bool:
        """Whether Keras 1 ran on Theano: TensorFlow's names of variables end with the number of an output."""
        names = [name for layer in self.layers for name in layer.names]
        return bool(names) and not any(name.endswith(":0") for name in names)


def read(path: str | os.PathLike[str]) -> SavedFile:
    """Read a file that Keras 1 wrote, whole.

    Args:
        path: A file of ``model.save(path)`` or of ``model.save_weights(path)``.

    Raises:
        FileNotFoundError: If there is no such file.
        SavedModelError: If the file is cut off or damaged, was written by another program or by a newer Keras.
    """
    path = Path(path)
    _check_kind(path)
    try:
        with h5py.File(path, "r") as file:
            return _contents(path, file)
    except SavedModelError:
        raise
    except (OSError, KeyError, RuntimeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        # Which one it is depends on where in the file h5py stumbles.
        raise SavedModelError(
            f"{path} is cut off or damaged: take another copy of it. (h5py says: {' '.join(str(error).split())})"
        ) from error


def is_of_keras_1(path: str | os.PathLike[str]) -> bool:
    """Whether a file is one that Keras 1 wrote; also of one that is damaged, for then `read` says so.

    >>> is_of_keras_1("there is no such file")
    False
    """
    if not os.path.isfile(path) or not h5py.is_hdf5(path):
        return False
    try:
        with h5py.File(path, "r") as file:
            if "keras_version" in file.attrs:
                return _text(file.attrs["keras_version"]).startswith("1.")
            weights = file.get("model_weights", file)
            return "layer_names" in weights.attrs or "nb_layers" in weights.attrs
    except (OSError, RuntimeError):
        return True


def _check_kind(path: Path) -> None:
    if path.is_dir():
        raise SavedModelError(f"{path} is a folder, and Keras 1 saved files. TensorFlow writes such folders.")
    if not path.exists():
        raise FileNotFoundError(f"There is no file {path}; give one that Keras 1 saved.")
    if h5py.is_hdf5(path):
        return
    with path.open("rb") as file:
        start = file.read(len(_ZIP))
    if start == _ZIP:
        raise SavedModelError(
            f"{path} is no file of Keras 1 but one of Keras 3, which opens it: keras.models.load_model(path)."
        )
    raise SavedModelError(f"{path} is no HDF5 file, as Keras 1 wrote them.")


def _contents(path: Path, file: h5py.File) -> SavedFile:
    if "keras_version" in file.attrs:
        check_version(
            str(path), _text(file.attrs["keras_version"]), "keras.models.load_model(path), or model.load_weights(path)"
        )
    if "layers" in file and "layer_names" not in file.attrs:
        check_version(str(path), "3", "model.load_weights(path)")
    weights = file.get("model_weights", file)
    if "layer_names" not in weights.attrs and "nb_layers" not in weights.attrs:
        raise SavedModelError(
            f"{path} is an HDF5 file, but none of Keras 1: it has neither a model's configuration nor layers' weights."
        )
    every_layer = "nb_layers" in weights.attrs
    layers = _numbered_layers(weights) if every_layer else _named_layers(weights)
    config, training = (_json(file.attrs.get(name)) for name in ("model_config", "training_config"))
    optimizer = file.get("optimizer_weights")
    state = None if optimizer is None else _weights(optimizer, "optimizer_weights")
    return SavedFile(path, config, training, layers, state, every_layer)


def check_version(what: str, version: str, today: str) -> None:
    """Check that something was written by Keras 1.

    Raises:
        SavedModelError: If it was not.
    """
    if not version.startswith("1."):
        reader = "" if version.startswith("0.") else f" Today's Keras reads it: {today}."
        raise SavedModelError(f"{what} was written by Keras {version}, not by Keras 1.{reader}")


def _named_layers(group: h5py.Group) -> tuple[LayerWeights, ...]:
    return tuple(_weights(group[name], name) for name in map(_text, group.attrs["layer_names"]))


def _weights(group: h5py.Group, name: str) -> LayerWeights:
    names = tuple(map(_text, group.attrs["weight_names"]))
    return LayerWeights(name, names, tuple(group[each][()] for each in names))


def _numbered_layers(group: h5py.Group) -> tuple[LayerWeights, ...]:
    """Read the layout that was there before Keras 1, and that Keras 1 still read."""
    layers = []
    for number in range(group.attrs["nb_layers"]):
        layer = group[f"layer_{number}"]
        names = tuple(f"param_{place}" for place in range(layer.attrs["nb_params"]))
        layers.append(LayerWeights(f"layer_{number}", names, tuple(layer[name][()] for name in names)))
    return tuple(layers)


def _json(text: Any) -> Any:
    return None if text is None else json.loads(_text(text))


def _text(value: Any) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else str(value)
