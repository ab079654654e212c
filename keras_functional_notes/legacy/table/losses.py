"""Rows: losses, which were metrics too, and activations (Keras 1.2.2's ``keras/objectives.py`` and its neighbours)."""

from __future__ import annotations

from keras_functional_notes.legacy.table.arguments import ACTIVATION, HARD_SIGMOID_OF, LOSS, gone, itself, row
from keras_functional_notes.legacy.table.records import Row

__all__ = ["ROWS"]

_LOSSES = (
    "mean_squared_error mean_absolute_error mean_absolute_percentage_error mean_squared_logarithmic_error "
    "categorical_crossentropy sparse_categorical_crossentropy binary_crossentropy poisson "
    "mse=mean_squared_error MSE=mean_squared_error mae=mean_absolute_error MAE=mean_absolute_error "
    "mape=mean_absolute_percentage_error MAPE=mean_absolute_percentage_error "
    "msle=mean_squared_logarithmic_error MSLE=mean_squared_logarithmic_error"
)


def _names_of(today: str) -> str:
    return " ".join(old for old, new in LOSS.today.items() if new == today)


_DIVERGENCES = " ".join(f"{old}=kl_divergence" for old in _names_of("kl_divergence").split())


_MARGIN = "keras.ops.maximum(1.0 - y_true * y_pred, 0.0)"
_THEN = {
    "cosine_similarity": "keras.losses.cosine_similarity(y_true, y_pred) / y_pred.shape[-1]",
    "hinge": f"keras.ops.mean({_MARGIN}, axis=-1)",
    "squared_hinge": f"keras.ops.mean(keras.ops.square({_MARGIN}), axis=-1)",
}


def _changed(module: str) -> tuple[Row, ...]:
    """Return the rows of the losses that mean something else today."""
    pairs = ((_names_of("cosine_similarity"), "cosine_similarity"), ("hinge", "hinge"), ("squared_hinge",) * 2)
    return tuple(
        row(
            names,
            module,
            f"keras.losses.{today}",
            "y_true y_pred |",
            differs=(LOSS.differs[names.split()[0]],),
            then_expression=_THEN[today],
        )
        for names, today in pairs
    )


_OBJECTIVES = (
    *itself("keras.objectives", "keras.losses", f"{_LOSSES} get"),
    *itself("keras.objectives", "keras.losses", _DIVERGENCES),
    *_changed("keras.objectives"),
)

_METRICS = (
    *itself(
        "keras.metrics",
        "keras.metrics",
        "binary_accuracy categorical_accuracy sparse_categorical_accuracy top_k_categorical_accuracy get",
    ),
    *itself("keras.metrics", "keras.losses", f"{_LOSSES} {_DIVERGENCES.split()[0]}"),
    *_changed("keras.metrics"),
    *gone(
        "keras.metrics",
        "keras.metrics.Precision(), Recall() or F1Score(): batch by batch, as Keras 1 had it, such a number is no mean",
        "precision recall fbeta_score fmeasure fscore f1score matthews_correlation",
    ),
)

_ACTIVATIONS = (
    *itself("keras.activations", "keras.activations", "softmax softplus softsign tanh sigmoid linear elu get"),
    row(
        "relu",
        "keras.activations",
        "keras.activations.relu",
        "x alpha=negative_slope:0.0 max_value:None |",
        also="threshold",
        example="x, alpha=0.1",
    ),
    row(
        "hard_sigmoid",
        "keras.activations",
        "keras.activations.hard_sigmoid",
        "x |",
        example="x",
        differs=(ACTIVATION.differs["hard_sigmoid"],),
        then_expression=HARD_SIGMOID_OF,
    ),
)

ROWS = (*_OBJECTIVES, *_METRICS, *_ACTIVATIONS)
