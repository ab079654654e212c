"""The calls of a model that Keras keeps."""

from __future__ import annotations

import keras

from keras_functional_notes import _keras
from keras_functional_notes.graph.calls import CallRecords
from keras_functional_notes.graph.following import read_calls
from keras_functional_notes.nodes import graph_of


def calls_of(model: keras.Model, *, nested: bool) -> CallRecords:
    """Read the records of a model's calls.

    Args:
        model: A Functional model or a built Sequential.
        nested: Whether to open the nested models that keep a graph, at any depth.

    Raises:
        NoGraphError: If `model` keeps no graph.
    """
    return read_calls(model, graph_of(model), _keras, nested=nested)
