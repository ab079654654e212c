"""A Functional model from Keras 1's configuration: its layers are called as they were, each node after its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import keras

from keras_functional_notes.legacy.saved.reading import SavedModelError
from keras_functional_notes.legacy.table.values import todays_name

__all__ = ["MODELS", "functional"]


def functional(config: Mapping[str, Any], make: Callable[..., Any]) -> tuple[keras.Model, dict[str, Any]]:
    """Return the model, and its layers by Keras 1's name, in Keras 1's order.

    Args:
        config: The model's configuration.
        make: Makes a layer from its entry, its name, and a function that gives the shape of its input.

    Raises:
        SavedModelError: If a layer takes what no layer gives.
    """
    graph = _Graph(config["layers"], make)
    graph.call_all()
    inputs, outputs = (list(map(graph.tensor, config[key])) for key in ("input_layers", "output_layers"))
    model = keras.Model(
        inputs[0] if len(inputs) == 1 else inputs,
        outputs[0] if len(outputs) == 1 else outputs,
        name=todays_name(config.get("name")),
    )
    return model, graph.layers


class _Graph:
    """The calls of one model's layers; a class because each call needs the tensors of those before."""

    def __init__(self, entries: list[Mapping[str, Any]], make: Callable[..., Any]) -> None:
        self.entries = {str(entry["name"]): entry for entry in entries}
        self.make = make
        self.layers: dict[str, Any] = {}
        # Of each layer, what came out of each of its nodes, in Keras 1's count.
        self.nodes: dict[str, list[list[Any]]] = {name: [] for name in self.entries}

    def tensor(self, source: Any) -> Any:
        """Return the tensor that a triple of a layer's name, a node's number and a tensor's number means."""
        name, node, tensor = source
        return self.nodes[name][node][tensor]

    def call_all(self) -> None:
        """Make and call the layers. A shared layer may be called before and behind another one."""
        waiting = {name: list(entry["inbound_nodes"]) for name, entry in self.entries.items()}
        for name, entry in self.entries.items():
            if entry["class_name"] == "InputLayer":
                self.nodes[name].append([_input(entry["config"])])
        while any(waiting.values()):
            called = False
            for name, calls in waiting.items():
                while calls and all(map(self._is_there, calls[0])):
                    self._call(name, list(map(self.tensor, calls.pop(0))))
                    called = True
            if not called:
                stuck = next(name for name, calls in waiting.items() if calls)
                raise SavedModelError(f"The layer {stuck!r} takes what no layer of the configuration gives.")
        # Keras 1's order, whichever was called first.
        self.layers = {name: self.layers[name] for name in self.entries if name in self.layers}

    def _is_there(self, source: Any) -> bool:
        name, node, _ = source
        if name not in self.entries:
            return False
        if self.entries[name]["class_name"] in MODELS:
            self._made(name, None)
        return bool(node < len(self.nodes[name]))

    def _call(self, name: str, tensors: list[Any]) -> None:
        layer = self._made(name, lambda: tensors[0].shape)
        outputs = layer(tensors[0] if len(tensors) == 1 else tensors)
        self.nodes[name].append(list(outputs) if isinstance(outputs, (list, tuple)) else [outputs])

    def _made(self, name: str, shape: Callable[[], Any] | None) -> Any:
        if name not in self.layers:
            entry = self.entries[name]
            layer = self.layers[name] = self.make(entry, name=name, shape=shape)
            if entry["class_name"] in MODELS:
                # A model owned node 0: its own inputs and outputs.
                self.nodes[name].append(list(layer.outputs))
        return self.layers[name]


MODELS = ("Model", "Container", "Sequential")


def _input(config: Mapping[str, Any]) -> Any:
    return keras.Input(
        batch_shape=tuple(config["batch_input_shape"]),
        dtype=config.get("input_dtype"),
        sparse=config.get("sparse", False),
        name=todays_name(config["name"]),
    )
