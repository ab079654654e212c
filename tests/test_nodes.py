"""`nodes_of`, `Node` and `Nodes`: the right calls for every way in which Keras makes one."""

from html.parser import HTMLParser

import keras
import pytest
from keras import layers

from keras_functional_notes import NodeError, NoGraphError, NotALayerError, nodes_of


def calls(layer, model=None):
    """Each call as plain values: number, inputs, outputs."""
    return [(node.index, list(node.inputs), list(node.outputs)) for node in nodes_of(layer, model=model)]


def test_an_uncalled_layer_has_no_nodes():
    nodes = nodes_of(layers.Dense(2, name="lonely"))
    assert len(nodes) == 0
    assert repr(nodes) == "lonely (Dense) has no nodes"
    assert nodes._repr_html_() == "<p>lonely (Dense) has no nodes</p>"


def test_an_input_took_nothing():
    x = keras.Input((3,), name="x")
    model = keras.Model(x, layers.Dense(2)(x))
    (node,) = nodes_of(model.get_layer("x"))
    assert (node.inputs, node.input_shape, node.outputs, node.sources) == ((), [], (x,), ())
    assert repr(node) == "x[0]: input -> (None, 3)"


def test_a_shared_layer_has_a_node_a_call():
    a, b = keras.Input((3,)), keras.Input((3,))
    shared = layers.Dense(2)
    of_a, of_b = shared(a), shared(b)
    assert calls(shared) == [(0, [a], [of_a]), (1, [b], [of_b])]


def test_shapes_are_each_calls_own():
    conv = layers.Conv2D(16, 3, padding="same")
    for size in (32, 64):
        conv(keras.Input((size, size, 3)))
    assert [node.input_shape for node in nodes_of(conv)] == [(None, 32, 32, 3), (None, 64, 64, 3)]
    assert [node.output_shape for node in nodes_of(conv)] == [(None, 32, 32, 16), (None, 64, 64, 16)]


def test_a_nested_model_called_twice_has_two_nodes_and_its_layers_one():
    x = keras.Input((3,))
    inner = layers.Dense(2)
    encoder = keras.Model(x, inner(x))
    assert calls(encoder) == []
    a, b = keras.Input((3,)), keras.Input((3,))
    of_a, of_b = encoder(a), encoder(b)
    outer = keras.Model([a, b], layers.add([of_a, of_b]))
    assert calls(encoder) == calls(encoder, outer) == [(0, [a], [of_a]), (1, [b], [of_b])]
    assert [index for index, _, _ in calls(inner)] == [0]
    assert calls(inner, outer) == []
    assert calls(inner, encoder) == [(0, [x], [encoder.output])]


def test_of_a_sequential_built_by_add_the_model_makes_one_call_a_layer():
    model = keras.Sequential([keras.Input((8,))])
    for units in (5, 4, 3):
        model.add(layers.Dense(units))
    assert [len(nodes_of(layer)) for layer in model.layers] == [3, 2, 1]
    chain = [nodes_of(layer, model=model) for layer in model.layers]
    assert [len(nodes) for nodes in chain] == [1, 1, 1]
    assert list(chain[0][0].inputs) == model.inputs
    assert list(chain[2][0].outputs) == model.outputs
    assert [nodes[0].output_shape for nodes in chain] == [(None, 5), (None, 4), (None, 3)]


def test_a_layer_shared_by_two_models_keeps_their_calls_apart():
    a, b = keras.Input((3,)), keras.Input((3,))
    shared = layers.Dense(2, name="shared")
    keras.Model(a, shared(a))
    second = keras.Model(b, shared(b), name="second")
    nodes = nodes_of(shared, model=second)
    assert [node.index for node in nodes] == [1]
    assert list(nodes[0].outputs) == second.outputs
    assert repr(nodes).startswith("shared (Dense) has 1 node in model 'second':\n  0: shared[1]: ")


def test_several_outputs_are_several_tensors_of_one_node():
    x = keras.Input((5, 3), name="x")
    lstm = layers.LSTM(4, return_state=True, name="lstm")
    outputs = lstm(x)
    (node,) = nodes_of(lstm)
    assert list(node.outputs) == list(outputs)
    assert node.output_shape == [(None, 4)] * 3
    assert repr(node) == "lstm[0]: x[0][0] (None, 5, 3) -> (None, 4), (None, 4), (None, 4)"


def test_tensors_given_by_keyword_are_inputs_too():
    x, h, c = keras.Input((5, 3)), keras.Input((4,)), keras.Input((4,))
    lstm = layers.LSTM(4)
    lstm(x, initial_state=[h, c])
    (node,) = nodes_of(lstm)
    assert list(node.inputs) == [x, h, c]
    assert node.input_shape == [(None, 5, 3), (None, 4), (None, 4)]


def test_attention_takes_query_value_and_key():
    query, value, key = (keras.Input((length, 8)) for length in (3, 5, 5))
    attention = layers.MultiHeadAttention(2, 4)
    output = attention(query, value, key)
    assert calls(attention) == [(0, [query, value, key], [output])]


def test_a_mask_comes_from_an_operation_of_its_own():
    words = keras.Input((6,), name="words")
    embedding = layers.Embedding(10, 4, mask_zero=True, name="embedding")
    lstm = layers.LSTM(3, name="lstm")
    model = keras.Model(words, lstm(embedding(words)))
    (node,) = nodes_of(lstm, model=model)
    first, *rest = node.sources
    assert str(first) == "embedding[0][0]"
    # Keras 3 hands the mask over as a tensor that `not_equal` makes; whether it is an input of the node is Keras's.
    for source in rest:
        assert type(source.layer).__name__ == "NotEqual"


def test_dict_inputs_come_in_the_order_of_their_sorted_keys():
    class Join(layers.Layer):
        def call(self, parts):
            return keras.ops.concatenate([parts["left"], parts["a"]], axis=-1)

    left, a = keras.Input((2,), name="left"), keras.Input((3,), name="a")
    join = Join()
    join({"left": left, "a": a})
    (node,) = nodes_of(join)
    assert list(node.inputs) == [a, left]


def test_dict_outputs_are_flattened():
    x = keras.Input((2,), name="x")
    two, three = layers.Dense(2)(x), layers.Dense(3)(x)
    heads = keras.Model(x, {"wide": three, "narrow": two})
    heads(keras.Input((2,)))
    (node,) = nodes_of(heads)
    assert node.output_shape == [(None, 2), (None, 3)]


@pytest.mark.parametrize("operate", [lambda x, y: x + y, lambda x, y: keras.ops.maximum(x, y)])
def test_operations_have_nodes(operate):
    x, y = keras.Input((3,)), keras.Input((3,))
    z = operate(x, y)
    model = keras.Model([x, y], z)
    assert calls(model.operations[-1]) == [(0, [x, y], [z])]


def test_a_subclassed_model_has_its_own_calls_but_no_graph():
    class Subclassed(keras.Model):
        def __init__(self):
            super().__init__(name="subclassed")
            self.inner = layers.Dense(2, name="inner")

        def call(self, x):
            return self.inner(x)

    x, model = keras.Input((3,)), Subclassed()
    y = model(x)
    assert calls(model) == [(0, [x], [y])]
    assert calls(model.inner) == []
    with pytest.raises(NoGraphError) as caught:
        nodes_of(model.inner, model=model)
    assert str(caught.value) == (
        "The model 'subclassed' is a subclassed model (Subclassed): it runs its call() anew each time and keeps no "
        "graph of calls.\n"
        "Only models made by keras.Model(inputs, outputs) or keras.Sequential keep one; "
        "graph = call_graph(model, inputs=(None, ...)), with the shapes of its inputs, runs it once and shows what it "
        "did; give that as the model."
    )


def test_a_subclass_of_a_functional_model_keeps_its_graph():
    class Twin(keras.Model):
        def __init__(self):
            x = keras.Input((3,))
            super().__init__(x, layers.Dense(2, name="inner")(x))

    model = Twin()
    assert len(nodes_of(model.get_layer("inner"), model=model)) == 1


@pytest.mark.parametrize(
    ("model", "told"),
    [
        (
            keras.Sequential([layers.Dense(2)], name="unbuilt"),
            "The Sequential model 'unbuilt' is not built, so it has made no calls yet.\n"
            "Put keras.Input(shape) first, or call model.build(batch_shape).",
        ),
        (
            layers.Dense(2, name="dense"),
            "dense (Dense) is not a model, so it keeps no graph of calls.\n"
            "Give the keras.Model that calls it; a layer's own calls are nodes_of(layer).",
        ),
        (
            "encoder",
            "This is of type str, not a keras.Model, so it keeps no graph of calls.\n"
            "Give a model made by keras.Model(inputs, outputs) or keras.Sequential.",
        ),
    ],
)
def test_what_keeps_no_graph_is_told_so(model, told):
    with pytest.raises(NoGraphError) as caught:
        nodes_of(layers.Dense(2), model=model)
    assert str(caught.value) == told
    assert isinstance(caught.value, (NodeError, ValueError))


def test_what_is_no_layer_is_told_so():
    x = keras.Input((3,))
    tensor = layers.Dense(2, name="made_it")(x)
    start = "Only layers, models and operations have nodes; this is "
    for thing, told in [
        (
            tensor,
            "a tensor, an output of made_it (Dense).\nGive the layer that was called, not what the call returned.",
        ),
        (keras.KerasTensor((3,)), "a tensor.\nGive the layer that was called, not what the call returned."),
        ("lstm", "the string 'lstm'.\nGive the layer itself: model.get_layer('lstm')."),
        (layers.LSTM, "the class LSTM.\nGive the instance that was called: layer = LSTM(...), then layer(x)."),
        (None, "of type NoneType.\nGive a keras layer, a model used as a layer, or an operation."),
    ]:
        with pytest.raises(NotALayerError) as caught:
            nodes_of(thing)
        assert str(caught.value) == start + told
        assert isinstance(caught.value, NodeError)
        assert isinstance(caught.value, TypeError)


def test_a_reloaded_model_counts_its_calls_from_0(tmp_path):
    a, b = keras.Input((3,)), keras.Input((3,))
    shared = layers.Dense(2, name="shared")
    keras.Model(a, shared(a))
    second = keras.Model(b, shared(b))
    second.save(tmp_path / "second.keras")
    reloaded = keras.saving.load_model(tmp_path / "second.keras")
    (node,) = nodes_of(reloaded.get_layer("shared"))
    assert node.index == 0
    assert list(node.outputs) == reloaded.outputs


def test_a_node_is_a_frozen_record_equal_to_itself_read_again():
    x = keras.Input((3,))
    dense = layers.Dense(2)
    dense(x), dense(x)
    first, second = nodes_of(dense)
    assert first == nodes_of(dense)[0]
    assert first != second
    assert len({first, second, *nodes_of(dense)}) == 2
    with pytest.raises(AttributeError):
        first.index = 5


def test_nodes_are_a_snapshot_and_a_sequence():
    x = keras.Input((3,))
    dense = layers.Dense(2)
    dense(x)
    nodes = nodes_of(dense)
    dense(x)
    assert len(nodes) == 1
    assert nodes[-1] in nodes
    assert nodes[:] == tuple(nodes)
    assert len(nodes_of(dense)) == 2


def test_the_middle_of_very_many_nodes_is_left_out_of_the_text():
    x = keras.Input((3,))
    dense = layers.Dense(3, name="dense")
    for _ in range(1_030):
        dense(x)
    lines = repr(nodes_of(dense)).splitlines()
    assert lines[0] == "dense (Dense) has 1030 nodes:"
    assert [line.split(":")[0].strip() for line in lines[1:]] == [
        *(f"dense[{index}]" for index in range(10)),
        "... 1,010 more ...",
        *(f"dense[{index}]" for index in range(1_020, 1_030)),
    ]
    assert nodes_of(dense)._repr_html_().count("<tr>") == 1 + 10 + 1 + 10


class TableReader(HTMLParser):
    """Reads the cells of a table as text, row by row."""

    def __init__(self, text):
        super().__init__()
        self.rows = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows:
            self.rows[-1][-1] += data


def test_nodes_show_as_a_table_in_a_notebook():
    x = keras.Input((3,), name="<i>x")
    dense = layers.Dense(2, name="dense & co")
    model = keras.Model(x, dense(x), name="model")
    assert TableReader(nodes_of(dense)._repr_html_()).rows == [
        ["node", "inputs", "output shape"],
        ["dense & co[0]", "<i>x[0][0] (None, 3)", "(None, 2)"],
    ]
    assert "<i>" not in nodes_of(dense)._repr_html_()
    assert TableReader(nodes_of(dense)[0]._repr_html_()).rows[1][0] == "dense & co[0]"
    assert TableReader(nodes_of(dense, model=model)._repr_html_()).rows == [
        ["node_index in the model", "node", "inputs", "output shape"],
        ["0", "dense & co[0]", "<i>x[0][0] (None, 3)", "(None, 2)"],
    ]
