"""Layers of Keras 1.2.2 that today's Keras has not, and that no few of its layers make up: kept as layers of today.

They compute what Keras 1's computed, and have its weights in its order, under today's names of arguments. A model with
one is saved as any other; who opens it imports this module first, and its file says so.
"""

from keras_functional_notes.legacy.kept_layers.advanced_activations import AnySlopeReLU, ParametricSoftplus, SReLU
from keras_functional_notes.legacy.kept_layers.core import Highway
from keras_functional_notes.legacy.kept_layers.embeddings import WordDropoutEmbedding
from keras_functional_notes.legacy.kept_layers.local import LocallyConnected1D, LocallyConnected2D
from keras_functional_notes.legacy.kept_layers.normalization import BatchOnlyNormalization, SampleNormalization

__all__ = [
    "AnySlopeReLU",
    "BatchOnlyNormalization",
    "Highway",
    "LocallyConnected1D",
    "LocallyConnected2D",
    "ParametricSoftplus",
    "SReLU",
    "SampleNormalization",
    "WordDropoutEmbedding",
]
