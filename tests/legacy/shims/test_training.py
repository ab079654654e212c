"""The old methods of models: samples that become steps, old keywords, and what they give."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import Keras1Warning, Sequential
from keras_functional_notes.legacy.shims import training

X = np.random.default_rng(0).normal(size=(10, 3)).astype("float32")
Y = (X.sum(1, keepdims=True) > 0).astype("float32")


@pytest.fixture
def model() -> Any:
    made = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation="sigmoid")])
    made.compile("sgd", "binary_crossentropy")
    return made


def batches(size: int, seen: list[int] | None = None, *, as_list: bool = False) -> Iterator[Any]:
    """Keras 1's generators never ended; this one counts what was asked of it."""
    while True:
        for start in range(0, len(X), size):
            if seen is not None:
                seen.append(start)
            x = X[start : start + size]
            yield ([x] if as_list else x, Y[start : start + size])


def test_fit_takes_nb_epoch_and_says_epochs(model: Any, old: Any, notices: Any) -> None:
    history = old(training.fit, model, X, Y, nb_epoch=3, verbose=0)
    assert len(history.epoch) == 3
    [text] = notices(training.fit, model, X, Y, nb_epoch=2, batch_size=5, verbose=0)
    assert text == (
        "`model.fit(..., ..., nb_epoch=2, batch_size=5, verbose=0)` is "
        "`model.fit(..., ..., epochs=2, batch_size=5, verbose=0)` today."
    )
    # By position, batch_size and epochs are where they were.
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(training.fit(model, X, Y, 5, 2, 0).epoch) == 2


def test_fit_keeps_todays_one_epoch_and_says_so(model: Any, notices: Any) -> None:
    assert notices(training.fit, model, X, Y, verbose=0) == [
        "`model.fit(..., ..., verbose=0)` is still written so today. fit ran 10 epochs by default in Keras 1, "
        "and runs 1 today."
    ]


@pytest.mark.parametrize(("size", "samples", "steps"), [(5, 10, 2), (4, 10, 3), (10, 10, 1), (4, 12, 3)])
def test_samples_per_epoch_counts_samples(
    size: int, samples: int, steps: int, model: Any, old: Any, notices: Any
) -> None:
    updates = model.optimizer.iterations.numpy() if hasattr(model.optimizer.iterations, "numpy") else 0
    old(training.fit_generator, model, batches(size), samples, 2, verbose=0)
    assert int(np.array(model.optimizer.iterations)) - updates == 2 * steps
    [text] = notices(training.fit_generator, model, batches(size), samples_per_epoch=samples, nb_epoch=1, verbose=0)
    assert text == (
        f"`model.fit_generator(..., samples_per_epoch={samples}, nb_epoch=1, verbose=0)` is "
        f"`model.fit(..., epochs=1, verbose=0, steps_per_epoch={steps})` today. Its steps are counted in "
        "batches of the size of the first one."
    )


def test_nb_val_samples_counts_samples_too(model: Any, old: Any) -> None:
    seen: list[int] = []
    history = old(
        training.fit_generator, model, batches(5), 10, 1, validation_data=batches(5, seen), nb_val_samples=10, verbose=0
    )
    assert history.history["val_loss"] == pytest.approx([model.evaluate(X, Y, verbose=0)], rel=1e-4)
    with pytest.raises(ValueError, match="give nb_val_samples, how many samples to take"):
        training.fit_generator(model, batches(5), 10, 1, validation_data=batches(5), verbose=0)
    # Arrays need no count.
    history = old(training.fit_generator, model, batches(5), 10, 1, validation_data=(X, Y), verbose=0)
    assert "val_loss" in history.history


def test_generators_are_evaluated_and_predicted_by_samples(model: Any, old: Any) -> None:
    loss = old(training.evaluate_generator, model, batches(5), 10)
    assert loss == pytest.approx(model.evaluate(X, Y, verbose=0), rel=1e-4)
    predicted = old(training.predict_generator, model, batches(5), val_samples=10)
    np.testing.assert_allclose(predicted, model.predict(X, verbose=0), rtol=1e-5)
    bare = (x for x, _ in batches(5))
    np.testing.assert_allclose(old(training.predict_generator, model, bare, 10), predicted, rtol=1e-5)


def test_a_generator_of_lists_of_inputs_is_one_of_tuples_today(old: Any) -> None:
    a, b = keras.Input((3,)), keras.Input((3,))
    model = keras.Model([a, b], keras.layers.Dense(1)(keras.layers.Add()([a, b])))
    model.compile("sgd", "mse")
    both = (([x, x], y) for x, y in batches(5))
    history = old(training.fit_generator, model, both, samples_per_epoch=10, nb_epoch=1, verbose=0)
    assert np.isfinite(history.history["loss"][0])


def test_classes_are_the_largest_output_or_half(model: Any, old: Any, notices: Any) -> None:
    expected = (model.predict(X, verbose=0) > 0.5).astype(int)
    np.testing.assert_array_equal(old(training.predict_classes, model, X, verbose=0), expected)
    several = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, activation="softmax")])
    predicted = old(training.predict_classes, several, X, verbose=0)
    np.testing.assert_array_equal(predicted, several.predict(X, verbose=0).argmax(-1))
    assert notices(training.predict_classes, several, X, verbose=0) == [
        "`model.predict_classes(..., verbose=0)` is `model.predict(..., verbose=0).argmax(axis=-1)` today."
    ]
    np.testing.assert_array_equal(old(training.predict_proba, several, X, verbose=0), several.predict(X, verbose=0))


def test_compile_finds_renamed_losses_also_in_lists_and_dicts(notices: Any) -> None:
    x = keras.Input((3,))
    outputs = {name: keras.layers.Dense(2, name=name)(x) for name in ("a", "b")}
    model = keras.Model(x, list(outputs.values()))
    [text] = notices(training.compile, model, "sgd", loss=["kld", "mse"])
    assert (
        text
        == "`model.compile('sgd', loss=['kld', 'mse'])` is `model.compile('sgd', loss=['kl_divergence', 'mse'])` today."
    )
    notices(training.compile, model, optimizer="sgd", loss={"a": "cosine_proximity", "b": "mse"})
    model.fit(X, [np.ones((10, 2))] * 2, verbose=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        training.compile(model, "sgd", "mse", metrics=["mae", None])
    [text] = notices(training.compile, model, "sgd", "mse", metrics=[["accuracy"], None])
    assert text.endswith("Accuracy was logged as 'acc', and is logged as 'accuracy' today.")


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda m: training.fit(m, X, Y, nb_epochs=3),
            "fit() had no argument `nb_epochs` in Keras 1, nor has keras.Model.fit",
        ),
        (lambda m: training.fit(m, X, Y, nb_epoch=3, epochs=3), "fit() got both `nb_epoch` and `epochs`"),
        (lambda m: training.fit_generator(m, batches(5), 10), "fit_generator() needs `nb_epoch` (today `epochs`)."),
        (lambda m: training.compile(m, "sgd"), "compile() needs `loss`."),
    ],
)
def test_errors_name_the_near_match(call: Any, text: str, model: Any) -> None:
    with pytest.raises(TypeError) as raised:
        call(model)
    assert text in str(raised.value)


def test_sequential_is_todays(old: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Keras1Warning)
        model = Sequential([keras.Input((3,)), keras.layers.Dense(1)], name="mine")
    assert type(model) is keras.Sequential
    assert model.name == "mine"
    assert isinstance(model, Sequential)
    # Today's second argument by position is trainable.
    named = old(Sequential, [keras.layers.Dense(1)], "second")
    assert named.name == "second"
    assert named.trainable
