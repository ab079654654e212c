"""Rows: merging tensors, and models (Keras 1.2.2's ``keras/engine/topology.py``)."""

from __future__ import annotations

from keras_functional_notes.legacy.vocabulary.records import Argument, Mode, Row

__all__ = ["MODEL", "MODES", "ROWS"]

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
)
