"""Opening what Keras 1 saved: models, weights, configurations."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import keras

from keras_functional_notes.legacy.saved.configuration import Rebuilt, rebuilt
from keras_functional_notes.legacy.saved.entries import is_todays
from keras_functional_notes.legacy.saved.own import made_of_own
from keras_functional_notes.legacy.saved.reading import LayerWeights, SavedFile, SavedModelError, check_version, read
from keras_functional_notes.legacy.saved.training import compile_as_saved
from keras_functional_notes.legacy.saved.weights import set_all, set_by_name, set_by_order, trained
from keras_functional_notes.legacy.shims.making import resolve
from keras_functional_notes.legacy.table import find
from keras_functional_notes.whole_files import written_whole

__all__ = ["convert", "from_config", "load_model", "load_weights", "model_from_config", "model_from_json"]


def load_model(
    path: str | os.PathLike[str], custom_objects: Mapping[str, Any] | None = None, *, compile: bool = True
) -> keras.Model:
    """Load a model from a file that Keras 1 wrote, ``model.save(path)``.

    Args:
        path: The file.
        custom_objects: Classes and functions of your own, by the names that the file has for them; the function of a
            Lambda layer by the layer's name, because code in a file is never run. None by default.
        compile: Whether to compile it as it was, with the optimizer's state; True by default.

    Returns:
        A plain Keras model, which predicts what Keras 1 predicted: recurrent layers open their gates by Keras 1's
        hard_sigmoid, kernels that Theano turned round are turned back. Once saved, it loads without this package.

    Raises:
        FileNotFoundError: If there is no such file.
        SavedModelError: If the file has weights alone, is damaged, or is none of Keras 1; if a layer has no counterpart
            today, or is not in `custom_objects`.

    Warns:
        UserWarning: Of what could not be kept, such as the schedule of Nadam's momentum.

    Example:
        >>> import pathlib
        >>> from keras_functional_notes import legacy
        >>> path = pathlib.Path(legacy.__file__).parents[2] / "tests/legacy/judge/saved/lstm.h5"
        >>> model = legacy.load_model(path)
        >>> model.output_shape, model.layers[0].recurrent_activation.name
        ((None, 2), 'hard_sigmoid_of_keras_1')

    From Keras 1.2.2's ``keras/models.py``.
    """
    file = read(path)
    if file.config is None:
        raise SavedModelError(
            f"{file.path} has weights alone, of the layers {', '.join(layer.name for layer in file.layers[:8])}. Make "
            "the model, by its code or by legacy.model_from_json(text), and then legacy.load_weights(model, path)."
        )
    made = rebuilt(file.config, custom_objects, of_theano=file.of_theano)
    pairs = _pairs(made, file)
    set_all(pairs, file, made.inside)
    told = made.told
    if compile:
        told = told + compile_as_saved(made.model, file, custom_objects or {}, trained(pairs, file, made.inside))
    _tell(f"{file.path}: ", told)
    model: keras.Model = made.model
    return model


def load_weights(model: keras.Model, path: str | os.PathLike[str], by_name: bool = False) -> None:
    """Give a model the weights of a file that Keras 1 wrote, by ``model.save_weights(path)`` or ``model.save(path)``.

    Args:
        model: A model of the same layers. Recurrent ones compute what they did only if they are made as Keras 1's were,
            as `model_from_json` and `load_model` make them.
        path: The file.
        by_name: Whether to take the layers by their names, those that the file has, and leave the others as they are.
            By default they are taken in their order, those that have weights.

    Raises:
        FileNotFoundError: If there is no such file.
        SavedModelError: If the file and the model do not fit, or the file is none of Keras 1; then nothing is changed.

    Example:
        >>> import pathlib
        >>> from keras_functional_notes import legacy
        >>> folder = pathlib.Path(legacy.__file__).parents[2] / "tests/legacy/judge/saved"
        >>> model = legacy.model_from_json((folder / "gru.json").read_text())
        >>> legacy.load_weights(model, folder / "gru.weights.h5")
        >>> [weight.shape for weight in model.get_weights()]
        [(3, 9), (3, 9), (9,), (3, 2), (2,)]

    From Keras 1.2.2's ``keras/engine/topology.py`` (Container).
    """
    (set_by_name if by_name else set_by_order)(model, read(path))
    _tell("", list(_gates_told(model)))


def model_from_json(text: str, custom_objects: Mapping[str, Any] | None = None) -> keras.Model:
    """Make a model from the text that Keras 1's ``model.to_json()`` gave. Its weights are new.

    Args:
        text: The text.
        custom_objects: As for `load_model`.

    Returns:
        A plain Keras model, as `load_model` gives it.

    Raises:
        SavedModelError: If the text is none of Keras 1, or as for `load_model`.

    Example:
        >>> from keras_functional_notes import legacy
        >>> dense = '{"class_name": "Dense", "config": {"output_dim": 2, "name": "d", "batch_input_shape": [null, 3]}}'
        >>> legacy.model_from_json('{"class_name": "Sequential", "config": [' + dense + "]}").output_shape
        (None, 2)

    From Keras 1.2.2's ``keras/models.py``.
    """
    try:
        config = json.loads(text)
    except json.JSONDecodeError as error:
        raise SavedModelError(f"This is no JSON text: {error}.") from error
    if not isinstance(config, dict) or "class_name" not in config:
        raise SavedModelError('This is JSON text, but no model\'s: that begins with {"class_name": ...}.')
    check_version("The text", str(config.get("keras_version", "1.")), "keras.models.model_from_json(text)")
    return model_from_config(config, custom_objects)


def model_from_config(config: Mapping[str, Any], custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make a model, or a layer, from a configuration of Keras 1's, ``{"class_name": ..., "config": ...}``.

    Args:
        config: The configuration.
        custom_objects: As for `load_model`.

    Returns:
        A plain Keras model or layer. Its weights are new.

    Raises:
        TypeError: If it is a list, which a Sequential's ``get_config()`` gave: that is ``Sequential.from_config``'s.
        SavedModelError: As for `load_model`.

    Example:
        >>> from keras_functional_notes import legacy
        >>> config = {"name": "conv", "nb_filter": 4, "nb_row": 3, "nb_col": 3, "border_mode": "same"}
        >>> layer = legacy.model_from_config({"class_name": "Convolution2D", "config": config})
        >>> layer.kernel_size, layer.padding
        ((3, 3), 'same')

    From Keras 1.2.2's ``keras/models.py``.
    """
    if isinstance(config, list):
        raise TypeError("model_from_config takes a dict, and this is a list: Sequential.from_config(config) takes it.")
    if "class_name" not in config or "config" not in config:
        raise SavedModelError('This is no configuration of Keras 1: that is {"class_name": ..., "config": ...}.')
    made = rebuilt(config, custom_objects)
    _tell("", made.told)
    return made.model


def from_config(class_name: str, config: Any, custom_objects: Mapping[str, Any] | None = None) -> Any:
    """Make what a class of Keras 1's by its ``from_config`` made, also of what today's ``get_config()`` gave.

    >>> from_config("Dense", {"name": "d", "output_dim": 2}).units
    2
    >>> from_config("Dense", keras.layers.Dense(3).get_config()).units
    3
    """
    if is_todays(config):
        return made_of_own(resolve(str(find(class_name).today)), config, custom_objects)
    made = rebuilt({"class_name": class_name, "config": config}, custom_objects)
    _tell("", made.told)
    return made.model


def convert(old: str | os.PathLike[str], new: str | os.PathLike[str], weights: str | None = None) -> keras.Model:
    """Write a file of Keras 1's as one of today's.

    Args:
        old: A file of ``model.save(path)``, or the JSON text of ``model.to_json()``.
        new: The file to write; it ends with ``.keras``. One that is there is replaced once the new one is whole.
        weights: A file of ``model.save_weights(path)``, to go with JSON text.

    Returns:
        The model.

    Raises:
        ValueError: If `new` does not end with ``.keras``, or `weights` are missing or too many.
        FileNotFoundError, SavedModelError: As `load_model`, `model_from_json` and `load_weights`.

    >>> convert("old.h5", "new.h5")
    Traceback (most recent call last):
        ...
    ValueError: new.h5: today's Keras saves models in files that end with .keras.
    """
    old, new = Path(old), Path(new)
    if new.suffix != ".keras":
        raise ValueError(f"{new}: today's Keras saves models in files that end with .keras.")
    is_text = old.suffix == ".json"
    if is_text != (weights is not None):
        raise ValueError(
            f"{old}: give the file of its weights, too."
            if is_text
            else f"{old}: a file of a whole model has its weights; others are given with JSON text alone."
        )
    if weights is None:
        model = load_model(old)
    else:
        model = model_from_json(old.read_text(encoding="utf-8"))
        load_weights(model, weights)
    with written_whole(new) as beside:
        model.save(beside)
    return model


def _pairs(made: Rebuilt, file: SavedFile) -> list[tuple[Any, LayerWeights]]:
    """Return each layer with its weights, by its name; a Sequential forgot the names of models in it, not the order."""
    saved = [weights for weights in file.layers if weights.names]
    layers = [made.layers.get(weights.name) for weights in saved]
    if None in layers:
        layers = [layer for layer in made.inside.get(id(made.model), []) if layer.weights]
    if len(layers) != len(saved):
        raise SavedModelError(
            f"{file.path} has weights of {len(saved)} layers, and its configuration has {len(layers)} that take some."
        )
    return list(zip(layers, saved, strict=True))


def _gates_told(model: keras.Model) -> Iterator[str]:
    for layer in model.layers:
        inner = layer.forward_layer if isinstance(layer, keras.layers.Bidirectional) else layer
        opens = getattr(inner, "recurrent_activation", None)
        if opens in (keras.activations.sigmoid, keras.activations.hard_sigmoid):
            yield (
                f"{layer.name} opens its gates by today's {opens.__name__}, and Keras 1's did by default by a "
                "hard_sigmoid of the slope 0.2. If the file's did so, it predicts something else here."
            )


def _tell(where: str, told: list[str]) -> None:
    if told:
        warnings.warn(where + " ".join(told), UserWarning, stacklevel=3)
