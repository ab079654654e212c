"""What a table says of each call, against what Keras itself says."""

import re

import keras
import pytest
from example_models import states
from keras import layers

from keras_functional_notes.graph import call_graph, drawing
from keras_functional_notes.graph.columns import COLUMNS, item_size
from keras_functional_notes.graph.reading_files import read_file
from keras_functional_notes.graph.table import table


def column(model: keras.Model, name: str) -> dict[str, str]:
    """A column of a model's table, by call."""
    text = call_graph(model).table(width=200, ascii=True, columns=["call", name])
    rows = text.split("\n")[3 : text.split("\n").index("-" * len(text.split("\n")[2]), 3)]
    return {row.split()[0]: " ".join(row.split()[1:]) for row in rows}


@pytest.fixture
def model():
    x = keras.Input((8, 8, 3), name="x")
    y = layers.Conv2D(4, 3, activation="relu", name="conv")(x)
    y = layers.BatchNormalization(name="norm")(y)
    frozen = layers.Conv2D(2, 1, name="frozen")
    y = frozen(y)
    frozen.trainable = False
    y = layers.Dense(3, activation="softmax", name="dense")(layers.Flatten(name="flat")(y))
    return keras.Model(x, y, name="model")


def test_trainable_and_frozen_are_those_of_keras(model):
    # By hand: batch normalisation has a scale and a shift for each of 4 channels, and a mean and a variance.
    assert column(model, "trainable") == {
        "x[0]": "",
        "conv[0]": "yes",
        "norm[0]": "8 of 16",
        "frozen[0]": "frozen",
        "flat[0]": "",
        "dense[0]": "yes",
    }


def test_the_picture_tells_frozen_layers_apart(model):
    svg = drawing.svg(call_graph(model))
    assert "(None, 6, 6, 2) · 10 parameters · frozen" in svg
    assert svg.count("· frozen") == 1


def test_totals_are_those_of_summary(model):
    lines: list[str] = []
    model.summary(print_fn=lambda line, **_: lines.append(line))
    told = dict(re.findall(r"(Trainable|Non-trainable) params: ([\d,]+)", "\n".join(lines)))
    foot = call_graph(model).table(columns=["call", "trainable"]).split("\n")[-1]
    assert foot == (
        f"{told['Trainable']} of them trainable ({4 * int(told['Trainable'].replace(',', '')):,} bytes), "
        f"{told['Non-trainable']} frozen ({4 * int(told['Non-trainable'].replace(',', '')):,} bytes)"
    )


def test_bytes_dtypes_and_activations(model):
    assert column(model, "bytes")["conv[0]"] == str(4 * (3 * 3 * 3 * 4 + 4))
    assert column(model, "activation") == {
        "x[0]": "",
        "conv[0]": "relu",
        "norm[0]": "",
        "frozen[0]": "linear",
        "flat[0]": "",
        "dense[0]": "softmax",
    }
    x = keras.Input((3,), dtype="int32", name="x")
    half = keras.Model(x, layers.Embedding(5, 2, dtype="mixed_float16", name="embedding")(x))
    assert column(half, "dtype") == {"x[0]": "int32", "embedding[0]": "float16"}
    assert column(half, "bytes")["embedding[0]"] == str(4 * 10)


@pytest.mark.parametrize(
    ("dtype", "size"),
    [("float32", 4), ("bfloat16", 2), ("float64", 8), ("uint8", 1), ("bool", 1), ("float8_e4m3fn", 1), ("int64", 8)],
)
def test_sizes_of_numbers(dtype, size):
    assert item_size(dtype) == size


def test_the_arguments_of_a_call_are_written_as_code():
    x = keras.Input((5, 4), name="x")
    lstm = layers.LSTM(3, name="lstm")
    y = lstm(x[:, 1:3], training=False) + 2.0
    model = keras.Model(x, keras.ops.reshape(y, (-1, 3, 1)), name="model")
    found = column(model, "arguments")
    assert list(found.values())[1] == "[:, 1:3]"
    assert found["lstm[0]"] == "training=False"
    assert list(found.values())[3] == "2.0"


def test_a_file_says_the_same_of_arguments_dtypes_and_activations(tmp_path, model):
    x = keras.Input((5, 4), name="x")
    sliced = keras.Model(x, layers.Dense(2, activation="tanh")(x[:, 1:3, ...] * 2.0), name="sliced")
    for saved in (model, sliced, states()):
        saved.save(tmp_path / "model.keras")
        loaded = call_graph(keras.models.load_model(tmp_path / "model.keras"))
        read = read_file(tmp_path / "model.keras")
        for name in ("arguments", "activation", "bytes"):
            ours, theirs = ([COLUMNS[name].text(call) for call in graph.nodes] for graph in (read, loaded))
            assert ours == theirs
        known = [(a.output_dtypes, b.output_dtypes) for a, b in zip(read.nodes, loaded.nodes, strict=True)]
        assert all(a[0] in ("?", b[0]) for a, b in known)
        assert ("frozen" in table(read, columns=["trainable"])) == (saved is model)


def test_keys_of_dict_inputs_and_outputs_are_told():
    assert "Outputs: first=decoder[1][0], total=" in str(call_graph(states()))
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    y = layers.Add(name="add")([a, b])
    graph = call_graph(keras.Model({"b": b, "a": a}, {"sum": y, "same": a}, name="model"))
    assert graph.input_keys == ("a", "b")
    assert graph.output_keys == ("same", "sum")
    assert "Inputs: a=a[0], b=b[0]\nOutputs: same=a[0][0], sum=add[0][0]" in str(graph)
    assert call_graph(keras.Model([a, b], [y])).output_keys == ("",)


@pytest.mark.parametrize("columns", [["call", "colour"], []])
def test_errors_teach(model, columns):
    with pytest.raises(ValueError, match=r"There is no column (.|\n)*there are call, type, shape, dtype, params"):
        call_graph(model).table(columns=columns)


def test_columns_stand_in_the_order_asked_for(model):
    head = call_graph(model).table(width=200, columns=["inputs", "params", "call"]).split("\n")[1]
    assert head.split() == ["inputs", "params", "call"]
