"""The checks: silent when right, and when wrong they say what the node really holds."""

import keras
import pytest
from keras import layers

from keras_functional_notes import (
    check_input_at,
    check_input_shape_at,
    check_output_at,
    check_output_shape_at,
    check_shared,
)

LISTED = (
    "\nThe nodes of dense (Dense):\n"
    "  dense[0]: a[0][0] (None, 3) -> (None, 2)\n"
    "  dense[1]: b[0][0] (None, 5, 3) -> (None, 5, 2)"
)


@pytest.fixture
def shared():
    a, b = keras.Input((3,), name="a"), keras.Input((5, 3), name="b")
    dense = layers.Dense(2, name="dense")
    return a, b, dense, dense(a), dense(b)


def said(check, *arguments):
    with pytest.raises(AssertionError) as caught:
        check(*arguments)
    return str(caught.value)


def test_right_answers_are_silent(shared):
    a, b, dense, of_a, of_b = shared
    check_output_at(dense, 0, of_a)
    check_output_at(dense, -1, of_b)
    check_input_at(dense, 0, a)
    check_input_at(dense, 1, b)
    check_output_shape_at(dense, 0, (None, 2))
    check_output_shape_at(dense, 1, [None, 5, 2])
    check_input_shape_at(dense, 1, (None, 5, 3))


def test_several_tensors_and_shapes_are_lists():
    a, b = keras.Input((3,)), keras.Input((3,))
    add = layers.Add(name="add")
    add([a, b])
    check_input_at(add, 0, [a, b])
    check_input_at(add, 0, (a, b))
    check_input_shape_at(add, 0, [(None, 3), (None, 3)])
    assert "add[0] does not take the tensor" in said(check_input_at, add, 0, [b, a])
    assert "add[0] takes 2 tensors; the one that you gave" in said(check_input_at, add, 0, a)
    model = keras.Model([a, b], add.output)
    check_input_shape_at(model.layers[0], 0, [])


def test_a_wrong_tensor_is_told_where_it_comes_from(shared):
    a, _, dense, _, of_b = shared
    assert said(check_output_at, dense, 0, of_b) == (
        "dense[0] does not output the tensor that you gave, which is dense[1][0] (None, 5, 2)." + LISTED
    )
    assert said(check_input_at, dense, 1, a) == (
        "dense[1] does not take the tensor that you gave, which is a[0][0] (None, 3)." + LISTED
    )


def test_a_tensor_of_no_layer_and_what_is_no_tensor_are_told(shared):
    _, _, dense, _, _ = shared
    assert "which is made by no layer (None, 2)." in said(check_output_at, dense, 0, keras.KerasTensor((None, 2)))
    assert "which is no symbolic tensor but of type int." in said(check_output_at, dense, 0, 7)


def test_a_wrong_shape_is_told_which_node_has_it(shared):
    _, _, dense, _, _ = shared
    assert said(check_output_shape_at, dense, 0, (None, 5, 2)) == (
        "The output shape of dense[0] is (None, 2), not (None, 5, 2). That is the output shape of dense[1]." + LISTED
    )
    assert said(check_input_shape_at, dense, 0, (None, 9)) == (
        "The input shape of dense[0] is (None, 3), not (None, 9)." + LISTED
    )


def test_a_shape_without_its_batch_is_told_so(shared):
    _, _, dense, _, _ = shared
    assert said(check_output_shape_at, dense, 1, (5, 2)) == (
        "The output shape of dense[1] is (None, 5, 2), not (5, 2). A shape includes the batch, None." + LISTED
    )


def test_a_node_that_does_not_exist_is_a_wrong_answer(shared):
    _, _, dense, of_a, _ = shared
    assert "there is no node 2; dense (Dense) has nodes 0 to 1" in said(check_output_at, dense, 2, of_a)
    assert "was never called" in said(check_output_shape_at, layers.Dense(2), 0, (None, 2))
    assert "this is a tensor, an output of dense (Dense)" in said(check_output_at, of_a, 0, of_a)


def test_sharing_is_counted_in_the_model():
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    one = layers.Dense(2, name="one")
    shares = keras.Model([a, b], layers.add([one(a), one(b)]), name="shares")
    check_shared(one, shares)
    check_shared(one, shares, calls=2)

    other = layers.Dense(2, name="other")
    twins = keras.Model([a, b], layers.add([one(a), other(b)]), name="twins")
    assert said(check_shared, one, twins) == (
        "Model 'twins' should call one (Dense) 2 times, and calls it once.\n"
        "It has other layers of the same class: other. Each has weights of its own; to share weights, make one layer "
        "and call it again.\n"
        "one (Dense) has 1 node in model 'twins':\n"
        "  0: one[2]: a[0][0] (None, 3) -> (None, 2)"
    )
    assert said(check_shared, layers.Dense(2, name="unused"), shares) == (
        "Model 'shares' should call unused (Dense) 2 times, and calls it never.\n"
        "It has other layers of the same class: one. Each has weights of its own; to share weights, make one layer "
        "and call it again.\n"
        "unused (Dense) has no nodes in model 'shares'"
    )
    assert "keeps no graph" in said(check_shared, one, one)


def test_one_of_several_tensors_is_told_to_be_one_of_them():
    lstm = layers.LSTM(2, return_state=True, name="lstm")
    outputs = lstm(keras.Input((4, 3), name="x"))
    check_output_at(lstm, 0, outputs)
    assert said(check_output_at, lstm, 0, outputs[1]).startswith(
        "lstm[0] outputs 3 tensors; the one that you gave, lstm[0][1] (None, 2), is number 1 of them, counted from 0. "
        "Give all of them as a list, in their order.\nThe nodes of lstm (LSTM):\n"
    )
    assert said(check_output_at, lstm, 0, outputs[::-1]).startswith("lstm[0] does not output the tensor")


def test_a_string_is_no_shape(shared):
    dense = shared[2]
    assert said(check_output_shape_at, dense, 0, "(None, 2)") == (
        "The output shape of dense[0] is (None, 2); you gave the string '(None, 2)'.\n"
        "A shape is a tuple of numbers and None: write it without the quotes."
    )


def test_the_nested_model_that_shares_the_layer_is_named():
    x, dense = keras.Input((3,)), layers.Dense(3, name="dense")
    inner = keras.Model(x, dense(dense(x)), name="inner")
    y = keras.Input((3,))
    outer = keras.Model(y, inner(y), name="outer")
    check_shared(dense, inner)
    assert said(check_shared, dense, outer).startswith(
        "Model 'outer' should call dense (Dense) 2 times, and calls it never.\n"
        "The nested model 'inner' calls it 2 times: check_shared(dense, inner) asks about that one."
    )
