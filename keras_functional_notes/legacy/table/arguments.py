"""The arguments that rows share, what their values are called today, and the notation in which a row lists its own.

>>> [(argument.name, argument.new, argument.default) for argument in arguments("sigma=stddev mask_value:0.0")]
[('sigma', 'stddev', <_Mark.REQUIRED: 'required'>), ('mask_value', 'mask_value', 0.0)]
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from keras_functional_notes.legacy.table.records import Argument, Packing, Row, Told, Values

__all__ = [
    "ACTIVATION",
    "BORDER_MODE",
    "BORDER_MODE_FULL",
    "CONSTRAINT",
    "DIM_ORDERING",
    "EXAMPLES",
    "GONE_METRICS",
    "HARD_SIGMOID_OF",
    "INIT",
    "KEPT_LOSSES",
    "LAYER",
    "LOSS",
    "METRIC",
    "METRICS",
    "ORTHOGONAL_GAIN",
    "PENALTIES",
    "REGULARIZER",
    "SHARED",
    "SPREAD",
    "argument",
    "arguments",
    "gone",
    "itself",
    "kept",
    "layer",
    "row",
    "todays_log",
]

# Values

BORDER_MODE = Values({"valid": "valid", "same": "same"})

BORDER_MODE_FULL = replace(
    BORDER_MODE,
    gone={
        "full": "today's convolutions have no 'full' (Keras 1 had it on Theano alone). Pad by kernel_size - 1 on every "
        "side with keras.layers.ZeroPadding2D (or 1D, 3D), then convolve with padding='valid'."
    },
)

DIM_ORDERING = Values({"th": "channels_first", "tf": "channels_last", "default": None})


def _both(what: str) -> dict[str, str]:
    """Return what is said of a difference that is undone in the same way where text is run and where it is written."""
    return {"run": what, "written": what}


ORTHOGONAL_GAIN = 1.1
_GAIN = f"had a gain of {ORTHOGONAL_GAIN} in Keras 1, and has 1.0 today."
_UNTRUNCATED = _both("VarianceScaling draws it, by distribution='untruncated_normal'")
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
        "orthogonal": Told(f"'orthogonal' {_GAIN}", **_both(f"Orthogonal(gain={ORTHOGONAL_GAIN})")),
        "glorot_normal": Told("'glorot_normal' draws from a truncated normal distribution today.", **_UNTRUNCATED),
        "he_normal": Told("'he_normal' draws from a truncated normal distribution today.", **_UNTRUNCATED),
    },
    functions="today's initializers are called with (shape, dtype=...). Give an initializer, such as "
    "keras.initializers.RandomNormal(stddev=0.001), or a function of shape and dtype.",
)

_ACTIVATIONS = "softmax elu softplus softsign relu tanh sigmoid hard_sigmoid linear"
_NEWER_ACTIVATIONS = (
    "celu exponential gelu glu hard_shrink hard_silu hard_swish hard_tanh leaky_relu log_sigmoid log_softmax mish "
    "relu6 selu silu soft_shrink sparse_plus sparse_sigmoid sparsemax squareplus swish tanh_shrink threshold"
)

ACTIVATION = Values(
    {},
    closed=False,
    names=(*_ACTIVATIONS.split(), *_NEWER_ACTIVATIONS.split()),
    differs={
        "hard_sigmoid": Told(
            "'hard_sigmoid' had the slope 0.2 in Keras 1, and has 1/6 today.",
            **_both("it is made of Rescaling and ReLU"),
        )
    },
)

HARD_SIGMOID_OF = "keras.ops.clip(0.2 * x + 0.5, 0.0, 1.0)"
"""What Keras 1's hard_sigmoid gave of x."""

REGULARIZER = Values(
    {"l1": "l1", "l2": "l2", "l1l2": "l1l2", "activity_l1": "l1", "activity_l2": "l2", "activity_l1l2": "l1l2"}
)

CONSTRAINT = Values({"maxnorm": "max_norm", "nonneg": "non_neg", "unitnorm": "unit_norm"})

_LOGGED = {
    f"{of}{old}": (f"{of}{new}", what)
    for old, new, what in (
        ("acc", "accuracy", "Accuracy"),
        ("kullback_leibler_divergence", "kl_divergence", "The divergence"),
        ("cosine_proximity", "cosine_similarity", "The similarity"),
    )
    for of in ("", "val_")
}
METRIC = Values(
    {old: new for old, (new, _) in _LOGGED.items()},
    closed=False,
    differs={
        old: f"{what} was logged as {old!r}, and is logged as {new!r} today." for old, (new, what) in _LOGGED.items()
    },
)
"""What was logged under another name."""

LOSS = Values(
    {
        "kullback_leibler_divergence": "kl_divergence",
        "kld": "kl_divergence",
        "KLD": "kl_divergence",
        "cosine_proximity": "cosine_similarity",
        "cosine": "cosine_similarity",
    },
    closed=False,
    differs={
        **dict.fromkeys(
            ("cosine_proximity", "cosine"),
            Told(
                "Keras 1 took the mean over the last axis, today's takes the sum.",
                **_both("a function divides it by the last axis"),
            ),
        ),
        **dict.fromkeys(
            ("hinge", "squared_hinge"),
            Told(
                "Keras 1 took targets as they are; today's takes targets that are all 0 or 1 for -1 and 1.",
                **_both("a function of keras.ops is the loss"),
            ),
        ),
    },
)
METRICS: Final[Mapping[str, str]] = {
    "acc": "accuracy",
    **{str(old): str(new) for old, new in LOSS.today.items()},
    # Today's Keras takes these short names too, but logs under them; Keras 1 logged under the long ones.
    **{
        name: long
        for short, long in (
            ("mse", "mean_squared_error"),
            ("mae", "mean_absolute_error"),
            ("mape", "mean_absolute_percentage_error"),
            ("msle", "mean_squared_logarithmic_error"),
        )
        for name in (short, short.upper())
    },
}
"""What a metric that `compile` is given by name is called today, so that it is logged as Keras 1 did where possible."""

GONE_METRICS: Final[Mapping[str, str]] = dict.fromkeys(
    ("fmeasure", "fbeta_score", "fscore", "f1score", "matthews_correlation"),
    "batch by batch, as Keras 1 had it, such a number is no mean: give a metric of keras.metrics, such as F1Score()",
)
"""The metrics that today's Keras has not, with what to use."""

KEPT_LOSSES = frozenset({"kld", "KLD"})
"""Of the losses that have another name today, the old names that today's Keras takes too."""

_FORGET_BIAS = Values(
    {"one": True, "zero": False},
    gone=dict.fromkeys(
        (name for name in INIT.today if name not in ("zero", "one")),
        "today's LSTM starts the forget gate's bias at one (unit_forget_bias=True) or, like the others, at zero; write "
        "layer.set_weights(...) for anything else.",
    ),
)


def todays_log(name: object) -> str | None:
    """Return today's name of what was logged under a name of Keras 1's, or None.

    >>> todays_log("val_headline_acc"), todays_log("loss")
    ('val_headline_accuracy', None)
    """
    if not isinstance(name, str):
        return None
    old = next((old for old in METRIC.today if name == old or name.endswith(f"_{old}")), None)
    return None if old is None else name.removesuffix(old) + str(METRIC.today[old])


# Arguments

_EXAMPLES = """
output_dim=5 nb_filter=4 nb_row=3 nb_col=2 filter_length=3 kernel_dim1=3 kernel_dim2=2 kernel_dim3=1 init='normal'
inner_init='glorot_uniform' border_mode='same' dim_ordering='tf' W_regularizer='l2' b_constraint='nonneg' bias=False
p=0.25 sigma=0.1 length=3 stride=2 pool_length=3 input_dim=7 mask_value=1.0 target_shape=(2,3) dims=(2,1) n=3
layer=Dense(2) forget_bias_init='zero' beta_init='one' theta=0.5 function=abs lr=0.1 decay=1e-6 m=3 l=0.1 l1=0.1
low=0.5 high=2.0 filepath='model.keras' schedule=abs monitor='val_acc' nb_words=20 y=y nb_classes=3 a=x y_true=x
y_pred=y
"""
EXAMPLES: Final[Mapping[str, str]] = {
    name: text.replace(",", ", ") for name, _, text in (word.partition("=") for word in _EXAMPLES.split())
}
"""What stands for an argument in an example, by Keras 1's name."""

_SHARED: tuple[Argument, ...] = (
    # What every layer took.
    Argument("input_shape", default=None),
    Argument(
        "batch_input_shape",
        "input_shape",
        None,
        convert="without_batch",
        given="Today's layers know no batch size: where it matters, start with keras.Input(batch_shape=...).",
    ),
    Argument("input_dtype", None, None, given="The dtype of the input is today that of keras.Input(shape, dtype=...)."),
    Argument("name", default=None),
    Argument("trainable", default=True),
    Argument("weights", None, None, convert="weights"),
    # What many took.
    Argument("init", "kernel_initializer", "glorot_uniform", values=INIT, then="initial"),
    Argument("activation", default=None, values=ACTIVATION, then="activation"),
    Argument("bias", "use_bias", True),
    Argument("border_mode", "padding", "valid", values=BORDER_MODE),
    Argument("dim_ordering", "data_format", "default", values=DIM_ORDERING),
    Argument("W_regularizer", "kernel_regularizer", None, values=REGULARIZER),
    Argument("U_regularizer", "recurrent_regularizer", None, values=REGULARIZER),
    Argument("b_regularizer", "bias_regularizer", None, values=REGULARIZER),
    *(
        Argument(f"{part}_regularizer", default=None, values=REGULARIZER)
        for part in ("depthwise", "pointwise", "gamma", "beta")
    ),
    Argument("activity_regularizer", default=None, values=REGULARIZER, then="summed"),
    Argument("W_constraint", "kernel_constraint", None, values=CONSTRAINT),
    Argument("b_constraint", "bias_constraint", None, values=CONSTRAINT),
    *(Argument(f"{part}_constraint", default=None, values=CONSTRAINT) for part in ("depthwise", "pointwise")),
    Argument("beta_init", "beta_initializer", "zero", values=INIT, then="initial"),
    Argument("gamma_init", "gamma_initializer", "one", values=INIT, then="initial"),
    Argument("input_dim", None, None),
    Argument("input_length", None, None),
    # Recurrent layers.
    Argument(
        "inner_init",
        "recurrent_initializer",
        "orthogonal",
        # Of its gain, see `meanings`: not every layer drew by it.
        values=replace(INIT, differs={}),
        then="initial",
    ),
    Argument(
        "inner_activation",
        "recurrent_activation",
        "hard_sigmoid",
        values=ACTIVATION,
        absent=Told(
            "recurrent_activation's default was 'hard_sigmoid' in Keras 1, and is 'sigmoid' today.",
            **_both("it is said, and made of Rescaling and ReLU"),
        ),
        then="activation",
    ),
    Argument("forget_bias_init", "unit_forget_bias", "one", values=_FORGET_BIAS),
    # Convolutions.
    Argument("nb_row", None),
    Argument("nb_col", None),
    Argument("kernel_dim1", None),
    Argument("kernel_dim2", None),
    Argument("kernel_dim3", None),
    # Training.
    Argument("monitor", default="val_loss", values=METRIC),
)

SHARED: Final[Mapping[str, Argument]] = {shared.name: shared for shared in _SHARED}
"""The arguments that mean the same in many rows, by Keras 1's name."""

# Several of these are one argument today, whichever row has them.
_PACKINGS = (
    Packing(("nb_row", "nb_col"), "kernel_size"),
    Packing(("kernel_dim1", "kernel_dim2", "kernel_dim3"), "kernel_size"),
    # Keras 1 took them in the other order, but counted the length before the dimension.
    Packing(("input_length", "input_dim"), "input_shape", needs="input_dim"),
    Packing(("input_dim",), "input_shape", needs="input_dim"),
)

PENALTIES = "W_regularizer b_regularizer activity_regularizer W_constraint b_constraint bias"
LAYER = "* input_shape batch_input_shape input_dtype name trainable"
SPREAD = Told(
    "Its initial values have another spread than in Keras 1, whose initializers counted other fans.",
    run="VarianceScaling draws them with Keras 1's spread",
    why="the layer is written by hand, or needs this package",
)


def argument(word: str, **more: Any) -> Argument:
    """Return one argument: ``old``, ``old=today`` or ``old=`` (dropped), with ``:default``, and ``!`` if it is kept.

    What is not written is `SHARED`'s.
    """
    written, _, default = word.removesuffix("!").partition(":")
    old, renamed, today = written.partition("=")
    found = SHARED.get(old, Argument(old))
    if renamed:
        more = {"today": "=" if today == old else today or None, **more}
    if default:
        more = {"default": ast.literal_eval(default), **more}
    return replace(found, kept=word.endswith("!"), **more)


def arguments(*written: str | Argument) -> tuple[Argument, ...]:
    """Return arguments in Keras 1's order; what stands behind ``*`` it took by keyword; ``|`` is `row`'s."""
    words = _words(written)
    by_keyword = words.index("*") if "*" in words else len(words)
    found = []
    for place, word in enumerate(words):
        if word not in ("*", "|"):
            each = word if isinstance(word, Argument) else argument(word)
            found.append(replace(each, keyword=True) if place > by_keyword else each)
    return tuple(found)


def _words(written: tuple[str | Argument, ...]) -> list[str | Argument]:
    return [word for part in written for word in (part.split() if isinstance(part, str) else [part])]


# Rows


def row(names: str, module: str, today: str | None, *written: str | Argument, also: str = "", **more: Any) -> Row:
    """Return a row.

    Args:
        names: Keras 1's name and its aliases.
        module: The module of Keras 1 that defined it.
        today: The dotted name that does it today.
        written: Its arguments, as `arguments` reads them. Those before ``|`` lead: where the old call wrote them by
            position, today's does.
        also: Today's further arguments.
        more: Further fields of the row.
    """
    name, *aliases = names.split()
    found = arguments(*written)
    dropped = [each.name for each in found if each.new is None]
    packings: list[Packing] = []
    for packing in (*_PACKINGS, *more.pop("packings", ())):
        if set(packing.parts) <= set(dropped):
            packings.append(packing)
            dropped = [part for part in dropped if part not in packing.parts]
    if "leading" not in more:
        words = _words(written)
        packed = {part: packing.today for packing in packings for part in packing.parts}
        first = arguments(*words[: words.index("|")]) if "|" in words else ()
        more["leading"] = tuple(dict.fromkeys(str(each.new or packed[each.name]) for each in first))
    fields = {"packings": tuple(packings), "aliases": tuple(aliases), "also": tuple(also.split()), **more}
    return Row(name, module, today, found, **fields)


def itself(module: str, today: str, names: str) -> tuple[Row, ...]:
    """Return rows of names that stand for today's object of the same name; with ``old=new`` of another one."""
    pairs = [name.partition("=") for name in names.split()]
    return tuple(Row(old, module, f"{today}.{new or old}", itself=True) for old, _, new in pairs)


def gone(module: str, instead: str, names: str) -> tuple[Row, ...]:
    """Return rows of names that nothing of today does, with what to use."""
    return tuple(Row(name, module, None, instead=instead) for name in names.split())


def layer(module: str, names: str, *written: str | Argument, today: str | None = "", **more: Any) -> Row:
    """Return the row of a layer, which took what every layer took; today it has the same name by default."""
    dotted = today if today is None or "." in today else f"keras.layers.{today or names.split()[0]}"
    return row(names, f"keras.layers.{module}", dotted, *written, LAYER, **more)


_KEPT: Final = "keras_functional_notes.legacy.kept_layers"


def kept(module: str, names: str, *written: str | Argument, today: str = "", **more: Any) -> Row:
    """Return the row of a layer that today's Keras has not, and that is kept here."""
    told = f"Today's Keras has no such layer: a file with it is opened after `import {_KEPT}`."
    dotted = f"{_KEPT}.{today or names.split()[0]}"
    return layer(module, names, *written, today=dotted, differs=(told, *more.pop("differs", ())), **more)
