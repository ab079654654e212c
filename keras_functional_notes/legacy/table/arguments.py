"""The values of arguments whose names changed, shared by many rows."""

from __future__ import annotations

from collections.abc import Mapping

from keras_functional_notes.legacy.table.records import DROPPED, Values

__all__ = [
    "ACTIVATION",
    "BATCH_NORMALIZATION_MODE",
    "BORDER_MODE",
    "BORDER_MODE_FULL",
    "CONSTRAINT",
    "DIM_ORDERING",
    "FORGET_BIAS",
    "GRAYSCALE",
    "INIT",
    "LOSS",
    "MERGE_MODE",
    "METRIC",
    "REGULARIZER",
]

BORDER_MODE = Values({"valid": "valid", "same": "same"})

BORDER_MODE_FULL = Values(
    {"valid": "valid", "same": "same"},
    gone={
        "full": "today's convolutions have no 'full' (Keras 1 had it on Theano alone). Pad by kernel_size - 1 on every "
        "side with keras.layers.ZeroPadding2D (or 1D, 3D), then convolve with padding='valid'."
    },
)

DIM_ORDERING = Values({"th": "channels_first", "tf": "channels_last", "default": None})

INIT = Values(
    {
        "uniform": "random_uniform",
        "lecun_uniform": "lecun_uniform",
        "normal": "random_normal",
        "identity": "identity",
        "orthogonal": "orthogonal",
        "zero": "zeros",
        "one": "ones",
        "glorot_normal": "glorot_normal",
        "glorot_uniform": "glorot_uniform",
        "he_normal": "he_normal",
        "he_uniform": "he_uniform",
    },
    differs={
        "orthogonal": "'orthogonal' had a gain of 1.1 in Keras 1, and has 1.0 today.",
        "glorot_normal": "'glorot_normal' draws from a truncated normal distribution today.",
        "he_normal": "'he_normal' draws from a truncated normal distribution today.",
    },
    functions="today's initializers are called with (shape, dtype=...). Give an initializer, such as "
    "keras.initializers.RandomNormal(stddev=0.001), or a function of shape and dtype.",
)

_ACTIVATIONS = ("softmax", "elu", "softplus", "softsign", "relu", "tanh", "sigmoid", "hard_sigmoid", "linear")
_NEWER_ACTIVATIONS = (
    *("celu", "exponential", "gelu", "glu", "hard_shrink", "hard_silu", "hard_swish", "hard_tanh", "leaky_relu"),
    *("log_sigmoid", "log_softmax", "mish", "relu6", "selu", "silu", "soft_shrink", "sparse_plus", "sparse_sigmoid"),
    *("sparsemax", "squareplus", "swish", "tanh_shrink", "threshold"),
)

ACTIVATION = Values(
    {},
    closed=False,
    names=(*_ACTIVATIONS, *_NEWER_ACTIVATIONS),
    differs={"hard_sigmoid": "'hard_sigmoid' had the slope 0.2 in Keras 1, and has 1/6 today."},
)

REGULARIZER = Values(
    {"l1": "l1", "l2": "l2", "l1l2": "l1l2", "activity_l1": "l1", "activity_l2": "l2", "activity_l1l2": "l1l2"}
)

CONSTRAINT = Values({"maxnorm": "max_norm", "nonneg": "non_neg", "unitnorm": "unit_norm"})

FORGET_BIAS = Values(
    {"one": True, "zero": False},
    gone=dict.fromkeys(
        (
            "uniform",
            "lecun_uniform",
            "normal",
            "identity",
            "orthogonal",
            "glorot_normal",
            "glorot_uniform",
            "he_normal",
            "he_uniform",
        ),
        "today's LSTM starts the forget gate's bias at one (unit_forget_bias=True) or, like the others, at zero; write "
        "layer.set_weights(...) for anything else.",
    ),
)

MERGE_MODE = Values({"sum": "sum", "mul": "mul", "concat": "concat", "ave": "ave", None: None})

BATCH_NORMALIZATION_MODE = Values(
    {0: DROPPED},
    gone={
        1: "today's BatchNormalization is Keras 1's mode 0, with statistics over the batch; mode 1, sample by sample, "
        "is nearest to keras.layers.LayerNormalization.",
        2: "today's BatchNormalization is Keras 1's mode 0; mode 2 took the batch's own statistics when predicting, "
        "too, which today is calling the layer with training=True.",
    },
)

GRAYSCALE = Values({True: "grayscale", False: DROPPED})

METRIC = Values(
    {"acc": "accuracy", "val_acc": "val_accuracy"},
    closed=False,
    differs={
        "acc": "Accuracy was logged as 'acc', and is logged as 'accuracy' today.",
        "val_acc": "Accuracy was logged as 'val_acc', and is logged as 'val_accuracy' today.",
    },
)

_LOSSES: Mapping[str, str] = {
    "kullback_leibler_divergence": "kl_divergence",
    "kld": "kl_divergence",
    "KLD": "kl_divergence",
    "cosine_proximity": "cosine_similarity",
    "cosine": "cosine_similarity",
}

LOSS = Values(_LOSSES, closed=False)
