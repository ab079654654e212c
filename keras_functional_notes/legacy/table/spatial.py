"""Rows: layers that convolve and pool."""

from __future__ import annotations

from typing import Any

from keras_functional_notes.legacy.table.arguments import BORDER_MODE_FULL, PENALTIES, SPREAD, argument, kept, layer
from keras_functional_notes.legacy.table.records import DROPPED, Argument, Packing, Row, Values

__all__ = ["ROWS"]

# Convolutions

_TRAP = (3, "Today's Keras reads the old text as a kernel of {1} with strides of {2}.")
_MODE = argument("border_mode", values=BORDER_MODE_FULL)
_2D = ("nb_filter=filters nb_row nb_col | init activation weights", _MODE)
_1D = ("nb_filter=filters filter_length=kernel_size | init activation weights", _MODE, "subsample_length=strides:1")
_OUTPUT_SHAPE = Packing(
    ("output_shape",),
    "output_padding",
    convert="output_padding",
    reads=("output_shape", "nb_row", "nb_col", "border_mode", "subsample", "dim_ordering"),
)
_SIDE_BY_SIDE = "bias_initializer dilation_rate"


def _spatial(names: str, *written: str | Argument, **more: Any) -> Row:
    return layer("convolutional", names, *written, **more)


_CONVOLUTIONS = (
    _spatial(
        "Convolution1D Conv1D",
        *(*_1D, f"{PENALTIES} input_dim input_length"),
        today="Conv1D",
        also=f"{_SIDE_BY_SIDE} groups data_format",
        weights=(3, 1),
        kernel=("steps", 1),
        trap=(3, "Today's Keras takes {2} for the strides."),
    ),
    _spatial(
        "AtrousConvolution1D AtrousConv1D",
        *(*_1D, f"atrous_rate=dilation_rate:1 {PENALTIES} * input_dim input_length"),
        today="Conv1D",
        also="bias_initializer groups data_format",
        weights=(3, 1),
        kernel=("steps", 1),
    ),
    _spatial(
        "Convolution2D Conv2D",
        *(*_2D, f"subsample=strides:(1,1) dim_ordering {PENALTIES}"),
        today="Conv2D",
        also=f"{_SIDE_BY_SIDE} groups",
        weights=(4, 2),
        kernel=("pictures", 1),
        trap=_TRAP,
    ),
    _spatial(
        "Deconvolution2D Deconv2D",
        "nb_filter=filters nb_row nb_col | output_shape= init activation weights",
        *(_MODE, f"subsample=strides:(1,1) dim_ordering {PENALTIES}"),
        today="Conv2DTranspose",
        packings=(_OUTPUT_SHAPE,),
        weights=(4, 3),
        kernel=("transposed", 1),
        example="nb_filter=4, nb_row=3, nb_col=2, init='normal', border_mode='same', dim_ordering='tf', "
        "W_regularizer='l2', b_constraint='nonneg', bias=False, output_shape=(None, 9, 9, 4), subsample=(2, 2)",
        also=_SIDE_BY_SIDE,
    ),
    _spatial(
        "AtrousConvolution2D AtrousConv2D",
        *(*_2D, f"subsample=strides:(1,1) atrous_rate=dilation_rate:(1,1) dim_ordering {PENALTIES}"),
        today="Conv2D",
        also="bias_initializer groups",
        weights=(4, 2),
        kernel=("pictures", 1),
    ),
    _spatial(
        "SeparableConvolution2D SeparableConv2D",
        "nb_filter=filters nb_row nb_col |",
        argument("init=depthwise_initializer", twin="pointwise_initializer"),
        "activation weights border_mode subsample=strides:(1,1) depth_multiplier:1 dim_ordering",
        "depthwise_regularizer pointwise_regularizer b_regularizer activity_regularizer",
        "depthwise_constraint pointwise_constraint b_constraint bias",
        today="SeparableConv2D",
        also=_SIDE_BY_SIDE,
        weights=(4, 2),
        kernel=("pictures", 1),
        trap=_TRAP,
    ),
    _spatial(
        "Convolution3D Conv3D",
        "nb_filter=filters kernel_dim1 kernel_dim2 kernel_dim3 | init activation weights",
        *(_MODE, f"subsample=strides:(1,1,1) dim_ordering {PENALTIES}"),
        today="Conv3D",
        also=f"{_SIDE_BY_SIDE} groups",
        weights=(5, 3),
        kernel=("volumes", 1),
        trap=_TRAP,
    ),
    _spatial("UpSampling1D", "length=size:2 |"),
    _spatial("UpSampling2D", "size:(2,2) dim_ordering |", also="interpolation"),
    _spatial("UpSampling3D", "size:(2,2,2) dim_ordering |"),
    _spatial("ZeroPadding1D", argument("padding:1", convert="zero_padding"), "|", also="data_format"),
    _spatial("ZeroPadding2D", argument("padding:(1,1)", convert="zero_padding"), "dim_ordering |"),
    _spatial("ZeroPadding3D", "padding:(1,1,1) dim_ordering |"),
    _spatial("Cropping1D", "cropping:(1,1) |"),
    _spatial("Cropping2D", "cropping:((0,0),(0,0)) dim_ordering |"),
    _spatial("Cropping3D", "cropping:((1,1),(1,1),(1,1)) dim_ordering |"),
)

# Pooling

_KINDS = (("Max", ""), ("Average", "!"))  # Today's AveragePooling has no default.
_POOLING = (
    *(
        layer(
            "pooling",
            f"{kind}Pooling1D",
            f"pool_length=pool_size:2{kept} stride=strides:None border_mode |",
            also="data_format",
        )
        for kind, kept in _KINDS
    ),
    *(
        layer("pooling", f"{kind}Pooling{size}D", f"pool_size:{two}{kept} strides:None border_mode dim_ordering |")
        for kind, kept in _KINDS
        for size, two in ((2, "(2,2)"), (3, "(2,2,2)"))
    ),
    *(layer("pooling", f"Global{kind}Pooling1D", also="data_format keepdims") for kind, _ in _KINDS),
    *(
        layer("pooling", f"Global{kind}Pooling{rank}D", "dim_ordering |", also="keepdims")
        for kind, _ in _KINDS
        for rank in (2, 3)
    ),
)

# Convolutions whose weights are not shared

_VALID = argument("border_mode=", values=Values({"valid": DROPPED}))
_LOCAL = (
    kept(
        "local",
        "LocallyConnected1D",
        *("nb_filter=filters filter_length=kernel_size | init activation weights", _VALID),
        f"subsample_length=strides:1 {PENALTIES} input_dim input_length",
        also="bias_initializer",
        differs=(SPREAD,),
        kernel=("vector", 1),
        example="nb_filter=4, filter_length=3, init='normal', W_regularizer='l2', b_constraint='nonneg', bias=False",
    ),
    kept(
        "local",
        "LocallyConnected2D",
        *("nb_filter=filters nb_row nb_col | init activation weights", _VALID),
        f"subsample=strides:(1,1) dim_ordering {PENALTIES}",
        also="bias_initializer",
        differs=(SPREAD,),
        kernel=("vector", 1),
        example="nb_filter=4, nb_row=3, nb_col=2, init='normal', dim_ordering='tf', W_regularizer='l2', "
        "b_constraint='nonneg', bias=False, subsample=(2, 1)",
    ),
)

ROWS = (*_CONVOLUTIONS, *_POOLING, *_LOCAL)
