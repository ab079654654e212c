"""Keras 1's weights, given to the layers of a model of today: all of them, or none."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import keras
import numpy as np

from keras_functional_notes.legacy.saved.reading import LayerWeights, SavedFile, SavedModelError
from keras_functional_notes.legacy.saved.state import Trained
from keras_functional_notes.legacy.shims.layouts import arrays_count, has_layout, todays_arrays
from keras_functional_notes.legacy.shims.naming import keras_1_name

__all__ = ["set_all", "set_by_name", "set_by_order", "trained"]

# What a layer has beside what is trained, counted from the end of its weights.
_STATISTICS = dict.fromkeys(("BatchNormalization", "SampleNormalization", "BatchOnlyNormalization"), 2)
_TRAINED, _REST, _BOTH = "trained", "rest", "both"


def set_by_order(model: keras.Model, file: SavedFile) -> None:
    """Give a model's layers the weights of a file, one after the other, as Keras 1 did.

    Raises:
        SavedModelError: If the model and the file do not fit; then nothing is changed.
    """
    layers = [layer for layer in _flattened(model) if layer.weights or file.every_layer]
    saved = [weights for weights in file.layers if weights.names or file.every_layer]
    if len(layers) != len(saved):
        raise SavedModelError(
            f"{file.path} has weights of {len(saved)} layers ({_listed(weights.name for weights in saved)}), and the "
            f"model has {len(layers)} layers with weights ({_listed(layer.name for layer in layers)})."
        )
    by_name = {keras_1_name(layer): layer for layer in layers}
    if by_name.keys() == {weights.name for weights in saved}:
        # Today's order may be another where branches are of different lengths; names that all agree are no chance.
        layers = [by_name[weights.name] for weights in saved]
    set_all(list(zip(layers, saved, strict=True)), file)


def set_by_name(model: keras.Model, file: SavedFile) -> None:
    """Give those layers their weights whose names are in the file, as Keras 1 did.

    Raises:
        SavedModelError: If no layer has such a name, or one does not fit; then nothing is changed.
    """
    layers = {keras_1_name(layer): layer for layer in _flattened(model)}
    pairs = [(layers[weights.name], weights) for weights in file.layers if weights.name in layers and weights.names]
    if not pairs:
        raise SavedModelError(
            f"by_name: no layer of the model has the name of one in {file.path}. There they are "
            f"{_listed(weights.name for weights in file.layers if weights.names)}; here "
            f"{_listed(name for name, layer in layers.items() if layer.weights)}. Name the layers by name=."
        )
    set_all(pairs, file)


def set_all(
    pairs: Sequence[tuple[Any, LayerWeights]], file: SavedFile, inside: Mapping[int, list[Any]] | None = None
) -> None:
    """Give each layer its weights.

    Args:
        pairs: The layers, each with its weights.
        file: The file that has them.
        inside: Of models among the layers and in them, by their id, the layers in Keras 1's order; by default today's.

    Raises:
        SavedModelError: If one does not fit; then nothing is changed.
    """
    assigned = [pair for layer, weights in pairs for pair in _assigned(layer, weights, file, inside or {})]
    for layer, arrays in assigned:
        layer.set_weights(arrays)


def _flattened(model: keras.Model) -> list[Any]:
    """Return a model's layers; of a Sequential that begins with a Merge, also those of the models that it merges."""
    first, *rest = model.layers or [None]
    if not (isinstance(model, keras.Sequential) and isinstance(first, keras.Model) and len(first.inputs) > 1):
        return list(model.layers)
    shape = first.output_shape
    for layer in rest:
        # Today's Sequential of several inputs is built only when it is called.
        if not layer.built:
            layer.build(shape)
        shape = layer.compute_output_shape(shape)
    return [*first.layers, *rest]


def trained(
    pairs: Sequence[tuple[Any, LayerWeights]], file: SavedFile, inside: Mapping[int, list[Any]]
) -> list[Trained]:
    """Return what is trained of each layer; the arguments are those of `set_all`."""
    found = []
    for layer, weights in pairs:
        arrays, names = list(weights.arrays), list(weights.names)
        # What is trained comes first, in a model as in a layer.
        for leaf in _leaves(layer, inside) if _is_model(layer) else [layer]:
            if leaf.trainable:
                count = arrays_count(leaf, arrays) - _STATISTICS.get(type(leaf).__name__, 0)
                found.append(
                    Trained(leaf.trainable_weights, names[:count], functools.partial(_laid_out, leaf, file=file))
                )
                del arrays[:count], names[:count]
    return found


def _assigned(
    layer: Any, weights: LayerWeights, file: SavedFile, inside: Mapping[int, list[Any]]
) -> list[tuple[Any, list[np.ndarray]]]:
    """Return a layer, or the layers inside a model, each with its arrays as today's layer takes them."""
    if not layer.built:
        raise SavedModelError(f"The layer {layer.name!r} has no weights yet: call it, or build the model first.")
    if not _is_model(layer):
        arrays = _laid_out(layer, weights.arrays, file)
        if not _fits(layer, arrays):
            raise _misfit(layer, weights)
        return [(layer, arrays)]
    for as_set in (True, False):
        shared_out = _shared_out(list(_parts(layer, inside, as_set)), weights)
        if shared_out is not None:
            laid_out = [(inner, _laid_out(inner, arrays, file)) for inner, arrays in shared_out]
            if all(_fits(inner, arrays) for inner, arrays in laid_out):
                return laid_out
    raise _misfit(layer, weights)


def _is_model(layer: Any) -> bool:
    return isinstance(layer, keras.Model) and not has_layout(layer)


def _parts(model: Any, inside: Mapping[int, list[Any]], as_set: bool) -> Iterator[tuple[Any, str]]:
    """Yield the layers in a model with the part of their weights that comes next: Keras 1 listed what is trained first.

    Args:
        model: The model.
        inside: As `set_all` takes it.
        as_set: Whether a layer that is frozen counts as frozen. A model that is frozen as a whole freezes its layers
            today, and did not in Keras 1.
    """
    leaves = list(_leaves(model, inside))
    yield from ((leaf, _TRAINED) for leaf in leaves if leaf.trainable or not as_set)
    yield from ((leaf, _REST if leaf.trainable or not as_set else _BOTH) for leaf in leaves)


def _leaves(model: Any, inside: Mapping[int, list[Any]]) -> Iterator[Any]:
    for layer in inside.get(id(model), model.layers):
        if _is_model(layer):
            yield from _leaves(layer, inside)
        elif layer.weights:
            yield layer


def _shared_out(parts: list[tuple[Any, str]], weights: LayerWeights) -> list[tuple[Any, list[np.ndarray]]] | None:
    """Return each layer with its arrays, if they come in this order."""
    left, names = list(weights.arrays), list(weights.names)
    given: dict[int, tuple[Any, list[np.ndarray]]] = {}
    for layer, part in parts:
        statistics = _STATISTICS.get(type(layer).__name__, 0)
        rest = {_TRAINED: 0, _REST: statistics, _BOTH: statistics}[part]
        count = rest + (0 if part == _REST else arrays_count(layer, left) - statistics)
        taken, taken_names = left[:count], names[:count]
        del left[:count], names[:count]
        if statistics and ["_running_" in name for name in taken_names] != [False] * (count - rest) + [True] * rest:
            return None
        given.setdefault(id(layer), (layer, []))[1].extend(taken)
    return None if left else list(given.values())


def _laid_out(layer: Any, arrays: Sequence[np.ndarray], file: SavedFile) -> list[np.ndarray]:
    try:
        return todays_arrays(layer, arrays, of_theano=file.of_theano)
    except ValueError as error:
        raise SavedModelError(f"{file.path}: {error}") from None


def _fits(layer: Any, arrays: Sequence[np.ndarray]) -> bool:
    return [tuple(variable.shape) for variable in layer.weights] == [array.shape for array in arrays]


def _misfit(layer: Any, weights: LayerWeights) -> SavedModelError:
    wanted = [tuple(variable.shape) for variable in layer.weights]
    return SavedModelError(
        f"The weights of {weights.name!r} do not fit the layer {layer.name!r} ({type(layer).__name__}), whose weights "
        f"have the shapes {wanted}: in the file they are {[array.shape for array in weights.arrays]}."
    )


def _listed(names: Any) -> str:
    names = list(names)
    return ", ".join([*names[:8], *(["..."] if len(names) > 8 else [])]) or "none"
