"""`KerasClassifier` and `KerasRegressor` in scikit-learn's own hands."""

from __future__ import annotations

import keras
import numpy as np
import pytest
from sklearn.base import clone, is_classifier
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score

from keras_functional_notes.legacy.shims.estimators import KerasClassifier, KerasRegressor

pytestmark = pytest.mark.filterwarnings("ignore")
X = np.random.default_rng(0).normal(size=(24, 3))
SIGN = (X[:, 0] > 0).astype(int)


def build(units: int = 1, activation: str = "sigmoid") -> keras.Model:
    """A model that knows the answer: the sign of the first feature."""
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(units, activation=activation)])
    kernel = np.zeros((3, units))
    kernel[0] = [50.0] if units == 1 else [-50.0, 50.0]
    model.set_weights([kernel, np.zeros(units)])
    loss = "binary_crossentropy" if units == 1 else "categorical_crossentropy"
    model.compile(keras.optimizers.SGD(1e-9), loss, metrics=["accuracy"])
    return model


def test_a_classifier_is_scored_and_searched() -> None:
    assert is_classifier(KerasClassifier(build))
    scores = cross_val_score(KerasClassifier(build, nb_epoch=1, verbose=0), X, SIGN, cv=KFold(3))
    assert scores.tolist() == [1.0, 1.0, 1.0]
    grid = GridSearchCV(KerasClassifier(build_fn=build, verbose=0), {"nb_epoch": [1, 2], "batch_size": [8]}, cv=2)
    grid.fit(X, SIGN)
    assert set(grid.best_params_) == {"nb_epoch", "batch_size"}
    assert grid.best_score_ == 1.0


def test_classes_and_probabilities_are_keras_1s() -> None:
    one = KerasClassifier(build, nb_epoch=1, verbose=0)
    two = KerasClassifier(build, units=2, activation="softmax", nb_epoch=1, verbose=0)
    history = one.fit(X, SIGN)
    assert isinstance(history, keras.callbacks.History)
    assert one.predict(X).tolist() == SIGN[:, None].tolist()
    assert one.predict_proba(X).argmax(axis=1).tolist() == SIGN.tolist()
    # Whole numbers for classes are made columns where the loss wants them.
    two.fit(X, SIGN, nb_epoch=2)
    assert len(two.model.history.epoch) == 2
    assert two.predict(X).tolist() == SIGN.tolist()


def test_a_regressor_is_scored_by_its_loss() -> None:
    def build() -> keras.Model:
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="zeros")])
        model.compile(keras.optimizers.SGD(0.0), "mse")
        return model

    estimator = KerasRegressor(build, nb_epoch=1, verbose=0)
    estimator.fit(X, X[:, 0])
    assert estimator.predict(X).shape == (24,)
    np.testing.assert_allclose(estimator.score(X, X[:, 0]), np.mean(X[:, 0] ** 2), rtol=1e-5)


def test_what_it_was_made_with_is_kept_and_checked() -> None:
    estimator = KerasClassifier(build, units=2, nb_epoch=3)
    assert clone(estimator).get_params() == {"units": 2, "nb_epoch": 3, "build_fn": build}
    with pytest.raises(ValueError, match="nb_epochs is not a legal parameter"):
        estimator.set_params(nb_epochs=2)
    with pytest.raises(TypeError, match="give build_fn"):
        KerasClassifier()


def test_a_model_that_counts_no_accuracy_is_told() -> None:
    def build() -> keras.Model:
        model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        model.compile("sgd", "mse")
        return model

    estimator = KerasClassifier(build, nb_epoch=1, verbose=0)
    estimator.fit(X, SIGN)
    with pytest.raises(ValueError, match="not configured to compute accuracy"):
        estimator.score(X, SIGN)
