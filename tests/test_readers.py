"""The readers of one call (`..._at`) and of the single answer (`..._of`), and what they say when there is none."""

import gc
import weakref

import keras
import numpy as np
import pytest
from keras import layers

import keras_functional_notes as notes
from keras_functional_notes import (
    AmbiguousNodeError,
    NeverCalledError,
    NodeError,
    NodeIndexError,
    NoGraphError,
    NotALayerError,
    get_input_at,
    get_input_shape_at,
    get_output_at,
    get_output_shape_at,
    input_of,
    input_shape_of,
    output_of,
    output_shape_of,
)

READERS_AT = [get_input_at, get_output_at, get_input_shape_at, get_output_shape_at]
READERS_OF = [input_of, output_of, input_shape_of, output_shape_of]


@pytest.fixture
def tweets():
    a, b = keras.Input((140, 256), name="tweet_a"), keras.Input((140, 256), name="tweet_b")
    lstm = layers.LSTM(32, name="lstm")
    return a, b, lstm, lstm(a), lstm(b)


def test_the_notes_own_lines(tweets):
    a, b, lstm, encoded_a, encoded_b = tweets
    assert get_output_at(lstm, 0) is encoded_a
    assert get_output_at(lstm, 1) is encoded_b
    assert get_input_at(lstm, 0) is a
    assert get_input_at(lstm, 1) is b
    assert notes.input_shape_at(lstm, 1) == (None, 140, 256)
    assert notes.output_shape_at(lstm, 1) == (None, 32)


def test_the_spellings_of_the_notes_are_the_same_readers():
    assert notes.input_shape_at is get_input_shape_at
    assert notes.output_shape_at is get_output_shape_at


def test_minus_one_is_the_last_call(tweets):
    _, _, lstm, _, encoded_b = tweets
    assert get_output_at(lstm, -1) is encoded_b
    assert get_output_at(lstm, np.int64(1)) is encoded_b


def test_several_tensors_are_a_list_and_one_is_not():
    a, b = keras.Input((3,)), keras.Input((3,))
    add = layers.Add()
    total = add([a, b])
    assert get_input_at(add, 0) == input_of(add) == [a, b]
    assert get_input_shape_at(add, 0) == input_shape_of(add) == [(None, 3), (None, 3)]
    assert get_output_at(add, 0) is output_of(add) is total
    model = keras.Model([a, b], total)
    assert get_input_at(model.layers[0], 0) == []


def test_with_a_model_the_number_counts_the_models_calls():
    shared = layers.Dense(2, name="shared")
    a, b, c = (keras.Input((3,)) for _ in range(3))
    keras.Model(a, shared(a), name="first")
    second = keras.Model([b, c], layers.add([shared(b), shared(c)]), name="second")
    tensor = get_output_at(shared, 0, model=second)
    assert tensor is get_output_at(shared, 1)
    assert get_input_at(shared, 1, model=second) is c
    with pytest.raises(
        NodeIndexError, match=r"there is no node 2; shared \(Dense\) has nodes 0 to 1 in model 'second'"
    ):
        get_output_at(shared, 2, model=second)

    # What `layer.output` gets wrong: it is the first model's, which the second one's inputs do not lead to.
    assert shared.output is not tensor
    features = keras.Model(second.inputs, tensor)
    x = np.arange(6, dtype="float32").reshape(2, 3)
    kernel, bias = shared.get_weights()
    np.testing.assert_allclose(features.predict([x, x + 1], verbose=0), x @ kernel + bias, rtol=1e-5)


def test_an_ambiguous_answer_names_the_nodes(tweets):
    _, _, lstm, _, _ = tweets
    with pytest.raises(AmbiguousNodeError) as caught:
        output_of(lstm)
    assert str(caught.value) == (
        "output_of(lstm): the nodes of lstm (LSTM) differ in this, so there is no single answer:\n"
        "  lstm[0]: tweet_a[0][0] (None, 140, 256) -> (None, 32)\n"
        "  lstm[1]: tweet_b[0][0] (None, 140, 256) -> (None, 32)\n"
        "Write get_output_at(lstm, node_index) with the number of one of them."
    )
    assert isinstance(caught.value, (NodeError, AttributeError))
    with pytest.raises(AmbiguousNodeError, match=r"Write get_input_at\(lstm, node_index\)"):
        input_of(lstm)
    assert output_shape_of(lstm) == (None, 32)
    assert input_shape_of(lstm) == (None, 140, 256)


def test_shapes_that_differ_are_ambiguous():
    conv = layers.Conv2D(16, 3, name="conv")
    for size in (32, 64):
        conv(keras.Input((size, size, 3), name=f"image_{size}"))
    with pytest.raises(AmbiguousNodeError) as caught:
        output_shape_of(conv)
    assert str(caught.value) == (
        "output_shape_of(conv): the nodes of conv (Conv2D) differ in this, so there is no single answer:\n"
        "  conv[0]: image_32[0][0] (None, 32, 32, 3) -> (None, 30, 30, 16)\n"
        "  conv[1]: image_64[0][0] (None, 64, 64, 3) -> (None, 62, 62, 16)\n"
        "Write get_output_shape_at(conv, node_index) with the number of one of them."
    )


def test_one_input_taken_by_every_call_is_a_single_answer():
    x = keras.Input((3,))
    dense = layers.Dense(2)
    dense(x), dense(x)
    assert input_of(dense) is x
    with pytest.raises(AmbiguousNodeError):
        output_of(dense)


def test_with_a_model_the_single_answer_is_the_models():
    shared = layers.Dense(2)
    a, b = keras.Input((3,)), keras.Input((3,))
    first, second = keras.Model(a, shared(a)), keras.Model(b, shared(b))
    assert output_of(shared, model=first) is first.output
    assert output_of(shared, model=second) is second.output


@pytest.mark.parametrize("read", [*READERS_OF, *(lambda layer, r=read: r(layer, 0) for read in READERS_AT)])
def test_a_layer_never_called_is_told_so(read):
    with pytest.raises(NeverCalledError) as caught:
        read(layers.Dense(2, name="dense"))
    assert str(caught.value).split(": ", 1)[1] == (
        "dense (Dense) was never called on a symbolic tensor, so it has no nodes.\n"
        "Call it on a keras.Input or on another layer's output, y = layer(x); calls on arrays add no node."
    )
    assert isinstance(caught.value, NodeError)
    assert isinstance(caught.value, RuntimeError)


def test_a_model_never_called_is_told_where_its_own_tensors_are():
    x = keras.Input((3,))
    model = keras.Model(x, layers.Dense(2)(x), name="model")
    with pytest.raises(NeverCalledError) as caught:
        get_output_at(model, 0)
    assert str(caught.value) == (
        "get_output_at(model, 0): model (Functional) was never called on a symbolic tensor, so it has no nodes.\n"
        "A model's own tensors are model.inputs and model.outputs; a node comes with each call, y = model(x). "
        "(In Keras 1 and 2 they were the model's node 0.)"
    )


def test_a_layer_that_another_model_calls_is_told_which_calls_there_are():
    a, b = keras.Input((3,), name="a"), keras.Input((3,))
    dense = layers.Dense(2, name="dense")
    keras.Model(a, dense(a))
    other = keras.Model(b, layers.Dense(2)(b), name="other")
    with pytest.raises(NeverCalledError) as caught:
        output_of(dense, model=other)
    assert str(caught.value) == (
        "output_of(dense, model=other): model 'other' makes no call of dense (Dense), whose nodes are:\n"
        "  dense[0]: a[0][0] (None, 3) -> (None, 2)\n"
        "Leave model= out, or give the model that makes one of these calls."
    )


@pytest.mark.parametrize("depth", [1, 2])
def test_a_layer_inside_a_nested_model_is_told_which_model_calls_it(depth):
    x = keras.Input((3,))
    dense = layers.Dense(3, name="dense")
    model = keras.Model(x, dense(x), name="encoder")
    for level in range(depth):
        y = keras.Input((3,))
        model = keras.Model(y, model(y), name=f"outer_{level}")
    with pytest.raises(NeverCalledError, match=r"The nested model 'encoder' calls it: give that as model=\."):
        get_output_at(dense, 0, model=model)


@pytest.mark.parametrize("read", READERS_AT)
@pytest.mark.parametrize("index", [2, -3])
def test_a_number_without_a_node_is_told_which_there_are(tweets, read, index):
    _, _, lstm, _, _ = tweets
    with pytest.raises(NodeIndexError) as caught:
        read(lstm, index)
    assert str(caught.value) == (
        f"{read.__name__}(lstm, {index}): there is no node {index}; lstm (LSTM) has nodes 0 to 1:\n"
        "  lstm[0]: tweet_a[0][0] (None, 140, 256) -> (None, 32)\n"
        "  lstm[1]: tweet_b[0][0] (None, 140, 256) -> (None, 32)\n"
        f"Write {read.__name__}(lstm, node_index) with the number of one of them."
    )
    for family in (NodeError, IndexError, ValueError):
        assert isinstance(caught.value, family)


def test_a_number_is_a_whole_number(tweets):
    _, _, lstm, _, _ = tweets
    with pytest.raises(TypeError) as caught:
        get_output_at(lstm, 1.0)
    assert str(caught.value) == (
        "get_output_at(lstm, 1.0): node_index is a whole number, the first call's is 0; this is of type float."
    )


@pytest.mark.parametrize("read", [*READERS_OF, *(lambda *a, r=read, **k: r(*a, 0, **k) for read in READERS_AT)])
def test_what_is_no_layer_or_no_model_is_told_so(tweets, read):
    _, _, lstm, encoded_a, _ = tweets
    with pytest.raises(NotALayerError, match=r"an output of lstm \(LSTM\)"):
        read(encoded_a)
    with pytest.raises(NoGraphError, match="is not a model"):
        read(lstm, model=lstm)


def test_the_calls_of_a_model_are_those_of_today_after_it_grew_and_keep_no_model_alive():
    model = keras.Sequential([keras.Input((3,)), layers.Dense(3, name="first")])
    first = model.layers[0]
    assert get_output_at(first, 0, model=model) is model.outputs[0]
    model.add(layers.Dense(2))
    (node,) = notes.nodes_of(first, model=model)
    assert node.index == 1
    assert get_output_at(first, 0, model=model) is node.outputs[0]
    gone = weakref.ref(_asked_and_dropped(first))
    gc.collect()
    assert gone() is None


def _asked_and_dropped(layer):
    x = keras.Input((3,))
    model = keras.Model(x, layer(x))
    assert get_output_at(layer, 0, model=model) is model.outputs[0]
    return model
