"""`K.function`, `K.gradients` and the learning phase, against derivatives and sums by hand."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import backend as K  # noqa: N812  # everyone wrote it so
from keras_functional_notes.legacy import run_source
from keras_functional_notes.legacy.shims.inputs import make_input

pytestmark = pytest.mark.filterwarnings("ignore::keras_functional_notes.legacy.Keras1Warning")
X = np.array([[1.0, 2.0, 3.0], [-1.0, 0.5, 0.0]], "float32")
W = np.array([[1.0, -1.0], [0.5, 2.0], [0.0, 1.0]], "float32")


def model() -> keras.Model:
    x = keras.Input((3,))
    dense = keras.layers.Dense(2, name="dense")
    made = keras.Model(x, keras.layers.Dropout(0.5, name="dropout")(dense(x)))
    dense.set_weights([W, np.zeros(2)])
    return made


def test_a_function_computes_what_is_on_the_way() -> None:
    made = model()
    compute = K.function([made.input, K.learning_phase()], [made.get_layer("dense").output, K.sum(made.output)])
    middle, total = compute([X, 0])
    np.testing.assert_allclose(middle, X @ W, rtol=1e-6)
    np.testing.assert_allclose(total, (X @ W).sum(), rtol=1e-6)
    assert isinstance(middle, np.ndarray)
    assert np.isscalar(total)


def test_in_training_a_dropout_drops_and_in_prediction_it_does_not() -> None:
    made = model()
    compute = K.function([made.input, K.learning_phase()], [made.output])
    ones = np.ones((200, 3), "float32")
    half = set(np.unique(compute([ones, 1])[0][:, 0]))
    assert half == {0.0, 3.0}
    np.testing.assert_allclose(compute([ones, 0])[0], ones @ W)


def test_gradients_are_those_by_hand() -> None:
    made = model()
    middle = made.get_layer("dense").output
    loss = K.sum(K.square(middle))
    by_input, by_middle = K.gradients(loss, [made.input, middle])
    [by_kernel, _] = K.gradients(loss, made.trainable_weights)
    values = K.function([made.input], [by_input, by_middle, by_kernel])([X])
    for value, by_hand in zip(values, (2 * X @ W @ W.T, 2 * X @ W, 2 * X.T @ (X @ W)), strict=True):
        np.testing.assert_allclose(value, by_hand, rtol=1e-5)


def test_a_gradient_has_a_gradient() -> None:
    x = K.placeholder(shape=(None, 1))
    [first] = K.gradients(x**3, x)
    [second] = K.gradients(first, x)
    np.testing.assert_allclose(K.function([x], [first, second])([np.array([[2.0]])]), [[[12.0]], [[12.0]]])


def test_updates_are_made_after_the_outputs() -> None:
    x, counted = K.placeholder(shape=(2,)), K.variable(np.zeros(2))
    compute = K.function([x], [K.sum(counted + x)], updates=[(counted, counted + x), K.update_add(counted, x * 0.5)])
    assert [float(compute([np.ones(2)])[0]) for _ in range(2)] == [2.0, 5.0]
    np.testing.assert_allclose(K.get_value(counted), [3.0, 3.0])


def test_a_step_of_an_optimizer_is_an_update() -> None:
    names = run_source("""
import numpy as np
from keras import backend as K
from keras.layers import Input, Dense
from keras.models import Model
from keras.optimizers import SGD
x = Input(shape=(2,))
net = Dense(1, init='one', bias=False)
model = Model(x, net(x))
target = K.placeholder(shape=(None, 1))
loss = K.sum(K.square(model.output - target))
train = K.function([x, target], [loss], updates=SGD(lr=0.1).get_updates(model.trainable_weights, [], loss))
first = train([np.ones((1, 2)), np.zeros((1, 1))])[0]
""")
    # loss (1 + 1)^2, slopes 2 * 2 * 1.
    assert float(names["first"]) == 4.0
    np.testing.assert_allclose(names["model"].get_weights()[0], [[0.6], [0.6]], rtol=1e-6)


def test_a_variable_takes_part_in_arithmetic_with_symbolic_tensors() -> None:
    x, two = keras.Input((2,)), K.variable(2.0)
    outputs = [two - x, x - two, two * x, x / two, two + x, two / x]
    loss = K.variable(0.0)
    loss += K.sum(x)
    values = K.function([x], [*outputs, loss])([np.array([[1.0, 4.0]])])
    by_hand = [[1, -2], [-1, 2], [2, 8], [0.5, 2], [3, 6], [2, 0.5]]
    np.testing.assert_allclose([value[0] for value in values[:-1]], by_hand)
    assert float(values[-1]) == 5.0
    np.testing.assert_allclose(K.get_value(K.stack([two, K.variable(1.0)])), [2.0, 1.0])


def test_an_input_that_stands_for_a_tensor_is_computed_first() -> None:
    x = K.placeholder((1, 2))
    image = make_input(tensor=K.concatenate([x, K.variable(np.ones((1, 2)))], axis=0))
    loss = K.sum(K.square(image))
    value, slope = K.function([x], [loss, *K.gradients(loss, x)])([np.array([[2.0, 3.0]])])
    assert float(value) == 15.0
    np.testing.assert_allclose(slope, [[4.0, 6.0]])
    assert not K.is_keras_tensor(x * 2)


@pytest.mark.parametrize(
    ("make", "error", "text"),
    [
        (lambda x, other: K.function(x, [x]), TypeError, "`inputs` is a list"),
        (lambda x, other: K.function([np.ones(2)], [x]), TypeError, "an input is a symbolic tensor"),
        (lambda x, other: K.function([x], [None]), TypeError, "one of the outputs is None"),
        (lambda x, other: K.function([x], [other]), ValueError, "it comes from other"),
        (lambda x, other: K.function([x], [x])([1, 2]), ValueError, "has 1 inputs, and was given 2"),
        (lambda x, other: K.function([x], [x])(np.ones((1, 2))), TypeError, "called on one list"),
        (lambda x, other: K.function([x], [x], updates=[3]), TypeError, "an update is a pair"),
        (lambda x, other: K.gradients(K.variable(1.0), x), TypeError, "the loss is made of symbolic tensors"),
        (lambda x, other: bool(K.learning_phase()), TypeError, "K.in_train_phase"),
        (lambda x, other: K.set_learning_phase(2), ValueError, "0 or 1"),
        (lambda x, other: K.get_session(), NotImplementedError, "there are no sessions"),
    ],
)
def test_what_cannot_be_done_is_said(make: object, error: type[Exception], text: str) -> None:
    x, other = keras.Input((2,), name="x"), keras.Input((2,), name="other")
    with pytest.raises(error) as raised:
        make(x, other)  # type: ignore[operator]  # a function
    assert text in str(raised.value)


def test_a_gradient_is_no_part_of_a_saved_model() -> None:
    x = keras.Input((2,))
    made = keras.Model(x, K.gradients(K.sum(x**2), x)[0])
    with pytest.raises(NotImplementedError, match="cannot be saved"):
        made.to_json()


def test_the_phase_is_a_programs_own() -> None:
    text = "from keras import backend as K\n{}phase = K.learning_phase()\n"
    assert run_source(text.format("K.set_learning_phase(1)\n"))["phase"] == 1
    assert repr(run_source(text.format(""))["phase"]) == "K.learning_phase()"
