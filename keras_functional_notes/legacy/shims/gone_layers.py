"""Layers that have no class today and were small: built from today's layers, as plain Keras models."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
from keras import ops

from keras_functional_notes.legacy.shims.layouts import Arrays, set_layout
from keras_functional_notes.legacy.shims.making import resolve, shim
from keras_functional_notes.legacy.shims.notices import tell_gone
from keras_functional_notes.legacy.table import NOTHING, find
from keras_functional_notes.legacy.table.respelling import respell
from keras_functional_notes.legacy.table.wording import call_text

__all__ = ["Highway", "MaxoutDense"]

_KEPT = "keras_functional_notes.legacy.kept_layers"


@shim("keras.Sequential")
def MaxoutDense(*args: Any, **kwargs: Any) -> keras.Sequential:  # noqa: N802  # Keras 1's own name
    """Make a dense layer that gives, for each unit, the largest of several linear ones.

    Args:
        output_dim: How many units.
        nb_feature: How many linear ones for each unit; 4 by default.
        init, W_regularizer, b_regularizer, activity_regularizer, W_constraint, b_constraint, bias: As Dense's; the
            kernel has Keras 1's three axes.
        weights: Keras 1's list, a kernel of shape (nb_feature, input_dim, output_dim) and a bias of shape (nb_feature,
            output_dim).
        input_dim, input_shape, batch_input_shape: The input's shape, if known; its rank is 2.

    Returns:
        A plain `keras.Sequential` of EinsumDense and GlobalMaxPooling1D, with Keras 1's weights as they were.

    Raises:
        TypeError, ValueError: As every layer of the table.

    Example:
        >>> import keras, warnings
        >>> from keras_functional_notes.legacy import Keras1Warning
        >>> from keras_functional_notes.legacy.shims.gone_layers import MaxoutDense
        >>> warnings.simplefilter("ignore", Keras1Warning)
        >>> MaxoutDense(8, nb_feature=3)(keras.Input((5,))).shape
        (None, 8)

    From Keras 1.2.2's ``keras/layers/core.py``.
    """
    row = find("MaxoutDense")
    respelt = respell(row, args, kwargs)
    given = dict(respelt.kwargs)
    units, features = given.pop("units"), given.pop("nb_feature", 4)
    whole = _of_the_whole(given)
    pooled = keras.layers.GlobalMaxPooling1D(
        "channels_last", activity_regularizer=given.pop("activity_regularizer", None)
    )
    shape = given.pop("input_shape", None)
    bias_axes = "ko" if given.pop("use_bias", True) else None
    dense = keras.layers.EinsumDense("bi,kio->bko", (features, units), bias_axes=bias_axes, **given)
    layers = [dense, pooled]
    model = keras.Sequential(layers if shape is None else [keras.Input(shape), *layers], **whole)

    def laid_out(arrays: Arrays) -> list[np.ndarray]:
        kernel = np.asarray(arrays[0])
        if kernel.ndim != 3 or kernel.shape[::2] != (features, units):
            raise ValueError(
                f"MaxoutDense(weights=...): the first is a kernel of shape (nb_feature, input_dim, output_dim), here "
                f"({features}, input_dim, {units}); it has shape {kernel.shape}."
            )
        return [kernel, *arrays[1:]]

    set_layout(model, laid_out)
    if respelt.weights is not NOTHING and respelt.weights is not None:
        arrays = laid_out(respelt.weights)
        if not dense.built:
            dense.build((None, arrays[0].shape[1]))
        dense.set_weights(arrays)
    _tell("MaxoutDense", args, kwargs)
    return model


@shim("keras.Layer")
def Highway(*args: Any, **kwargs: Any) -> keras.Layer:  # noqa: N802  # Keras 1's own name
    """Make a highway layer: ``t * h + (1 - t) * x``, of a dense h and a gate t that learns.

    Args:
        init, activation, W_regularizer, b_regularizer, activity_regularizer, W_constraint, b_constraint, bias: As
            Dense's, for h; t is a sigmoid whose bias starts at one.
        weights: Keras 1's list: the kernels of h and t, then their biases.
        input_dim, input_shape, batch_input_shape: The input's shape, of rank 2, if known.

    Returns:
        A plain Functional `keras.Model`. Where the input's width is not given, which is how wide h and t are, a layer
        of `kept_layers`.

    Raises:
        TypeError, ValueError: As every layer of the table.

    Example:
        >>> import keras, warnings
        >>> from keras_functional_notes.legacy import Keras1Warning
        >>> from keras_functional_notes.legacy.shims.gone_layers import Highway
        >>> warnings.simplefilter("ignore", Keras1Warning)
        >>> Highway(activation="relu", input_dim=16).output_shape
        (None, 16)

    From Keras 1.2.2's ``keras/layers/core.py``.
    """
    row = find("Highway")
    respelt = respell(row, args, kwargs)
    given = dict(respelt.kwargs)
    whole = _of_the_whole(given)
    shape = given.pop("input_shape", None)
    if shape is None:
        layer = resolve(f"{_KEPT}.Highway")(**given, **whole)
        if respelt.weights is not NOTHING and respelt.weights is not None:
            layer.build((None, len(respelt.weights[0])))
            layer.set_weights(respelt.weights)
        tell_gone(call_text("Highway", args, kwargs), f"{_KEPT}.Highway, as its input's width is not given")
        return layer
    [width] = shape
    x = keras.Input(shape)
    activity = given.pop("activity_regularizer", None)
    init, bias = given.get("kernel_initializer", "glorot_uniform"), given.get("use_bias", True)
    if isinstance(init, keras.initializers.Initializer):
        # One initializer object would draw the same numbers for both kernels.
        init = type(init).from_config(init.get_config())
    gate = keras.layers.Dense(
        width, activation="sigmoid", kernel_initializer=init, bias_initializer="ones", use_bias=bias
    )
    dense = keras.layers.Dense(width, **given)
    t, h = gate(x), dense(x)
    kept = keras.layers.Multiply()([t, h])
    carried = keras.layers.Multiply()([ops.subtract(1.0, t), x])
    model = keras.Model(x, keras.layers.Add(activity_regularizer=activity)([kept, carried]), **whole)

    def laid_out(arrays: Arrays) -> list[np.ndarray]:
        # Both kernels, then both biases, of h and of t.
        order = [each for pair in zip(dense.weights, gate.weights, strict=True) for each in pair]
        by_variable = {id(variable): array for variable, array in zip(order, arrays, strict=True)}
        return [np.asarray(by_variable[id(variable)]) for variable in model.weights]

    set_layout(model, laid_out)
    if respelt.weights is not NOTHING and respelt.weights is not None:
        model.set_weights(laid_out(respelt.weights))
    _tell("Highway", args, kwargs)
    return model


def _of_the_whole(given: dict[str, Any]) -> dict[str, Any]:
    """Take out the arguments that are the whole model's, not its Dense layer's."""
    return {name: given.pop(name) for name in ("name", "trainable") if name in given}


def _tell(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    row = find(name)
    tell_gone(call_text(name, args, kwargs), str(row.instead), row.differs)
