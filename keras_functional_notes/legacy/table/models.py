"""Rows: merging tensors, models, and models' methods (Keras 1.2.2's ``keras/engine`` and ``keras/models.py``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keras_functional_notes.legacy.table.arguments import INIT, LOSS, argument, row
from keras_functional_notes.legacy.table.records import Argument, Mode, Row, Told

__all__ = [
    "ADD_WEIGHT",
    "ALSO_OTHERS",
    "FIRST_RUN",
    "MASKS_HERE",
    "MASKS_TODAY",
    "MERGES",
    "METHODS",
    "MODEL",
    "MODES",
    "ROWS",
    "STEPS",
    "WEIGHT_MAKERS",
    "for_each_output",
]

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

MASKS_HERE = (
    "A step of it counts only where every masked input has it (AND), as in Keras 1; today's layer alone counts "
    "it where any has (OR)."
)
MASKS_TODAY = (
    "Where inputs have masks, Keras 1 counted a step only where every masked input had it (AND); today's layer counts "
    "it where any has (OR)."
)
"""What is told of the masks of a merge that is run here, and of one that is written for today."""

FIRST_RUN = (
    "Today's Sequential that begins with a model of several inputs makes its other layers' weights when it first runs: "
    "let it predict once before set_weights or load_weights."
)
"""What is told of a merge of models that is written for today."""

_HOW = "mode=:'sum' concat_axis=:-1 dot_axes=:-1 output_shape=:None output_mask=:None arguments=:None"
_LAYERS = "keras.layers.Add, Multiply, Average, Maximum, Concatenate, Dot, or Lambda"

MERGES = (
    row(
        "merge",
        "keras.engine.topology",
        None,
        f"inputs= {_HOW} name=:None",
        instead=f"the layer of the mode: {_LAYERS}",
        by_hand=True,
    ),
    row(
        "Merge",
        "keras.engine.topology",
        None,
        f"layers=:None {_HOW} node_indices=:None tensor_indices=:None name=:None",
        instead="the layer of the mode, called on the list of tensors: keras.layers.Add()([left.output, right.output])",
        by_hand=True,
    ),
)
"""`merge` and `Merge`, whose mode says what they are today."""

# Models

MODEL = row(
    "Model",
    "keras.engine.training",
    "keras.Model",
    "input=inputs output=outputs name |",
    also="trainable",
    by_hand=True,
)

ROWS = (
    *MERGES,
    MODEL,
    row("Sequential", "keras.models", "keras.Sequential", "layers:None | name", also="trainable", by_hand=True),
)

# Methods

_EPOCHS = argument(
    "nb_epoch=epochs:10",
    absent=Told(
        "fit ran 10 epochs by default in Keras 1, and runs 1 today.", run="it runs 10", written="epochs=10 is said"
    ),
    then="kept",
)
_QUEUE = (
    argument("max_q_size=:10", given="Today a generator runs in the training's own thread."),
    "nb_worker=:1 pickle_safe=:False",
)
_BATCHES = "batches(batch_size=4)"


_DICT_ALONE = argument("class_weight:None", convert="class_weight")
_SHOWN, _ACCURACY, _CLASS_MODE = (
    Argument(name, None, None, given=f"Keras 1.2.2 left {name} out, with a warning: {why}.", keyword=True)
    for name, why in (
        ("show_accuracy", "compile(metrics=['acc']) logs it"),
        ("accuracy", "compile(metrics=['acc']) logs it"),
        ("class_mode", "the loss tells it"),
    )
)


def _method(name: str, today: str, *written: str | Argument, **more: Any) -> Row:
    return row(name, "keras.engine.training.Model", f"keras.Model.{today}", *written, by_hand=True, **more)


def _counted(name: str, today: str) -> Row:
    return _method(
        name,
        today,
        *("generator=x | val_samples=", *_QUEUE),
        counts=(("val_samples", "generator", "steps"),),
        also="steps",
        example=f"{_BATCHES}, val_samples=8",
    )


METHODS = (
    _method(
        "compile",
        "compile",
        argument("optimizer", convert="optimizer", then="optimizers"),
        argument("loss", convert="losses", values=LOSS, then="losses"),
        "| metrics:None loss_weights:None",
        argument(
            "sample_weight_mode=:None",
            given="Today sample_weight has the shape of the weights, step by step too, and needs no mode.",
        ),
        _CLASS_MODE,
        argument("mode=:None", keyword=True, given="It told Theano how to compile, and is left out."),
        trap=(3, "Today's Keras takes the third for loss_weights."),
        also="weighted_metrics run_eagerly steps_per_execution jit_compile auto_scale_loss",
        example="loss='kullback_leibler_divergence', optimizer='sgd', metrics=['acc']",
    ),
    _method(
        "fit",
        "fit",
        *("x y:None batch_size:32", _EPOCHS, "verbose:1 | callbacks:None validation_split:0.0 validation_data:None"),
        *("shuffle:True", _DICT_ALONE, "sample_weight:None initial_epoch:0", _SHOWN),
        also="steps_per_epoch validation_steps validation_batch_size validation_freq",
        example="X, Y, nb_epoch=2, verbose=0",
    ),
    _method(
        "evaluate",
        "evaluate",
        "x y:None batch_size:32 verbose:1 sample_weight:None |",
        _SHOWN,
        also="steps callbacks return_dict",
        example="X, Y, verbose=0",
    ),
    _method("predict", "predict", "x batch_size:32 verbose:0 |", also="steps callbacks", example="X, verbose=0"),
    _method(
        "train_on_batch",
        "train_on_batch",
        *("x y:None sample_weight:None", _DICT_ALONE, "|", _ACCURACY),
        also="return_dict",
        example="X, Y",
    ),
    _method(
        "test_on_batch",
        "test_on_batch",
        *("x y:None sample_weight:None |", _ACCURACY),
        also="return_dict",
        example="X, Y",
    ),
    _method("predict_proba", "predict", "x batch_size:32 verbose:1 |", example="X"),
    _method(
        "predict_classes",
        "predict",
        "x batch_size:32 verbose:1 |",
        example="X",
        instead="model.predict(...) for the numbers; for classes, .argmax(axis=-1) of several outputs, or "
        "(... > 0.5).astype(int) of one",
    ),
    _method(
        "fit_generator",
        "fit",
        "generator=x | samples_per_epoch= nb_epoch=epochs verbose:1 callbacks:None validation_data:None",
        *("nb_val_samples=:None", _DICT_ALONE, *_QUEUE, "initial_epoch:0", _SHOWN),
        counts=(
            ("samples_per_epoch", "generator", "steps_per_epoch"),
            ("nb_val_samples", "validation_data", "validation_steps"),
        ),
        also="steps_per_epoch validation_steps",
        example=f"{_BATCHES}, samples_per_epoch=8, nb_epoch=2, verbose=0",
    ),
    _counted("evaluate_generator", "evaluate"),
    _counted("predict_generator", "predict"),
)
"""The methods of a model whose names or arguments changed; `find` does not look here."""

ALSO_OTHERS = ("predict_proba",)
"""Of the methods that are gone, those whose names other libraries' objects have: scikit-learn's."""


def for_each_output(argument: str, value: object) -> bool:
    """Whether Keras 1 gave what `compile` got to each of several outputs: one loss, or a list of metrics.

    >>> for_each_output("loss", "mse"), for_each_output("metrics", ["acc"]), for_each_output("metrics", [["acc"], []])
    (True, True, False)

    From Keras 1.2.2's ``keras/engine/training.py``.
    """
    if argument == "metrics":
        return isinstance(value, (list, tuple)) and bool(value) and not any(isinstance(v, (list, tuple)) for v in value)
    return value is not None and not isinstance(value, (list, tuple, Mapping))


ADD_WEIGHT = row(
    "add_weight",
    "keras.engine.topology.Layer",
    "keras.layers.Layer.add_weight",
    "shape",
    argument("initializer", values=INIT),
    "| name:None trainable:True regularizer:None constraint:None",
    also="dtype autocast aggregation overwrite_with_gradient",
    by_hand=True,
)
"""The method by which a layer of one's own makes a weight; `find` does not look here."""

WEIGHT_MAKERS: Mapping[str, str | None] = {"zeros": "zeros", "ones": "ones", "variable": None}
"""The backend's functions that made a weight of a layer, with the initialiser of today's `add_weight`, if it is one."""

STEPS = frozenset({"step", "get_constants", "get_initial_states", "preprocess_input"})
"""The methods that a recurrent layer of one's own had; today its cell is asked."""
