"""Rows: the functions of ``keras.backend`` (Keras 1.2.2's ``keras/backend``)."""

from __future__ import annotations

from typing import Any

from keras_functional_notes.legacy.table.arguments import BORDER_MODE, DIM_ORDERING
from keras_functional_notes.legacy.table.records import REQUIRED, Argument, Row

__all__ = ["ROWS"]

_MODULE = "keras.backend"


def _argument(text: str, default: Any = REQUIRED, *, kept: bool = False) -> Argument:
    """An argument written ``old`` or ``old=today``; ``old=`` is dropped."""
    old, sign, new = text.partition("=")
    return Argument(old, (new or None) if sign else "=", default, kept=kept)


def _row(name: str, today: str, *arguments: Argument, **more: Any) -> Row:
    leading = []
    for argument in arguments:
        if argument.new is None:
            break
        leading.append(argument.new)
    return Row(name, _MODULE, today, arguments, **{"leading": tuple(leading), **more})


def _ops(name: str, *arguments: str, **defaults: Any) -> Row:
    """A function of keras.ops, ``old`` or ``old=today``."""
    old, _, new = name.partition("=")
    parts = [_argument(text, defaults.get(text.partition("=")[0], REQUIRED)) for text in arguments]
    return _row(old, f"keras.ops.{new or old}", *parts)


def _made(name: str, instead: str, *arguments: Argument) -> Row:
    """A function that this package writes out; `instead` is what to write today."""
    return Row(name, _MODULE, None, arguments, instead=instead, made_by="backend")


def _gone(instead: str, *names: str) -> tuple[Row, ...]:
    return tuple(Row(name, _MODULE, None, instead=instead) for name in names)


_X = Argument("x")
_DIM_ORDERING = Argument("dim_ordering", "data_format", "default", values=DIM_ORDERING)
_MADE_DIM_ORDERING = Argument("dim_ordering", default="default", values=DIM_ORDERING)
_PADDING = Argument("border_mode", "padding", "valid", values=BORDER_MODE)
_IMAGE = (_argument("image_shape=", None), _argument("filter_shape=", None))
_NAME = _argument("name=", None)
_FROM_LOGITS = Argument("from_logits", default=False)
_AXIS = {"axis": None, "keepdims": False}

_NUMBERS = (
    *(
        _ops(name, "x", "axis", "keepdims", **_AXIS)
        for name in ("max", "min", "sum", "prod", "var", "std", "mean", "any", "all")
    ),
    *(
        _row(name, f"keras.ops.{name}", _X, _argument("axis", -1, kept=True), leading=("x",), also=("keepdims",))
        for name in ("argmax", "argmin")
    ),
    *(
        _ops(name, "x")
        for name in (
            "square",
            "abs",
            "sqrt",
            "exp",
            "log",
            "round",
            "sign",
            "sin",
            "cos",
            "softmax",
            "softplus",
            "softsign",
            "sigmoid",
            "tanh",
            "transpose",
            "shape",
        )
    ),
    _row(
        "hard_sigmoid",
        "keras.ops.hard_sigmoid",
        _X,
        differs=("'hard_sigmoid' had the slope 0.2 in Keras 1, and has 1/6 today.",),
    ),
    _row("relu", "keras.activations.relu", _X, _argument("alpha=negative_slope", 0.0), _argument("max_value", None)),
    _row("elu", "keras.ops.elu", _X, _argument("alpha", 1.0)),
    _ops("pow=power", "x=x1", "a=x2"),
    _ops("clip", "x", "min_value=x_min", "max_value=x_max"),
    *(
        _ops(name, "x=x1", "y=x2")
        for name in (
            "equal",
            "not_equal",
            "greater",
            "greater_equal",
            "lesser=less",
            "lesser_equal=less_equal",
            "maximum",
            "minimum",
            "dot",
        )
    ),
    _row("l2_normalize", "keras.ops.normalize", _X, _argument("axis"), leading=("x",)),
    _row("in_top_k", "keras.ops.in_top_k", _argument("predictions"), _argument("targets"), _argument("k"), leading=()),
    *(
        _row(
            name,
            f"keras.ops.{name}",
            _argument("output"),
            _argument("target"),
            _FROM_LOGITS,
            leading=(),
            also=("axis",),
        )
        for name in ("categorical_crossentropy", "sparse_categorical_crossentropy")
    ),
    _row(
        "binary_crossentropy",
        "keras.ops.binary_crossentropy",
        _argument("output"),
        _argument("target"),
        _FROM_LOGITS,
        leading=(),
    ),
)

_SHAPES = (
    _row(
        "concatenate",
        "keras.ops.concatenate",
        _argument("tensors=xs"),
        _argument("axis", -1, kept=True),
        leading=("xs",),
    ),
    _ops("reshape", "x", "shape=newshape"),
    _ops("permute_dimensions=transpose", "x", "pattern=axes"),
    _row("expand_dims", "keras.ops.expand_dims", _X, _argument("dim=axis", -1, kept=True), leading=("x",)),
    _ops("squeeze", "x", "axis"),
    _ops("stack", "x"),
    _ops("tile", "x", "n=repeats"),
    _ops("repeat_elements=repeat", "x", "rep=repeats", "axis"),
    _row("one_hot", "keras.ops.one_hot", _argument("indices=x"), _argument("nb_classes=num_classes")),
    _ops("reverse=flip", "x", "axes=axis"),
    _row("gather", "keras.ops.take", _argument("reference=x"), _argument("indices"), adds={"axis": 0}),
    _row("flatten", "keras.ops.reshape", _X, adds={"newshape": -1}),
    _ops("cast", "x", "dtype"),
    _ops("arange", "start", "stop", "step", "dtype", stop=None, step=1, dtype="int32"),
)

_MAKING = (
    *(
        _row(
            name,
            f"keras.ops.{name}",
            _argument("shape"),
            _argument("dtype", None),
            _NAME,
            differs=("Keras 1 gave a variable, today's gives a tensor.",),
        )
        for name in ("zeros", "ones")
    ),
    *(_row(name, f"keras.ops.{name}", _X, _argument("dtype", None), _NAME) for name in ("zeros_like", "ones_like")),
    _row("eye", "keras.ops.eye", _argument("size=N"), _argument("dtype", None), _NAME, leading=("N",)),
    _row(
        "variable",
        "keras.Variable",
        _argument("value=initializer"),
        _argument("dtype", None),
        _argument("name", None),
        leading=("initializer",),
        also=("trainable", "shape"),
    ),
    _row(
        "random_normal",
        "keras.random.normal",
        _argument("shape"),
        _argument("mean", 0.0),
        _argument("std=stddev", 1.0),
        _argument("dtype", None),
        _argument("seed", None),
    ),
    _row(
        "random_uniform",
        "keras.random.uniform",
        _argument("shape"),
        _argument("low=minval", 0.0),
        _argument("high=maxval", 1.0),
        _argument("dtype", None),
        _argument("seed", None),
    ),
    _row(
        "random_binomial",
        "keras.random.binomial",
        _argument("shape"),
        _argument("p=probabilities", 0.0, kept=True),
        _argument("dtype", None),
        _argument("seed", None),
        leading=("shape",),
        adds={"counts": 1},
    ),
    _row(
        "dropout",
        "keras.random.dropout",
        _argument("x=inputs"),
        _argument("level=rate"),
        _argument("noise_shape", None),
        _argument("seed", None),
    ),
    _row("stop_gradient", "keras.ops.stop_gradient", _argument("variables=variable")),
    _row("map_fn", "keras.ops.vectorized_map", _argument("fn=function"), _argument("elems=elements"), _NAME),
)

_IMAGES = (
    _row(
        "conv1d",
        "keras.ops.conv",
        _argument("x=inputs"),
        _argument("kernel"),
        _argument("stride=strides", 1),
        _PADDING,
        *_IMAGE,
        also=("data_format", "dilation_rate"),
    ),
    _row(
        "conv2d",
        "keras.ops.conv",
        _argument("x=inputs"),
        _argument("kernel"),
        _argument("strides", (1, 1)),
        _PADDING,
        _DIM_ORDERING,
        *_IMAGE,
        _argument("filter_dilation=dilation_rate", (1, 1)),
    ),
    _row(
        "conv3d",
        "keras.ops.conv",
        _argument("x=inputs"),
        _argument("kernel"),
        _argument("strides", (1, 1, 1)),
        _PADDING,
        _DIM_ORDERING,
        _argument("volume_shape=", None),
        _argument("filter_shape=", None),
        also=("dilation_rate",),
    ),
    _made(
        "pool2d",
        "keras.ops.max_pool(x, pool_size, strides, padding) or keras.ops.average_pool",
        _X,
        _argument("pool_size"),
        _argument("strides", (1, 1)),
        Argument("border_mode", default="valid", values=BORDER_MODE),
        _MADE_DIM_ORDERING,
        _argument("pool_mode", "max"),
    ),
    _made("temporal_padding", "keras.ops.pad(x, [(0, 0), (1, 1), (0, 0)])", _X, _argument("padding", 1)),
    _made(
        "spatial_2d_padding",
        "keras.ops.pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)])",
        _X,
        _argument("padding", (1, 1)),
        _MADE_DIM_ORDERING,
    ),
    _made(
        "resize_images",
        "keras.ops.repeat(keras.ops.repeat(x, height, axis=1), width, axis=2)",
        _argument("X"),
        _argument("height_factor"),
        _argument("width_factor"),
        _argument("dim_ordering"),
    ),
    *_gone(
        "keras.ops.pad with the two sides",
        "asymmetric_temporal_padding",
        "asymmetric_spatial_2d_padding",
        "spatial_3d_padding",
    ),
    *_gone("keras.ops.repeat along each axis", "resize_volumes"),
    *_gone("keras.ops.conv_transpose", "deconv2d"),
    *_gone("keras.ops.conv with dilation_rate", "atrous_conv2d"),
    *_gone("keras.ops.separable_conv", "separable_conv2d"),
    *_gone("keras.ops.max_pool and keras.ops.average_pool", "pool3d"),
)

_WRITTEN_OUT = (
    _made("image_dim_ordering", "keras.config.image_data_format()"),
    _made("set_image_dim_ordering", "keras.config.set_image_data_format(...)", _argument("dim_ordering")),
    _made("int_shape", "tuple(x.shape)", _X),
    _made("ndim", "len(x.shape)", _X),
    _made("dtype", "keras.backend.standardize_dtype(x.dtype)", _X),
    _made("eval", "keras.ops.convert_to_numpy(x)", _X),
    _made("get_value", "keras.ops.convert_to_numpy(x)", _X),
    _made("batch_get_value", "[keras.ops.convert_to_numpy(x) for x in xs]", _argument("xs")),
    _made("set_value", "x.assign(value)", _X, _argument("value")),
    _made("batch_set_value", "x.assign(value), for each", _argument("tuples")),
    _made("get_variable_shape", "tuple(x.shape)", _X),
    _made("count_params", "math.prod(x.shape)", _X),
    _made("cast_to_floatx", "numpy.asarray(x, dtype=keras.config.floatx())", _X),
    _made("batch_dot", "keras.layers.Dot(axes)([x, y])", _X, _argument("y"), _argument("axes", None)),
    _made("batch_flatten", "keras.ops.reshape(x, (-1, math.prod(x.shape[1:])))", _X),
    _made("repeat", "keras.ops.repeat(keras.ops.expand_dims(x, 1), n, axis=1)", _X, _argument("n")),
    _made("update", "x.assign(new_x)", _X, _argument("new_x")),
    _made("update_add", "x.assign_add(increment)", _X, _argument("increment")),
    _made("update_sub", "x.assign_sub(decrement)", _X, _argument("decrement")),
    _made(
        "moving_average_update",
        "variable.assign(variable * momentum + value * (1 - momentum))",
        _argument("variable"),
        _argument("value"),
        _argument("momentum"),
    ),
    _made(
        "switch",
        "keras.ops.where(condition, then, otherwise)",
        _argument("condition"),
        _argument("then_expression"),
        _argument("else_expression"),
    ),
)

_SETTINGS = (
    _row("epsilon", "keras.config.epsilon"),
    _row("set_epsilon", "keras.config.set_epsilon", _argument("e=value")),
    _row("floatx", "keras.config.floatx"),
    _row("set_floatx", "keras.config.set_floatx", _argument("floatx=value")),
    _row("backend", "keras.config.backend"),
    _row("clear_session", "keras.utils.clear_session"),
    _row("is_keras_tensor", "keras.utils.is_keras_tensor", _X),
    _row("get_uid", "keras.backend.get_uid", _argument("prefix", "")),
)

_GONE = (
    *_gone("keras.Input(shape): today's graph has no bare placeholders", "placeholder"),
    *_gone(
        "keras.Model(inputs, outputs), called on arrays; its updates are a layer's x.assign(...)",
        "function",
        "Function",
    ),
    *_gone("tf.GradientTape, jax.grad or torch.autograd.grad: today's gradients are the backend's own", "gradients"),
    *_gone("nothing: today there are no sessions", "get_session", "set_session", "manual_variable_initialization"),
    *_gone(
        "the argument `training` of a layer's call(inputs, training=None)",
        "learning_phase",
        "set_learning_phase",
        "in_train_phase",
        "in_test_phase",
    ),
    *_gone("keras.layers.RNN with a cell", "rnn"),
    *_gone("keras.ops.scan (Keras 3.6 on), or a Python loop over a known length", "foldl", "foldr"),
    *_gone("keras.losses.CTC and keras.ops.ctc_decode", "ctc_batch_cost", "ctc_decode", "ctc_label_dense_to_sparse"),
    *_gone("keras.Variable(keras.random.uniform(shape))", "random_uniform_variable"),
    *_gone("keras.Variable(keras.random.normal(shape))", "random_normal_variable"),
    *_gone("print(x), in a model that runs eagerly", "print_tensor"),
    *_gone("tf.sparse, on the TensorFlow backend", "is_sparse", "to_dense"),
    *_gone("keras.ops.moments and keras.ops.batch_normalization", "normalize_batch_in_training", "batch_normalization"),
    *_gone("nothing: weights have one order today", "legacy_weight_ordering", "set_legacy_weight_ordering"),
)

ROWS = (*_NUMBERS, *_SHAPES, *_MAKING, *_IMAGES, *_WRITTEN_OUT, *_SETTINGS, *_GONE)
