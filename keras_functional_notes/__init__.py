"""See, check and keep every call of a Keras 3 layer; read and run the functional API of 2016.

The public names are looked up on first use, so that importing this package loads neither Keras nor anything else.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keras_functional_notes.checks import (
        check_input_at,
        check_input_shape_at,
        check_output_at,
        check_output_shape_at,
        check_shared,
    )
    from keras_functional_notes.graph import CallGraph, call_graph
    from keras_functional_notes.graph.calls import Call, Edge
    from keras_functional_notes.graph.extracting import UnknownCallError, extractor
    from keras_functional_notes.nodes import (
        AmbiguousNodeError,
        NeverCalledError,
        Node,
        NodeError,
        NodeIndexError,
        Nodes,
        NoGraphError,
        NotALayerError,
        nodes_of,
    )
    from keras_functional_notes.readers import (
        get_input_at,
        get_input_shape_at,
        get_output_at,
        get_output_shape_at,
        input_of,
        input_shape_at,
        input_shape_of,
        output_of,
        output_shape_at,
        output_shape_of,
    )
    from keras_functional_notes.sources import Source

__all__ = [
    "AmbiguousNodeError",
    "Call",
    "CallGraph",
    "Edge",
    "NeverCalledError",
    "NoGraphError",
    "Node",
    "NodeError",
    "NodeIndexError",
    "Nodes",
    "NotALayerError",
    "Source",
    "UnknownCallError",
    "call_graph",
    "check_input_at",
    "check_input_shape_at",
    "check_output_at",
    "check_output_shape_at",
    "check_shared",
    "extractor",
    "get_input_at",
    "get_input_shape_at",
    "get_output_at",
    "get_output_shape_at",
    "input_of",
    "input_shape_at",
    "input_shape_of",
    "nodes_of",
    "output_of",
    "output_shape_at",
    "output_shape_of",
]

_ROOMS = ("sources", "nodes", "readers", "checks", "graph.calls", "graph", "graph.extracting")


def __getattr__(name: str) -> object:
    if name in __all__:
        for room in _ROOMS:
            module = importlib.import_module(f"{__name__}.{room}")
            if name in module.__all__:
                # Kept, so that the next look-up is a plain one.
                globals()[name] = value = getattr(module, name)
                return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def load_ipython_extension(shell: object) -> None:
    """Let ``%load_ext keras_functional_notes`` bring the ``%%keras1`` cell."""
    from keras_functional_notes.magics import load_ipython_extension as load

    load(shell)
