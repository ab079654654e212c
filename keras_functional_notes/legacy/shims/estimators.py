"""`KerasClassifier` and `KerasRegressor`: models as scikit-learn's estimators, over Keras's wrappers (Keras 3.8 on).

They are loaded when they are first used: scikit-learn is needed here alone.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from typing import Any

import keras
import numpy as np

from keras_functional_notes.legacy.shims import training
from keras_functional_notes.legacy.shims.notices import tell_gone, untold
from keras_functional_notes.legacy.table import METHODS
from keras_functional_notes.legacy.table.functions import ESTIMATORS

try:
    from keras.wrappers import SKLearnClassifier, SKLearnRegressor
except ImportError as error:
    raise ImportError(
        "KerasClassifier and KerasRegressor stand here on keras.wrappers.SKLearnClassifier and SKLearnRegressor, which "
        f"came with Keras 3.8; this is Keras {keras.__version__}. Install a newer one: pip install 'keras>=3.8'."
    ) from error

__all__ = ["KerasClassifier", "KerasRegressor"]

# The methods whose arguments may be given when the estimator is made.
_ARGUMENTS: Mapping[str, frozenset[str]] = {
    row.name: row.today_names | {argument.name for argument in row.arguments}
    for row in METHODS
    if row.name in ("fit", "predict", "predict_classes", "predict_proba", "evaluate")
}


class _Estimator:
    """What both do: keep the arguments of a function that makes a model, and those of the model's methods."""

    build_fn: Callable[..., keras.Model] | None
    sk_params: dict[str, Any]

    def __init__(self, build_fn: Any = None, **sk_params: Any) -> None:
        """Keep them, and check their names; a class that inherits may make its model in ``__call__`` instead."""
        # Keras's own says what to install, where scikit-learn is missing.
        super().__init__(model=build_fn)  # type: ignore[call-arg]  # the wrapper beside this class
        self.build_fn, self.sk_params = build_fn, sk_params
        self.check_params(sk_params)
        tell_gone(f"{type(self).__name__}(...)", f"Keras 1's own over Keras's wrapper. Write {ESTIMATORS}")

    def _builder(self) -> Callable[..., keras.Model]:
        made: Callable[..., keras.Model] | None = self.build_fn or (self if callable(self) else None)
        if made is None:
            raise TypeError(
                f"{type(self).__name__}(): give build_fn, a function that makes and compiles the model, or define "
                "__call__ in a class that inherits."
            )
        return made

    def check_params(self, params: Mapping[str, Any]) -> None:
        """Refuse a name that neither the function nor a method of the model takes."""
        legal = frozenset(inspect.signature(self._builder()).parameters).union(*_ARGUMENTS.values())
        for name in params:
            if name not in legal:
                raise ValueError(f"{name} is not a legal parameter")

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return what the estimator was made with."""
        return {**copy.deepcopy(self.sk_params), "build_fn": self.build_fn}

    def set_params(self, **params: Any) -> Any:
        """Change what the estimator was made with."""
        params = dict(params)
        self.build_fn = params.pop("build_fn", self.build_fn)
        self.check_params(params)
        self.sk_params.update(params)
        return self

    def __sklearn_clone__(self) -> Any:
        with untold():
            return type(self)(**self.get_params())

    def _of(self, method: str, given: Mapping[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in self.sk_params.items() if name in _ARGUMENTS[method]}
        return {**copy.deepcopy(kept), **given}

    def fit(self, x: Any, y: Any, **kwargs: Any) -> keras.callbacks.History:
        """Make a new model, train it, and return the history, as Keras 1 did."""
        build = self._builder()
        wanted = inspect.signature(build).parameters
        self.model = build(**{name: value for name, value in self.sk_params.items() if name in wanted})
        # By this name scikit-learn sees that it is fitted.
        self.model_ = self.model
        with untold():
            return training.fit(self.model, x, self._targets(y), **self._of("fit", kwargs))

    def _targets(self, y: Any) -> Any:
        loss = getattr(self.model.loss, "__name__", self.model.loss)
        one_hot = loss == "categorical_crossentropy" and np.ndim(y) != 2
        return keras.utils.to_categorical(y) if one_hot else y

    def _evaluated(self, x: Any, y: Any, kwargs: Mapping[str, Any]) -> dict[str, float]:
        with untold():
            return dict(self.model.evaluate(x, self._targets(y), **self._of("evaluate", kwargs), return_dict=True))


class KerasClassifier(_Estimator, SKLearnClassifier):  # type: ignore[misc]  # Keras has no types
    """A classifier: ``KerasClassifier(build_fn, **sk_params)``.

    Args:
        build_fn: Makes and compiles the model, with ``metrics=["accuracy"]``.
        sk_params: Arguments of `build_fn`, and of the model's `fit`, `predict` and `evaluate`, such as `nb_epoch`.

    Example:
        >>> import keras, numpy as np, warnings
        >>> warnings.simplefilter("ignore")
        >>> def build(units=2):
        ...     model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(units, activation="softmax")])
        ...     model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
        ...     return model
        >>> estimator = KerasClassifier(build, nb_epoch=1, batch_size=2, verbose=0)
        >>> _ = estimator.fit(np.eye(2), np.array([0, 1]))
        >>> estimator.predict(np.eye(2)).shape, estimator.predict_proba(np.eye(2)).shape
        ((2,), (2, 2))

    From Keras 1.2.2's ``keras/wrappers/scikit_learn.py``.
    """

    def predict(self, x: Any, **kwargs: Any) -> Any:
        """Predict the numbers of the likeliest classes; of a single output a column of 0 and 1."""
        with untold():
            return training.predict_classes(self.model, x, **self._of("predict_classes", kwargs))

    def predict_proba(self, x: Any, **kwargs: Any) -> Any:
        """Predict each class's probability; of a single output those of 0 and of 1."""
        with untold():
            found = training.predict_proba(self.model, x, **self._of("predict_proba", kwargs))
        return np.hstack([1 - found, found]) if found.shape[1] == 1 else found

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """Return the accuracy."""
        found = self._evaluated(x, y, kwargs)
        for name in ("acc", "accuracy"):
            if name in found:
                return float(found[name])
        raise ValueError(
            "The model is not configured to compute accuracy. You should pass `metrics=['accuracy']` to the "
            "`model.compile()` method."
        )


class KerasRegressor(_Estimator, SKLearnRegressor):  # type: ignore[misc]  # Keras has no types
    """A regressor: ``KerasRegressor(build_fn, **sk_params)``, whose score is the loss, as in Keras 1.2.2.

    Args:
        build_fn, sk_params: As for `KerasClassifier`.
    """

    def predict(self, x: Any, **kwargs: Any) -> Any:
        """Predict, without axes of length 1."""
        with untold():
            return np.squeeze(training.predict(self.model, x, **self._of("predict", kwargs)))

    def score(self, x: Any, y: Any, **kwargs: Any) -> float:
        """Return the mean loss, of which less is better."""
        return float(self._evaluated(x, y, kwargs)["loss"])
