"""The calls of a model in a file, read from its configuration: no code in it is run, and Keras is not loaded."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import h5py

from keras_functional_notes.graph import configuration, stored
from keras_functional_notes.graph.calls import CallRecords
from keras_functional_notes.graph.configuration import UnreadableConfigurationError
from keras_functional_notes.graph.following import read_calls
from keras_functional_notes.graph.stored import StoredLayer

# Bytes of a file's header in a zip archive before its name (PKWARE's APPNOTE.TXT, 4.3.7).
_HEADER = 30


def read_file(path: Path, *, nested: bool = False) -> CallRecords:
    """Read the records of the calls of a model in a file.

    Args:
        path: A file of ``model.save()`` (.keras, .h5) or ``model.to_json()`` (.json). The shape of an output that no
            call takes is told where it is plain, else it is ``"?"``; of a JSON, numbers of parameters are not known.
        nested: Whether to open nested models.

    Raises:
        UnreadableConfigurationError: If the file tells of no graph, or not as Keras 3 does.
        OSError: If the file cannot be read.
    """
    model, weights_known = _model(path)
    records = read_calls(model, model.graph, stored, nested=nested)
    return replace(records, weights_known=weights_known)


def _model(path: Path) -> tuple[StoredLayer, bool]:
    with path.open("rb") as file:
        start = file.read(8)
        file.seek(0)
        if start.startswith(b"PK"):
            return _from_archive(file)
        if start == b"\x89HDF\r\n\x1a\n":
            return _from_hdf5(file)
        return configuration.stored_model(_json(file.read())), False


def _json(data: bytes | str) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError as error:
        raise UnreadableConfigurationError("It holds no configuration of a model.") from error
    if not isinstance(found, dict):
        raise UnreadableConfigurationError("It holds no configuration of a model.")
    return found


def _from_archive(file: BinaryIO) -> tuple[StoredLayer, bool]:
    try:
        with zipfile.ZipFile(file) as archive:
            model = configuration.stored_model(_json(archive.read("config.json")))
            if "model.weights.h5" not in archive.namelist():
                return model, False
            member = archive.getinfo("model.weights.h5")
            if member.compress_type != zipfile.ZIP_STORED:
                weights: BinaryIO = io.BytesIO(archive.read(member))
            else:
                weights = _Part(file, member)  # type: ignore[assignment]  # a raw file is binary input, too
            with h5py.File(weights, "r") as sizes:
                configuration.with_weights(model, sizes)
    except (zipfile.BadZipFile, KeyError) as error:
        raise UnreadableConfigurationError("It is no file that model.save() wrote.") from error
    return model, True


class _Part(io.RawIOBase):
    """A file that lies in an archive as it is, read where it lies: of weights of gigabytes, shapes are few bytes."""

    def __init__(self, archive: BinaryIO, member: zipfile.ZipInfo) -> None:
        archive.seek(member.header_offset)
        header = archive.read(_HEADER)
        names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        self._archive, self._size, self._place = archive, member.file_size, 0
        self._start = member.header_offset + _HEADER + names

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._place = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        return self._place

    def readinto(self, buffer: Any) -> int:
        self._archive.seek(self._start + self._place)
        found = self._archive.read(min(len(buffer), max(0, self._size - self._place)))
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)


def _from_hdf5(file: BinaryIO) -> tuple[StoredLayer, bool]:
    with h5py.File(file, "r") as hdf5:
        if "model_config" not in hdf5.attrs:
            raise UnreadableConfigurationError("It holds weights alone, and no configuration of a model.")
        model = configuration.stored_model(_json(hdf5.attrs["model_config"]))
        for layer in model.graph.layers if model.graph is not None else ():
            group = hdf5["model_weights"].get(layer.name)
            if group is not None:
                trainable = bool(layer.config.get("trainable", True))
                for name in group.attrs["weight_names"]:
                    weight = group[name]
                    layer.own_weights.append(stored.StoredWeight(tuple(weight.shape), str(weight.dtype), trainable))
                configuration.tell_state(layer)
    return model, True
