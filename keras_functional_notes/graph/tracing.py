"""The calls of a model that Keras keeps."""

from __future__ import annotations

from typing import Any

import keras

from keras_functional_notes.graph.calls import CallRecords
from keras_functional_notes.graph.following import read_calls
from keras_functional_notes.graph.opening import OpeningReader, called_once
from keras_functional_notes.nodes import graph_of


def calls_of(model: keras.Model, *, nested: bool, inputs: Any = None) -> CallRecords:
    """Read the records of a model's calls.

    Args:
        model: A Functional model or a built Sequential.
        nested: Whether to open nested models, and composite layers where their code lets it, at any depth.
        inputs: For what keeps no graph, what it takes (see `opening.called_once`).

    Raises:
        NoGraphError: If `model` keeps no graph.
    """
    if inputs is not None:
        return called_once(model, inputs, nested=nested)
    return read_calls(model, graph_of(model), OpeningReader(), nested=nested)
