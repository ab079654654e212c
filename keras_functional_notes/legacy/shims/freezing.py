"""What a model trains: Keras 1 fixed it when the model was compiled, today's Keras reads it at the first step.

    discriminator.compile(...)
    discriminator.trainable = False
    gan = Model(noise, discriminator(generator(noise)))
    gan.compile(...)

In Keras 1 each of the two models trained what was trainable when it was compiled. Here the flags of that moment are put
back for as long as a model trains.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from weakref import WeakKeyDictionary

import keras

from keras_functional_notes.legacy.shims.notices import tell
from keras_functional_notes.legacy.table.fidelity import AS_IN_2016

__all__ = ["as_compiled", "inside", "remember"]

_AT_COMPILE: WeakKeyDictionary[keras.Model, WeakKeyDictionary[keras.layers.Layer, bool]] = WeakKeyDictionary()


def remember(model: keras.Model) -> None:
    """Keep in mind what is trainable in a model that is being compiled."""
    _AT_COMPILE[model] = WeakKeyDictionary({layer: layer.trainable for layer in inside(model)})


@contextlib.contextmanager
def as_compiled(model: keras.Model, written: str) -> Iterator[None]:
    """Let everything in a model be trainable or frozen as it was when the model was compiled.

    Args:
        model: The model; one that was not compiled in 2016 text stays as it is.
        written: The training as the text has it, for the notice.

    >>> dense = keras.layers.Dense(1)
    >>> model = keras.Sequential([keras.Input((2,)), dense])
    >>> remember(model)
    >>> dense.trainable = False
    >>> import warnings; warnings.simplefilter("ignore")
    >>> with as_compiled(model, "model.fit(...)"):
    ...     dense.trainable
    True
    >>> dense.trainable
    False
    """
    then: Mapping[keras.layers.Layer, bool] = _AT_COMPILE.get(model) or {}
    now = [(layer, layer.trainable) for layer in inside(model)]
    if all(then.get(layer, flag) == flag for layer, flag in now):
        with _normalizing_by_the_batch(model):
            yield
        return
    tell(
        written,
        written,
        [
            "Something in this model was frozen or freed after it was compiled. It trains what was trainable then, as "
            "in Keras 1; today's Keras reads `trainable` at the first step of training: set it again before that step."
        ],
    )
    try:
        # What is outside comes first: setting it sets all that is inside.
        for layer, flag in now:
            layer.trainable = then.get(layer, flag)
        with _normalizing_by_the_batch(model):
            yield
    finally:
        for layer, flag in now:
            layer.trainable = flag


@contextlib.contextmanager
def _normalizing_by_the_batch(model: keras.Model) -> Iterator[None]:
    """Let frozen BatchNormalization take the batch's statistics, as in Keras 1, and train nothing of it."""
    frozen = [layer for layer in inside(model) if isinstance(layer, keras.layers.BatchNormalization)]
    frozen = [layer for layer in frozen if not layer.trainable] if AS_IN_2016.get() is not None else []
    try:
        for layer in frozen:
            layer.trainable = True
            for variable in filter(lambda each: each is not None, (layer.gamma, layer.beta)):
                variable.trainable = False
        yield
    finally:
        for layer in frozen:
            layer.trainable = False


def inside(model: keras.Model) -> Iterator[keras.layers.Layer]:
    """Yield a model, its layers, and theirs where they are models in their turn."""
    yield model
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from inside(layer)
        else:
            yield layer
