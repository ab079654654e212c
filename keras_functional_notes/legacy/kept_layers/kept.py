"""What every kept layer says of itself."""

from __future__ import annotations

from typing import Any

import keras

__all__ = ["Kept", "registered"]

registered = keras.saving.register_keras_serializable(package="keras_functional_notes")


class Kept(keras.layers.Layer):  # type: ignore[misc]  # Keras ships no types
    """What is the same for all: the configuration tells a reader without this package where the layer is from."""

    def get_config(self) -> dict[str, Any]:
        """Return what it was made with, and what its file needs."""
        needs = f"pip install keras_functional_notes, then import {__package__}"
        return {**super().get_config(), "needs": needs}

    def serialized(self, *names: str) -> dict[str, Any]:
        """Return how attributes that are objects of Keras's are written in a configuration."""
        # A kernel_regularizer is one of keras.regularizers, and an activation one of keras.activations.
        modules = {name: getattr(keras, f"{name.rpartition('_')[2]}s") for name in names}
        return {name: module.serialize(getattr(self, name)) for name, module in modules.items()}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Make a layer."""
        return super().from_config({name: value for name, value in config.items() if name != "needs"})
