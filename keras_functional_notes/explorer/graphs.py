"""A call graph as Model Explorer's JSON: nodes with attributes, edges, and numbers of one's own on the nodes.

The form is that of ``model_explorer/graph_builder.py`` and ``node_data_builder.py``; it is made without that package.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from keras_functional_notes.graph import columns
from keras_functional_notes.graph.calls import Call, CallRecords
from keras_functional_notes.printable import printable, written

# What a configuration says that is said elsewhere: by the label, by the weights, by the graph itself.
_SAID_ELSEWHERE = {"name", "trainable", "layers", "input_layers", "output_layers", "build_input_shape"}
# The least and the most of one's own numbers.
_COLOURS = [{"stop": 0, "bgColor": "#ffffff"}, {"stop": 1, "bgColor": "#f5a623"}]


class UnknownNumberError(ValueError):
    """Numbers for Model Explorer stand at no call of the graph, or are none.

    Example:
        >>> import keras
        >>> from keras_functional_notes import call_graph
        >>> x = keras.Input((3,), name="x")
        >>> call_graph(keras.Model(x, keras.layers.Dense(1)(x), name="model")).explore(data={"mine": {"z": 1}})
        Traceback (most recent call last):
            ...
        keras_functional_notes.explorer.graphs.UnknownNumberError: Model 'model' makes no call 'z'.
        Its calls are: ...
    """


def graph_in_json(records: CallRecords) -> dict[str, Any]:
    """Return a call graph as Model Explorer reads it: a node for each call, a namespace for each opened call.

    Args:
        records: The calls of a model, or of a model's file.

    Example:
        >>> import keras
        >>> from keras_functional_notes import call_graph
        >>> from keras_functional_notes.explorer.graphs import graph_in_json
        >>> x, square = keras.Input((3,), name="x"), keras.layers.Dense(3, name="square")
        >>> graph = graph_in_json(call_graph(keras.Model(x, square(square(x)), name="model")))
        >>> [(node["id"], node["label"]) for node in graph["nodes"]]
        [('x[0]', 'x'), ('square[0]', 'square, call 1 of 2'), ('square[1]', 'square, call 2 of 2')]
        >>> graph["nodes"][2]["incomingEdges"]
        [{'sourceNodeId': 'square[0]', 'sourceNodeOutputId': '0', 'targetNodeInputId': '0'}]
    """
    of_layer: dict[int, list[Call]] = defaultdict(list)
    for call in records.nodes:
        of_layer[id(call.layer)].append(call)
    edges: dict[Call, list[dict[str, str]]] = defaultdict(list)
    for edge in records.edges:
        edges[edge.target].append(
            {
                "sourceNodeId": edge.source.label,
                "sourceNodeOutputId": str(edge.tensor_index),
                "targetNodeInputId": str(edge.input_position),
            }
        )
    return {
        "id": printable(records.name),
        "nodes": [
            {
                "id": call.label,
                "label": _label(call),
                "namespace": "" if call.inside is None else call.inside.label,
                "attrs": [*_links(call, of_layer[id(call.layer)]), *_pairs(_attributes(call, records))],
                "incomingEdges": edges[call],
                "inputsMetadata": [
                    {"id": str(position), "attrs": _pairs({"__tensor_tag": argument, "shape": str(shape)})}
                    for position, (argument, shape) in enumerate(zip(call.arguments, call.input_shapes, strict=True))
                ],
                "outputsMetadata": [
                    {
                        "id": str(index),
                        "attrs": _pairs(
                            {"tensor_name": f"{call.label}[{index}]", "shape": str(shape), "dtype": str(dtype)}
                        ),
                    }
                    for index, (shape, dtype) in enumerate(zip(call.output_shapes, call.output_dtypes, strict=True))
                ],
            }
            for call in records.nodes
        ],
        "groupNodeAttributes": {"": _of_the_model(records)}
        | {frame.label: _attributes(frame, records) for frame in records.frames},
        "layoutConfigs": {"keepLayersWithASingleChild": True},
    }


def numbers_in_json(records: CallRecords, numbers: Mapping[str | Call, float]) -> dict[str, Any]:
    """Return numbers of one's own, one at each of some calls, as Model Explorer reads them.

    Args:
        records: The calls.
        numbers: The number at each call: the `Call`, its label (``"encoder[0]/dense[0]"``), or the name of its layer
            where that is called once.

    Raises:
        UnknownNumberError: If there is no such call, or a number is none.
    """
    results = {}
    for key, number in numbers.items():
        label = _labelled(key, records)
        value = float(number)
        if not math.isfinite(value):
            raise UnknownNumberError(
                f"The number at {label} is {value}, for which Model Explorer has no colour.\n"
                "Leave such calls out, or give them a number that says what you mean."
            )
        results[label] = {"value": value}
    return {printable(records.name): {"results": results, "gradient": _COLOURS}}


def _labelled(key: str | Call, records: CallRecords) -> str:
    """Return the label of the call that is meant."""
    meant = [call for call in records.nodes if key in (call, call.label)]
    meant = meant or [call for call in records.nodes if key == call.name]
    if len(meant) == 1:
        return meant[0].label
    shown = key.label if isinstance(key, Call) else key
    asked = f"Model {records.name!r} makes "
    if meant:
        raise UnknownNumberError(
            f"{asked}{len(meant)} calls of {shown!r}: {', '.join(call.label for call in meant)}.\n"
            "Give a number for each call."
        )
    for frame in records.frames:
        if key in (frame, frame.label, frame.name):
            inside = [call.label for call in records.nodes if call.label.startswith(f"{frame.label}/")]
            raise UnknownNumberError(
                f"{shown} is open in Model Explorer, where numbers stand at what is inside.\n"
                f"Give numbers for its calls: {', '.join(inside)}."
            )
    raise UnknownNumberError(
        f"{asked}no call {shown!r}.\nIts calls are: {', '.join(call.label for call in records.nodes)}."
    )


def _label(call: Call) -> str:
    which = columns.call_of_calls(call)
    return printable(call.name) + (f", {which}" if which and call.is_shared else "")


def _links(call: Call, same: list[Call]) -> list[dict[str, Any]]:
    """Return the layer's other calls, which the viewer goes to by a click."""
    others = [other.label for other in same if other != call and not call.is_input]
    return [{"key": "other calls", "value": {"type": "node_ids", "nodeIds": others}}] if others else []


def _attributes(call: Call, records: CallRecords) -> dict[str, str]:
    """Return what is said of a call: what the table's columns say, its weights, and its layer's configuration."""
    weights = getattr(call.layer, "weights", ())
    outputs = [
        key or str(number)
        for number, (key, (output, _)) in enumerate(zip(records.output_keys, records.outputs, strict=True))
        if output == call
    ]
    said = {
        "class": call.type,
        "call": columns.call_of_calls(call),
        "arguments": ", ".join(call.constants),
        "output of the model": ", ".join(outputs),
        "of this batch": records.numbers.get(call, ""),
    }
    if records.weights_known:
        said |= {
            "parameters": columns.params_text(call) if call in records.nodes else f"{columns.count_of(weights):,}",
            "weights": ", ".join(map(_weight, weights)),
            "trainable": columns.trainable_text(call),
        }
    said |= {key: _configured(value) for key, value in _configuration(call.layer).items() if value is not None}
    return {key: printable(text) for key, text in said.items() if text}


def _weight(weight: Any) -> str:
    return " ".join(filter(None, [getattr(weight, "name", ""), str(tuple(weight.shape)), str(weight.dtype)]))


def _configuration(layer: Any) -> dict[str, Any]:
    """Return a layer's configuration, as its file has it; nothing where the layer does not tell it."""
    return {key: value for key, value in columns.configuration_of(layer).items() if key not in _SAID_ELSEWHERE}


def _configured(value: Any) -> str:
    """Return a value of a configuration in short: of an object its class, and what it was made with."""
    if isinstance(value, (list, tuple)):
        return f"({', '.join(map(_configured, value))})"
    if not isinstance(value, dict):
        return value if isinstance(value, str) else written(value)
    if "class_name" not in value:
        return f"{{{', '.join(f'{key}: {_configured(part)}' for key, part in value.items())}}}"
    kind, config = value["class_name"], value.get("config")
    if kind == "__lambda__":
        # Its code stands there as it is run, which nobody reads.
        return "lambda"
    if kind in ("function", "DTypePolicy"):
        return str(config["name"] if isinstance(config, dict) else config)
    if not isinstance(config, dict):
        return str(kind)
    made_with = {key: part for key, part in config.items() if part is not None and key not in _SAID_ELSEWHERE}
    return f"{kind}({', '.join(f'{key}={_configured(part)}' for key, part in made_with.items())})"


def _of_the_model(records: CallRecords) -> dict[str, str]:
    told = {
        "model": records.name,
        "parameters": f"{records.params:,}" if records.weights_known else "not known: the file holds no weights",
        "inputs": _keyed(records.input_keys, (call.label for call in records.inputs)),
        "outputs": _keyed(records.output_keys, (f"{call.label}[{index}]" for call, index in records.outputs)),
    }
    return {key: printable(text) for key, text in told.items()}


def _keyed(keys: Iterable[str], labels: Iterable[str]) -> str:
    return ", ".join(f"{key}={label}" if key else label for key, label in zip(keys, labels, strict=True))


def _pairs(attributes: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in attributes.items() if value]
