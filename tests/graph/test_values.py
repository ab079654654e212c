"""Numbers at each call, against NumPy and derivatives by hand."""

import keras
import numpy as np
import pytest
from example_models import nested_twice
from keras import layers

from keras_functional_notes import nodes_of
from keras_functional_notes.graph import call_graph, drawing

tensorflow_only = pytest.mark.skipif(keras.backend.backend() != "tensorflow", reason="gradients need TensorFlow's tape")


@pytest.fixture
def model():
    """Two heads: the auxiliary one leaves before the layer `late`."""
    x = keras.Input((2,), name="x")
    shared = layers.Dense(2, activation="relu", name="shared", kernel_initializer="identity")
    early = shared(x)
    late = layers.Dense(1, name="late", kernel_initializer="ones")(shared(early))
    auxiliary = layers.Dense(1, name="auxiliary", kernel_initializer="ones")(early)
    return keras.Model(x, [late, auxiliary], name="model")


BATCH = np.array([[1.0, -2.0], [3.0, 4.0], [-5.0, 0.0]])


def numbers(graph):
    return {call.label: text for call, text in graph.numbers.items()}


def test_values_are_those_of_numpy(model):
    graph = call_graph(model).with_values(BATCH)
    rectified = np.maximum(BATCH, 0)

    def told(array):
        return f"mean {array.mean():.3g}, spread {array.std():.3g}, {np.mean(array == 0):.0%} zeros"

    assert numbers(graph) == {
        "x[0]": told(BATCH),
        "shared[0]": told(rectified),
        "shared[1]": told(rectified),
        "late[0]": told(rectified.sum(axis=1)),
        "auxiliary[0]": told(rectified.sum(axis=1)),
    }
    assert graph == call_graph(model)
    assert told(rectified) in graph.table(width=200)
    assert "50% zeros" in drawing.svg(graph)


def test_it_leaves_no_node_and_no_weight_changed(model):
    before = [weight.numpy() for weight in model.weights]
    call_graph(model).with_values(BATCH)
    assert len(nodes_of(model.get_layer("shared"))) == 2
    assert all(np.array_equal(old, new.numpy()) for old, new in zip(before, model.weights, strict=True))


@tensorflow_only
def test_a_crossentropy_reaches_the_sigmoid_that_it_is_of():
    x = keras.Input((1,), name="x")
    graph = call_graph(keras.Model(x, keras.layers.Activation("sigmoid", name="chance")(x), name="model"))
    told = numbers(graph.with_gradients(np.zeros((1, 1)), np.ones((1, 1)), loss="binary_crossentropy"))
    # Of -log(p) at p = 1/2: -1/p, and by the sigmoid's slope p(1 - p) before it.
    assert told["chance[0]"] == "chance[0]: 2"
    assert told["x[0]"] == "chance[0]: 0.5"


@tensorflow_only
def test_gradients_are_those_by_hand_and_say_which_loss_reaches_what(model):
    targets = [np.zeros((3, 1)), np.zeros((3, 1))]
    told = numbers(call_graph(model).with_gradients(BATCH, targets, loss=["mse", "mse"]))
    # The loss is the mean of y^2 over three samples, y the sum of what is positive: dL/dy is 2y/3.
    y = np.maximum(BATCH, 0).sum(axis=1, keepdims=True)
    slope = 2 * y / 3
    at_heads, at_sums = np.linalg.norm(slope), np.linalg.norm(np.repeat(slope, 2, axis=1))
    # Back through a second rectifier only what is positive is reached.
    at_early = np.linalg.norm(np.repeat(slope, 2, axis=1) * (BATCH > 0))
    assert told["late[0]"] == f"late[0]: {at_heads:.3g}, auxiliary[0]: not reached"
    assert told["auxiliary[0]"] == f"late[0]: not reached, auxiliary[0]: {at_heads:.3g}"
    assert told["shared[1]"] == f"late[0]: {at_sums:.3g}, auxiliary[0]: not reached"
    assert told["shared[0]"] == f"late[0]: {at_early:.3g}, auxiliary[0]: {at_sums:.3g}"
    assert told["x[0]"] == f"late[0]: {at_early:.3g}, auxiliary[0]: {at_early:.3g}"


@tensorflow_only
def test_the_losses_are_those_that_the_model_was_compiled_with(model):
    targets = [np.zeros((3, 1)), np.zeros((3, 1))]
    graph = call_graph(model)
    given = numbers(graph.with_gradients(BATCH, targets, loss=["mae", "mse"]))
    model.compile("sgd", loss=["mae", "mse"])
    assert numbers(graph.with_gradients(BATCH, targets)) == given
    model.compile("sgd", loss={"late": "mae", "auxiliary": "mse"})
    assert numbers(graph.with_gradients(BATCH, targets)) == given


@tensorflow_only
def test_integers_have_no_gradient():
    words = keras.Input((3,), dtype="int32", name="words")
    model = keras.Model(words, layers.Dense(1, name="score")(layers.Embedding(5, 2, name="embedding")(words)))
    told = numbers(call_graph(model).with_gradients(np.ones((2, 3), "int32"), np.zeros((2, 3, 1)), loss="mse"))
    assert told["words[0]"] == "score[0]: not reached"
    assert "not reached" not in told["embedding[0]"]


@tensorflow_only
def test_errors_teach(model):
    graph = call_graph(model)
    with pytest.raises(ValueError, match=r"Model 'model' is not compiled(.|\n)*with_gradients\(x, y, loss="):
        graph.with_gradients(BATCH, [np.zeros((3, 1))] * 2)
    with pytest.raises(ValueError, match="has 2 outputs, and there are 1 targets"):
        graph.with_gradients(BATCH, np.zeros((3, 1)), loss="mse")
    with pytest.raises(ValueError, match="this graph shows nested models open"):
        call_graph(nested_twice(), nested=True).with_values([np.ones((1, 8))] * 2)
