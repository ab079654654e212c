"""Rows: merging tensors, models, and models' methods (Keras 1.2.2's ``keras/engine`` and ``keras/models.py``)."""

from __future__ import annotations

from keras_functional_notes.legacy.table.records import Argument, Mode, Row

__all__ = ["METHODS", "MODEL", "MODES", "ROWS"]


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

# Merging


MODES = (
    Mode("sum", "keras.layers.Add", one_shape=True, masks="and"),
    # Multiply reads ones in masked steps, and writes zeros.
    Mode("mul", "keras.layers.Multiply", one_shape=True, masks="and", reads_masks=True),
    Mode("concat", "keras.layers.Concatenate", carries={"concat_axis": "axis"}, masks="concat"),
    Mode("ave", "keras.layers.Average", one_shape=True, masks="and"),
    Mode(
        "cos",
        "keras.layers.Dot",
        carries={"dot_axes": "axes"},
        adds={"normalize": True},
        one_shape=True,
        pair=True,
        differs=(
            "The value is today's, of the shape that Keras 1 declared: its actual one was (batch, 1, 1) for inputs "
            "of rank 2, and from rank 3 on it divided by the wrong norms.",
        ),
    ),
    Mode("dot", "keras.layers.Dot", carries={"dot_axes": "axes"}, pair=True),
    Mode("max", "keras.layers.Maximum", one_shape=True, masks="refused", reads_masks=True),
)

_HOW = (
    Argument("mode", None, "sum"),
    Argument("concat_axis", None, -1),
    Argument("dot_axes", None, -1),
    Argument("output_shape", None, None),
    Argument("output_mask", None, None),
    Argument("arguments", None, None),
)

MODEL = Row(
    "Model",
    "keras.engine.training",
    "keras.Model",
    arguments=(Argument("input", "inputs"), Argument("output", "outputs"), Argument("name", default=None)),
    leading=("inputs", "outputs", "name"),
    also=("trainable",),
    made_by="models",
)

ROWS = (
    Row(
        "merge",
        "keras.engine.topology",
        None,
        arguments=(Argument("inputs", None), *_HOW, Argument("name", None, None)),
        instead="the layer of the mode: keras.layers.Add, Multiply, Average, Maximum, Concatenate, Dot, or Lambda",
        made_by="merging",
    ),
    Row(
        "Merge",
        "keras.engine.topology",
        None,
        arguments=(
            Argument("layers", None, None),
            *_HOW,
            Argument("node_indices", None, None),
            Argument("tensor_indices", None, None),
            Argument("name", None, None),
        ),
        instead="the layer of the mode, called on the list of tensors: keras.layers.Add()([left.output, right.output])",
        made_by="merging",
    ),
    MODEL,
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
