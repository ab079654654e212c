"""Attributes that 2016 text sets, and that are set otherwise today."""

from __future__ import annotations

from typing import Any

import keras

from keras_functional_notes.legacy.shims.notices import tell, tell_gone

__all__ = ["set_rate", "set_weights"]


def set_rate(optimizer: Any, rate: Any) -> None:
    """Set an optimizer's rate: ``optimizer.lr = rate``."""
    tell("optimizer.lr = ...", "optimizer.learning_rate = ...")
    optimizer.learning_rate = rate


def set_weights(layer: Any, weights: Any, *, trainable: bool) -> None:
    """Take what a layer of one's own lists as its weights: ``self.trainable_weights = [...]``."""
    strange = [weight for weight in weights if not isinstance(weight, keras.Variable)]
    if strange:
        raise TypeError(
            f"{layer.name}: today's layers collect their own weights, and {type(strange[0]).__name__} is none of them. "
            "Make each weight in build() by self.W = self.add_weight(shape=..., initializer=..., name='W'); the list "
            "of them needs no assigning."
        )
    # A layer of today has already kept what was assigned to its attributes; the rest it keeps in a list of its own.
    kept = {id(weight) for weight in layer.weights}
    others = [weight for weight in weights if id(weight) not in kept]
    if others:
        layer.keras1_weights = [*getattr(layer, "keras1_weights", ()), *others]
    for weight in weights:
        weight.trainable = trainable
    listed = {id(weight) for weight in weights}
    for weight in layer.weights:
        if trainable and id(weight) not in listed:
            # Keras 1 trained what was in the list, and nothing else.
            weight.trainable = False
    tell_gone("self.trainable_weights = [...]", "nothing: a layer finds the weights that it keeps in its attributes")
