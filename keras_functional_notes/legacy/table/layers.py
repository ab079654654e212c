"""Rows: layers (Keras 1.2.2's ``keras/layers``), each argument in Keras 1's positional order."""

from __future__ import annotations

from dataclasses import replace

from keras_functional_notes.legacy.table.arguments import (
    ACTIVATION,
    BATCH_NORMALIZATION_MODE,
    BORDER_MODE,
    BORDER_MODE_FULL,
    CONSTRAINT,
    DIM_ORDERING,
    INIT,
    MERGE_MODE,
    REGULARIZER,
)
from keras_functional_notes.legacy.table.records import Argument, Packing, Row

__all__ = [
    "ACTIVITY",
    "BIAS",
    "INIT_ARGUMENT",
    "LAYER",
    "ROWS",
    "WEIGHTS",
    "constraint",
    "input_shape_of",
    "regularizer",
]

# What every layer took, by keyword alone.
LAYER = (
    Argument("input_shape", default=None, keyword=True),
    Argument(
        "batch_input_shape",
        "input_shape",
        None,
        convert="without_batch",
        keyword=True,
        given="Today's layers know no batch size: where it matters, start with keras.Input(batch_shape=...).",
    ),
    Argument(
        "input_dtype",
        None,
        None,
        keyword=True,
        given="The dtype of the input is today that of keras.Input(shape, dtype=...).",
    ),
    Argument("name", default=None, keyword=True),
    Argument("trainable", default=True, keyword=True),
)

_REFUSES_SHAPE = "today's layer takes no shape of its input: put keras.Input(shape) before it."
# Today's SpatialDropout takes nothing but name and dtype besides its own.
_NARROW_LAYER = (
    Argument("input_shape", default=None, keyword=True, refused=_REFUSES_SHAPE),
    Argument("batch_input_shape", None, None, keyword=True, refused=_REFUSES_SHAPE),
    Argument("input_dtype", None, None, keyword=True, refused=_REFUSES_SHAPE),
    Argument("name", default=None, keyword=True),
    Argument("trainable", None, True, keyword=True),
)

WEIGHTS = Argument("weights", None, None, convert="weights")
ACTIVITY = Argument("activity_regularizer", default=None, values=REGULARIZER)
BIAS = Argument("bias", "use_bias", True)
INIT_ARGUMENT = Argument("init", "kernel_initializer", "glorot_uniform", values=INIT)
_ACTIVATION = Argument("activation", default=None, values=ACTIVATION)
_BORDER_MODE = Argument("border_mode", "padding", "valid", values=BORDER_MODE)
_BORDER_MODE_FULL = Argument("border_mode", "padding", "valid", values=BORDER_MODE_FULL)
_DIM_ORDERING = Argument("dim_ordering", "data_format", "default", values=DIM_ORDERING)


def regularizer(old: str, today: str) -> Argument:
    """Return the argument for a regularizer of a weight."""
    return Argument(old, today, None, values=REGULARIZER)


def constraint(old: str, today: str) -> Argument:
    """Return the argument for a constraint of a weight."""
    return Argument(old, today, None, values=CONSTRAINT)


_PENALTIES = (
    regularizer("W_regularizer", "kernel_regularizer"),
    regularizer("b_regularizer", "bias_regularizer"),
    ACTIVITY,
    constraint("W_constraint", "kernel_constraint"),
    constraint("b_constraint", "bias_constraint"),
    BIAS,
)


def input_shape_of(*parts: str) -> tuple[tuple[Argument, ...], Packing]:
    """Return input_dim and its kin, which Keras 1 also took, and how they are input_shape today."""
    # Keras 1 took them in this order, but counted the length before the dimension.
    arguments = tuple(Argument(part, None, None) for part in reversed(parts))
    return arguments, Packing(parts, "input_shape", needs=parts[-1])


_WIDTH, _WIDTH_PACKING = input_shape_of("input_dim")
_STEPS, _STEPS_PACKING = input_shape_of("input_length", "input_dim")

# Core

DENSE = Row(
    "Dense",
    "keras.layers.core",
    "keras.layers.Dense",
    (Argument("output_dim", "units"), INIT_ARGUMENT, _ACTIVATION, WEIGHTS, *_PENALTIES, *_WIDTH, *LAYER),
    packings=(_WIDTH_PACKING,),
    leading=("units",),
    also=("bias_initializer",),
    weights=(2, 0),
    trap=(2, "Today's Keras takes {1} for the activation."),
)

_CORE = (
    Row("Masking", "keras.layers.core", "keras.layers.Masking", (Argument("mask_value", default=0.0), *LAYER)),
    Row(
        "Dropout",
        "keras.layers.core",
        "keras.layers.Dropout",
        (Argument("p", "rate"), Argument("noise_shape", default=None), Argument("seed", default=None), *LAYER),
        leading=("rate", "noise_shape", "seed"),
    ),
    Row(
        "SpatialDropout1D",
        "keras.layers.core",
        "keras.layers.SpatialDropout1D",
        (Argument("p", "rate"), *_NARROW_LAYER),
        leading=("rate",),
        also=("seed", "dtype"),
    ),
    *(
        Row(
            f"SpatialDropout{rank}D",
            "keras.layers.core",
            f"keras.layers.SpatialDropout{rank}D",
            (Argument("p", "rate"), _DIM_ORDERING, *_NARROW_LAYER),
            leading=("rate", "data_format"),
            also=("seed", "dtype"),
        )
        for rank in (2, 3)
    ),
    Row(
        "Activation",
        "keras.layers.core",
        "keras.layers.Activation",
        (Argument("activation", values=ACTIVATION), *LAYER),
        leading=("activation",),
    ),
    Row(
        "Reshape",
        "keras.layers.core",
        "keras.layers.Reshape",
        (Argument("target_shape"), *LAYER),
        leading=("target_shape",),
    ),
    Row("Permute", "keras.layers.core", "keras.layers.Permute", (Argument("dims"), *LAYER), leading=("dims",)),
    Row("Flatten", "keras.layers.core", "keras.layers.Flatten", LAYER, also=("data_format",)),
    Row("RepeatVector", "keras.layers.core", "keras.layers.RepeatVector", (Argument("n"), *LAYER), leading=("n",)),
    Row(
        "Lambda",
        "keras.layers.core",
        "keras.layers.Lambda",
        (
            Argument("function"),
            Argument("output_shape", default=None),
            Argument("arguments", default=None),
            *LAYER,
        ),
        leading=("function", "output_shape"),
        also=("mask",),
    ),
    DENSE,
    Row(
        "ActivityRegularization",
        "keras.layers.core",
        "keras.layers.ActivityRegularization",
        (Argument("l1", default=0.0), Argument("l2", default=0.0), *LAYER),
        leading=("l1", "l2"),
    ),
    Row(
        "MaxoutDense",
        "keras.layers.core",
        None,
        (
            Argument("output_dim", "units"),
            Argument("nb_feature", default=4),
            INIT_ARGUMENT,
            WEIGHTS,
            *(
                replace(
                    argument,
                    refused="a row of Keras 1's kernel had a third axis, so its constraint has no counterpart; "
                    "constrain a keras.layers.Dense instead.",
                )
                if argument.name == "W_constraint"
                else argument
                for argument in _PENALTIES
            ),
            *_WIDTH,
            *LAYER,
        ),
        packings=(_WIDTH_PACKING,),
        instead="a keras.Sequential of Dense(nb_feature * units), Reshape((nb_feature, units)) and "
        "GlobalMaxPooling1D()",
        made_by="gone_layers",
        differs=("Its initializer draws for one wide layer.",),
    ),
    Row(
        "Highway",
        "keras.layers.core",
        None,
        (INIT_ARGUMENT, _ACTIVATION, WEIGHTS, *_PENALTIES, *_WIDTH, *LAYER),
        packings=(_WIDTH_PACKING,),
        instead="a keras.Model that gives t * h + (1 - t) * x, with t = Dense(n, activation='sigmoid', "
        "bias_initializer='ones')(x) and h = Dense(n)(x)",
        made_by="gone_layers",
    ),
    replace(
        DENSE,
        name="TimeDistributedDense",
        arguments=(
            Argument("output_dim", "units"),
            INIT_ARGUMENT,
            _ACTIVATION,
            WEIGHTS,
            *_PENALTIES,
            *_STEPS,
            *LAYER,
        ),
        packings=(_STEPS_PACKING,),
        trap=None,
    ),
)

# Convolutions


def _convolution(name: str, today: str, parts: tuple[Argument, ...], packing: Packing | None, **more: object) -> Row:
    row = Row(
        name,
        "keras.layers.convolutional",
        f"keras.layers.{today}",
        (*parts, *LAYER),
        packings=() if packing is None else (packing,),
        leading=("filters", "kernel_size"),
        also=("bias_initializer", "dilation_rate", "groups"),
    )
    return replace(row, **more)  # type: ignore[arg-type]  # the fields of a row, by name


_TRAP = (3, "Today's Keras reads the old text as a kernel of {1} with strides of {2}.")
_KERNEL_2D = Packing(("nb_row", "nb_col"), "kernel_size")
_KERNEL_3D = Packing(("kernel_dim1", "kernel_dim2", "kernel_dim3"), "kernel_size")
_FILTERS = Argument("nb_filter", "filters")
_ROW_AND_COLUMN = (Argument("nb_row", None), Argument("nb_col", None))
_OUTPUT_SHAPE = Packing(
    ("output_shape",),
    "output_padding",
    convert="output_padding",
    reads=("output_shape", "nb_row", "nb_col", "border_mode", "subsample", "dim_ordering"),
)
_2D = (_FILTERS, *_ROW_AND_COLUMN, INIT_ARGUMENT, _ACTIVATION, WEIGHTS, _BORDER_MODE_FULL)

_CONVOLUTIONS = (
    _convolution(
        "Convolution1D",
        "Conv1D",
        (
            _FILTERS,
            Argument("filter_length", "kernel_size"),
            INIT_ARGUMENT,
            _ACTIVATION,
            WEIGHTS,
            _BORDER_MODE_FULL,
            Argument("subsample_length", "strides", 1),
            *_PENALTIES,
            *_STEPS,
        ),
        None,
        aliases=("Conv1D",),
        packings=(_STEPS_PACKING,),
        also=("bias_initializer", "dilation_rate", "groups", "data_format"),
        weights=(3, 1),
        trap=(3, "Today's Keras takes {2} for the strides."),
    ),
    _convolution(
        "AtrousConvolution1D",
        "Conv1D",
        (
            _FILTERS,
            Argument("filter_length", "kernel_size"),
            INIT_ARGUMENT,
            _ACTIVATION,
            WEIGHTS,
            _BORDER_MODE_FULL,
            Argument("subsample_length", "strides", 1),
            Argument("atrous_rate", "dilation_rate", 1),
            *_PENALTIES,
            *(replace(argument, keyword=True) for argument in _STEPS),
        ),
        None,
        aliases=("AtrousConv1D",),
        packings=(_STEPS_PACKING,),
        also=("bias_initializer", "groups", "data_format"),
        weights=(3, 1),
    ),
    _convolution(
        "Convolution2D",
        "Conv2D",
        (*_2D, Argument("subsample", "strides", (1, 1)), _DIM_ORDERING, *_PENALTIES),
        _KERNEL_2D,
        aliases=("Conv2D",),
        weights=(4, 2),
        trap=_TRAP,
    ),
    _convolution(
        "Deconvolution2D",
        "Conv2DTranspose",
        (
            _FILTERS,
            *_ROW_AND_COLUMN,
            Argument("output_shape", None),
            INIT_ARGUMENT,
            _ACTIVATION,
            WEIGHTS,
            _BORDER_MODE_FULL,
            Argument("subsample", "strides", (1, 1)),
            _DIM_ORDERING,
            *_PENALTIES,
        ),
        _KERNEL_2D,
        aliases=("Deconv2D",),
        packings=(_KERNEL_2D, _OUTPUT_SHAPE),
        also=("bias_initializer", "dilation_rate"),
    ),
    _convolution(
        "AtrousConvolution2D",
        "Conv2D",
        (
            *_2D,
            Argument("subsample", "strides", (1, 1)),
            Argument("atrous_rate", "dilation_rate", (1, 1)),
            _DIM_ORDERING,
            *_PENALTIES,
        ),
        _KERNEL_2D,
        aliases=("AtrousConv2D",),
        also=("bias_initializer", "groups"),
        weights=(4, 2),
    ),
    _convolution(
        "SeparableConvolution2D",
        "SeparableConv2D",
        (
            _FILTERS,
            *_ROW_AND_COLUMN,
            Argument("init", "depthwise_initializer", "glorot_uniform", twin="pointwise_initializer", values=INIT),
            _ACTIVATION,
            WEIGHTS,
            _BORDER_MODE,
            Argument("subsample", "strides", (1, 1)),
            Argument("depth_multiplier", default=1),
            _DIM_ORDERING,
            regularizer("depthwise_regularizer", "depthwise_regularizer"),
            regularizer("pointwise_regularizer", "pointwise_regularizer"),
            regularizer("b_regularizer", "bias_regularizer"),
            ACTIVITY,
            constraint("depthwise_constraint", "depthwise_constraint"),
            constraint("pointwise_constraint", "pointwise_constraint"),
            constraint("b_constraint", "bias_constraint"),
            BIAS,
        ),
        _KERNEL_2D,
        aliases=("SeparableConv2D",),
        also=("bias_initializer", "dilation_rate"),
        weights=(4, 2),
        trap=_TRAP,
    ),
    _convolution(
        "Convolution3D",
        "Conv3D",
        (
            _FILTERS,
            *(Argument(part, None) for part in _KERNEL_3D.parts),
            INIT_ARGUMENT,
            _ACTIVATION,
            WEIGHTS,
            _BORDER_MODE_FULL,
            Argument("subsample", "strides", (1, 1, 1)),
            _DIM_ORDERING,
            *_PENALTIES,
        ),
        _KERNEL_3D,
        aliases=("Conv3D",),
        weights=(5, 3),
        trap=_TRAP,
    ),
    Row(
        "UpSampling1D",
        "keras.layers.convolutional",
        "keras.layers.UpSampling1D",
        (Argument("length", "size", 2), *LAYER),
        leading=("size",),
    ),
    *(
        Row(
            f"UpSampling{rank}D",
            "keras.layers.convolutional",
            f"keras.layers.UpSampling{rank}D",
            (Argument("size", default=(2,) * rank), _DIM_ORDERING, *LAYER),
            leading=("size", "data_format"),
            also=("interpolation",) if rank == 2 else (),
        )
        for rank in (2, 3)
    ),
    Row(
        "ZeroPadding1D",
        "keras.layers.convolutional",
        "keras.layers.ZeroPadding1D",
        (Argument("padding", default=1, convert="zero_padding"), *LAYER),
        leading=("padding",),
    ),
    *(
        Row(
            f"ZeroPadding{rank}D",
            "keras.layers.convolutional",
            f"keras.layers.ZeroPadding{rank}D",
            (
                Argument("padding", default=(1,) * rank, convert="zero_padding" if rank == 2 else None),
                _DIM_ORDERING,
                *LAYER,
            ),
            leading=("padding", "data_format"),
        )
        for rank in (2, 3)
    ),
    Row(
        "Cropping1D",
        "keras.layers.convolutional",
        "keras.layers.Cropping1D",
        (Argument("cropping", default=(1, 1)), *LAYER),
        leading=("cropping",),
    ),
    *(
        Row(
            f"Cropping{rank}D",
            "keras.layers.convolutional",
            f"keras.layers.Cropping{rank}D",
            (Argument("cropping", default=((rank - 2, rank - 2),) * rank), _DIM_ORDERING, *LAYER),
            leading=("cropping", "data_format"),
        )
        for rank in (2, 3)
    ),
)

# Pooling

_POOLING = (
    *(
        Row(
            f"{kind}Pooling1D",
            "keras.layers.pooling",
            f"keras.layers.{kind}Pooling1D",
            (
                # Today's AveragePooling has no default.
                Argument("pool_length", "pool_size", 2, kept=kind == "Average"),
                Argument("stride", "strides", None),
                _BORDER_MODE,
                *LAYER,
            ),
            leading=("pool_size", "strides", "padding"),
            also=("data_format",),
        )
        for kind in ("Max", "Average")
    ),
    *(
        Row(
            f"{kind}Pooling{rank}D",
            "keras.layers.pooling",
            f"keras.layers.{kind}Pooling{rank}D",
            (
                Argument("pool_size", default=(2,) * rank, kept=kind == "Average"),
                Argument("strides", default=None),
                _BORDER_MODE,
                _DIM_ORDERING,
                *LAYER,
            ),
            leading=("pool_size", "strides", "padding", "data_format"),
        )
        for kind in ("Max", "Average")
        for rank in (2, 3)
    ),
    *(
        Row(
            f"Global{kind}Pooling1D",
            "keras.layers.pooling",
            f"keras.layers.Global{kind}Pooling1D",
            LAYER,
            also=("data_format", "keepdims"),
        )
        for kind in ("Max", "Average")
    ),
    *(
        Row(
            f"Global{kind}Pooling{rank}D",
            "keras.layers.pooling",
            f"keras.layers.Global{kind}Pooling{rank}D",
            (_DIM_ORDERING, *LAYER),
            leading=("data_format",),
            also=("keepdims",),
        )
        for kind in ("Max", "Average")
        for rank in (2, 3)
    ),
)

# Locally connected: gone

_LOCAL = tuple(
    Row(
        f"LocallyConnected{rank}D",
        "keras.layers.local",
        None,
        instead=f"nothing of today shares its weights less than a convolution does: take keras.layers.Conv{rank}D, or "
        "write a keras.layers.Layer of your own with keras.ops.einsum over patches",
    )
    for rank in (1, 2)
)

# The rest

_EMBEDDING = Row(
    "Embedding",
    "keras.layers.embeddings",
    "keras.layers.Embedding",
    (
        Argument("input_dim"),
        Argument("output_dim"),
        Argument("init", "embeddings_initializer", "uniform", values=INIT),
        Argument("input_length", "input_shape", None, convert="one_tuple"),
        regularizer("W_regularizer", "embeddings_regularizer"),
        ACTIVITY,
        constraint("W_constraint", "embeddings_constraint"),
        Argument("mask_zero", default=False),
        WEIGHTS,
        Argument(
            "dropout",
            None,
            0.0,
            refused="no layer of today drops whole words of the table. keras.layers.Dropout(rate, noise_shape=(None, "
            "None, 1)) behind the Embedding drops single steps.",
        ),
        *LAYER,
    ),
    leading=("input_dim", "output_dim"),
    weights=(2, None),
)

_NOISE = (
    Row(
        "GaussianNoise",
        "keras.layers.noise",
        "keras.layers.GaussianNoise",
        (Argument("sigma", "stddev"), *LAYER),
        leading=("stddev",),
        also=("seed",),
    ),
    Row(
        "GaussianDropout",
        "keras.layers.noise",
        "keras.layers.GaussianDropout",
        (Argument("p", "rate"), *LAYER),
        leading=("rate",),
        also=("seed",),
    ),
)

_NORMALIZATION = Row(
    "BatchNormalization",
    "keras.layers.normalization",
    "keras.layers.BatchNormalization",
    (
        Argument("epsilon", default=1e-3),
        Argument("mode", None, 0, values=BATCH_NORMALIZATION_MODE),
        Argument("axis", default=-1),
        Argument("momentum", default=0.99),
        WEIGHTS,
        Argument("beta_init", "beta_initializer", "zero", values=INIT),
        Argument("gamma_init", "gamma_initializer", "one", values=INIT),
        regularizer("gamma_regularizer", "gamma_regularizer"),
        regularizer("beta_regularizer", "beta_regularizer"),
        *LAYER,
    ),
    also=(
        "center",
        "scale",
        "moving_mean_initializer",
        "moving_variance_initializer",
        "beta_constraint",
        "gamma_constraint",
    ),
    trap=(1, "Today's Keras takes {0} for the axis."),
)

_ACTIVATIONS = (
    Row(
        "LeakyReLU",
        "keras.layers.advanced_activations",
        "keras.layers.LeakyReLU",
        (Argument("alpha", "negative_slope", 0.3), *LAYER),
        leading=("negative_slope",),
    ),
    Row(
        "PReLU",
        "keras.layers.advanced_activations",
        "keras.layers.PReLU",
        (
            Argument("init", "alpha_initializer", "zero", values=INIT),
            WEIGHTS,
            Argument("shared_axes", default=None),
            *LAYER,
        ),
        leading=("alpha_initializer",),
        also=("alpha_regularizer", "alpha_constraint"),
    ),
    Row(
        "ELU",
        "keras.layers.advanced_activations",
        "keras.layers.ELU",
        (Argument("alpha", default=1.0), *LAYER),
        leading=("alpha",),
    ),
    Row(
        "ParametricSoftplus",
        "keras.layers.advanced_activations",
        None,
        instead="no layer of today learns a softplus: take keras.layers.Activation('softplus'), or write a "
        "keras.layers.Layer with two weights that gives alpha * keras.ops.softplus(beta * x)",
    ),
    Row(
        "ThresholdedReLU",
        "keras.layers.advanced_activations",
        "keras.layers.ReLU",
        (Argument("theta", "threshold", 1.0, kept=True), *LAYER),
        also=("max_value", "negative_slope"),
    ),
    Row(
        "SReLU",
        "keras.layers.advanced_activations",
        None,
        instead="no layer of today is S-shaped and learned: take keras.layers.PReLU, or write a keras.layers.Layer "
        "with the four weights",
    ),
)

_WRAPPERS = (
    Row("Wrapper", "keras.layers.wrappers", "keras.layers.Wrapper", itself=True),
    Row(
        "TimeDistributed",
        "keras.layers.wrappers",
        "keras.layers.TimeDistributed",
        (Argument("layer"), *LAYER),
        leading=("layer",),
    ),
    Row(
        "Bidirectional",
        "keras.layers.wrappers",
        "keras.layers.Bidirectional",
        (Argument("layer"), Argument("merge_mode", default="concat", values=MERGE_MODE), WEIGHTS, *LAYER),
        leading=("layer", "merge_mode"),
        also=("backward_layer",),
    ),
)

ROWS = (
    *_CORE,
    *_CONVOLUTIONS,
    *_POOLING,
    *_LOCAL,
    _NORMALIZATION,
    _EMBEDDING,
    *_NOISE,
    *_ACTIVATIONS,
    *_WRAPPERS,
)
