"""Rows: Sequential, and models' methods (Keras 1.2.2's ``keras/models.py`` and ``keras/engine/training.py``)."""

from __future__ import annotations

from keras_functional_notes.legacy.vocabulary.records import Argument, Row

__all__ = ["METHODS", "ROWS"]

ROWS = (
    Row(
        "Sequential",
        "keras.models",
        "keras.Sequential",
        (Argument("layers", default=None), Argument("name", default=None)),
        leading=("layers",),
        also=("trainable",),
        made_by="models",
    ),
)


def _method(name: str, today: str, *arguments: Argument, **more: tuple[str, ...]) -> Row:
    return Row(name, "keras.engine.training.Model", f"keras.Model.{today}", arguments, made_by="training", **more)  # type: ignore[arg-type]  # fields of a row, by name


_X, _Y = Argument("x"), Argument("y")
_BATCH_SIZE = Argument("batch_size", default=32)
_LOUD = Argument("verbose", default=1)
_QUIET = Argument("verbose", default=0)
_EPOCHS = Argument("nb_epoch", "epochs", 10, absent="fit ran 10 epochs by default in Keras 1, and runs 1 today.")
_GENERATOR = Argument("generator", "x")
_WORKERS = (
    Argument("max_q_size", None, 10, given="Today a generator runs in the training's own thread."),
    Argument("nb_worker", None, 1),
    Argument("pickle_safe", None, False),
)
_WEIGHTS = (Argument("class_weight", default=None), Argument("sample_weight", default=None))

METHODS = (
    _method(
        "compile",
        "compile",
        Argument("optimizer"),
        Argument("loss", convert="losses"),
        Argument("metrics", default=None),
        Argument("loss_weights", default=None),
        Argument(
            "sample_weight_mode",
            None,
            None,
            given="Today sample_weight has the shape of the weights, step by step too, and needs no mode.",
        ),
        leading=("optimizer", "loss"),
        also=("weighted_metrics", "run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss"),
        differs=(),
    ),
    _method(
        "fit",
        "fit",
        _X,
        Argument("y", default=None),
        _BATCH_SIZE,
        _EPOCHS,
        _LOUD,
        Argument("callbacks", default=None),
        Argument("validation_split", default=0.0),
        Argument("validation_data", default=None),
        Argument("shuffle", default=True),
        *_WEIGHTS,
        Argument("initial_epoch", default=0),
        leading=("x", "y", "batch_size", "epochs", "verbose"),
        also=("steps_per_epoch", "validation_steps", "validation_batch_size", "validation_freq"),
    ),
    _method(
        "evaluate",
        "evaluate",
        _X,
        Argument("y", default=None),
        _BATCH_SIZE,
        _LOUD,
        Argument("sample_weight", default=None),
        leading=("x", "y", "batch_size", "verbose", "sample_weight"),
        also=("steps", "callbacks", "return_dict"),
    ),
    _method(
        "predict",
        "predict",
        _X,
        _BATCH_SIZE,
        _QUIET,
        leading=("x", "batch_size", "verbose"),
        also=("steps", "callbacks"),
    ),
    _method("predict_proba", "predict", _X, _BATCH_SIZE, _LOUD, leading=("x", "batch_size", "verbose")),
    _method("predict_classes", "predict", _X, _BATCH_SIZE, _LOUD, leading=("x", "batch_size", "verbose")),
    _method(
        "fit_generator",
        "fit",
        _GENERATOR,
        Argument("samples_per_epoch", None),
        Argument("nb_epoch", "epochs"),
        _LOUD,
        Argument("callbacks", default=None),
        Argument("validation_data", default=None),
        Argument("nb_val_samples", None, None),
        Argument("class_weight", default=None),
        *_WORKERS,
        Argument("initial_epoch", default=0),
        leading=("x",),
        also=("steps_per_epoch", "validation_steps"),
    ),
    _method(
        "evaluate_generator",
        "evaluate",
        _GENERATOR,
        Argument("val_samples", None),
        *_WORKERS,
        leading=("x",),
        also=("steps",),
    ),
    _method(
        "predict_generator",
        "predict",
        _GENERATOR,
        Argument("val_samples", None),
        *_WORKERS,
        leading=("x",),
        also=("steps",),
    ),
)
"""The methods of a model whose names or arguments changed; `find` does not look here."""
