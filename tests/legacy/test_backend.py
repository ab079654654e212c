"""Keras 1's backend functions against NumPy."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import pytest
from keras import ops

from keras_functional_notes.legacy import Keras1Warning, backend
from keras_functional_notes.legacy.table import MODULES, ROWS

A = np.random.default_rng(0).uniform(0.1, 0.9, (2, 3, 4)).astype("float32")
B = np.random.default_rng(1).uniform(0.1, 0.9, (2, 3, 4)).astype("float32")
M = A[0]
IMAGE = np.random.default_rng(2).normal(size=(1, 4, 4, 2)).astype("float32")


def softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def call(name: str, /, *args: Any, **kwargs: Any) -> Any:
    with pytest.warns(Keras1Warning):
        return getattr(backend, name)(*args, **kwargs)


# Each call, and the same in NumPy.
VALUES = [
    *[
        (name, (A,), how, getattr(np, name)(A, **how))
        for name in ("max", "min", "sum", "prod", "var", "std", "mean")
        for how in ({}, {"axis": 1}, {"axis": -1, "keepdims": True})
    ],
    ("any", (A > 0.5,), {"axis": 0}, (A > 0.5).any(0)),
    ("all", (A > 0.5, 0), {}, (A > 0.5).all(0)),
    ("argmax", (A,), {}, A.argmax(-1)),
    ("argmin", (A, 1), {}, A.argmin(1)),
    *[
        (name, (A,), {}, getattr(np, name)(A))
        for name in ("square", "abs", "sqrt", "exp", "log", "round", "sign", "sin", "cos")
    ],
    ("softmax", (A,), {}, softmax(A)),
    ("softplus", (A,), {}, np.log1p(np.exp(A))),
    ("softsign", (A,), {}, A / (1 + A)),
    ("sigmoid", (A,), {}, 1 / (1 + np.exp(-A))),
    ("tanh", (A,), {}, np.tanh(A)),
    ("hard_sigmoid", (A,), {}, A / 6 + 0.5),
    ("relu", (A - 0.5,), {"alpha": 0.1}, np.where(A > 0.5, A - 0.5, (A - 0.5) * 0.1)),
    ("relu", (A, 0.0, 0.5), {}, np.minimum(A, 0.5)),
    ("elu", (A - 0.5, 2.0), {}, np.where(A > 0.5, A - 0.5, 2 * np.expm1(A - 0.5))),
    ("pow", (A, 3.0), {}, A**3),
    ("clip", (A,), {"min_value": 0.2, "max_value": 0.4}, A.clip(0.2, 0.4)),
    ("equal", (A, A), {}, A == A),
    ("not_equal", (A, B), {}, A != B),
    ("greater", (A, B), {}, A > B),
    ("greater_equal", (A, B), {}, A >= B),
    ("lesser", (A, B), {}, A < B),
    ("lesser_equal", (A, B), {}, A <= B),
    ("maximum", (A, B), {}, np.maximum(A, B)),
    ("minimum", (A, B), {}, np.minimum(A, B)),
    ("dot", (M, M.T), {}, M @ M.T),
    ("dot", (A, M.T), {}, A @ M.T),
    ("dot", (M, np.swapaxes(A, 1, 2)), {}, np.dot(M, np.swapaxes(A, 1, 2))),
    ("batch_dot", (A, B), {"axes": 2}, np.einsum("bij,bkj->bik", A, B)),
    ("batch_dot", (A, B), {"axes": (1, 1)}, np.einsum("bij,bik->bjk", A, B)),
    ("batch_dot", (A[:, 0], B[:, 1]), {"axes": 1}, (A[:, 0] * B[:, 1]).sum(1, keepdims=True)),
    ("batch_dot", (A[:, 0], B, (1, 2)), {}, np.einsum("bj,bkj->bk", A[:, 0], B)),
    ("batch_dot", (A, np.swapaxes(B, 1, 2)), {}, A @ np.swapaxes(B, 1, 2)),
    ("l2_normalize", (M, 1), {}, M / np.linalg.norm(M, axis=1, keepdims=True)),
    ("concatenate", ([A, B],), {}, np.concatenate([A, B], -1)),
    ("concatenate", ([A, B], 1), {}, np.concatenate([A, B], 1)),
    ("reshape", (A, (6, 4)), {}, A.reshape(6, 4)),
    ("permute_dimensions", (A, (2, 0, 1)), {}, A.transpose(2, 0, 1)),
    ("transpose", (M,), {}, M.T),
    ("expand_dims", (M,), {}, M[..., None]),
    ("expand_dims", (M,), {"dim": 0}, M[None]),
    ("squeeze", (M[:, None], 1), {}, M),
    ("stack", ([M, M],), {}, np.stack([M, M])),
    ("tile", (M, (1, 2)), {}, np.tile(M, (1, 2))),
    ("repeat_elements", (M, 2, 0), {}, M.repeat(2, 0)),
    ("repeat", (M, 5), {}, np.stack([M] * 5, 1)),
    ("reverse", (M, 1), {}, M[:, ::-1]),
    ("gather", (M, [2, 0]), {}, M[[2, 0]]),
    ("flatten", (A,), {}, A.ravel()),
    ("batch_flatten", (A,), {}, A.reshape(2, 12)),
    ("one_hot", ([0, 2], 3), {}, np.eye(3)[[0, 2]]),
    ("cast", (A * 10, "int32"), {}, (A * 10).astype(int)),
    ("arange", (2, 8, 2), {}, np.arange(2, 8, 2)),
    ("zeros", ((2, 3),), {"name": "z"}, np.zeros((2, 3))),
    ("ones", ((2, 3),), {}, np.ones((2, 3))),
    ("zeros_like", (A,), {}, np.zeros_like(A)),
    ("ones_like", (A,), {}, np.ones_like(A)),
    ("eye", (3,), {}, np.eye(3)),
    ("variable", ([[1.0, 2.0]],), {"name": "v"}, [[1, 2]]),
    ("stop_gradient", (A,), {}, A),
    ("switch", (True, A, B), {}, A),
    ("switch", (False, lambda: A, lambda: B), {}, B),
    ("temporal_padding", (A,), {"padding": 2}, np.pad(A, [(0, 0), (2, 2), (0, 0)])),
    ("spatial_2d_padding", (IMAGE, (1, 2)), {"dim_ordering": "tf"}, np.pad(IMAGE, [(0, 0), (1, 1), (2, 2), (0, 0)])),
    ("spatial_2d_padding", (IMAGE, (1, 2), "th"), {}, np.pad(IMAGE, [(0, 0), (0, 0), (1, 1), (2, 2)])),
    ("resize_images", (IMAGE, 2, 3, "tf"), {}, IMAGE.repeat(2, 1).repeat(3, 2)),
    ("resize_images", (IMAGE, 2, 3, "th"), {}, IMAGE.repeat(2, 2).repeat(3, 3)),
    ("temporal_padding", (A, 1), {}, np.pad(A, [(0, 0), (1, 1), (0, 0)])),
    ("pool2d", (IMAGE, (2, 2)), {"strides": (2, 2)}, IMAGE.reshape(1, 2, 2, 2, 2, 2).max((2, 4))),
    ("pool2d", (IMAGE, (2, 2), (2, 2), "valid", "tf", "avg"), {}, IMAGE.reshape(1, 2, 2, 2, 2, 2).mean((2, 4))),
    ("conv2d", (IMAGE, np.ones((1, 1, 2, 1), "float32")), {"border_mode": "same"}, IMAGE.sum(-1, keepdims=True)),
    ("eval", (ops.convert_to_tensor(A),), {}, A),
    ("get_value", (ops.convert_to_tensor(A),), {}, A),
    ("batch_get_value", ([ops.convert_to_tensor(A)],), {}, [A]),
    (
        "categorical_crossentropy",
        (softmax(M), np.eye(4, dtype="float32")[:3]),
        {},
        -np.log(softmax(M)[np.arange(3), np.arange(3)]),
    ),
    ("sparse_categorical_crossentropy", (softmax(M), [0, 1, 2]), {}, -np.log(softmax(M)[np.arange(3), np.arange(3)])),
    ("binary_crossentropy", (M, np.ones_like(M)), {}, -np.log(M)),
    ("in_top_k", (M, M.argmax(1), 1), {}, [True] * 3),
    ("map_fn", (lambda x: x * 2, M), {}, M * 2),
]


@pytest.mark.parametrize(("name", "args", "how", "expected"), VALUES, ids=[case[0] for case in VALUES])
def test_functions_agree_with_numpy(name: str, args: Any, how: Any, expected: Any) -> None:
    got = call(name, *args, **how)
    np.testing.assert_allclose(
        np.array([np.array(part) for part in got]) if isinstance(got, list) else np.array(got),
        expected,
        rtol=1e-4,
        atol=1e-6,
    )


def test_shapes_and_sizes_of_symbolic_tensors() -> None:
    x = keras.Input((3, 4))
    assert call("int_shape", x) == (None, 3, 4)
    assert call("ndim", x) == 3
    assert call("dtype", x) == "float32"
    assert call("batch_flatten", x).shape == (None, 12)
    assert call("is_keras_tensor", x)
    variable = call("variable", A)
    assert call("count_params", variable) == 24
    assert call("get_variable_shape", variable) == (2, 3, 4)
    assert tuple(call("shape", A)) == (2, 3, 4)


def test_variables_are_written() -> None:
    variable = call("variable", 1.0)
    for name, args, expected in (
        ("set_value", (5.0,), 5),
        ("update", (2.0,), 2),
        ("update_add", (3.0,), 5),
        ("update_sub", (1.0,), 4),
        ("moving_average_update", (0.0, 0.5), 2),
    ):
        call(name, variable, *args)
        assert float(call("get_value", variable)) == expected
    call("batch_set_value", [(variable, 7.0)])
    assert float(call("get_value", variable)) == 7


def test_random_numbers_are_of_the_distribution_that_was_asked_for() -> None:
    normal = np.array(call("random_normal", (2000,), 3.0, 0.5, seed=1))
    assert (normal.mean(), normal.std()) == (pytest.approx(3, abs=0.1), pytest.approx(0.5, abs=0.05))
    uniform = np.array(call("random_uniform", (2000,), low=2.0, high=3.0, seed=1))
    assert 2 <= uniform.min() < 2.1
    assert 2.9 < uniform.max() <= 3
    assert np.array(call("random_binomial", (2000,), p=0.25, seed=1)).mean() == pytest.approx(0.25, abs=0.05)
    dropped = np.array(call("dropout", np.ones(2000, "float32"), 0.5, seed=1))
    assert (dropped == 0).mean() == pytest.approx(0.5, abs=0.05)


def test_settings_are_todays() -> None:
    before = keras.config.image_data_format()
    try:
        call("set_image_dim_ordering", "th")
        assert keras.config.image_data_format() == "channels_first"
        assert call("image_dim_ordering") == "th"
    finally:
        keras.config.set_image_data_format(before)
    assert call("epsilon") == keras.config.epsilon()
    assert call("floatx") == keras.config.floatx()
    assert call("backend") == keras.config.backend()
    assert call("cast_to_floatx", [1, 2]).dtype == keras.config.floatx()
    with pytest.raises(ValueError, match=r"dim_ordering='thh'\): Keras 1 had no such value\. Did you mean `th`"):
        backend.set_image_dim_ordering("thh")


@pytest.mark.parametrize("name", [row.name for row in ROWS if row.module == "keras.backend" and row.is_gone])
def test_what_needs_a_static_graph_says_the_way_out(name: str) -> None:
    with pytest.raises(NotImplementedError, match=f"Keras 1's {name} has no successor: "):
        getattr(backend, name)()


def test_the_notice_has_todays_spelling(notices: Any) -> None:
    assert notices(backend.sum, A, axis=-1) == ["`K.sum(..., axis=-1)` is `keras.ops.sum(..., axis=-1)` today."]
    assert notices(backend.int_shape, A) == ["`K.int_shape(...)` is `tuple(x.shape)` today."]
    assert notices(backend.concatenate, [A, B]) == [
        "`K.concatenate([...])` is `keras.ops.concatenate([...], axis=-1)` today."
    ]


def test_unknown_functions_are_told_with_the_near_match() -> None:
    with pytest.raises(AttributeError, match=r"Keras 1 had no K\.concatenat\. Did you mean `concatenate`\?"):
        backend.concatenat  # noqa: B018  # the look-up is the test
    assert set(backend.__all__) == set(MODULES["keras.backend"].names)
