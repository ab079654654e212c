"""Rows: layers (Keras 1.2.2's ``keras/layers``), each argument in Keras 1's positional order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_functional_notes.legacy.table.arguments import (
    BORDER_MODE_FULL,
    LAYER,
    PENALTIES,
    SHARED,
    argument,
    arguments,
    gone,
    itself,
    row,
)
from keras_functional_notes.legacy.table.records import DROPPED, OURS, REQUIRED, Argument, Packing, Row, Told, Values

__all__ = ["ROWS"]


def _layer(module: str, names: str, *written: str | Argument, today: str | None = "", **more: Any) -> Row:
    """Return the row of a layer, which took what every layer took; today it has the same name by default."""
    dotted = None if today is None else f"keras.layers.{today or names.split()[0]}"
    return row(names, f"keras.layers.{module}", dotted, *written, LAYER, **more)


# Core

# Today's SpatialDropout takes nothing but name and dtype besides its own.
_REFUSES_SHAPE = "today's layer takes no shape of its input: put keras.Input(shape) before it."
_SHAPELESS = (
    Argument("input_shape", default=None, refused=_REFUSES_SHAPE),
    Argument("batch_input_shape", None, None, refused=_REFUSES_SHAPE),
    Argument("input_dtype", None, None, refused=_REFUSES_SHAPE),
    *("name", "trainable=:True"),
)
_ACTIVATES = "Today's Keras takes {1} for the activation."
_DENSE = _layer(
    "core",
    "Dense",
    f"output_dim=units | init activation weights {PENALTIES} input_dim",
    also="bias_initializer",
    weights=(2, 0),
    trap=(2, _ACTIVATES),
)
# A row of Maxout's kernel had a third axis.
_W_CONSTRAINT = argument(
    "W_constraint",
    refused="a row of Keras 1's kernel had a third axis, so its constraint has no counterpart; constrain a "
    "keras.layers.Dense instead.",
)
_BEFORE_AND_BEHIND = PENALTIES.split(_W_CONSTRAINT.name)

_CORE = (
    _layer("core", "Masking", "mask_value:0.0"),
    _layer("core", "Dropout", "p=rate noise_shape:None seed:None |"),
    *(
        row(
            f"SpatialDropout{rank}D",
            "keras.layers.core",
            f"keras.layers.SpatialDropout{rank}D",
            "p=rate | *" if rank == 1 else "p=rate dim_ordering | *",
            *_SHAPELESS,
            also="seed dtype",
        )
        for rank in (1, 2, 3)
    ),
    _layer("core", "Activation", replace(SHARED["activation"], default=REQUIRED), "|", example="activation='relu'"),
    _layer("core", "Reshape", "target_shape |"),
    _layer("core", "Permute", "dims |"),
    _layer("core", "Flatten", also="data_format"),
    _layer("core", "RepeatVector", "n |"),
    _layer("core", "Lambda", "function output_shape:None | arguments:None", also="mask"),
    _DENSE,
    _layer("core", "ActivityRegularization", "l1:0.0 l2:0.0 |", then_today=f"{OURS}ActivityRegularization"),
    _layer(
        "core",
        "MaxoutDense",
        "output_dim=units nb_feature:4 init weights",
        *(_BEFORE_AND_BEHIND[0], _W_CONSTRAINT, _BEFORE_AND_BEHIND[1]),
        "input_dim",
        today=None,
        instead="a keras.Sequential of Dense(nb_feature * units), Reshape((nb_feature, units)) and "
        "GlobalMaxPooling1D()",
        by_hand=True,
        differs=(
            Told(
                "Its initializer draws for one wide layer.",
                run="an initializer of this package's draws for each part, and is one of today's from then on",
                why="it is left to you as a whole",
            ),
        ),
        kernel=("maxout", 1),
    ),
    _layer(
        "core",
        "Highway",
        f"init activation weights {PENALTIES} input_dim",
        today=None,
        instead="a keras.Model that gives t * h + (1 - t) * x, with t = Dense(n, activation='sigmoid', "
        "bias_initializer='ones')(x) and h = Dense(n)(x)",
        by_hand=True,
    ),
    _layer(
        "core",
        "TimeDistributedDense",
        f"output_dim=units | init activation weights {PENALTIES} input_dim input_length",
        today="Dense",
        also="bias_initializer",
        weights=(2, 0),
    ),
)

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
    return _layer("convolutional", names, *written, **more)


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
    _spatial("ZeroPadding1D", argument("padding:1", convert="zero_padding"), "|"),
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
        _layer(
            "pooling",
            f"{kind}Pooling1D",
            f"pool_length=pool_size:2{kept} stride=strides:None border_mode |",
            also="data_format",
        )
        for kind, kept in _KINDS
    ),
    *(
        _layer("pooling", f"{kind}Pooling{size}D", f"pool_size:{two}{kept} strides:None border_mode dim_ordering |")
        for kind, kept in _KINDS
        for size, two in ((2, "(2,2)"), (3, "(2,2,2)"))
    ),
    *(_layer("pooling", f"Global{kind}Pooling1D", also="data_format keepdims") for kind, _ in _KINDS),
    *(
        _layer("pooling", f"Global{kind}Pooling{rank}D", "dim_ordering |", also="keepdims")
        for kind, _ in _KINDS
        for rank in (2, 3)
    ),
)

# The rest

_LOCAL = tuple(
    one
    for rank in (1, 2)
    for one in gone(
        "keras.layers.local",
        f"nothing of today shares its weights less than a convolution does: take keras.layers.Conv{rank}D, or "
        "write a keras.layers.Layer of your own with keras.ops.einsum over patches",
        f"LocallyConnected{rank}D",
    )
)

_MODE_0 = "today's BatchNormalization is Keras 1's mode 0"
_NORMALIZATION = _layer(
    "normalization",
    "BatchNormalization",
    "epsilon:1e-3",
    argument(
        "mode=:0",
        values=Values(
            {0: DROPPED},
            gone={
                1: f"{_MODE_0}, with statistics over the batch; mode 1, sample by sample, is nearest to "
                "keras.layers.LayerNormalization.",
                2: f"{_MODE_0}; mode 2 took the batch's own statistics when predicting, too, which today is calling "
                "the layer with training=True.",
            },
        ),
    ),
    "axis:-1 momentum:0.99 weights beta_init gamma_init gamma_regularizer beta_regularizer",
    also="center scale moving_mean_initializer moving_variance_initializer beta_constraint gamma_constraint",
    trap=(1, "Today's Keras takes {0} for the axis."),
    kernel=("vector", 1),
)

_EMBEDDING = _layer(
    "embeddings",
    "Embedding",
    Argument("input_dim"),
    "output_dim | init=embeddings_initializer:'uniform'",
    argument("input_length=input_shape:None", convert="one_tuple"),
    "W_regularizer=embeddings_regularizer activity_regularizer W_constraint=embeddings_constraint mask_zero:False",
    "weights",
    argument(
        "dropout=:0.0",
        refused="no layer of today drops whole words of the table. keras.layers.Dropout(rate, noise_shape=(None, "
        "None, 1)) behind the Embedding drops single steps.",
    ),
    weights=(2, None),
)

_ACTIVATIONS = (
    _layer("advanced_activations", "LeakyReLU", "alpha=negative_slope:0.3 |"),
    _layer(
        "advanced_activations",
        "PReLU",
        "init=alpha_initializer:'zero' | weights shared_axes:None",
        also="alpha_regularizer alpha_constraint",
        kernel=("vector", 1),
    ),
    _layer("advanced_activations", "ELU", "alpha:1.0 |"),
    *gone(
        "keras.layers.advanced_activations",
        "no layer of today learns a softplus: take keras.layers.Activation('softplus'), or write a "
        "keras.layers.Layer with two weights that gives alpha * keras.ops.softplus(beta * x)",
        "ParametricSoftplus",
    ),
    _layer(
        "advanced_activations", "ThresholdedReLU", "theta=threshold:1.0!", today="ReLU", also="max_value negative_slope"
    ),
    *gone(
        "keras.layers.advanced_activations",
        "no layer of today is S-shaped and learned: take keras.layers.PReLU, or write a keras.layers.Layer "
        "with the four weights",
        "SReLU",
    ),
)

_MERGE_MODE = Values({"sum": "sum", "mul": "mul", "concat": "concat", "ave": "ave", None: None})
_WRAPPERS = (
    *itself("keras.layers.wrappers", "keras.layers", "Wrapper"),
    _layer("wrappers", "TimeDistributed", "layer |"),
    _layer(
        "wrappers",
        "Bidirectional",
        "layer",
        argument("merge_mode:'concat'", values=_MERGE_MODE),
        "| weights",
        also="backward_layer",
        example="layer=LSTM(2)",
    ),
)

# Recurrent

_START = "init inner_init"
_GATES = "forget_bias_init activation:'tanh' inner_activation"
# By keyword alone, as Keras 1's base class had them; consume_less only chose an implementation.
_PARTS = (
    "W_regularizer U_regularizer b_regularizer dropout_W=dropout:0.0 dropout_U=recurrent_dropout:0.0 "
    "* weights return_sequences:False go_backwards:False stateful:False"
)
_STEPS = "unroll:False consume_less=:'cpu' input_dim input_length"
_ALSO = (
    "use_bias bias_initializer kernel_constraint recurrent_constraint bias_constraint activity_regularizer "
    "return_state seed"
)


# Kept one by one, the gates had one initializer and one regularizer, for W and for U.
_OF_GATES = {
    "init": "initial of gates",
    "inner_init": "",
    "W_regularizer": "for both",
    "U_regularizer": "for nothing",
}


def _recurrent(name: str, own: str, *, by_gates: bool = False, **more: Any) -> Row:
    words = f"output_dim=units | {_START} {own} {_PARTS} {_STEPS}"
    found = [replace(each, then=_OF_GATES.get(each.name, each.then)) if by_gates else each for each in arguments(words)]
    fields = {"also": _ALSO, "trap": (2, _ACTIVATES), "weights": (3, 0), "leading": ("units",), **more}
    if by_gates:
        fields["tells_today"] = ("recurrent_activation",)
    return _layer("recurrent", name, *found, **fields)


_RECURRENT = (
    _recurrent("SimpleRNN", "activation:'tanh'"),
    _recurrent(
        "GRU",
        "activation:'tanh' inner_activation",
        also=f"{_ALSO} reset_after",
        differs=(
            Told(
                "Keras 1's GRU is today's with reset_after=False; the default today is True.",
                run="reset_after=False is said",
                written="reset_after=False is said",
            ),
        ),
        then={"reset_after": False},
        kernel=("gates", 3),
        by_gates=True,
    ),
    _recurrent("LSTM", _GATES, kernel=("gates", 4), by_gates=True),
    _layer(
        "convolutional_recurrent",
        "ConvLSTM2D",
        f"nb_filter=filters nb_row nb_col | {_START} {_GATES} dim_ordering border_mode subsample=strides:(1,1)",
        *(replace(each, then="ignored") if "_regularizer" in each.name else each for each in arguments(_PARTS)),
        also=f"{_ALSO} dilation_rate",
        kernel=("gates of pictures", 4),
        tells_today=("recurrent_activation",),
    ),
    *gone(
        "keras.layers.recurrent",
        "to write a recurrent layer of your own, give keras.layers.RNN a cell: a layer with state_size and "
        "call(inputs, states)",
        "Recurrent",
    ),
)

ROWS = (
    *_CORE,
    *_CONVOLUTIONS,
    *_POOLING,
    *_LOCAL,
    _NORMALIZATION,
    _EMBEDDING,
    _layer("noise", "GaussianNoise", "sigma=stddev |", also="seed"),
    _layer("noise", "GaussianDropout", "p=rate |", also="seed"),
    *_ACTIVATIONS,
    *_WRAPPERS,
    *_RECURRENT,
)
