"""Rows: layers (Keras 1.2.2's ``keras/layers``), each argument in Keras 1's positional order.

Those that convolve and pool have a room of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from keras_functional_notes.legacy.table import spatial
from keras_functional_notes.legacy.table.arguments import (
    INIT,
    PENALTIES,
    SHARED,
    SPREAD,
    argument,
    arguments,
    gone,
    itself,
    kept,
    layer,
    row,
)
from keras_functional_notes.legacy.table.records import ANY_OTHER, DROPPED, OURS, REQUIRED, Argument, Row, Told, Values

__all__ = ["ROWS"]


# Core

# Today's SpatialDropout takes nothing but name and dtype besides its own; a Dropout takes more, and can do the same.
_OF_ONE_SHAPE: Mapping[int, Mapping[str, tuple[int | None, ...]]] = {
    1: {"default": (None, 1, None)},
    2: {"tf": (None, 1, 1, None), "th": (None, None, 1, 1)},
    3: {"tf": (None, 1, 1, 1, None), "th": (None, None, 1, 1, 1)},
}
_SHAPES = ("input_shape", "batch_input_shape", "input_dtype")


def _spatial_dropout(rank: int) -> Row:
    ordering = "" if rank == 1 else "dim_ordering"
    name, module = f"SpatialDropout{rank}D", "keras.layers.core"
    noise = argument(
        "dim_ordering=noise_shape!",
        values=Values(
            _OF_ONE_SHAPE[rank],
            gone={
                "default": "with the shape of its input today's layer is a Dropout, which must know where the channels "
                "are: give dim_ordering='tf' or 'th'."
            },
        ),
        keyword=rank == 1,
    )
    shaped = layer("core", name, "p=rate |", noise, today="Dropout", also="seed")
    return row(
        *(name, module, f"keras.layers.{name}"),
        f"p=rate | {ordering} *",
        *(Argument(shape, default=None) for shape in _SHAPES),
        "name trainable=:True",
        also="seed dtype",
        variants=tuple((shape, ANY_OTHER, shaped) for shape in _SHAPES),
    )


_ACTIVATES = "Today's Keras takes {1} for the activation."
_DENSE = layer(
    "core",
    "Dense",
    f"output_dim=units | init activation weights {PENALTIES} input_dim",
    also="bias_initializer",
    weights=(2, 0),
    trap=(2, _ACTIVATES),
)

_CORE = (
    layer("core", "Masking", "mask_value:0.0"),
    layer("core", "Dropout", "p=rate noise_shape:None seed:None |"),
    *map(_spatial_dropout, (1, 2, 3)),
    layer("core", "Activation", replace(SHARED["activation"], default=REQUIRED), "|", example="activation='relu'"),
    layer("core", "Reshape", "target_shape |"),
    layer("core", "Permute", "dims |"),
    layer("core", "Flatten", also="data_format"),
    layer("core", "RepeatVector", "n |"),
    layer("core", "Lambda", "function output_shape:None | arguments:None", also="mask"),
    _DENSE,
    layer("core", "ActivityRegularization", "l1:0.0 l2:0.0 |", then_today=f"{OURS}ActivityRegularization"),
    layer(
        "core",
        "MaxoutDense",
        f"output_dim=units nb_feature:4 init weights {PENALTIES} input_dim",
        today=None,
        instead="a keras.Sequential of EinsumDense('bi,kio->bko', (nb_feature, output_dim), bias_axes='ko') and "
        "GlobalMaxPooling1D()",
        by_hand=True,
        differs=(SPREAD,),
        kernel=("maxout", 1),
    ),
    layer(
        "core",
        "Highway",
        f"init activation weights {PENALTIES} input_dim",
        today=None,
        instead="a keras.Model that gives t * h + (1 - t) * x, with t = Dense(n, activation='sigmoid', "
        "bias_initializer='ones')(x) and h = Dense(n)(x)",
        by_hand=True,
    ),
    layer(
        "core",
        "TimeDistributedDense",
        f"output_dim=units | init activation weights {PENALTIES} input_dim input_length",
        today="Dense",
        also="bias_initializer",
        weights=(2, 0),
    ),
)

# The rest

_OF_NORMALIZATION = (
    "epsilon:1e-3",
    argument("mode=:0", values=Values(dict.fromkeys((0, 1, 2), DROPPED))),
    "axis:-1 momentum:0.99 weights beta_init gamma_init gamma_regularizer beta_regularizer",
)
_ALSO_NORMALIZES = "center scale moving_mean_initializer moving_variance_initializer beta_constraint gamma_constraint"
_NORMALIZATION = layer(
    "normalization",
    "BatchNormalization",
    *_OF_NORMALIZATION,
    also=_ALSO_NORMALIZES,
    trap=(1, "Today's Keras takes {0} for the axis."),
    kernel=("vector", 1),
    variants=tuple(
        (
            "mode",
            mode,
            kept("normalization", "BatchNormalization", *_OF_NORMALIZATION, today=name, also=_ALSO_NORMALIZES),
        )
        for mode, name in ((1, "SampleNormalization"), (2, "BatchOnlyNormalization"))
    ),
)

_OF_EMBEDDING = (
    Argument("input_dim"),
    "output_dim | init=embeddings_initializer:'uniform'",
    argument("input_length=input_shape:None", convert="one_tuple"),
    "W_regularizer=embeddings_regularizer activity_regularizer W_constraint=embeddings_constraint mask_zero:False",
    # Today's takes them, too.
    Argument("weights", default=None),
)
_EMBEDDING = layer(
    "embeddings",
    "Embedding",
    *(*_OF_EMBEDDING, argument("dropout=:0.0", values=Values({0.0: DROPPED}))),
    variants=(
        (
            "dropout",
            ANY_OTHER,
            kept(
                "embeddings",
                "Embedding",
                *_OF_EMBEDDING,
                "dropout:0.0",
                today="WordDropoutEmbedding",
                also="seed",
            ),
        ),
    ),
)


def _is_negative(value: Any) -> bool:
    return isinstance(value, (int, float)) and value < 0


_ACTIVATIONS = (
    layer(
        "advanced_activations",
        "LeakyReLU",
        "alpha=negative_slope:0.3 |",
        variants=(
            (
                "alpha",
                _is_negative,
                kept("advanced_activations", "LeakyReLU", "alpha=negative_slope:0.3 |", today="AnySlopeReLU"),
            ),
        ),
    ),
    layer(
        "advanced_activations",
        "PReLU",
        "init=alpha_initializer:'zero' | weights shared_axes:None",
        also="alpha_regularizer alpha_constraint",
        kernel=("vector", 1),
    ),
    layer("advanced_activations", "ELU", "alpha:1.0 |"),
    kept(
        "advanced_activations",
        "ParametricSoftplus",
        "alpha_init=alpha:0.2",
        argument("beta_init=beta:5.0", values=None),
        "| weights shared_axes:None",
        example="alpha_init=0.5, beta_init=2.0, shared_axes=[1]",
    ),
    layer(
        "advanced_activations", "ThresholdedReLU", "theta=threshold:1.0!", today="ReLU", also="max_value negative_slope"
    ),
    kept(
        "advanced_activations",
        "SReLU",
        *(
            argument(f"{name}_init={name}_initializer:{value!r}", values=replace(INIT, differs={}), then="initial")
            for name, value in (
                ("t_left", "zero"),
                ("a_left", "glorot_uniform"),
                ("t_right", "glorot_uniform"),
                ("a_right", "one"),
            )
        ),
        "shared_axes:None |",
        differs=(SPREAD,),
        kernel=("vector", 1),
        example="t_left_init='one', a_left_init='normal', shared_axes=[1]",
    ),
)

_MERGE_MODE = Values({"sum": "sum", "mul": "mul", "concat": "concat", "ave": "ave", None: None})
_WRAPPERS = (
    *itself("keras.layers.wrappers", "keras.layers", "Wrapper"),
    layer("wrappers", "TimeDistributed", "layer |"),
    layer(
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
_OF_GATES = {"init": "initial of gates", "inner_init": "", "W_regularizer": "for both", "U_regularizer": "for nothing"}


def _recurrent(name: str, own: str, *, by_gates: bool = False, **more: Any) -> Row:
    words = f"output_dim=units | {_START} {own} {_PARTS} {_STEPS}"
    found = [replace(each, then=_OF_GATES.get(each.name, each.then)) if by_gates else each for each in arguments(words)]
    fields = {"also": _ALSO, "trap": (2, _ACTIVATES), "weights": (3, 0), "leading": ("units",), **more}
    if by_gates:
        fields["tells_today"] = ("recurrent_activation",)
    return layer("recurrent", name, *found, **fields)


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
    layer(
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
    *spatial.ROWS,
    _NORMALIZATION,
    _EMBEDDING,
    layer("noise", "GaussianNoise", "sigma=stddev |", also="seed"),
    layer("noise", "GaussianDropout", "p=rate |", also="seed"),
    *_ACTIVATIONS,
    *_WRAPPERS,
    *_RECURRENT,
)
