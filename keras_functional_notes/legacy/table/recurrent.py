"""Rows: recurrent layers (Keras 1.2.2's ``keras/layers/recurrent.py`` and ``convolutional_recurrent.py``)."""

from __future__ import annotations

from keras_functional_notes.legacy.table.arguments import ACTIVATION, BORDER_MODE, DIM_ORDERING, FORGET_BIAS, INIT
from keras_functional_notes.legacy.table.layers import LAYER, input_shape_of, regularizer
from keras_functional_notes.legacy.table.records import Argument, Packing, Row

__all__ = ["ROWS"]

_STEPS, _STEPS_PACKING = input_shape_of("input_length", "input_dim")

_INIT = Argument("init", "kernel_initializer", "glorot_uniform", values=INIT)
_INNER_INIT = Argument(
    "inner_init",
    "recurrent_initializer",
    "orthogonal",
    values=INIT,
    absent="recurrent_initializer's default 'orthogonal' had a gain of 1.1 in Keras 1, and has 1.0 today.",
)
_FORGET_BIAS = Argument("forget_bias_init", "unit_forget_bias", "one", values=FORGET_BIAS)
_ACTIVATION = Argument("activation", default="tanh", values=ACTIVATION)
_INNER_ACTIVATION = Argument(
    "inner_activation",
    "recurrent_activation",
    "hard_sigmoid",
    values=ACTIVATION,
    absent="recurrent_activation's default was 'hard_sigmoid' in Keras 1, and is 'sigmoid' today.",
)
_REGULARIZERS = (
    regularizer("W_regularizer", "kernel_regularizer"),
    regularizer("U_regularizer", "recurrent_regularizer"),
    regularizer("b_regularizer", "bias_regularizer"),
)
_DROPOUT = (Argument("dropout_W", "dropout", 0.0), Argument("dropout_U", "recurrent_dropout", 0.0))

# By keyword alone, as Keras 1's base class had them.
_RECURRENT = (
    Argument("weights", None, None, convert="weights", keyword=True),
    Argument("return_sequences", default=False, keyword=True),
    Argument("go_backwards", default=False, keyword=True),
    Argument("stateful", default=False, keyword=True),
)
_UNROLLED = (
    Argument("unroll", default=False, keyword=True),
    # It only chose an implementation.
    Argument("consume_less", None, "cpu", keyword=True),
    *(Argument(argument.name, None, None, keyword=True) for argument in _STEPS),
)
_ALSO = (
    "use_bias",
    "bias_initializer",
    "kernel_constraint",
    "recurrent_constraint",
    "bias_constraint",
    "activity_regularizer",
    "return_state",
    "seed",
)

ROWS = (
    Row(
        "SimpleRNN",
        "keras.layers.recurrent",
        "keras.layers.SimpleRNN",
        (
            Argument("output_dim", "units"),
            _INIT,
            _INNER_INIT,
            _ACTIVATION,
            *_REGULARIZERS,
            *_DROPOUT,
            *_RECURRENT,
            *_UNROLLED,
            *LAYER,
        ),
        packings=(_STEPS_PACKING,),
        leading=("units",),
        trap=(2, "Today's Keras takes {1} for the activation."),
        also=_ALSO,
        weights=(3, 0),
    ),
    Row(
        "GRU",
        "keras.layers.recurrent",
        "keras.layers.GRU",
        (
            Argument("output_dim", "units"),
            _INIT,
            _INNER_INIT,
            _ACTIVATION,
            _INNER_ACTIVATION,
            *_REGULARIZERS,
            *_DROPOUT,
            *_RECURRENT,
            *_UNROLLED,
            *LAYER,
        ),
        packings=(_STEPS_PACKING,),
        leading=("units",),
        trap=(2, "Today's Keras takes {1} for the activation."),
        also=(*_ALSO, "reset_after"),
        weights=(3, 0),
        differs=("Keras 1's GRU is today's with reset_after=False; the default today is True.",),
    ),
    Row(
        "LSTM",
        "keras.layers.recurrent",
        "keras.layers.LSTM",
        (
            Argument("output_dim", "units"),
            _INIT,
            _INNER_INIT,
            _FORGET_BIAS,
            _ACTIVATION,
            _INNER_ACTIVATION,
            *_REGULARIZERS,
            *_DROPOUT,
            *_RECURRENT,
            *_UNROLLED,
            *LAYER,
        ),
        packings=(_STEPS_PACKING,),
        leading=("units",),
        trap=(2, "Today's Keras takes {1} for the activation."),
        also=_ALSO,
        weights=(3, 0),
    ),
    Row(
        "ConvLSTM2D",
        "keras.layers.convolutional_recurrent",
        "keras.layers.ConvLSTM2D",
        (
            Argument("nb_filter", "filters"),
            Argument("nb_row", None),
            Argument("nb_col", None),
            _INIT,
            _INNER_INIT,
            _FORGET_BIAS,
            _ACTIVATION,
            _INNER_ACTIVATION,
            Argument("dim_ordering", "data_format", "default", values=DIM_ORDERING),
            Argument("border_mode", "padding", "valid", values=BORDER_MODE),
            Argument("subsample", "strides", (1, 1)),
            *_REGULARIZERS,
            *_DROPOUT,
            *_RECURRENT,
            *LAYER,
        ),
        packings=(Packing(("nb_row", "nb_col"), "kernel_size"),),
        leading=("filters", "kernel_size"),
        also=(*_ALSO, "dilation_rate"),
    ),
    Row(
        "Recurrent",
        "keras.layers.recurrent",
        None,
        instead="to write a recurrent layer of your own, give keras.layers.RNN a cell: a layer with state_size and "
        "call(inputs, states)",
    ),
)
