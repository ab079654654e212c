"""What Model Explorer loads as an extension: the reader of Keras's files.

It asks each extension for a module of the name ``main`` (``model_explorer/extension_manager.py``).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dacite
from model_explorer import Adapter, AdapterMetadata, ModelExplorerGraphs, graph_builder

from keras_functional_notes.explorer.graphs import graph_in_json
from keras_functional_notes.explorer.serving import keep_pages_local
from keras_functional_notes.graph.reading_files import read_file

keep_pages_local()


class KerasAdapter(Adapter):  # type: ignore[misc]  # Model Explorer ships no types
    """Reads a model's calls from the configuration in its file, nested models open: nothing is run, no Keras loaded."""

    metadata = AdapterMetadata(
        id="keras_functional_notes",
        name="Keras adapter (configuration)",
        description="Reads a Keras 3 model's file: every call of its layers, without running anything in it.",
        fileExts=["keras", "h5"],
    )

    def convert(self, model_path: str, settings: dict[str, Any]) -> ModelExplorerGraphs:
        """Return the graph of a file."""
        graph = graph_in_json(read_file(Path(model_path), nested=True))
        strict = dacite.Config(strict=True)
        return {"graphs": [dacite.from_dict(graph_builder.Graph, graph, strict)]}
