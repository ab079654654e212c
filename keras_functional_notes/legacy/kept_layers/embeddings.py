"""Keras 1's Embedding with a dropout."""

from __future__ import annotations

from typing import Any

import keras
from keras import ops

from keras_functional_notes.legacy.kept_layers.kept import Kept, registered

__all__ = ["WordDropoutEmbedding"]


@registered
class WordDropoutEmbedding(Kept, keras.layers.Embedding):  # type: ignore[misc]  # Keras ships no types
    """An Embedding that drops whole words in training, wherever they stand in the batch.

    Args:
        input_dim: How many words.
        output_dim: How many numbers stand for a word.
        dropout: The share of words that are dropped, from 0 to 1. The others are scaled up by 1 / (1 - dropout).
        seed: The seed of what is drawn; by default Keras's own.
        weights: A list of the table that it begins with.
        **kwargs: As keras.layers.Embedding's.

    Example:
        >>> import numpy as np
        >>> layer = WordDropoutEmbedding(10, 2, dropout=0.5, embeddings_initializer="ones")
        >>> dropped = layer(np.array([[3, 4, 3]]), training=True).numpy()
        >>> bool((dropped[0, 0] == dropped[0, 2]).all()), set(np.unique(dropped)) <= {0.0, 2.0}
        (True, True)

    From Keras 1.2.2's ``keras/layers/embeddings.py``.
    """

    def __init__(
        self,
        input_dim: int,
        output_dim: int,
        dropout: float = 0.0,
        seed: int | None = None,
        weights: Any = None,
        **kwargs: Any,
    ) -> None:
        """Keep what is dropped."""
        super().__init__(input_dim, output_dim, **kwargs)
        self.dropout, self.seed = dropout, seed
        self.generator = keras.random.SeedGenerator(seed)
        if weights is not None:
            # Here, because a layer that is built takes no generator.
            self.build()
            self.set_weights(weights)

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        """Look words up, in training in a table in which some are zero."""
        words = super().call(inputs)
        if not (training and 0 < self.dropout < 1):
            return words
        kept = keras.random.dropout(ops.ones((self.input_dim, 1), words.dtype), self.dropout, seed=self.generator)
        return words * ops.take(kept, ops.cast(inputs, "int32"), axis=0)

    def get_config(self) -> dict[str, Any]:
        """Return what it was made with."""
        return {**super().get_config(), "dropout": self.dropout, "seed": self.seed}
