"""Rows: the functions of ``keras.backend`` (Keras 1.2.2's ``keras/backend``)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from keras_functional_notes.legacy.table.arguments import ACTIVATION, DIM_ORDERING, HARD_SIGMOID_OF, argument, gone, row
from keras_functional_notes.legacy.table.records import Argument, Row, Values

__all__ = ["FUNCTION_NAME", "MORE_THAN_A_MODEL", "PHASE_NAME", "ROWS"]


def _function(name: str, today: str, *written: str | Argument, **more: Any) -> Row:
    """Return the row of a function of ``keras.ops``, or of another module where `today` has dots."""
    dotted = today if today.startswith("keras.") else f"keras.ops.{today}"
    return row(name, "keras.backend", dotted, *written, **more)


def _ops(names: str, written: str, **more: Any) -> tuple[Row, ...]:
    """Return the rows of functions of ``keras.ops`` with the same arguments, which all lead."""
    pairs = [name.partition("=") for name in names.split()]
    return tuple(_function(old, new or old, written, "|", **more) for old, _, new in pairs)


def _written(name: str, expression: str, *written: str | Argument, **more: Any) -> Row:
    """Return the row of a function that is an expression of its arguments today."""
    return row(name, "keras.backend", None, *written, expression=expression, **more)


def _gone(instead: str, names: str) -> tuple[Row, ...]:
    return gone("keras.backend", instead, names)


_DRAWN = "it draws anew"
_SETTING = "it is a setting of the process"

_NUMBERS = (
    *_ops("max min sum prod var std mean", "x axis:None keepdims:False"),
    *_ops("any all", "x axis:None keepdims:False", example="x > 0.5"),
    *_ops("argmax argmin", "x | axis:-1!", also="keepdims"),
    *_ops("square abs sqrt exp log round sign sin cos softmax softplus softsign sigmoid tanh transpose shape", "x"),
    _function(
        "hard_sigmoid",
        "hard_sigmoid",
        "x |",
        differs=(ACTIVATION.differs["hard_sigmoid"],),
        then_expression=HARD_SIGMOID_OF,
    ),
    _function("relu", "keras.activations.relu", "x alpha=negative_slope:0.0 max_value:None |"),
    _function("elu", "elu", "x alpha:1.0 |"),
    *_ops("pow=power", "x=x1 a=x2", example="x, 2"),
    *_ops("clip", "x min_value=x_min max_value=x_max", example="x, 0.2, 0.5"),
    *_ops("equal not_equal greater greater_equal lesser=less lesser_equal=less_equal maximum minimum", "x=x1 y=x2"),
    *_ops("dot", "x=x1 y=x2", example="x, K.transpose(y)"),
    _function("l2_normalize", "normalize", "x | axis", example="x, axis=1"),
    _function("in_top_k", "in_top_k", "predictions targets k", example="x, labels, 2"),
    _function(
        "categorical_crossentropy",
        "categorical_crossentropy",
        "output target from_logits:False",
        also="axis",
        example="K.softmax(x), y",
    ),
    _function(
        "sparse_categorical_crossentropy",
        "sparse_categorical_crossentropy",
        "output target from_logits:False",
        also="axis",
        example="K.softmax(x), labels",
    ),
    _function(
        "binary_crossentropy",
        "binary_crossentropy",
        "output target from_logits:False",
        example="K.sigmoid(x), y",
    ),
)

_SHAPES = (
    _function("concatenate", "concatenate", "tensors=xs | axis:-1!", example="[x, y]"),
    *_ops("reshape", "x shape=newshape", example="x, (3, 2)"),
    *_ops("permute_dimensions=transpose", "x pattern=axes", example="x, (1, 0)"),
    _function("expand_dims", "expand_dims", "x | dim=axis:-1!"),
    *_ops("squeeze", "x axis", example="K.expand_dims(x, 0), 0"),
    *_ops("stack", "x", example="[x, y]"),
    *_ops("tile", "x n=repeats", example="x, (1, 2)"),
    *_ops("repeat_elements=repeat", "x rep=repeats axis", example="x, 2, 1"),
    *_ops("one_hot", "indices=x nb_classes=num_classes", example="labels, 3"),
    *_ops("reverse=flip", "x axes=axis", example="x, 1"),
    _function("gather", "take", "reference=x indices |", adds={"axis": 0}, example="x, [1, 0]"),
    _function("flatten", "reshape", "x |", adds={"newshape": -1}),
    *_ops("cast", "x dtype", example="x, 'int32'"),
    *_ops("arange", "start stop:None step:1 dtype:'int32'", example="1, 4"),
)

_MAKING = (
    *_ops(
        "zeros ones",
        "shape dtype:None | name=:None",
        differs=("Keras 1 gave a variable, today's gives a tensor.",),
        example="(2, 3)",
    ),
    *_ops("zeros_like ones_like", "x dtype:None | name=:None"),
    _function("eye", "eye", "size=N | dtype:None name=:None", example="3"),
    _function(
        "variable",
        "keras.Variable",
        "value=initializer |",
        # By default Keras 1's floatx, whatever the value's own dtype.
        Argument("dtype", default=None, values=Values({None: "float32"}, closed=False), kept=True),
        "name:None",
        also="trainable shape",
        example="x",
    ),
    _function(
        "random_normal",
        "keras.random.normal",
        "shape mean:0.0 std=stddev:1.0 dtype:None seed:None |",
        example="(2, 3), std=0.1",
        not_run=_DRAWN,
    ),
    _function(
        "random_uniform",
        "keras.random.uniform",
        "shape low=minval:0.0 high=maxval:1.0 dtype:None seed:None |",
        example="(2, 3), low=0.5",
        not_run=_DRAWN,
    ),
    _function(
        "random_binomial",
        "keras.random.binomial",
        "shape | p=probabilities:0.0! dtype:None seed:None",
        adds={"counts": 1},
        example="(2, 3), p=0.5",
        not_run=_DRAWN,
    ),
    _function(
        "dropout",
        "keras.random.dropout",
        "x=inputs level=rate noise_shape:None seed:None |",
        example="x, 0.5",
        not_run=_DRAWN,
    ),
    _function("stop_gradient", "stop_gradient", "variables=variable |", example="x"),
    _function(
        "map_fn",
        "vectorized_map",
        "fn=function elems=elements | name=:None",
        example="lambda row: 2 * row, x",
    ),
)

_POOL = "(x, pool_size, strides, border_mode, data_format=dim_ordering)"
# In an expression an argument keeps its name.
_MODE = argument("border_mode=border_mode")
_ORDERING = argument("dim_ordering=dim_ordering")
_IMAGES = (
    _function(
        "conv1d",
        "conv",
        "x=inputs kernel stride=strides:1 border_mode | image_shape=:None filter_shape=:None",
        also="data_format dilation_rate",
        example="signal, kernel1, border_mode='same'",
    ),
    _function(
        "conv2d",
        "conv",
        "x=inputs kernel strides:(1,1) border_mode dim_ordering |",
        "image_shape=:None filter_shape=:None filter_dilation=dilation_rate:(1,1)",
        example="image, kernel2, border_mode='same', dim_ordering='tf'",
    ),
    _function(
        "conv3d",
        "conv",
        "x=inputs kernel strides:(1,1,1) border_mode dim_ordering | volume_shape=:None filter_shape=:None",
        also="dilation_rate",
        example="volume, kernel3",
    ),
    _written(
        "pool2d",
        f"keras.ops.max_pool{_POOL}",
        *("x pool_size strides:(1,1)", _MODE, _ORDERING),
        argument("pool_mode:'max'", values=Values({"max": "max", "avg": "avg"})),
        cases=(("pool_mode", "avg", f"keras.ops.average_pool{_POOL}"),),
        example="image, (2, 2)",
    ),
    _written(
        "temporal_padding", "keras.ops.pad(x, ((0, 0), (padding, padding), (0, 0)))", "x padding:1", example="signal"
    ),
    _written(
        "spatial_2d_padding",
        "keras.layers.ZeroPadding2D(padding, data_format=dim_ordering)(x)",
        *("x padding:(1,1)", _ORDERING),
        example="image",
    ),
    _written(
        "resize_images",
        "keras.layers.UpSampling2D((height_factor, width_factor), data_format=dim_ordering)(X)",
        "X height_factor width_factor",
        Argument("dim_ordering", values=DIM_ORDERING),
        example="image, 2, 2, 'tf'",
    ),
    *_gone(
        "keras.ops.pad with the two sides",
        "asymmetric_temporal_padding asymmetric_spatial_2d_padding spatial_3d_padding",
    ),
    *_gone("keras.ops.repeat along each axis", "resize_volumes"),
    *_gone("keras.ops.conv_transpose", "deconv2d"),
    *_gone("keras.ops.conv with dilation_rate", "atrous_conv2d"),
    *_gone("keras.ops.separable_conv", "separable_conv2d"),
    *_gone("keras.ops.max_pool and keras.ops.average_pool", "pool3d"),
)

_WORDS = replace(DIM_ORDERING, today={old: new for old, new in DIM_ORDERING.today.items() if new})
_FORMAT = "keras.config.image_data_format()"
_COND = "keras.ops.cond(condition, then_expression, else_expression)"
_EXPRESSIONS = (
    _written(
        "image_dim_ordering",
        f"{ {new: old for old, new in _WORDS.today.items()} }[{_FORMAT}]",
        gives=(_FORMAT, _WORDS),
        differs=("Today's own words are 'channels_first' and 'channels_last', where Keras 1 had 'th' and 'tf'.",),
    ),
    _written(
        "set_image_dim_ordering",
        "keras.config.set_image_data_format(dim_ordering)",
        Argument("dim_ordering", values=_WORDS),
        example="'tf'",
        not_run=_SETTING,
    ),
    _written("int_shape", "tuple(x.shape)", "x"),
    _written("ndim", "len(x.shape)", "x"),
    _written("dtype", "keras.backend.standardize_dtype(x.dtype)", "x", example="v"),
    _written("eval", "keras.ops.convert_to_numpy(x)", "x", example="v"),
    _written("get_value", "keras.ops.convert_to_numpy(x)", "x", example="v"),
    _written("batch_get_value", "[keras.ops.convert_to_numpy(x) for x in xs]", "xs", example="[v, v]"),
    _written("set_value", "x.assign(value)", "x value", example="v, x", not_run="it gives nothing"),
    _written(
        "batch_set_value",
        "[x.assign(value) for x, value in tuples]",
        "tuples",
        example="[(v, x)]",
        not_run="it gives nothing",
    ),
    _written("get_variable_shape", "tuple(x.shape)", "x", example="v"),
    _written("count_params", "math.prod(x.shape)", "x", example="v"),
    _written("cast_to_floatx", "numpy.asarray(x, dtype=keras.config.floatx())", "x", example="[1, 2]"),
    _written(
        "batch_dot",
        "keras.layers.Dot(axes)([x, y])",
        "x y axes:None",
        cases=(("axes", None, "keras.ops.matmul(x, y)"),),
        example="x, y, axes=1",
    ),
    _written("batch_flatten", "keras.ops.reshape(x, (-1, math.prod(x.shape[1:])))", "x", example="image"),
    _written("repeat", "keras.ops.repeat(keras.ops.expand_dims(x, 1), n, axis=1)", "x n", example="x, 3"),
    _written("update", "x.assign(new_x)", "x new_x", example="v, y", by_hand=True),
    _written("update_add", "x.assign_add(increment)", "x increment", example="v, y", by_hand=True),
    _written("update_sub", "x.assign_sub(decrement)", "x decrement", example="v, y", by_hand=True),
    _written(
        "moving_average_update",
        "variable.assign(variable * momentum + value * (1 - momentum))",
        "variable value momentum",
        example="v, y, 0.9",
    ),
    _written(
        "switch",
        "keras.ops.where(condition, then_expression, else_expression)",
        "condition then_expression else_expression",
        cases=(("then_expression", callable, _COND), ("else_expression", callable, _COND)),
        example="x > 0.5, x, y",
    ),
)

_FUNCTION = (
    "model = keras.Model(inputs, outputs), and for a list of its values [keras.ops.convert_to_numpy(each) for each in "
    "keras.tree.flatten(model(arrays, training=False))]; what K.learning_phase() was given is `training`, and updates "
    "are x.assign(...) after it"
)
_GRADIENTS = (
    "model = keras.Model(inputs, what the loss is made of) and a function of an array: "
    "x = tf.convert_to_tensor(array); with tf.GradientTape() as tape: tape.watch(x); loss = ... of model(x); then "
    "tape.gradient(loss, x) (jax.grad, torch.autograd.grad on other backends)"
)
FUNCTION_NAME, PHASE_NAME = "function", "learning_phase"
MORE_THAN_A_MODEL = ("gradients", "set_learning_phase", "in_train_phase", "placeholder")
"""With these in a text, what a function computes is more than a model."""
_PHASE = "the argument `training` of a model that is called, and of a layer's own call(self, inputs, training=None)"
_SESSION = (
    "nothing: today there are no sessions, so leave it out (a GPU's memory grows by "
    "tf.config.experimental.set_memory_growth(gpu, True))"
)

_SETTINGS = (
    _function("epsilon", "keras.config.epsilon"),
    _function("set_epsilon", "keras.config.set_epsilon", "e=value |", example="1e-7", not_run=_SETTING),
    _function("floatx", "keras.config.floatx"),
    _function("set_floatx", "keras.config.set_floatx", "floatx=value |", example="'float32'", not_run=_SETTING),
    _function("backend", "keras.config.backend"),
    _function("clear_session", "keras.utils.clear_session", not_run="it forgets the models of the process"),
    _function("is_keras_tensor", "keras.utils.is_keras_tensor", "x |", example="x"),
    _function("get_uid", "keras.backend.get_uid", "prefix:'' |", not_run="it counts up"),
)

_GRAPH = (
    _written(
        "placeholder",
        "keras.Input(batch_shape=shape, dtype=dtype, name=name)",
        "shape:None ndim:None dtype:None",
        argument(
            "sparse=:False", refused="a keras.Input(..., sparse=True) has a shape, and is what today's layers take."
        ),
        "name:None",
        cases=(("shape", None, "keras.Input(batch_shape=(None,) * ndim, dtype=dtype, name=name)"),),
        example="(None, 3)",
        not_run="it begins a graph",
    ),
    *(
        row(name, "keras.backend", None, f"inputs outputs {updates}", by_hand=True, instead=_FUNCTION)
        for name, updates in ((FUNCTION_NAME, "updates:[]"), ("Function", "updates:[]"))
    ),
    row("gradients", "keras.backend", None, "loss variables", by_hand=True, instead=_GRADIENTS),
    row(PHASE_NAME, "keras.backend", None, by_hand=True, instead=_PHASE),
    row("set_learning_phase", "keras.backend", None, "value", by_hand=True, instead=_PHASE),
    row("in_train_phase", "keras.backend", None, "x alt", by_hand=True, instead=_PHASE),
    row("in_test_phase", "keras.backend", None, "x alt", by_hand=True, instead=_PHASE),
)

_GONE = (
    *_gone(_SESSION, "get_session set_session manual_variable_initialization"),
    *_gone("keras.layers.RNN with a cell", "rnn"),
    *_gone("keras.ops.scan (Keras 3.6 on), or a Python loop over a known length", "foldl foldr"),
    *_gone("keras.losses.CTC and keras.ops.ctc_decode", "ctc_batch_cost ctc_decode ctc_label_dense_to_sparse"),
    *_gone("keras.Variable(keras.random.uniform(shape))", "random_uniform_variable"),
    *_gone("keras.Variable(keras.random.normal(shape))", "random_normal_variable"),
    *_gone("print(x), in a model that runs eagerly", "print_tensor"),
    *_gone("tf.sparse, on the TensorFlow backend", "is_sparse to_dense"),
    *_gone("keras.ops.moments and keras.ops.batch_normalization", "normalize_batch_in_training batch_normalization"),
    *_gone("nothing: weights have one order today", "legacy_weight_ordering set_legacy_weight_ordering"),
)

ROWS = (*_NUMBERS, *_SHAPES, *_MAKING, *_IMAGES, *_EXPRESSIONS, *_SETTINGS, *_GRAPH, *_GONE)
