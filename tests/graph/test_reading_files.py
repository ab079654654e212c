"""A file's configuration says what the loaded model says, and nothing in the file is run."""

import json
import os
import subprocess
import sys
import zipfile

import keras
import pytest
from example_models import EXAMPLES
from hypothesis import HealthCheck, given, settings
from keras import layers
from random_models import models

from keras_functional_notes.graph import CallGraph, call_graph
from keras_functional_notes.graph.calls import Call, CallRecords, Edge
from keras_functional_notes.graph.configuration import UnreadableConfigurationError, snake_case
from keras_functional_notes.graph.reading_files import read_file
from keras_functional_notes.graph.table import table


def facts(call: Call) -> tuple:
    """What a record says, but for the shapes of what no call takes, which a configuration may not tell."""
    around = None if call.inside is None else facts(call.inside)
    return (
        *(call.name, call.type, call.input_shapes, call.arguments, call.position, call.calls),
        *(call.params, call.shared_params, call.is_input, around),
    )


def ends(edge: Edge) -> tuple:
    """What an edge says; Keras's number of the call differs where a Sequential's layers were called while it grew."""
    made_by = (edge.tensor.layer.name, edge.tensor.tensor_index)
    return (facts(edge.source), edge.tensor_index, facts(edge.target), edge.input_position, made_by)


def assert_says_the_same(read: CallRecords, model: keras.Model, *, nested: bool) -> None:
    loaded = call_graph(model, nested=nested)
    assert [facts(call) for call in read.nodes] == [facts(call) for call in loaded.nodes]
    assert [facts(call) for call in read.frames] == [facts(call) for call in loaded.frames]
    assert list(map(ends, read.edges)) == list(map(ends, loaded.edges))
    assert [(facts(call), index) for call, index in read.outputs] == [(facts(c), i) for c, i in loaded.outputs]
    for ours, theirs in zip(read.nodes, loaded.nodes, strict=True):
        known = [pair for pair in zip(ours.output_shapes, theirs.output_shapes, strict=False) if pair[0] != "?"]
        assert all(one == other for one, other in known)


@pytest.mark.parametrize(
    ("name", "build", "nested"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else ""
)
@pytest.mark.parametrize("nested_too", [False, True])
def test_a_file_says_what_its_loaded_model_says(tmp_path, name, build, nested, nested_too):
    path = tmp_path / "model.keras"
    build().save(path)
    assert_says_the_same(
        read_file(path, nested=nested_too), keras.models.load_model(path, compile=False), nested=nested_too
    )


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(model=models())
def test_a_random_models_file_says_what_its_loaded_model_says(tmp_path, model):
    path = tmp_path / "model.keras"
    model.save(path)
    assert_says_the_same(read_file(path), keras.models.load_model(path, compile=False), nested=False)


def test_an_h5_file_and_a_json_say_the_same_but_for_what_they_do_not_hold(tmp_path):
    x = keras.Input((3,), name="x")
    model = keras.Model(x, layers.Dense(2, name="dense")(layers.Dense(4, name="hidden")(x)), name="model")
    model.save(tmp_path / "model.h5")
    (tmp_path / "model.json").write_text(model.to_json(), encoding="utf-8")
    assert CallGraph(**vars(read_file(tmp_path / "model.h5"))) == call_graph(model)
    read = read_file(tmp_path / "model.json")
    assert [call.output_shapes for call in read.nodes] == [((None, 3),), ((None, 4),), ((None, 2),)]
    assert not read.weights_known
    assert "3 calls, parameters not known: the file holds no weights" in table(read)
    assert "26" not in table(read)


def test_a_shape_that_nothing_tells_is_a_question_mark(tmp_path):
    x = keras.Input((4, 3), name="x")
    keras.Model(x, layers.LSTM(2, name="lstm")(x)).save(tmp_path / "model.keras")
    assert [call.output_shapes for call in read_file(tmp_path / "model.keras").nodes] == [((None, 4, 3),), ("?",)]


@pytest.mark.parametrize("ending", ["keras", "h5"])
def test_what_a_layer_only_counts_is_not_trainable(tmp_path, ending):
    x = keras.Input((3,), name="x")
    y = layers.Normalization(name="data")(x)
    model = keras.Model(x, layers.BatchNormalization(name="batch", scale=False)(y), name="model")
    model.save(tmp_path / f"model.{ending}")
    (_, data, batch) = read_file(tmp_path / f"model.{ending}").nodes
    for call in (data, batch):
        kept = [weight.trainable for weight in model.get_layer(call.name).weights]
        assert [weight.trainable for weight in call.layer.weights] == kept


class Mine(layers.Layer):
    """A layer of one's own, which nothing registers."""

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1],))

    def call(self, x):
        return x * self.kernel


def test_custom_layers_and_lambdas_are_boxes_and_nothing_is_run(tmp_path):
    x = keras.Input((3,), name="x")
    y = layers.Lambda(lambda t: t * 2, output_shape=(3,), name="double")(Mine(name="mine")(x))
    keras.Model(x, layers.Dense(2, name="dense")(y), name="model").save(tmp_path / "model.keras")
    script = (
        "import sys; from pathlib import Path\n"
        "from keras_functional_notes.__main__ import main\n"
        "assert main(['show', sys.argv[1]]) == main(['show', sys.argv[1], '-o', sys.argv[2]]) == 0\n"
        "assert not {'keras', 'tensorflow'} & set(sys.modules)\n"
    )
    picture = tmp_path / "model.svg"
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "model.keras"), str(picture)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[3:7] == [
        "x[0]       InputLayer  (None, 3)          0",
        "mine[0]    Mine        (None, 3)          3  x[0][0]",
        "double[0]  Lambda      (None, 3)          0  mine[0][0]",
        "dense[0]   Dense       (None, 2)          8  double[0][0]",
    ]
    assert "Lambda" in picture.read_text(encoding="utf-8")


def test_compressed_weights_are_read_too(tmp_path):
    x = keras.Input((3,), name="x")
    model = keras.Model(x, layers.Dense(2)(x))
    model.save(tmp_path / "model.keras")
    with (
        zipfile.ZipFile(tmp_path / "model.keras") as archive,
        zipfile.ZipFile(tmp_path / "small.keras", "w", zipfile.ZIP_DEFLATED) as small,
    ):
        for name in archive.namelist():
            small.writestr(name, archive.read(name))
    assert read_file(tmp_path / "small.keras").params == model.count_params()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[]", "It holds no configuration of a model"),
        ("{}", "is not written as Keras 3 writes it"),
        ('{"class_name": "Functional", "config": 3}', "tells of no calls"),
    ],
)
def test_what_tells_of_no_graph_is_told_so(tmp_path, text, why):
    (tmp_path / "model.json").write_text(text)
    with pytest.raises(UnreadableConfigurationError, match=why):
        read_file(tmp_path / "model.json")


def test_keras_2_wrote_otherwise(tmp_path):
    x = keras.Input((3,), name="x")
    told = json.loads(keras.Model(x, layers.Dense(2, name="dense")(x)).to_json())
    told["config"]["layers"][1]["inbound_nodes"] = [[["x", 0, 0, {}]]]
    (tmp_path / "model.json").write_text(json.dumps(told))
    with pytest.raises(UnreadableConfigurationError, match="as Keras 1 and 2 wrote it"):
        read_file(tmp_path / "model.json")


def test_classes_are_named_as_in_a_weights_file():
    for layer in (layers.LSTM(1), layers.Conv2D(1, 1), layers.BatchNormalization(), layers.GlobalAveragePooling2D()):
        assert layer.name.startswith(snake_case(type(layer).__name__))
