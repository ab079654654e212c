"""The values of arguments whose names changed, shared by many rows."""

from __future__ import annotations

from collections.abc import Mapping

from keras_functional_notes.legacy.vocabulary.records import DROPPED, Values

__all__ = [
    "ACTIVATION",
    "BATCH_NORMALIZATION_MODE",
    "BORDER_MODE",
    "BORDER_MODE_FULL",
    "CONSTRAINT",
    "DIM_ORDERING",
    "FORGET_BIAS",
    "INIT",
    "LOSS",
    "MERGE_MODE",
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
)

ACTIVATION = Values(
    {},
    closed=False,
    differs={"hard_sigmoid": "'hard_sigmoid' had the slope 0.2 in Keras 1, and has 1/6 today."},
)

REGULARIZER = Values(
    {"l1": "l1", "l2": "l2", "l1l2": "l1_l2", "activity_l1": "l1", "activity_l2": "l2", "activity_l1l2": "l1_l2"}
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

_LOSSES: Mapping[str, str] = {
    "kullback_leibler_divergence": "kl_divergence",
    "kld": "kl_divergence",
    "KLD": "kl_divergence",
    "cosine_proximity": "cosine_similarity",
    "cosine": "cosine_similarity",
}

LOSS = Values(_LOSSES, closed=False)
