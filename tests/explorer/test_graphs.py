"""What Model Explorer is given, against Keras's own configuration; without Model Explorer."""

import json
import subprocess
import sys

import keras
import numpy as np
import pytest
from example_models import EXAMPLES, nested_twice, states, two_heads
from keras import layers

from keras_functional_notes.explorer.graphs import UnknownNumberError, graph_in_json, numbers_in_json
from keras_functional_notes.graph import call_graph
from keras_functional_notes.graph.reading_files import read_file


def reloaded(build, tmp_path):
    """A model and its file; what was loaded numbers its calls as its configuration does."""
    path = tmp_path / "model.keras"
    build().save(path)
    return keras.models.load_model(path, compile=False), path


def told_tensors(arguments):
    """The (layer, node, tensor) of each tensor in a call's arguments, in order, as a configuration tells them."""
    if isinstance(arguments, dict):
        if arguments.get("class_name") == "__keras_tensor__":
            return [tuple(arguments["config"]["keras_history"])]
        return [found for key in sorted(arguments) for found in told_tensors(arguments[key])]
    if isinstance(arguments, (list, tuple)):
        return [found for part in arguments for found in told_tensors(part)]
    return []


def keeps_graph(told):
    return told["class_name"] in ("Functional", "Sequential", "Model")


def told_calls(config, around=""):
    """Each call that a Functional model's configuration tells of: (path, layer's configuration, what it takes)."""
    for told in config["layers"]:
        for number, node in enumerate(told["inbound_nodes"] or [{"args": [], "kwargs": {}}]):
            path = f"{around}{told['name']}[{number}]"
            yield path, told, told_tensors(node["args"]) + told_tensors(node["kwargs"])
            if keeps_graph(told) and "input_layers" in told["config"]:
                yield from told_calls(told["config"], f"{path}/")


def attributes(node):
    return {pair["key"]: pair["value"] for pair in node["attrs"]}


@pytest.mark.parametrize(("name", "build", "nested"), EXAMPLES, ids=[example[0] for example in EXAMPLES])
def test_each_call_that_the_configuration_tells_of_is_a_node_with_its_edges(tmp_path, name, build, nested):
    model, _ = reloaded(build, tmp_path)
    calls = [one for one in told_calls(json.loads(model.to_json())["config"]) if not keeps_graph(one[1])]
    nodes = {node["id"]: node for node in graph_in_json(call_graph(model, nested=True))["nodes"]}
    assert {path for path, _, _ in calls} <= set(nodes)
    for path, told, tensors in calls:
        node, (around, _, _) = nodes[path], path.rpartition("/")
        assert attributes(node)["class"] == told["class_name"]
        assert node["namespace"] == around
        assert len(node["incomingEdges"]) == len(tensors) or told["class_name"] == "InputLayer"
        for position, (edge, (layer, number, index)) in enumerate(zip(node["incomingEdges"], tensors, strict=False)):
            assert edge["targetNodeInputId"] == str(position)
            source = f"{around}/{layer}[{number}]" if around else f"{layer}[{number}]"
            # What comes out of an opened model comes from a call inside it.
            if source in nodes:
                assert (edge["sourceNodeId"], edge["sourceNodeOutputId"]) == (source, str(index))
            else:
                assert edge["sourceNodeId"].startswith(f"{source}/")


@pytest.mark.parametrize(("name", "build", "nested"), EXAMPLES, ids=[example[0] for example in EXAMPLES])
def test_a_file_says_what_its_loaded_model_says(tmp_path, name, build, nested):
    model, path = reloaded(build, tmp_path)
    read = graph_in_json(read_file(path, nested=True))
    # A file's composite layers have no calls inside.
    closed = [node["id"] for node in read["nodes"]]
    loaded = [node for node in graph_in_json(call_graph(model, nested=True))["nodes"] if node["id"] in closed]
    read["nodes"] = [node for node in read["nodes"] if node["id"] in {one["id"] for one in loaded}]
    for ours, theirs in zip(read["nodes"], loaded, strict=True):
        assert (ours["label"], ours["namespace"]) == (theirs["label"], theirs["namespace"])
        one, other = attributes(ours), attributes(theirs)
        # A file keeps no names of weights, and tells of a Sequential's layers without their build.
        assert {k: v for k, v in one.items() if k not in ("weights", "build_config")} == {
            k: v for k, v in other.items() if k != "weights"
        }


def test_a_call_tells_its_configuration_and_weights(tmp_path):
    x = keras.Input((8, 8, 3), name="x")
    conv = layers.Conv2D(4, 3, strides=2, activation="relu", name="conv", kernel_regularizer="l2")
    model = keras.Model(x, conv(x), name="model")
    (_, node) = graph_in_json(call_graph(model))["nodes"]
    said = attributes(node)
    # By hand: 3 x 3 x 3 x 4 + 4.
    assert said["parameters"] == "112"
    assert said["weights"] == "kernel (3, 3, 3, 4) float32, bias (4,) float32"
    assert said["filters"] == "4"
    assert said["strides"] == "(2, 2)"
    assert said["activation"] == "relu"
    assert said["kernel_regularizer"].startswith("L2(l2=0.01")
    assert said["trainable"] == "yes"
    conv.trainable = False
    assert attributes(graph_in_json(call_graph(model))["nodes"][1])["trainable"] == "frozen"
    (output,) = node["outputsMetadata"]
    assert {pair["key"]: pair["value"] for pair in output["attrs"]} == {
        "tensor_name": "conv[0][0]",
        "shape": "(None, 3, 3, 4)",
        "dtype": "float32",
    }


def test_the_calls_of_a_shared_layer_say_so_and_lead_to_each_other():
    x, square = keras.Input((3,), name="x"), layers.Dense(3, name="square")
    graph = graph_in_json(call_graph(keras.Model(x, square(square(x)), name="model")))
    nodes = {node["id"]: node for node in graph["nodes"]}
    assert nodes["square[1]"]["label"] == "square, call 2 of 2"
    assert attributes(nodes["square[1]"])["call"] == "call 2 of 2"
    assert attributes(nodes["square[1]"])["other calls"] == {"type": "node_ids", "nodeIds": ["square[0]"]}
    assert attributes(nodes["square[1]"])["parameters"] == "shared"
    assert "other calls" not in attributes(nodes["x[0]"])


def test_opened_models_are_namespaces_that_tell_of_the_model():
    graph = graph_in_json(call_graph(nested_twice(), nested=True))
    spaces = {node["namespace"] for node in graph["nodes"]} - {""}
    assert spaces == set(graph["groupNodeAttributes"]) - {""}
    assert len(spaces) == 2
    encoder = next(layer for layer in nested_twice().layers if isinstance(layer, keras.Model))
    for space in spaces:
        assert graph["groupNodeAttributes"][space]["parameters"] == f"{encoder.count_params():,}"


def test_several_outputs_and_keywords_are_told(tmp_path):
    nodes = graph_in_json(call_graph(states()))["nodes"]
    assert any(len(node["outputsMetadata"]) == 3 for node in nodes)
    tags = [pair["value"] for node in nodes for told in node["inputsMetadata"] for pair in told["attrs"]]
    assert "initial_state" in tags


def test_numbers_stand_at_the_calls_that_are_meant():
    model = two_heads()
    graph = call_graph(model)
    heads = [call for call, _ in graph.outputs]
    told = numbers_in_json(graph, {heads[0]: np.float32(0.5), heads[1].label: 2, graph.nodes[0].name: 0})
    assert list(told) == [model.name]
    assert told[model.name]["results"] == {
        heads[0].label: {"value": 0.5},
        heads[1].label: {"value": 2.0},
        graph.nodes[0].label: {"value": 0.0},
    }


def test_numbers_of_a_batch_stand_at_calls_that_are_opened_for_it():
    x = keras.Input((5, 8), name="x")
    model = keras.Model(x, layers.MultiHeadAttention(2, 4, name="attention")(x, x), name="model")
    graph = call_graph(model).with_values(np.ones((1, 5, 8)))
    told = graph_in_json(graph._opened())
    assert told["groupNodeAttributes"]["attention[0]"]["of this batch"].startswith("mean")
    assert attributes(told["nodes"][0])["of this batch"] == "mean 1, spread 0, 0% zeros"


def test_errors_teach():
    x, square = keras.Input((3,), name="x"), layers.Dense(3, name="square")
    graph = call_graph(keras.Model(x, square(square(x)), name="model"))
    with pytest.raises(UnknownNumberError, match=r"makes no call 'round'.\nIts calls are: x\[0\], square\[0\]"):
        numbers_in_json(graph, {"round": 1})
    with pytest.raises(UnknownNumberError, match=r"makes 2 calls of 'square': square\[0\], square\[1\]"):
        numbers_in_json(graph, {"square": 1})
    with pytest.raises(UnknownNumberError, match=r"at x\[0\] is nan(.|\n)*Leave such calls out"):
        numbers_in_json(graph, {"x": float("nan")})
    opened = call_graph(nested_twice(), nested=True)
    frame = opened.frames[0].label
    with pytest.raises(UnknownNumberError, match=r"is open in Model Explorer(.|\n)*Give numbers for its calls: "):
        numbers_in_json(opened, {frame: 1})


def test_a_name_is_shown_and_never_obeyed():
    x = keras.Input((3,), name="x")
    graph = graph_in_json(call_graph(keras.Model(x, layers.Dense(1, name="a\x1b[31m\nb")(x), name="m\n")))
    text = json.dumps(graph)
    assert "\\u001b" not in text
    assert "\\n" not in text.replace("\\\\n", "")


def test_reading_a_file_for_it_loads_no_keras(tmp_path):
    nested_twice().save(tmp_path / "model.keras")
    code = f"""
import sys
from pathlib import Path
from keras_functional_notes.explorer.graphs import graph_in_json
from keras_functional_notes.graph.reading_files import read_file
graph_in_json(read_file(Path({str(tmp_path / "model.keras")!r}), nested=True))
print({{"keras", "tensorflow"}} & set(sys.modules))
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "set()"
