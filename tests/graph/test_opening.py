"""What keeps no graph is called once on symbolic tensors, shown, and left as it was."""

import gc
import weakref

import keras
import numpy as np
import pytest
from keras import layers

from keras_functional_notes import (
    NeverCalledError,
    NodeIndexError,
    NoGraphError,
    _keras,
    call_graph,
    check_input_at,
    check_input_shape_at,
    check_output_at,
    check_output_shape_at,
    check_shared,
    extractor,
    get_output_at,
    nodes_of,
    output_shape_of,
)


class Block(layers.Layer):
    def __init__(self, size, **options):
        super().__init__(**options)
        self.inner = layers.Dense(size, name="inner")
        self.dropout = layers.Dropout(0.5, name="dropout")

    def call(self, x, training=False):
        return x + self.dropout(self.inner(x), training=training)


class Subclassed(keras.Model):
    def __init__(self, **options):
        super().__init__(**options)
        self.block = Block(4, name="block")
        self.head = layers.Dense(1, name="head")
        self.counter = self.add_weight(shape=(), initializer="zeros", trainable=False, name="counter")

    def call(self, inputs):
        self.counter.assign(self.counter + 1)
        return {"score": self.head(self.block(self.block(inputs["a"])) + inputs["b"])}


SHAPES = {"a": (None, 4), "b": (None, 4)}


def everything(layer: layers.Layer) -> list[layers.Layer]:
    return [layer, *layer._flatten_layers(include_self=False)]


def test_a_subclassed_model_shows_what_its_code_calls():
    model = Subclassed(name="model")
    graph = call_graph(model, inputs=SHAPES)
    calls = [(call.type, call.position, call.calls) for call in graph.nodes if not call.is_input]
    assert calls == [("Block", 0, 2), ("Block", 1, 2), ("Add", 0, 1), ("Dense", 0, 1)]
    # By hand: 4 x 4 + 4 of the block, 4 + 1 of the head, and the counter, which no call uses.
    assert graph.params == model.count_params() == 26
    assert graph.other_params == 1
    assert [call.output_shapes for call in graph.nodes][-1] == ((None, 1),)


def test_nothing_is_left_behind():
    model = Subclassed(name="model")
    first = call_graph(model, inputs=SHAPES, nested=True)
    weights = [weight.numpy() for weight in model.weights]
    assert first == call_graph(model, inputs=SHAPES, nested=True)
    assert all(len(nodes_of(layer)) == 0 and layer._outbound_nodes == [] for layer in everything(model))
    assert all(np.array_equal(old, new) for old, new in zip(weights, (w.numpy() for w in model.weights), strict=True))
    assert float(model.counter.numpy()) == 0
    assert model.losses == []


def test_keras_names_go_on_as_if_nothing_had_been_opened():
    before = layers.Dense(1).name
    call_graph(Subclassed(), inputs=SHAPES, nested=True)
    after = layers.Dense(1).name
    assert int(after.rpartition("_")[2]) == int(before.rpartition("_")[2] if "_" in before else 0) + 1


def test_a_model_that_was_opened_is_not_kept_alive():
    model = Subclassed()
    graph = call_graph(model, inputs=SHAPES, nested=True)
    nodes_of(model.block, model=graph)
    call_graph(model, inputs=SHAPES).with_values(BATCH)
    del graph
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_what_was_opened_can_be_asked_and_checked():
    model = Subclassed(name="model")
    graph = call_graph(model, inputs=SHAPES)
    first, second = nodes_of(model.block, model=graph)
    assert first.outputs == second.inputs
    assert get_output_at(model.block, -1, model=graph) is second.outputs[0]
    assert output_shape_of(model.block, model=graph) == (None, 4)
    check_shared(model.block, graph)
    check_output_at(model.block, 0, first.outputs[0], model=graph)
    check_input_at(model.block, 1, first.outputs[0], model=graph)
    check_output_shape_at(model.head, 0, (None, 1), model=graph)
    check_input_shape_at(model.head, 0, (None, 4), model=graph)
    with pytest.raises(AssertionError, match=r"call 1 of block in model 'model' does not output(.|\n)*counted there"):
        check_output_at(model.block, 1, first.outputs[0], model=graph)
    with pytest.raises(AssertionError, match=r"call 0 of head in model 'model' is \(None, 1\), not"):
        check_output_shape_at(model.head, 0, (None, 2), model=graph)
    with pytest.raises(AssertionError, match="Model 'model' should call head"):
        check_shared(model.head, graph)
    with pytest.raises(NeverCalledError, match=r"shows no call of inner \(Dense\)(.|\n)*block \(Block\)(.|\n)*nested"):
        get_output_at(model.block.inner, 0, model=graph)
    with pytest.raises(
        NodeIndexError, match=r"there is no node 2(.|\n)*get_output_at\(block, node_index, model=graph\)"
    ):
        get_output_at(model.block, 2, model=graph)
    opened = call_graph(model, inputs=SHAPES, nested=True)
    assert [node.output_shape for node in nodes_of(model.block.inner, model=opened)] == [(None, 4)] * 2
    assert len(nodes_of(model.block, model=opened)) == 2
    assert all(len(nodes_of(layer)) == 0 for layer in everything(model))


def test_a_functional_models_graph_answers_as_the_model_does():
    x, dense = keras.Input((4,)), layers.Dense(4)
    dense(x)
    model = keras.Model(x, dense(dense(x)))
    assert nodes_of(dense, model=call_graph(model)).calls == nodes_of(dense, model=model).calls


BATCH = {"a": np.arange(8.0).reshape(2, 4), "b": np.ones((2, 4))}


def test_what_was_opened_has_an_extractor_which_is_a_plain_model(tmp_path):
    model = Subclassed(name="model")
    features = extractor(call_graph(model, inputs=SHAPES))
    given = features.predict(BATCH, verbose=0)
    # Keras's own answers, call by call.
    once = model.block(BATCH["a"])
    twice = model.block(once)
    expected = {"block[0]": once, "block[1]": twice, "head": model(BATCH)["score"], "a": BATCH["a"]}
    for name, values in expected.items():
        assert np.allclose(given[name], values, atol=1e-6), name
    assert [len(nodes_of(layer)) for layer in (model.block, model.head)] == [2, 1]
    assert len(nodes_of(model.block, model=features)) == 2
    features.save(tmp_path / "features.keras")
    loaded = keras.models.load_model(tmp_path / "features.keras", custom_objects={"Block": Block})
    assert np.allclose(loaded.predict(BATCH, verbose=0)["head"], given["head"])


def test_what_was_opened_shows_values_and_keeps_no_node():
    model = Subclassed(name="model")
    graph = call_graph(model, inputs=SHAPES).with_values(BATCH)
    score = np.asarray(model(BATCH)["score"])
    told = {call.label: text for call, text in graph.numbers.items()}
    assert told["head[0]"].startswith(f"mean {score.mean():.3g}, spread {score.std():.3g}")
    assert told["b[0]"] == "mean 1, spread 0, 0% zeros"
    assert all(len(nodes_of(layer)) == 0 and layer._outbound_nodes == [] for layer in everything(model))


def test_an_extractor_of_code_that_computes_with_sizes_wants_them_all():
    class Ones(keras.Model):
        def __init__(self):
            super().__init__(name="ones")
            self.dense = layers.Dense(2, name="dense")

        def call(self, x):
            return self.dense(x) + keras.ops.ones((keras.ops.shape(x)[0], 2))

    model = Ones()
    with pytest.raises(NoGraphError, match=r"computes with the sizes of its inputs(.|\n)*whose sizes are all known"):
        extractor(call_graph(model, inputs=(None, 4)))
    assert len(nodes_of(model.dense)) == 0
    given = extractor(call_graph(model, inputs=(3, 4)))(np.ones((3, 4)))
    assert np.allclose(given["add"], model(np.ones((3, 4))))
    with pytest.raises(ValueError, match="this graph shows nested models open"):
        extractor(call_graph(Subclassed(name="model"), inputs=SHAPES, nested=True))


def test_an_input_that_was_given_keeps_neither_a_node_nor_the_model():
    model, x = Subclassed(), {"a": keras.Input((4,)), "b": keras.Input((4,))}
    call_graph(model, inputs=x)
    assert [_keras.outbound_nodes(_keras.history(tensor)[0]) for tensor in x.values()] == [[], []]
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


def test_composite_layers_in_a_functional_model_open_with_nested():
    x = keras.Input((4,), name="x")
    block = Block(4, name="block")
    model = keras.Model(x, block(block(x)), name="model")
    assert [call.name for call in call_graph(model).nodes] == ["x", "block", "block"]
    graph = call_graph(model, nested=True)
    assert [call.label for call in graph.nodes] == [
        "x[0]",
        "block[0]/input_0[0]",
        "block[0]/inner[0]",
        "block[0]/dropout[0]",
        "block[0]/add[0]",
        "block[1]/input_0[0]",
        "block[1]/inner[0]",
        "block[1]/dropout[0]",
        "block[1]/add[0]",
    ]
    assert [(call.label, call.calls) for call in graph.frames] == [("block[0]", 2), ("block[1]", 2)]
    assert graph.params == model.count_params() == 20
    (output,) = graph.outputs
    assert output.call.label == "block[1]/add[0]"
    assert all(call.elsewhere == 0 for call in graph.nodes)
    assert len(nodes_of(block)) == 2
    assert len(nodes_of(block.inner)) == 0


def test_the_attention_of_keras_opens_into_its_projections():
    x = keras.Input((7, 8), name="x")
    attention = layers.MultiHeadAttention(2, 4, name="attention")
    model = keras.Model(x, attention(x, x))
    graph = call_graph(model, nested=True)
    projections = [call.name for call in graph.nodes if call.type == "EinsumDense"]
    assert sorted(projections) == ["attention_output", "key", "query", "value"]
    assert graph.params == model.count_params()


def test_code_that_computes_with_sizes_opens_and_its_unknown_sizes_stay_unknown():
    class Positions(layers.Layer):
        def __init__(self):
            super().__init__(name="positions")
            self.embed = layers.Embedding(12, 4, name="embed")

        def call(self, x):
            batch, length = keras.ops.shape(x)[:2]
            mask = keras.ops.ones((batch, length, 1))
            return x * mask + self.embed(keras.ops.cast(x[..., 0], "int32"))

    x = keras.Input((None, 4), name="x")
    graph = call_graph(keras.Model(x, Positions()(x)), nested=True)
    shapes = {call.name: call.output_shapes for call in graph.nodes}
    assert shapes["embed"] == shapes["input_0"] == ((None, None, 4),)


def test_what_needs_numbers_stays_closed():
    class NeedsNumbers(layers.Layer):
        def __init__(self):
            super().__init__(name="needs_numbers")
            self.inner = layers.Dense(2)

        def compute_output_shape(self, shape):
            return (shape[0], 2)

        def build(self, shape):
            self.inner.build(shape)

        def call(self, x):
            return self.inner(np.asarray(x))

    x = keras.Input((3,), name="x")
    graph = call_graph(keras.Model(x, NeedsNumbers()(x)), nested=True)
    assert [call.name for call in graph.nodes] == ["x", "needs_numbers"]
    with pytest.raises(NoGraphError, match="its code does not run on symbolic tensors there"):
        call_graph(NeedsNumbers(), inputs=(None, 3))


def test_errors_teach():
    model = Subclassed(name="model")
    with pytest.raises(NoGraphError, match=r"call_graph\(model, inputs=\(None, ...\)\), with the shapes of its inputs"):
        call_graph(model)
    with pytest.raises(NoGraphError, match=r"cannot be opened on inputs=\(None, 3\)(.|\n)*Check the shapes"):
        call_graph(model, inputs=(None, 3))
    with pytest.raises(NoGraphError, match=r"dense \(Dense\) calls none of the layers that it holds"):
        call_graph(layers.Dense(2, name="dense"), inputs=(None, 3))
    assert all(len(nodes_of(layer)) == 0 for layer in everything(model))


def test_inputs_may_be_tensors_and_lists():
    class Sum(keras.Model):
        def __init__(self):
            super().__init__(name="sum")
            self.embed = layers.Embedding(10, 4, name="embed")
            self.add = layers.Add(name="add")

        def call(self, inputs):
            return self.add([self.embed(inputs[0]), inputs[1]])

    graph = call_graph(Sum(), inputs=[keras.Input((5,), dtype="int32"), (None, 5, 4)])
    assert [call.output_shapes[0] for call in graph.nodes if call.is_input] == [(None, 5), (None, 5, 4)]
    assert [edge.target.name for edge in graph.edges] == ["embed", "add", "add"]


class Forgetful(layers.Dense):
    """A layer that tells its outputs without one of its call's arguments, as the attention of keras-hub does."""

    def call(self, x, cache=None):
        return super().call(x)

    def compute_output_spec(self, x):
        return keras.KerasTensor((*x.shape[:-1], self.units), dtype=x.dtype)


def test_a_layer_that_cannot_tell_what_it_gives_is_run_for_it():
    class Around(layers.Layer):
        def __init__(self):
            super().__init__(name="around")
            self.inner = Forgetful(2, name="inner")

        def build(self, shape):
            self.inner.build(shape)

        def call(self, x):
            return self.inner(x, cache=None)

    x = keras.Input((3,), name="x")
    around = Around()
    graph = call_graph(keras.Model(x, around(x)), nested=True)
    assert [(call.label, call.output_shapes) for call in graph.nodes][-1] == ("around[0]/inner[0]", ((None, 2),))
    assert "compute_output_spec" not in vars(around.inner)


SIZES = dict(num_layers=2, num_heads=2, hidden_dim=16, intermediate_dim=32)
# The options of two layers each, and how many attentions there are, by hand: of Whisper one in each encoder layer and
# two in each decoder layer.
BACKBONES = {
    "BertBackbone": (dict(vocabulary_size=100, **SIZES, max_sequence_length=12), 2),
    "GPT2Backbone": (dict(vocabulary_size=100, **SIZES, max_sequence_length=12), 2),
    "WhisperBackbone": (
        dict(vocabulary_size=100, **SIZES, max_encoder_sequence_length=24, max_decoder_sequence_length=12),
        6,
    ),
    "ViTBackbone": (
        dict(image_shape=(32, 32, 3), patch_size=8, num_layers=2, num_heads=2, hidden_dim=16, mlp_dim=32),
        2,
    ),
}


@pytest.mark.parametrize("name", BACKBONES)
def test_the_encoder_and_decoder_layers_of_keras_hub_open(name):
    hub = pytest.importorskip("keras_hub", reason="keras-hub is not installed")
    options, attentions = BACKBONES[name]
    model = getattr(hub.models, name)(**options)
    graph = call_graph(model, nested=True)
    assert graph.params == model.count_params()
    assert sum("MultiHeadAttention" in call.type for call in graph.frames) == attentions
    # Query, key, value and output.
    assert sum(call.type == "EinsumDense" for call in graph.nodes) == 4 * attentions
    assert all(call.elsewhere == 0 for call in graph.nodes)
    inside = [layer for layer in everything(model) if not any(layer is own for own in model.layers)]
    assert all(len(nodes_of(layer)) == 0 for layer in inside[1:])
