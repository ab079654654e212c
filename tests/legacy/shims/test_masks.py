"""The masks that Keras 1's `merge` gave."""

from __future__ import annotations

import warnings
from typing import Any

import keras
import numpy as np
import pytest
from keras import ops
from masked_tensors import AND, ELEMENTWISE, A, B, check_mask, embedded, first_masked, halves, quiet_merge

from keras_functional_notes.legacy import Keras1Warning, merge


@pytest.mark.parametrize("mode", ["sum", "mul", "ave"])
def test_elementwise_modes_take_the_and_of_masks_and_leave_values_alone(mode: str) -> None:
    inputs, tensors, values = embedded()
    check_mask(inputs, quiet_merge(tensors, mode=mode), AND, ELEMENTWISE[mode](values))


def test_concat_on_the_last_axis_takes_the_and_of_masks() -> None:
    inputs, tensors, values = embedded()
    check_mask(inputs, quiet_merge(tensors, mode="concat"), AND, np.concatenate(values, -1))


def test_concat_along_the_steps_puts_the_masks_one_after_the_other() -> None:
    inputs, tensors, values = embedded()
    merged = quiet_merge(tensors, mode="concat", concat_axis=1)
    check_mask(inputs, merged, np.concatenate([A != 0, B != 0], 1), np.concatenate(values, 1), carried=False)


@pytest.mark.parametrize("mode", ["sum", "mul", "ave", "concat"])
@pytest.mark.parametrize("masked", [(True, False), (False, True)])
def test_the_mask_of_the_one_masked_input_is_kept(mode: str, masked: tuple[bool, bool]) -> None:
    inputs, tensors, values = embedded(masked)
    expected = (A if masked[0] else B) != 0
    result = np.concatenate(values, -1) if mode == "concat" else ELEMENTWISE[mode](values)
    check_mask(inputs, quiet_merge(tensors, mode=mode), expected, result)


@pytest.mark.parametrize("mode", ["dot", "cos"])
def test_dot_and_cos_have_no_mask(mode: str) -> None:
    _, tensors, _ = embedded()
    assert getattr(quiet_merge(tensors, mode=mode), "_keras_mask", None) is None


def test_max_of_masked_inputs_is_refused_as_in_keras_1() -> None:
    _, tensors, _ = embedded()
    with pytest.raises(ValueError, match=r"mode='max' of masked inputs: Keras 1.2.2 had no rule for the output's mask"):
        merge(tensors, mode="max")


def test_inputs_of_one_mask_leave_the_graph_as_plain_as_today() -> None:
    x = keras.Input((4,))
    words = keras.layers.Embedding(4, 3, mask_zero=True)(x)
    forward, backward = (
        keras.layers.LSTM(2, return_sequences=True, go_backwards=back)(words) for back in (False, True)
    )
    model = keras.Model(x, quiet_merge([forward, backward], mode="concat"))
    # Keras 3.3's own merging layers let no mask through, so there it must be carried.
    today = getattr(keras.layers.Concatenate()([forward, backward]), "_keras_mask", None) is not None
    assert any(layer.name.endswith("_mask") for layer in model.layers) is not today


def test_a_loss_on_the_merged_tensor_counts_the_steps_that_keras_1_counted() -> None:
    inputs, tensors, values = embedded()
    model = keras.Model(inputs, quiet_merge(tensors, mode="sum"))
    model.compile(loss="mse")
    squares = (sum(values) ** 2).mean(-1)
    assert model.evaluate([A, B], np.zeros((2, 4, 3)), verbose=0) == pytest.approx(squares[AND].mean(), rel=1e-4)


def test_masks_travel_through_a_merge_of_a_merge() -> None:
    inputs, tensors, _ = embedded()
    plain = keras.Input((4, 3))
    merged = quiet_merge([quiet_merge(tensors, mode="sum"), plain], mode="concat")
    model = keras.Model([*inputs, plain], merged)
    output = model([A, B, np.ones((2, 4, 3))])
    np.testing.assert_array_equal(ops.convert_to_numpy(output._keras_mask), AND)


def test_eager_masked_tensors_get_keras_1s_mask() -> None:
    layer = keras.layers.Embedding(4, 3, mask_zero=True)
    merged = quiet_merge([layer(A), layer(B)], mode="mul")
    np.testing.assert_array_equal(ops.convert_to_numpy(merged._keras_mask), AND)


def test_the_notice_says_when_the_mask_is_not_todays() -> None:
    _, tensors, _ = embedded()
    with pytest.warns(Keras1Warning, match=r"only where every masked input has it \(AND\), as in Keras 1"):
        merge(tensors, mode="sum")


@pytest.mark.parametrize("output_shape", [None, (4, 3)])
def test_a_function_with_a_mask_parameter_gets_the_list_of_masks(output_shape: Any) -> None:
    inputs, tensors, values = embedded()

    def masked(tensors: list[Any], mask: Any = None) -> Any:
        # The shape is inferred before there are masks.
        return tensors[0] if mask is None else first_masked(tensors, mask)

    merged = quiet_merge(tensors, mode=masked, output_shape=output_shape)
    predicted = keras.Model(inputs, merged).predict_on_batch([A, B])
    np.testing.assert_allclose(predicted, values[0] * (A != 0)[..., None])


def test_output_mask_is_a_function_of_the_masks_or_a_value() -> None:
    inputs, tensors, values = embedded()
    merged = quiet_merge(tensors, mode=halves, output_mask=lambda masks: ops.logical_or(*masks))
    check_mask(inputs, merged, (A != 0) | (B != 0), (values[0] + values[1]) / 2)
    fixed = np.array([[True, True, False, False], [True, False, True, False]])
    inputs, tensors, values = embedded()
    check_mask(inputs, quiet_merge(tensors, mode=halves, output_mask=ops.convert_to_tensor(fixed)), fixed, None)


def test_without_output_mask_a_function_ends_the_mask_without_a_word() -> None:
    _, tensors, _ = embedded()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.simplefilter("ignore", Keras1Warning)
        assert getattr(merge(tensors, mode=halves), "_keras_mask", None) is None
