import subprocess
import sys

import keras
import numpy as np
import pytest
from example_models import EXAMPLES, nested_twice, odd_names, states, two_heads, two_tweets
from hypothesis import HealthCheck, given, settings
from keras import layers
from random_models import models, unseeded

from keras_functional_notes import NoGraphError, _keras, nodes_of
from keras_functional_notes.graph import call_graph
from keras_functional_notes.graph.extracting import UnknownCallError, extractor

# Those whose nested models are closed: an extractor gives what the model's own calls give.
# TensorFlow runs no model with a name like those of `odd_names`.
BUILDERS = {build.__name__: build for _, build, _ in EXAMPLES if build is not odd_names}


def samples(model: keras.Model, count: int = 2) -> list[np.ndarray]:
    """Data for the inputs of a model."""
    random = np.random.default_rng(0)

    def sample(tensor: keras.KerasTensor) -> np.ndarray:
        shape = (count, *tensor.shape[1:])
        return random.integers(0, 4, shape) if "int" in tensor.dtype else random.random(shape, dtype="float32")

    return [sample(tensor) for tensor in model.inputs]


def predicted(model: keras.Model, data: list[np.ndarray]) -> dict:
    return model.predict(data if len(data) > 1 else data[0], verbose=0)


def by_hand(model: keras.Model, data: list[np.ndarray]) -> dict:
    """Run a model's calls one after another, as Keras numbers them."""
    given = {
        tensor: keras.ops.convert_to_tensor(array, dtype=tensor.dtype)
        for tensor, array in zip(model.inputs, data, strict=True)
    }
    for call in call_graph(model).nodes:
        node = _keras.inbound_nodes(call.layer)[call.node_index]
        if not call.is_input:
            args, kwargs = node.arguments.fill_in({id(tensor): value for tensor, value in given.items()})
            gives = keras.tree.flatten(call.layer(*args, **kwargs))
            given |= dict(zip(node.outputs, gives, strict=True))
    return given


@pytest.mark.parametrize("name", BUILDERS)
def test_it_gives_what_each_call_gives(name):
    model = BUILDERS[name]()
    data = samples(model)
    expected = by_hand(model, data)
    given = predicted(extractor(model), data)
    calls = call_graph(model).nodes
    assert len(given) == sum(len(call.output_shapes) for call in calls)
    for call in calls:
        name = call.name if call.calls == 1 else f"{call.name}[{call.position}]"
        tensors = nodes_of(call.layer)[call.node_index].outputs
        several = [f"{call.name}[{call.position}][{index}]" for index in range(len(tensors))]
        for key, tensor in zip([name] if len(tensors) == 1 else several, tensors, strict=True):
            np.testing.assert_allclose(
                given[key], keras.ops.convert_to_numpy(expected[tensor]), rtol=1e-4, atol=1e-5, err_msg=key
            )


@unseeded
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(models())
def test_it_gives_what_each_call_of_a_random_model_gives(model):
    data = samples(model)
    expected, features = by_hand(model, data), extractor(model)
    given = features.predict(keras.tree.pack_sequence_as(model.input, data), verbose=0)
    assert features.output.keys() == given.keys()
    for key, tensor in features.output.items():
        np.testing.assert_allclose(
            given[key], keras.ops.convert_to_numpy(expected[tensor]), rtol=1e-4, atol=1e-4, err_msg=key
        )


def test_its_keys_name_the_calls():
    assert list(extractor(two_tweets()).output) == [
        "tweet_a",
        "tweet_b",
        "shared_lstm[0]",
        "shared_lstm[1]",
        "both",
        "same_author",
    ]
    assert list(extractor(nested_twice()).output)[2:4] == ["encoder[0]", "encoder[1]"]


def test_several_tensors_of_one_call_have_an_entry_each():
    model = states()
    output = extractor(model, calls=["encoder"]).output
    tensors = nodes_of(model.get_layer("encoder"))[0].outputs
    assert list(output) == ["encoder[0][0]", "encoder[0][1]", "encoder[0][2]"]
    assert all(output[f"encoder[0][{index}]"] is tensor for index, tensor in enumerate(tensors))


def test_calls_picks_some():
    model = two_tweets()
    picked = extractor(model, calls=["shared_lstm[1]", "both"])
    assert list(picked.output) == ["shared_lstm[1]", "both"]
    assert picked.output["shared_lstm[1]"] is nodes_of(model.get_layer("shared_lstm"))[1].outputs[0]
    # Any iterable will do.
    assert list(extractor(model, calls=(name for name in ("both",))).output) == ["both"]


def test_keys_count_the_models_own_calls_and_stay_when_it_is_reloaded(tmp_path):
    model = states()
    names = list(extractor(model).output)
    assert {"decoder[0]", "decoder[1]"} <= set(names)
    model.save(tmp_path / "model.keras")
    reloaded = keras.models.load_model(tmp_path / "model.keras")
    assert list(extractor(reloaded).output) == names
    data = samples(model)
    before, after = (predicted(extractor(m, calls=["decoder[1]"]), data) for m in (model, reloaded))
    np.testing.assert_allclose(before["decoder[1]"], after["decoder[1]"], rtol=1e-5)


def test_it_does_what_a_list_of_layer_outputs_gets_wrong():
    a, b, shared = keras.Input((3,), name="a"), keras.Input((3,), name="b"), layers.Dense(2, name="shared")
    shared(keras.Input((3,)))  # another model's call, which is node 0
    model = keras.Model([a, b], layers.Subtract(name="minus")([shared(a), shared(b)]))
    assert len([layer.output for layer in model.layers]) == 4
    assert model.get_layer("shared").output is nodes_of(shared)[0].outputs[0]
    output = extractor(model).output
    assert len(output) == 5
    assert output["shared[0]"] is nodes_of(shared)[1].outputs[0]
    assert output["shared[1]"] is nodes_of(shared)[2].outputs[0]


def test_it_is_a_plain_model_that_shares_the_weights_and_adds_no_node():
    model = two_heads()
    before = {layer.name: len(nodes_of(layer)) for layer in model.layers}
    features = extractor(model)
    assert type(features) is type(model)
    assert {id(weight) for weight in features.weights} == {id(weight) for weight in model.weights}
    assert {layer.name: len(nodes_of(layer)) for layer in model.layers} == before
    assert [tensor.name for tensor in features.inputs] == [tensor.name for tensor in model.inputs]


def test_a_dict_of_inputs_stays_one():
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    model = keras.Model({"b": b, "a": a}, layers.Add(name="sum")([a, b]))
    given = extractor(model).predict({"a": np.ones((2, 3)), "b": np.zeros((2, 3))}, verbose=0)
    np.testing.assert_array_equal(given["sum"], np.ones((2, 3)))


def test_a_sequential_has_one_too():
    model = keras.Sequential([keras.Input((3,), name="x"), layers.Dense(2, name="one"), layers.Dense(1, name="two")])
    assert list(extractor(model).output) == ["x", "one", "two"]


def test_its_file_loads_where_this_package_is_not(tmp_path):
    model = states()
    features, data = extractor(model), samples(model)
    expected = predicted(features, data)
    features.save(tmp_path / "features.keras")
    np.savez(tmp_path / "data.npz", *data)
    np.savez(tmp_path / "expected.npz", expected["decoder[1]"], expected["encoder[0][2]"])
    code = """
import sys
sys.modules["keras_functional_notes"] = None  # importing it is an error now
import keras, numpy as np
model = keras.models.load_model("features.keras")
given = model.predict(list(np.load("data.npz").values()), verbose=0)
for value, expected in zip([given["decoder[1]"], given["encoder[0][2]"]], np.load("expected.npz").values()):
    np.testing.assert_allclose(value, expected, rtol=1e-5, atol=1e-6)
"""
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


# Bad input


@pytest.mark.parametrize(
    ("calls", "told"),
    [
        (
            ["lstm"],
            r"^Model 'two_tweets' makes no call of the name 'lstm'\.\nIts calls are: 'tweet_a', 'tweet_b', 'sha",
        ),
        (["shared_lstm"], r"'shared_lstm': it calls shared_lstm 2 times, as shared_lstm\[0\] to shared_lstm\[1\]\."),
        (["both[0]"], r"'both\[0\]': it calls both once, which is 'both'\."),
        ("both", r"^calls is a list of names; this is one string\.\nWrite calls=\['both'\]\.$"),
        ([3], r"makes no call of the name 3\."),
    ],
)
def test_a_name_that_is_none_is_refused(calls, told):
    with pytest.raises(UnknownCallError, match=told):
        extractor(two_tweets(), calls=calls)


def test_keras_own_number_is_recognized():
    with pytest.raises(
        UnknownCallError, match=r"'decoder\[2\]': what Keras numbers so is this model's own 'decoder\[1\]'"
    ):
        extractor(states(), calls=["decoder[2]"])


def test_two_calls_of_one_name_are_refused():
    x, dense = keras.Input((3,), name="x"), layers.Dense(3, name="dense")
    odd = layers.Dense(3, name="dense[0]")
    model = keras.Model(x, odd(dense(dense(x))), name="model")
    with pytest.raises(
        UnknownCallError, match=r"^Two calls of model 'model' have the name 'dense\[0\]': (?s:.*)another name\."
    ):
        extractor(model)


def test_an_output_named_as_another_call_is_refused():
    x = keras.Input((4, 3), name="x")
    _, state, _ = layers.LSTM(2, return_state=True, name="lstm")(x)
    model = keras.Model(x, layers.Dense(2, name="lstm[0][1]")(state), name="model")
    with pytest.raises(UnknownCallError, match=r"have the name 'lstm\[0\]\[1\]': lstm\[0\] and lstm\[0\]\[1\]\[0\]\."):
        extractor(model)


def test_what_keeps_no_graph_is_refused():
    with pytest.raises(NoGraphError, match="is not built"):
        extractor(keras.Sequential([layers.Dense(2)]))


def test_no_calls_at_all_is_no_question():
    with pytest.raises(UnknownCallError, match=r"calls=\[\] asks for no call of model .*\nLeave calls out for all"):
        extractor(two_tweets(), calls=[])


def test_a_chain_deeper_than_python_recurses():
    x = y = keras.Input((3,), name="x")
    given = []
    for number in range(1_500):
        y = layers.Activation("relu", name=f"relu_{number:04}")(y)
        given.append(y)
    # Keras follows outputs one by one, so it can build this model, and not one with the last output alone.
    model = keras.Model(x, given)
    before = sys.getrecursionlimit()
    (last,) = extractor(model, calls=["relu_1499"]).outputs
    assert last is given[-1]
    assert sys.getrecursionlimit() == before
