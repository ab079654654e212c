"""`merge` and `Merge`: values against NumPy, masks against hand-made ones, and every error's text."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import ops
from masked_tensors import AND, ELEMENTWISE, A, B, embedded, first_masked, halves, quiet_merge, random_array

from keras_functional_notes import AmbiguousNodeError, NeverCalledError
from keras_functional_notes.legacy import Merge, merge
from keras_functional_notes.legacy.table import MODES


def numpy_dot(a: np.ndarray, b: np.ndarray, axes: tuple[int, int]) -> np.ndarray:
    """The sum of products over one axis of each, sample by sample."""
    per_sample = [np.tensordot(x, y, (axes[0] - 1, axes[1] - 1)) for x, y in zip(a, b, strict=True)]
    result = np.stack(per_sample)
    return result[:, None] if result.ndim == 1 else result


def numpy_cos(a: np.ndarray, b: np.ndarray, axes: tuple[int, int]) -> np.ndarray:
    return numpy_dot(
        a / np.linalg.norm(a, axis=axes[0], keepdims=True), b / np.linalg.norm(b, axis=axes[1], keepdims=True), axes
    )


def check_both_ways(arrays: list[np.ndarray], expected: np.ndarray, **how: Any) -> None:
    """Merge arrays at once, and merge symbolic tensors into a model that predicts."""
    np.testing.assert_allclose(ops.convert_to_numpy(quiet_merge(arrays, **how)), expected, rtol=2e-5, atol=1e-5)
    inputs = [keras.Input(array.shape[1:]) for array in arrays]
    merged = quiet_merge(inputs, **how)
    assert tuple(merged.shape) == (None, *expected.shape[1:])
    predicted = keras.Model(inputs, merged).predict_on_batch(arrays)
    np.testing.assert_allclose(predicted, expected, rtol=2e-5, atol=1e-5)


shapes = st.lists(st.integers(1, 4), min_size=1, max_size=3).map(lambda tail: (2, *tail))
few = settings(max_examples=12, deadline=None)


@pytest.mark.parametrize("mode", sorted(ELEMENTWISE))
@few
@given(shape=shapes, count=st.integers(2, 4), seed=st.integers(0, 999))
def test_elementwise_modes_agree_with_numpy(mode: str, shape: tuple[int, ...], count: int, seed: int) -> None:
    arrays = [random_array(seed + part, shape) for part in range(count)]
    check_both_ways(arrays, ELEMENTWISE[mode](arrays), mode=mode)


@few
@given(data=st.data(), shape=shapes, seed=st.integers(0, 999))
def test_concat_agrees_with_numpy_on_every_axis(data: st.DataObject, shape: tuple[int, ...], seed: int) -> None:
    axis = data.draw(st.integers(1, len(shape) - 1))
    # Keras 3.3's own Concatenate refuses a length of 1 elsewhere when the axis is counted from the end.
    shape = (2, *(max(length, 2) for length in shape[1:]))
    negative = data.draw(st.booleans())
    lengths = data.draw(st.lists(st.integers(1, 4), min_size=2, max_size=3))
    arrays = [
        random_array(seed + part, (*shape[:axis], length, *shape[axis + 1 :])) for part, length in enumerate(lengths)
    ]
    concat_axis = axis - len(shape) if negative else axis
    check_both_ways(arrays, np.concatenate(arrays, axis), mode="concat", concat_axis=concat_axis)


@pytest.mark.parametrize(("mode", "reference"), [("dot", numpy_dot), ("cos", numpy_cos)])
@few
@given(data=st.data(), seed=st.integers(0, 999))
def test_dot_and_cos_agree_with_numpy_for_one_axis_and_pairs(
    mode: str, reference: Any, data: st.DataObject, seed: int
) -> None:
    shape_a = data.draw(shapes)
    # Keras 1 let cos merge inputs of one shape only.
    shape_b = shape_a if mode == "cos" else data.draw(shapes)
    axes = [data.draw(st.integers(1, len(shape) - 1)) for shape in (shape_a, shape_b)]
    if mode == "cos":
        length = data.draw(st.integers(1, 4))
        shape_a = shape_b = tuple(length if axis in axes else size for axis, size in enumerate(shape_a))
    else:
        shape_b = tuple(shape_a[axes[0]] if axis == axes[1] else size for axis, size in enumerate(shape_b))
    negative = [axis - len(shape) for axis, shape in zip(axes, (shape_a, shape_b), strict=True)]
    spellings: list[Any] = [tuple(axes), list(axes), tuple(negative)]
    spellings += [axes[0]] if axes[0] == axes[1] else []
    # A single negative number counts from each input's own end.
    spellings += [negative[0]] if negative[0] == negative[1] else []
    arrays = [random_array(seed, shape_a), random_array(seed + 1, shape_b)]
    check_both_ways(arrays, reference(*arrays, axes), mode=mode, dot_axes=data.draw(st.sampled_from(spellings)))


@pytest.mark.parametrize("mode", ["dot", "cos"])
def test_dot_of_vectors_has_the_shape_that_keras_1_declared(mode: str) -> None:
    assert quiet_merge([keras.Input((5,)), keras.Input((5,))], mode=mode).shape == (None, 1)


def test_a_negative_dot_axis_is_taken_modulo_each_rank() -> None:
    a, b = random_array(0, (2, 3)), random_array(1, (2, 4, 3))
    check_both_ways([a, b], numpy_dot(a, b, (1, 2)), mode="dot", dot_axes=-1)


def test_one_tensor_may_be_merged_with_itself() -> None:
    x = keras.Input((3,))
    model = keras.Model(x, quiet_merge([x, x], mode="mul"))
    np.testing.assert_array_equal(model.predict_on_batch(np.array([[1.0, 2.0, -3.0]])), [[1, 4, 9]])


def test_the_layer_is_todays_and_takes_the_name() -> None:
    a, b = keras.Input((3,)), keras.Input((3,))
    model = keras.Model([a, b], quiet_merge([a, b], mode="concat", name="both"))
    assert type(model.get_layer("both")) is keras.layers.Concatenate
    assert type(model) is type(keras.Model([a, b], a))


# A function as the mode


def scaled(tensors: list[Any], factor: float, shift: float = 0.0) -> Any:
    return tensors[0] * factor + shift + tensors[1]


@pytest.mark.parametrize("output_shape", [None, (3,), [3], lambda shapes: shapes[0]])
def test_a_function_merges_with_every_form_of_output_shape(output_shape: Any) -> None:
    arrays = [random_array(0, (2, 3)), random_array(1, (2, 3))]
    check_both_ways(arrays, (arrays[0] + arrays[1]) / 2, mode=halves, output_shape=output_shape)


def test_a_function_gets_its_arguments() -> None:
    arrays = [random_array(0, (2, 3)), random_array(1, (2, 3))]
    check_both_ways(arrays, arrays[0] * 3 + 1 + arrays[1], mode=scaled, arguments={"factor": 3.0, "shift": 1.0})


def test_a_callable_output_shape_takes_the_list_of_full_shapes() -> None:
    seen: list[Any] = []

    def shape_of(shapes: list[Any]) -> Any:
        seen.append([tuple(shape) for shape in shapes])
        return (shapes[0][0], shapes[0][1] + shapes[1][1])

    inputs = [keras.Input((2,)), keras.Input((3,))]
    merged = quiet_merge(inputs, mode=lambda xs: ops.concatenate(xs), output_shape=shape_of)
    assert merged.shape == (None, 5)
    assert seen[0] == [(None, 2), (None, 3)]


def test_a_function_whose_shape_cannot_be_inferred_needs_output_shape() -> None:
    inputs = [keras.Input((2,)), keras.Input((2,))]

    def needs_numbers(tensors: list[Any]) -> Any:
        return tensors[0] * float(tensors[1][0, 0])

    with pytest.raises(ValueError, match=r"mode=needs_numbers gives cannot be inferred, so give output_shape: a tuple"):
        merge(inputs, mode=needs_numbers)


# Errors

X, Y, LONG = keras.Input((4, 5)), keras.Input((4, 5)), keras.Input((4, 6))

ERRORS = [
    (
        dict(inputs=[X, Y], mode="concatt"),
        ValueError,
        r"merge had no mode 'concatt'. Did you mean `concat`? Its modes are",
    ),
    (dict(inputs=[X, Y], mode=3), ValueError, "merge had no mode 3. Its modes are 'sum', 'mul', 'concat'"),
    (
        dict(inputs=X),
        TypeError,
        "merge takes a list of at least two tensors: merge([a, b], ...). It was given one Keras",
    ),
    (dict(inputs=[X]), TypeError, "merge takes a list of at least two tensors; this list has 1. A single tensor needs"),
    (dict(inputs=[X, keras.layers.Dense(2, name="d")]), TypeError, "merge takes tensors, and input 1 is the layer 'd'"),
    (dict(inputs=[X, 3]), TypeError, "merge takes tensors or arrays, and input 1 is of type int."),
    *[
        (dict(inputs=[X, LONG], mode=mode), ValueError, f"mode='{mode}' merges tensors of one shape, None included")
        for mode in ("sum", "mul", "ave", "max", "cos")
    ],
    (
        dict(inputs=[X, keras.Input((4, 1))]),
        ValueError,
        "keras.layers.Add() broadcasts them where it can: write that",
    ),
    (
        dict(inputs=[X, keras.Input(batch_shape=(2, 4, 5))]),
        ValueError,
        "these differ:\n  input 0: (None, 4, 5)\n  input 1: (2, 4, 5)\n",
    ),
    (dict(inputs=[np.ones((2, 3)), np.ones((2, 1))]), ValueError, "  input 0: (2, 3)\n  input 1: (2, 1)\n"),
    (dict(inputs=[X, Y, X], mode="dot"), ValueError, "mode='dot' merges exactly two tensors; it was given 3."),
    (dict(inputs=[X, Y, X], mode="cos"), ValueError, "mode='cos' merges exactly two tensors; it was given 3."),
    (dict(inputs=[X, Y], mode="dot", dot_axes="1"), TypeError, "dot_axes='1': give one axis or a pair of axes"),
    (dict(inputs=[X, Y], mode="dot", dot_axes=True), TypeError, "dot_axes=True: give one axis or a pair of axes"),
    (dict(inputs=[X, Y], mode="dot", dot_axes=(1, 1, 1)), ValueError, "dot_axes=(1, 1, 1): give two axes, one of each"),
    (dict(inputs=[X, Y], mode="dot", dot_axes=(1, 2.0)), ValueError, "dot_axes=(1, 2.0): both axes must be whole"),
    (dict(inputs=[X, Y], mode="dot", dot_axes=(1, 3)), ValueError, "dot_axes=(1, 3): there is no such axis in both"),
    (dict(inputs=[X, Y], mode="dot", dot_axes=0), ValueError, "dot_axes=0: axis 0 is the batch of an input"),
    (
        dict(inputs=[X, Y], mode="dot", dot_axes=(1, 2)),
        ValueError,
        "dot_axes=(1, 2): mode='dot' sums over two axes of one length, and these are 4 and 5",
    ),
    (
        dict(inputs=[X, keras.Input((3, 5))], mode="concat"),
        ValueError,
        "mode='concat' merges tensors whose shapes differ in axis -1 alone, and these differ elsewhere",
    ),
    (dict(inputs=[X, keras.Input((5,))], mode="concat"), ValueError, "these differ elsewhere"),
    (dict(inputs=[X, Y], mode="concat", concat_axis=3), ValueError, "concat_axis=3: there is no such axis in every"),
    (dict(inputs=[X, Y], mode="concat", concat_axis=None), TypeError, "concat_axis=None: give one axis, a whole"),
    (dict(inputs=[X, Y], mode=halves, output_shape=3), TypeError, "output_shape=3: give a tuple without the batch"),
]


@pytest.mark.parametrize(("how", "error", "text"), ERRORS)
def test_errors_of_merge_say_what_to_write(how: dict[str, Any], error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        merge(**how)
    assert type(raised.value) is error
    assert text in str(raised.value)


# Merge


def side(width: int, units: int = 4) -> keras.Sequential:
    return keras.Sequential([keras.Input((width,)), keras.layers.Dense(units)])


@pytest.mark.parametrize("mode", [mode.name for mode in MODES])
def test_merge_of_models_is_a_plain_model_of_both_inputs(mode: str, old: Any) -> None:
    left, right = side(3), side(5)
    model = old(Merge, [left, right], mode=mode, name="joined")
    assert type(model) is type(keras.Model(left.inputs, left.outputs))
    assert model.name == "joined"
    assert [tuple(x.shape) for x in model.inputs] == [(None, 3), (None, 5)]
    x, y = random_array(0, (2, 3)), random_array(1, (2, 5))
    expected = quiet_merge([left(x), right(y)], mode=mode)
    np.testing.assert_allclose(model.predict_on_batch([x, y]), ops.convert_to_numpy(expected), rtol=1e-5)


def test_merge_is_the_first_layer_of_a_sequential_that_trains_and_saves(old: Any, predict_elsewhere: Any) -> None:
    model = keras.Sequential()
    model.add(old(Merge, [side(3), side(5)], mode="concat"))
    model.add(keras.layers.Dense(1))
    model.compile("sgd", "mse")
    arrays = [random_array(0, (8, 3)), random_array(1, (8, 5))]
    before = model.evaluate(arrays, np.ones((8, 1)), verbose=0)
    model.fit(arrays, np.ones((8, 1)), epochs=5, verbose=0)
    assert model.evaluate(arrays, np.ones((8, 1)), verbose=0) < before
    elsewhere = predict_elsewhere({"model": (model, arrays)})["model"]
    np.testing.assert_allclose(elsewhere, model.predict(arrays, verbose=0), rtol=1e-5)


def test_masks_reach_a_recurrent_layer_behind_merge_in_a_sequential(old: Any) -> None:
    branches = [keras.Sequential([keras.Input((4,)), keras.layers.Embedding(4, 3, mask_zero=True)]) for _ in range(2)]
    lstm = keras.layers.LSTM(2)
    model = keras.Sequential([old(Merge, branches, mode="sum"), lstm])
    predicted = model.predict([A, B], verbose=0)
    summed = ops.convert_to_numpy(branches[0](A)) + ops.convert_to_numpy(branches[1](B))
    np.testing.assert_allclose(predicted, ops.convert_to_numpy(lstm(summed, mask=AND)), rtol=1e-4)


def test_branches_on_one_input_give_a_model_of_that_input(old: Any) -> None:
    x = keras.Input((3,))
    model = old(Merge, [keras.Model(x, keras.layers.Dense(2)(x)), keras.Model(x, keras.layers.Dense(2)(x))])
    assert model.inputs == [x]


def test_layers_connect_at_the_node_and_tensor_that_were_asked_for(old: Any) -> None:
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b")
    shared, other = keras.layers.Dense(2), keras.layers.Dense(2)
    shared(a), shared(b), other(a)
    assert [x.name for x in old(Merge, [shared, other]).inputs] == ["a"]
    assert [x.name for x in old(Merge, [shared, other], node_indices=[1, 0]).inputs] == ["b", "a"]
    lstm = keras.layers.LSTM(2, return_state=True)
    _, state_h, state_c = lstm(keras.Input((4, 3)))
    values = random_array(0, (2, 4, 3))
    merged = old(Merge, [lstm, lstm], mode="concat", tensor_indices=[1, 2])
    reference = keras.Model(lstm.input, keras.layers.Concatenate()([state_h, state_c]))
    np.testing.assert_allclose(merged.predict_on_batch(values), reference.predict_on_batch(values), rtol=1e-5)


def test_a_models_node_0_is_its_own_and_its_calls_count_from_1(old: Any) -> None:
    model, other = side(3, 2), keras.layers.Dense(2)
    outer = keras.Input((3,), name="outer")
    model(outer), other(outer)
    assert old(Merge, [model, other], node_indices=[1, 0]).inputs == [outer]
    assert old(Merge, [model, other], node_indices=[0, 0]).inputs == [*model.inputs, outer]


def test_merge_without_layers_is_called_once(old: Any) -> None:
    joined = old(Merge, mode="concat", concat_axis=1)
    assert joined([X, LONG[:, :, :5]]).shape == (None, 8, 5)
    with pytest.raises(RuntimeError, match=r"called only once.* merge\(\[...\], mode='concat', concat_axis=1\)"):
        joined([X, Y])


def test_a_call_that_failed_does_not_use_the_merge_up(old: Any) -> None:
    joined = old(Merge, mode="sum")
    with pytest.raises(ValueError, match="of one shape"):
        joined([X, LONG])
    with pytest.raises(TypeError, match=r"Merge takes a list of at least two tensors: Merge\(\[a, b\], ...\)"):
        joined(X)
    assert joined([X, Y]).shape == (None, 4, 5)


def test_a_called_merge_takes_masks_as_keras_1_did(old: Any) -> None:
    joined = old(Merge, mode=first_masked)
    values, mask = random_array(0, (2, 4, 3)), A != 0
    merged = joined([values, values], mask=[ops.convert_to_tensor(mask), ops.convert_to_tensor(~mask)])
    np.testing.assert_allclose(ops.convert_to_numpy(merged), values * mask[..., None])
    with pytest.raises(ValueError, match="given 2 tensors and 1 masks"):
        old(Merge)([values, values], mask=[None])


def called_twice() -> Any:
    layer = keras.layers.LSTM(2, return_state=True, name="states")
    layer(keras.Input((4, 3)))
    return layer


MERGE_ERRORS = [
    (
        lambda: Merge([X, Y]),
        TypeError,
        "Merge([...]) takes layers, and this is a tensor. For tensors write merge(",
    ),
    (lambda: Merge([side(3), 3]), TypeError, "Merge takes layers and models, and this is of type int."),
    (lambda: Merge([side(3)]), TypeError, "Merge takes a list of at least two layers: Merge([left, right], ...)"),
    (lambda: Merge(side(3)), TypeError, "It was given one Sequential."),
    (lambda: Merge(mode="concatt"), ValueError, "merge had no mode 'concatt'. Did you mean `concat`?"),
    (lambda: Merge([side(3), side(3)], mod="sum"), TypeError, "Merge() had no argument `mod`. Did you mean `mode`?"),
    (lambda: Merge([side(3), keras.Sequential(name="bare")]), RuntimeError, "The Sequential 'bare' is not built"),
    (lambda: Merge([side(3), side(3)], node_indices=[0]), ValueError, "node_indices has one element a layer: 2 here"),
    (lambda: Merge([side(3), side(3)], node_indices=[1, 0]), ValueError, "has no node 1. Node 0 is its own inputs and"),
    (
        lambda: Merge([called_twice(), side(3)]),
        ValueError,
        "(LSTM) has 3 output tensors; say which one by tensor_in",
    ),
    (lambda: Merge([called_twice(), side(3)], tensor_indices=[3, 0]), ValueError, "has 3 output tensors, none is 3."),
    (lambda: Merge([side(3, 2), side(3, 4)]), ValueError, "mode='sum' merges tensors of one shape"),
]


@pytest.mark.parametrize(("call", "error", "text"), MERGE_ERRORS)
def test_errors_of_merge_layers_say_what_to_write(call: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error) as raised:
        call()
    assert text in str(raised.value)


def test_a_layer_never_called_is_told_so() -> None:
    with pytest.raises(NeverCalledError, match="was never called on a symbolic tensor"):
        Merge([keras.layers.Dense(2), keras.layers.Dense(2)])
    assert issubclass(NeverCalledError, RuntimeError)
    assert not issubclass(NeverCalledError, AmbiguousNodeError)


def test_nothing_is_a_merge_today() -> None:
    with pytest.raises(TypeError, match="nothing is a Merge today"):
        isinstance(X, Merge)


# Notices

NOTICES = [
    (dict(mode="sum"), "`merge([...], mode='sum')` is `keras.layers.Add()([...])` today."),
    (
        dict(mode="concat", concat_axis=-1),
        "`merge([...], mode='concat', concat_axis=-1)` is `keras.layers.Concatenate(axis=-1)([...])` today.",
    ),
    (
        dict(mode="dot", dot_axes=(2, 2), name="match"),
        "`merge([...], mode='dot', dot_axes=(2, 2), name='match')` is "
        "`keras.layers.Dot(axes=(2, 2), name='match')([...])` today.",
    ),
    (
        dict(mode="cos"),
        "`merge([...], mode='cos', dot_axes=-1)` is `keras.layers.Dot(axes=-1, normalize=True)([...])` today. The "
        "value is today's, of the shape that Keras 1 declared: its actual one was (batch, 1, 1) for inputs of rank 2, "
        "and from rank 3 on it divided by the wrong norms.",
    ),
    (
        dict(mode=halves, output_shape=(4, 5)),
        "`merge([...], mode=halves, output_shape=(4, 5))` is "
        "`keras.layers.Lambda(halves, output_shape=(4, 5))([...])` today.",
    ),
]


@pytest.mark.parametrize(("how", "text"), NOTICES)
def test_each_call_gives_one_notice_with_todays_spelling(how: dict[str, Any], text: str, notices: Any) -> None:
    assert notices(merge, [X, Y], **how) == [text]


def test_merge_gives_one_notice_too(notices: Any) -> None:
    [text] = notices(Merge, [side(3), side(3)], mode="mul")
    assert text == "`Merge([...], mode='mul')` is `keras.layers.Multiply()([left.output, right.output])` today."
    assert notices(Merge, mode="ave") == ["`Merge(mode='ave')([...])` is `keras.layers.Average()([...])` today."]


# Saved


@keras.saving.register_keras_serializable("tests")
def registered(tensors: list[Any]) -> Any:
    return tensors[0] - tensors[1]


def test_models_of_every_mode_load_and_predict_where_this_package_is_absent(predict_elsewhere: Any) -> None:
    cases = {}
    for mode in MODES:
        inputs = [keras.Input((4, 3)), keras.Input((4, 3))]
        arrays = [random_array(0, (2, 4, 3)), random_array(1, (2, 4, 3))]
        cases[mode.name] = (keras.Model(inputs, quiet_merge(inputs, mode=mode.name)), arrays)
        if mode.masks in ("and", "concat"):
            for masked in ((True, True), (True, False)):
                inputs, tensors, _ = embedded(masked)
                encoded = keras.layers.LSTM(2)(quiet_merge(tensors, mode=mode.name))
                cases[f"{mode.name}_{sum(masked)}_masked"] = (keras.Model(inputs, encoded), [A, B])
    inputs = [keras.Input((3,)), keras.Input((3,))]
    arrays = [random_array(0, (2, 3)), random_array(1, (2, 3))]
    cases["lambda"] = (
        keras.Model(inputs, quiet_merge(inputs, mode=lambda xs, k: xs[0] * k, arguments={"k": 2.0})),
        arrays,
    )
    inputs, tensors, _ = embedded()
    by_function = quiet_merge(tensors, mode=lambda xs: xs[0] + xs[1], output_mask=lambda masks: ops.logical_or(*masks))
    cases["lambda_masked"] = (keras.Model(inputs, keras.layers.LSTM(2)(by_function)), [A, B])
    here = {name: model.predict(arrays, verbose=0) for name, (model, arrays) in cases.items()}
    elsewhere = predict_elsewhere(cases, lambdas=("lambda", "lambda_masked"))
    for name, expected in here.items():
        np.testing.assert_allclose(elsewhere[name], expected, rtol=1e-5, err_msg=name)


@pytest.mark.parametrize("mode", [registered, halves, lambda xs: xs[0] * 2.0])
def test_a_function_saves_and_loads_as_in_a_plain_lambda(mode: Any, tmp_path: Any) -> None:
    """Whatever Lambda does with a registered function, a bare one and a lambda, under each safe_mode: so does merge."""
    inputs = [keras.Input((3,)), keras.Input((3,))]
    models = {
        "merge": keras.Model(inputs, quiet_merge(inputs, mode=mode)),
        "plain": keras.Model(inputs, keras.layers.Lambda(mode)(inputs)),
    }
    arrays = [random_array(0, (2, 3)), random_array(1, (2, 3))]

    def loaded(name: str, **how: Any) -> Any:
        path = tmp_path / f"{name}.keras"
        models[name].save(path)
        try:
            return keras.models.load_model(path, **how).predict(arrays, verbose=0).tolist()
        except Exception as error:  # whichever it is, it must be the same for both
            return type(error)

    for how in ({}, {"safe_mode": False}, {"custom_objects": {"halves": halves}}):
        assert loaded("merge", **how) == loaded("plain", **how)


def test_an_error_leaves_nothing_half_done() -> None:
    # The check comes before any layer is called, so no node was added to the inputs.
    a, b = keras.Input((3,)), keras.Input((4,))
    with pytest.raises(ValueError, match="of one shape"):
        merge([a, b])
    assert not a._keras_history.operation._outbound_nodes
