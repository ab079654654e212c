"""Each fact about Keras's private attributes that `_keras.py` relies on, pinned by Keras's own public behaviour."""

import keras
import pytest

from keras_functional_notes import _keras


def test_each_symbolic_call_appends_one_node_with_its_own_tensors():
    x, y = keras.Input((3,)), keras.Input((3,))
    dense = keras.layers.Dense(2)
    outputs = [dense(x), dense(y)]
    nodes = _keras.inbound_nodes(dense)
    assert [list(node.input_tensors) for node in nodes] == [[x], [y]]
    assert [list(node.output_tensors) for node in nodes] == [[output] for output in outputs]


def test_the_producer_keeps_each_use_of_its_tensors():
    x = keras.Input((3,))
    dense = keras.layers.Dense(2)
    dense(x)
    add = keras.layers.Add()
    add([x, x])
    (made_x,) = _keras.history(x)[:1]
    assert [node.operation for node in _keras.outbound_nodes(made_x)] == [dense, add, add]


def test_history_names_operation_node_and_tensor():
    x = keras.Input((4, 3))
    lstm = keras.layers.LSTM(2, return_state=True)
    lstm(x)
    outputs = lstm(x)
    assert [_keras.history(output) for output in outputs] == [(lstm, 1, 0), (lstm, 1, 1), (lstm, 1, 2)]


def test_a_bare_tensor_has_no_history_before_and_after_its_use():
    tensor = keras.KerasTensor((None, 3))
    assert _keras.history(tensor) is None
    keras.layers.Dense(2)(tensor)
    assert _keras.history(tensor) is None


def test_symbolic_tensors_are_equal_only_to_themselves():
    a, b = keras.Input((3,)), keras.Input((3,))
    assert (a == a) is True
    assert (a == b) is False
    assert len({a, b}) == 2


def test_calls_on_arrays_add_no_node():
    x = keras.Input((3,))
    dense = keras.layers.Dense(2)
    model = keras.Model(x, dense(x))
    model.compile("sgd", "mse")
    zeros, targets = keras.ops.zeros((4, 3)), keras.ops.zeros((4, 2))
    dense(zeros)
    model(zeros)
    model.predict(zeros, verbose=0)
    model.fit(zeros, targets, verbose=0)
    model.summary(print_fn=lambda *_, **__: None)
    assert len(_keras.inbound_nodes(dense)) == 1


def test_a_model_makes_its_own_calls_alone_unused_inputs_included():
    used, unused, other = keras.Input((3,)), keras.Input((3,)), keras.Input((3,))
    dense = keras.layers.Dense(2)
    dense(other)
    model = keras.Model([used, unused], dense(used))
    nodes = list(_keras.model_nodes(_keras.graph_of(model)))
    assert sorted(node.operation.name for node in nodes) == sorted(operation.name for operation in model.operations)
    assert [node.input_tensors for node in nodes if node.operation is dense] == [[used]]


def test_what_keeps_a_graph():
    class Subclassed(keras.Model):
        def call(self, x):
            return x

    x = keras.Input((3,))
    functional = keras.Model(x, keras.layers.Dense(2)(x))
    assert _keras.graph_of(functional) is functional
    built = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    assert [node.operation for node in _keras.model_nodes(_keras.graph_of(built))][1:] == built.layers
    for without in (keras.Sequential([keras.layers.Dense(2)]), Subclassed(), keras.layers.Dense(2)):
        assert _keras.graph_of(without) is None


@pytest.mark.parametrize("calls", [1, 3])
def test_a_sequential_built_by_add_leaves_stale_nodes_on_its_layers(calls):
    first = keras.layers.Dense(2)
    model = keras.Sequential([keras.Input((3,)), first])
    for _ in range(calls - 1):
        model.add(keras.layers.Dense(2))
    assert len(_keras.inbound_nodes(first)) == calls
    assert sum(node.operation is first for node in _keras.model_nodes(_keras.graph_of(model))) == 1


def test_a_call_knows_its_number_by_its_first_tensor():
    x, dense = keras.Input((3,)), keras.layers.Dense(2)
    dense(x), dense(x)
    assert [_keras.node_index(node) for node in _keras.inbound_nodes(dense)] == [0, 1]


def test_keywords_are_kept_beside_the_tensors_that_they_gave():
    x, h, c = keras.Input((4, 3)), keras.Input((2,)), keras.Input((2,))
    lstm, add = keras.layers.LSTM(2), keras.layers.Add()
    lstm(x, initial_state=[h, c])
    add([h, c])
    (node,), (added,) = _keras.inbound_nodes(lstm), _keras.inbound_nodes(add)
    named = dict(zip(node.input_tensors, _keras.argument_names(node), strict=True))
    assert named == {x: "", h: "initial_state", c: "initial_state"}
    assert _keras.argument_names(added) == ("", "")


def test_a_call_of_a_nested_model_gives_its_inputs_in_their_order():
    z, a = keras.Input((3,), name="z"), keras.Input((3,), name="a")
    outputs = keras.layers.Subtract()([z, a])
    for inputs in ([z, a], {"z": z, "a": a}):
        inner = keras.Model(inputs, outputs)
        for_z, for_a = keras.Input((3,)), keras.Input((3,))
        inner({"z": for_z, "a": for_a})
        (node,) = _keras.inbound_nodes(inner)
        graph = _keras.graph_of(inner)
        given = dict(zip(graph.inputs, _keras.nested_inputs(node, graph), strict=True))
        assert given == {z: (for_z, None), a: (for_a, None)}


def test_ordered_calls_stand_as_in_the_summary():
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    dense = keras.layers.Dense(2, name="dense")
    model = keras.Model([a, b], keras.layers.Add(name="add")([dense(a), dense(b)]))
    calls = _keras.ordered_model_nodes(_keras.graph_of(model))
    assert set(calls) == set(_keras.model_nodes(_keras.graph_of(model)))
    assert [(call.operation.name, _keras.node_index(call)) for call in calls] == [
        ("a", 0),
        ("b", 0),
        ("dense", 0),
        ("dense", 1),
        ("add", 0),
    ]
    assert list(dict.fromkeys(call.operation for call in calls)) == model.operations


def test_a_layer_knows_the_layers_that_it_holds_at_any_depth():
    class Around(keras.layers.Layer):
        def __init__(self, inner):
            super().__init__()
            self.inner = inner

    deep = keras.layers.Dense(2)
    middle = Around(deep)
    assert _keras.layers_inside(Around(middle)) == [middle, deep]
    assert _keras.layers_inside(deep) == []
    # An operation that is no layer holds none, and has no such list.
    x = keras.Input((3,))
    (operation, _, _) = _keras.history(x + x)
    assert _keras.layers_inside(operation) == []


def test_a_graph_keeps_its_inputs_and_outputs_in_the_structure_that_they_were_given_in():
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    outputs = {"sum": keras.layers.add([a, b]), "difference": keras.layers.subtract([a, b])}
    model = keras.Model({"b": b, "a": a}, outputs)
    inputs, given = _keras.structures(_keras.graph_of(model))
    assert (inputs, given) == ({"a": a, "b": b}, outputs)
    # Keras flattens both by the sorted keys.
    assert list(model.inputs) == [a, b]
    assert list(model.outputs) == [outputs["difference"], outputs["sum"]]
    sequential = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    assert keras.tree.flatten(_keras.structures(_keras.graph_of(sequential))) == [
        *sequential.inputs,
        *sequential.outputs,
    ]


def test_nameless_operations_are_named_by_counts_that_can_be_set_and_set_back():
    before = keras.layers.Dense(1).name
    with _keras._names_from_the_start():
        assert [keras.layers.Dense(1).name, keras.layers.Dense(1).name] == ["dense", "dense_1"]
    after = keras.layers.Dense(1).name

    def number(name):
        return int(name.rpartition("_")[2]) if "_" in name else 0

    assert number(after) == number(before) + 1


def test_the_shape_of_a_symbolic_tensor_can_be_set():
    tensor = keras.KerasTensor((6, 3))
    _keras._set_shape(tensor, (None, 3))
    assert tuple(tensor.shape) == (None, 3)
    # And Keras computes with it.
    assert tuple(keras.layers.Dense(2)(tensor).shape) == (None, 2)


def test_an_operation_can_be_asked_for_its_outputs_by_running_its_code():
    class Double(keras.layers.Layer):
        def call(self, x):
            return keras.ops.concatenate([x, x], axis=-1)

        def compute_output_spec(self, x):
            raise NotImplementedError

    told = keras.Operation.compute_output_spec(Double(), keras.KerasTensor((None, 3)))
    assert tuple(told.shape) == (None, 6)


def test_what_a_layer_tells_of_its_configuration():
    class Silent(keras.layers.Layer):
        def __init__(self, size):
            super().__init__()

    assert _keras.configuration(keras.layers.Dense(2, activation="relu"))["activation"] == "relu"
    # Keras keeps a layer's arguments where they are plain, and raises where they are not.
    assert _keras.configuration(Silent(2))["size"] == 2
    assert _keras.configuration(Silent(object())) == {}


def test_the_functions_of_lambdas():
    def doubled(x):
        return 2 * x

    def shape(s):
        return s

    layer = keras.layers.Lambda(lambda x: x + 1, name="b", output_shape=(2,))
    model = keras.Sequential([keras.Input((2,)), keras.layers.Lambda(doubled, output_shape=shape, name="a"), layer])
    functions = [(("a", "function"), doubled), (("a", "output_shape"), shape), (("b", "function"), layer.function)]
    assert list(_keras.functions_inside(model)) == functions
    assert list(_keras.functions_inside(layer)) == functions[2:]
    assert list(_keras.functions_inside(keras.layers.Dense(2))) == []


def test_a_layer_can_be_told_which_weights_are_its_own_and_in_which_order():
    layer = keras.layers.Dense(2)
    layer.build((None, 3))
    kernel, bias = layer.weights
    other = keras.Variable([1.0])
    _keras.keep_weights(layer, trained=[other, bias])
    assert layer.weights == layer.trainable_weights == [other, bias]
    _keras.keep_weights(layer, others=[bias])
    assert layer.trainable_weights == [other]
    assert layer.non_trainable_weights == [bias]
    assert all(kernel is not weight for weight in layer.weights)


@pytest.mark.parametrize("unroll", [False, True])
def test_a_step_function_runs_along_the_second_axis(unroll):
    x = keras.ops.reshape(keras.ops.arange(6, dtype="float32"), (1, 3, 2))
    zeros = [keras.ops.zeros((1, 2))]
    last, every, [state] = _keras.stepped(
        lambda x, states: (states[0] + x, [states[0] + x]), x, zeros, go_backwards=True, unroll=unroll
    )
    assert keras.ops.convert_to_numpy(every).tolist() == [[[4, 5], [6, 8], [6, 9]]]
    assert keras.ops.convert_to_numpy(last).tolist() == keras.ops.convert_to_numpy(state).tolist() == [[6, 9]]


def test_a_layer_that_was_built_can_be_built_anew():
    layer = keras.layers.LSTM(2, stateful=True)
    layer.build((3, 4, 1))
    _keras.unbuild(layer)
    assert layer.weights == []
    assert layer(keras.Input(batch_shape=(3, 4, 5))).shape == (3, 2)
    assert [tuple(weight.shape) for weight in layer.trainable_weights] == [(5, 8), (2, 8), (8,)]
    assert [tuple(state.shape) for state in layer.states] == [(3, 2), (3, 2)]
