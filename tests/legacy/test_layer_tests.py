"""What Keras 1.2.2's own tests asked of its layers, asked again: 86 texts of 2016, run as they stand.

Their sdist has none of them, so each is written anew, under the name that it had. Those in `CALLS` asked one thing of a
layer in many forms, which `ROUND` asks: that it is made, called, predicts, is made again from its configuration, and
begins a Sequential. The texts in `TEXTS` ask more.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pytest
import tensorflow as tf

from keras_functional_notes.legacy import run_source

pytestmark = pytest.mark.filterwarnings("ignore")  # notices have tests of their own

ROUND = """
import numpy as np
from keras import backend as K
from keras.engine import Input, Model
from keras.models import Sequential, model_from_json


def layer_test(layer_class, kwargs, shape, dtype=None, fixed_batch=False):
    data = (10 * np.random.random([size or 2 for size in shape])).astype(dtype or K.floatx())
    layer = layer_class(**kwargs)
    layer.set_weights(layer.get_weights())

    x = Input(batch_shape=shape, dtype=dtype) if fixed_batch else Input(shape=shape[1:], dtype=dtype)
    y = layer(x)
    assert K.dtype(y) == K.floatx()
    model = Model(input=x, output=y)
    model.compile('rmsprop', 'mse')
    declared = layer.get_output_shape_for(shape)
    predicted = model.predict_on_batch(data)
    assert len(declared) == predicted.ndim
    assert all(size is None or size == got for size, got in zip(declared, predicted.shape))
    if declared[0] is not None:
        assert np.isfinite(float(np.sum(model.train_on_batch(data, np.zeros_like(predicted)))))

    again = Model.from_config(model.get_config())
    again.compile('rmsprop', 'mse')
    again.set_weights(model.get_weights())

    config = layer.get_config()
    config['batch_input_shape'] = shape
    first = layer.__class__.from_config(config)
    stack = Sequential()
    stack.add(first)
    stack.compile('rmsprop', 'mse')
    first.set_weights(layer.get_weights())
    np.testing.assert_allclose(stack.predict_on_batch(data), model.predict_on_batch(data), rtol=1e-4, atol=1e-5)
    model_from_json(stack.to_json())
    return predicted
"""

SETUP = """
from keras.layers import *
from keras.layers import core, convolutional, recurrent, embeddings, normalization, noise, local, pooling, wrappers
from keras.layers import advanced_activations, convolutional_recurrent
from keras.models import Sequential, Model, model_from_json
from keras import regularizers, constraints, backend as K
from keras.utils.layer_utils import layer_from_config
import numpy as np
from numpy.testing import assert_allclose
"""

RULES = """
    W_regularizer=regularizers.l2(0.01), b_regularizer=regularizers.l1(0.01), W_constraint=constraints.MaxNorm(1),
    b_constraint=constraints.MaxNorm(1), activity_regularizer=regularizers.activity_l2(0.01)"""
PENALTIES = "W_regularizer='l2', b_regularizer='l2', activity_regularizer='activity_l2'"

# A layer, its arguments, and the shape of its input.
CALLS: dict[str, list[str]] = {
    # core
    "masking": ["core.Masking, dict(), (3, 2, 3)"],
    "dropout": [
        "core.Dropout, dict(p=0.5), (3, 2)",
        "core.Dropout, dict(p=0.5, noise_shape=[3, 1]), (3, 2)",
        "core.SpatialDropout1D, dict(p=0.5), (2, 3, 4)",
        "core.SpatialDropout2D, dict(p=0.5), (2, 3, 4, 5)",
        "core.SpatialDropout3D, dict(p=0.5), (2, 3, 4, 5, 6)",
    ],
    "activation": [
        "core.Activation, dict(activation='relu'), (3, 2)",
        "core.Activation, dict(activation=K.relu), (3, 2)",
    ],
    "reshape": [f"core.Reshape, dict(target_shape={shape}), (3, 2, 4)" for shape in ((8, 1), (-1, 1), (1, -1))],
    "permute": ["core.Permute, dict(dims=(2, 1)), (3, 2, 4)"],
    "flatten": ["core.Flatten, dict(), (3, 2, 4)"],
    "repeat_vector": ["core.RepeatVector, dict(n=3), (3, 2)"],
    "dense": [
        *(f"core.Dense, dict(output_dim=3), {shape}" for shape in ((3, 2), (3, 4, 2), (None, None, 2), (3, 4, 5, 2))),
        f"core.Dense, dict(output_dim=3,{RULES}), (3, 2)",
    ],
    "maxout_dense": [
        "core.MaxoutDense, dict(output_dim=3), (3, 2)",
        f"core.MaxoutDense, dict(output_dim=3,{RULES}), (3, 2)",
    ],
    "highway": ["core.Highway, dict(), (3, 2)", f"core.Highway, dict({RULES}), (3, 2)"],
    "timedistributeddense": [
        "core.TimeDistributedDense, dict(output_dim=2, input_length=2), (3, 2, 3)",
        f"core.TimeDistributedDense, dict(output_dim=3,{RULES}), (3, 2, 3)",
    ],
    # advanced_activations
    "leaky_relu": [f"advanced_activations.LeakyReLU, dict(alpha={alpha}), (2, 3, 4)" for alpha in (0.0, 0.5, -1.0)],
    "prelu": ["advanced_activations.PReLU, dict(), (2, 3, 4)"],
    "prelu_share": ["advanced_activations.PReLU, dict(shared_axes=1), (2, 3, 4)"],
    "elu": [f"advanced_activations.ELU, dict(alpha={alpha}), (2, 3, 4)" for alpha in (0.0, 0.5, -1.0)],
    "parametric_softplus": ["advanced_activations.ParametricSoftplus, dict(alpha_init=1., beta_init=-1), (2, 3, 4)"],
    "parametric_softplus_share": [
        "advanced_activations.ParametricSoftplus, dict(shared_axes=1, alpha_init=1., beta_init=-1), (2, 3, 4)"
    ],
    "thresholded_relu": ["advanced_activations.ThresholdedReLU, dict(theta=0.5), (2, 3, 4)"],
    "srelu": ["advanced_activations.SReLU, dict(), (2, 3, 4)"],
    "srelu_share": ["advanced_activations.SReLU, dict(shared_axes=1), (2, 3, 4)"],
    # embeddings, noise, local
    "embedding": ["embeddings.Embedding, dict(output_dim=4, input_dim=10, input_length=2), (3, 2), 'int32'"],
    "gaussian_noise": ["noise.GaussianNoise, dict(sigma=1.), (3, 2, 3)"],
    "gaussian_dropout": ["noise.GaussianDropout, dict(p=0.5), (3, 2, 3)"],
    "locallyconnected_1d": [
        f"local.LocallyConnected1D, dict(nb_filter=4, filter_length=3, subsample_length=1, {more}), (2, 8, 5)"
        for more in ("border_mode='valid'", PENALTIES)
    ],
    "locallyconnected_2d": [
        f"local.LocallyConnected2D, dict(nb_filter=3, nb_row=3, nb_col=3, subsample={subsample}, "
        f"dim_ordering='{ordering}', {PENALTIES}), {shape}"
        for subsample in ((1, 1), (2, 2))
        for ordering, shape in (("tf", (8, 6, 10, 4)), ("th", (8, 4, 6, 10)))
    ],
    # convolutional
    "convolution_1d": [
        f"convolutional.Convolution1D, dict(nb_filter=3, filter_length=3, border_mode='{mode}', "
        f"subsample_length={step}, {more}), (2, 8, 2)"
        for mode, step, more in (("valid", 1, ""), ("valid", 2, PENALTIES), ("same", 1, PENALTIES))
    ],
    "atrous_conv_1d": [
        f"convolutional.AtrousConv1D, dict(nb_filter=3, filter_length=3, border_mode='{mode}', "
        f"subsample_length={step}, atrous_rate={rate}, {more}), (2, 8, 2)"
        for mode, step, rate, more in (("valid", 1, 2, ""), ("valid", 2, 1, PENALTIES), ("same", 1, 2, PENALTIES))
    ],
    "maxpooling_1d": [
        f"convolutional.MaxPooling1D, dict(stride={stride}, border_mode='{mode}'), (3, 5, 4)"
        for mode, stride in itertools.product(("valid", "same"), (1, 2))
    ],
    "averagepooling_1d": [
        f"convolutional.AveragePooling1D, dict(stride={stride}, border_mode='valid'), (3, 5, 4)" for stride in (1, 2)
    ],
    "convolution_2d": [
        f"convolutional.Convolution2D, dict(nb_filter=2, nb_row=3, nb_col=3, border_mode='{mode}', "
        f"subsample={subsample}, {more}), (2, 10, 6, 3)"
        for mode, subsample, more in (("valid", (1, 1), ""), ("valid", (2, 2), PENALTIES), ("same", (1, 1), PENALTIES))
    ],
    "deconvolution_2d": [
        f"convolutional.Deconvolution2D, dict(nb_filter=2, nb_row=3, nb_col=3, output_shape={shape}, "
        f"border_mode='{mode}', subsample={subsample}, dim_ordering='th', {more}), (2, 3, 10, 6), None, True"
        for mode, subsample, shape, more in (
            ("valid", (1, 1), (None, 2, 12, 8), ""),
            ("valid", (2, 2), (2, 2, 21, 13), PENALTIES),
            ("same", (1, 1), (None, 2, 10, 6), PENALTIES),
        )
    ],
    "atrous_conv_2d": [
        f"convolutional.AtrousConv2D, dict(nb_filter=2, nb_row=3, nb_col=3, border_mode='{mode}', "
        f"subsample={subsample}, atrous_rate={rate}, {more}), (2, 10, 6, 3)"
        for mode, subsample, rate, more in (
            ("valid", (1, 1), (2, 2), ""),
            ("valid", (2, 2), (1, 1), PENALTIES),
            ("same", (1, 1), (2, 2), PENALTIES),
        )
    ],
    "separable_conv_2d": [
        "convolutional.SeparableConv2D, dict(nb_filter=6, nb_row=3, nb_col=3, depth_multiplier=2), (2, 10, 6, 3)",
        "convolutional.SeparableConv2D, dict(nb_filter=6, nb_row=3, nb_col=3, border_mode='same', "
        "depthwise_regularizer='l2', pointwise_regularizer='l2', b_regularizer='l2', "
        "activity_regularizer='activity_l2', pointwise_constraint='unitnorm', depthwise_constraint='unitnorm'), "
        "(2, 10, 6, 3)",
        "convolutional.SeparableConv2D, dict(nb_filter=6, nb_row=3, nb_col=3, subsample=(2, 2)), (2, 10, 6, 3)",
    ],
    "globalpooling_1d": [f"pooling.Global{kind}Pooling1D, dict(), (3, 4, 5)" for kind in ("Max", "Average")],
    "globalpooling_2d": [
        f"pooling.Global{kind}Pooling2D, dict(dim_ordering='{ordering}'), (3, 4, 5, 6)"
        for kind, ordering in itertools.product(("Max", "Average"), ("th", "tf"))
    ],
    "globalpooling_3d": [
        f"pooling.Global{kind}Pooling3D, dict(dim_ordering='{ordering}'), (3, 4, 3, 4, 3)"
        for kind, ordering in itertools.product(("Max", "Average"), ("th", "tf"))
    ],
    "maxpooling_2d": [
        f"convolutional.MaxPooling2D, dict(strides={strides}, border_mode='valid', pool_size=(3, 3)), (3, 11, 12, 4)"
        for strides in ((1, 1), (2, 2))
    ],
    "averagepooling_2d": [
        f"convolutional.AveragePooling2D, dict(strides={strides}, border_mode='{mode}', pool_size={size}), "
        "(3, 11, 12, 4)"
        for mode, size, strides in (("valid", (2, 2), (1, 1)), ("same", (3, 3), (2, 2)), ("same", (4, 4), (1, 1)))
    ],
    "convolution_3d": [
        f"convolutional.Convolution3D, dict(nb_filter=2, kernel_dim1=2, kernel_dim2=3, kernel_dim3=1, "
        f"border_mode='{mode}', subsample={subsample}, {more}), (2, 5, 6, 4, 2)"
        for mode, subsample, more in (
            ("valid", (1, 1, 1), ""),
            ("valid", (2, 2, 2), PENALTIES),
            ("same", (1, 1, 1), PENALTIES),
        )
    ],
    **{
        f"{kind.lower()}pooling_3d": [
            f"convolutional.{kind}Pooling3D, dict(strides={strides}, border_mode='valid', pool_size=(3, 3, 3)), "
            "(3, 4, 6, 7, 3)"
            for strides in ((1, 1, 1), (2, 2, 2))
        ]
        for kind in ("Max", "Average")
    },
    "upsampling_1d": ["convolutional.UpSampling1D, dict(length=2), (3, 5, 4)"],
    "cropping_1d": ["convolutional.Cropping1D, dict(cropping=(2, 2)), (2, 5, 2)"],
}

RECURRENT = ("SimpleRNN", "GRU", "LSTM")
for cell in RECURRENT:
    CALLS[f"return_sequences[{cell}]"] = [f"recurrent.{cell}, dict(output_dim=3, return_sequences=True), (2, 5, 4)"]
    CALLS[f"dropout[{cell}]"] = [f"recurrent.{cell}, dict(output_dim=3, dropout_U=0.1, dropout_W=0.1), (2, 5, 4)"]
    CALLS[f"implementation_mode[{cell}]"] = [
        f"recurrent.{cell}, dict(output_dim=3, consume_less='{mode}'), (2, 5, 4)" for mode in ("cpu", "mem", "gpu")
    ]

MERGED = """
model = Model([a, b], merged)
declared = model.get_output_shape_for([x.shape for x in inputs])
before = model.predict(inputs)
assert declared == before.shape
again = Model.from_config(model.get_config())
again.compile('rmsprop', 'mse')
assert np.all(again.predict(inputs) == before)
"""
FILLED = """
layer.build(x.shape)
y = K.eval(layer(K.variable(x)))
layer.get_config()
"""
TEXTS: dict[str, str] = {
    "merge": f"""
inputs = [np.random.random((3, 2)), np.random.random((3, 2))]
a, b = Input(shape=(2,)), Input(shape=(2,))
for mode in ('sum', 'mul', 'concat', 'ave', 'max'):
    for merged in (merge([a, b], mode=mode), Merge(mode=mode)([a, b])):
{MERGED.replace(chr(10), chr(10) + "        ")}

merged = merge([a, b], mode=lambda tup: K.concatenate([tup[0], tup[1]]),
               output_shape=lambda tup: tup[0][:-1] + (tup[0][-1] + tup[1][-1],))
{MERGED}

def joined(tup):
    x, y = tup
    return K.concatenate([x, y], axis=1)

def joined_shape(tup):
    s1, s2 = tup
    return (s1[0], s1[1] + s2[1]) + s1[2:]

merged = merge([a, b], mode=joined, output_shape=joined_shape)
{MERGED}

def weighed(tup, a, b):
    x, y = tup
    return x * a + y * b

merged = merge([a, b], mode=weighed, output_shape=lambda s: s[0], arguments={{'a': 0.7, 'b': 0.3}})
{MERGED}
assert_allclose(before, 0.7 * inputs[0] + 0.3 * inputs[1], rtol=1e-5)

def joined_mask(tup):
    x_mask, y_mask = tup
    return K.concatenate([x_mask, y_mask])

inputs = [np.random.random((4, 3, 2)), np.random.random((4, 3, 2))]
inputs[0][:, 1] = 0
masks = np.concatenate([np.any(x != 0, axis=-1) for x in inputs], axis=-1)
a, b = Input(shape=(3, 2)), Input(shape=(3, 2))
for mask in (joined_mask, lambda tup: K.concatenate([tup[0], tup[1]])):
    merged = merge([Masking()(a), Masking()(b)], mode=joined, output_shape=joined_shape, output_mask=mask)
{MERGED.replace(chr(10), chr(10) + "    ")}
    # Their test called the private _output_mask of the last layer. Here the tensor's mask is asked for, and the model
    # that was made again for a loss that leaves masked steps out.
    mask = merged._keras_history[0].get_output_mask_at(1)
    assert np.all(K.function([a, b], [mask])(inputs)[0] == masks)
    again.compile('sgd', 'mse')
    kept = np.mean(np.square(before), axis=-1)[masks]
    assert_allclose(again.evaluate(inputs, np.zeros_like(before), verbose=0), np.mean(kept), rtol=1e-4)
""",
    "merge_mask_2d": """
rand = lambda *shape: np.asarray(np.random.random(shape) > 0.5, dtype='int32')
a, b = Input(shape=(3,)), Input(shape=(3,))
masked_a, masked_b = Masking(mask_value=0)(a), Masking(mask_value=0)(b)
for merged, width in (
    (merge([masked_a, masked_b], mode='sum'), 3),
    (merge([masked_a, masked_b], mode='concat', concat_axis=1), 6),
    (merge([masked_a, b], mode='concat', concat_axis=1), 6),
):
    model = Model([a, b], [merged])
    model.compile(loss='mse', optimizer='sgd')
    model.fit([rand(2, 3), rand(2, 3)], [rand(2, width)], nb_epoch=1, verbose=0)
""",
    "merge_mask_3d": """
rand = lambda *shape: np.asarray(np.random.random(shape) > 0.5, dtype='int32')
a, b = Input(shape=(3,), dtype='int32'), Input(shape=(3,), dtype='int32')
words, steps = Embedding(3, 4, mask_zero=True), SimpleRNN(3, return_sequences=True)
model = Model([a, b], [merge([steps(words(a)), steps(words(b))], mode='concat', concat_axis=-1)])
model.compile(loss='mse', optimizer='sgd')
model.fit([rand(2, 3), rand(2, 3)], [rand(2, 3, 6)], verbose=0)
""",
    "lambda": """
layer_test(core.Lambda, dict(function=lambda x: x + 1), (3, 2))
layer_test(core.Lambda, dict(function=lambda x, a, b: x * a + b, arguments={'a': 0.6, 'b': 0.4}), (3, 2))

def f(x):
    return x + 1

layer = core.Lambda(f)
again = layer_from_config({'class_name': 'Lambda', 'config': layer.get_config()})
assert_allclose(K.eval(again(K.variable(np.ones((2, 3))))), 2)
layer = core.Lambda(lambda x: K.concatenate([K.square(x), x]), output_shape=lambda s: tuple(list(s)[:-1] + [2 * s[-1]]))
again = core.Lambda.from_config(layer.get_config())
assert again(Input(shape=(3,)))._keras_shape == (None, 6)

def g(x):
    return K.concatenate([K.square(x), x])

def shape(s):
    return tuple(list(s)[:-1] + [2 * s[-1]])

layer = core.Lambda(g, output_shape=shape)
again = layer_from_config({'class_name': 'Lambda', 'config': layer.get_config()})
assert again.get_output_shape_for((2, 3)) == (2, 6)
""",
    "activity_regularization": """
from keras.engine import Input, Model
layer = core.ActivityRegularization(l1=0.01, l2=0.01)
x = Input(shape=(3,))
y = layer(core.Dense(2)(x))
model = Model(input=x, output=y)
model.compile('rmsprop', 'mse', mode='FAST_COMPILE')
model.predict(np.random.random((2, 3)))
model = Model.from_config(model.get_config())
model.compile('rmsprop', 'mse')
""",
    # normalization
    "batchnorm_mode_0_or_2": """
for mode in [0, 2]:
    model = Sequential()
    norm = normalization.BatchNormalization(mode=mode, input_shape=(10,), momentum=0.8)
    model.add(norm)
    model.compile(loss='mse', optimizer='sgd')
    X = np.random.normal(loc=5.0, scale=10.0, size=(1000, 10))
    model.fit(X, X, nb_epoch=4, verbose=0)
    out = (model.predict(X) - K.eval(norm.beta)) / K.eval(norm.gamma)
    assert_allclose(out.mean(), 0.0, atol=1e-1)
    assert_allclose(out.std(), 1.0, atol=1e-1)
""",
    "batchnorm_mode_0_or_2_twice": """
model = Sequential()
for _ in range(2):
    model.add(normalization.BatchNormalization(mode=0, input_shape=(10, 5, 5), axis=1))
model.compile(loss='mse', optimizer='sgd')
X = np.random.normal(loc=5.0, scale=10.0, size=(20, 10, 5, 5))
model.fit(X, X, nb_epoch=1, verbose=0)
model.predict(X)
""",
    "batchnorm_mode_0_convnet": """
model = Sequential()
norm = normalization.BatchNormalization(mode=0, axis=1, input_shape=(3, 4, 4), momentum=0.8)
model.add(norm)
model.compile(loss='mse', optimizer='sgd')
X = np.random.normal(loc=5.0, scale=10.0, size=(1000, 3, 4, 4))
model.fit(X, X, nb_epoch=4, verbose=0)
out = model.predict(X) - np.reshape(K.eval(norm.beta), (1, 3, 1, 1))
out /= np.reshape(K.eval(norm.gamma), (1, 3, 1, 1))
assert_allclose(np.mean(out, axis=(0, 2, 3)), 0.0, atol=1e-1)
assert_allclose(np.std(out, axis=(0, 2, 3)), 1.0, atol=1e-1)
""",
    "batchnorm_mode_1": """
norm = normalization.BatchNormalization(input_shape=(10,), mode=1)
norm.build(input_shape=(None, 10))
for x in (np.arange(10), np.zeros(10), np.ones(10)):
    out = (norm.call(K.variable(x)) - norm.beta) / norm.gamma
    assert_allclose(K.eval(K.mean(out)), 0.0, atol=1e-1)
    assert_allclose(K.eval(K.std(out)), 1.0 if x.std() > 0 else 0.0, atol=1e-1)
for kwargs in (
    dict(mode=1, gamma_regularizer=regularizers.l2(0.01), beta_regularizer=regularizers.l2(0.01)),
    dict(mode=0),
    dict(mode=2),
):
    layer_test(normalization.BatchNormalization, kwargs, (3, 4, 2))
""",
    "shared_batchnorm": """
norm = normalization.BatchNormalization(input_shape=(10,), mode=0)
norm(Input(shape=(10,)))
x2 = Input(shape=(10,))
model = Model(x2, norm(x2))
assert len(model.updates) == 2
x = np.random.normal(loc=5.0, scale=10.0, size=(2, 10))
model.compile('sgd', 'mse')
model.train_on_batch(x, x)
x3 = Input(shape=(10,))
outer = Model(x3, model(x3))
assert len(model.updates) == 2
outer.compile('sgd', 'mse')
outer.train_on_batch(x, x)
""",
    "masking_layer": """
I, V = np.random.random((6, 3, 4)), np.abs(np.random.random((6, 3, 5)))
V /= V.sum(axis=-1, keepdims=True)
for unroll in (False, True):
    model = Sequential()
    model.add(Masking(input_shape=(3, 4)))
    model.add(recurrent.LSTM(output_dim=5, return_sequences=True, unroll=unroll))
    model.compile(loss='categorical_crossentropy', optimizer='adam')
    model.fit(I, V, nb_epoch=1, batch_size=100, verbose=0)
""",
    # wrappers
    "TimeDistributed": """
def trained(model, shape, out):
    model.compile(optimizer='rmsprop', loss='mse')
    model.fit(np.random.random(shape), np.random.random(out), nb_epoch=1, batch_size=10, verbose=0)

model = Sequential()
model.add(wrappers.TimeDistributed(core.Dense(2), input_shape=(3, 4)))
model.add(core.Activation('relu'))
trained(model, (10, 3, 4), (10, 3, 2))
model.get_config()
x = np.random.random((1, 3, 4))
weights = model.layers[0].get_weights()
for shape in (dict(input_shape=(3, 4)), dict(batch_input_shape=(1, 3, 4))):
    reference = Sequential()
    reference.add(core.TimeDistributedDense(2, weights=weights, **shape))
    reference.add(core.Activation('relu'))
    reference.compile(optimizer='rmsprop', loss='mse')
    assert_allclose(model.predict(x), reference.predict(x), atol=1e-05)

model = Sequential()
model.add(wrappers.TimeDistributed(convolutional.Convolution2D(5, 2, 2, border_mode='same'), input_shape=(2, 4, 4, 3)))
model.add(core.Activation('relu'))
model.compile(optimizer='rmsprop', loss='mse')
model.train_on_batch(np.random.random((1, 2, 4, 4, 3)), np.random.random((1, 2, 4, 4, 5)))
model = model_from_json(model.to_json())
model.summary()

model = Sequential()
model.add(wrappers.TimeDistributed(core.Dense(2), input_shape=(3, 4)))
model.add(wrappers.TimeDistributed(core.Dense(3)))
model.add(core.Activation('relu'))
trained(model, (10, 3, 4), (10, 3, 3))

inner = Sequential()
inner.add(core.Dense(3, input_dim=2))
outer = Sequential()
outer.add(wrappers.TimeDistributed(inner, input_shape=(3, 2)))
trained(outer, (10, 3, 2), (10, 3, 3))
x = Input(shape=(3, 2))
trained(Model(x, wrappers.TimeDistributed(inner)(x)), (10, 3, 2), (10, 3, 3))
""",
    "regularizers": """
model = Sequential()
model.add(wrappers.TimeDistributed(core.Dense(2, W_regularizer='l1'), input_shape=(3, 4)))
model.add(core.Activation('relu'))
model.compile(optimizer='rmsprop', loss='mse')
assert len(model.losses) == 1
""",
    "Bidirectional": """
rnn = recurrent.SimpleRNN
for mode in ['sum', 'concat']:
    x, y = np.random.random((2, 2, 2)), np.random.random((2, 4 if mode == 'concat' else 2))
    one = Sequential()
    one.add(wrappers.Bidirectional(rnn(2), merge_mode=mode, input_shape=(2, 2)))
    two = Sequential()
    two.add(wrappers.Bidirectional(rnn(2, return_sequences=True), merge_mode=mode, input_shape=(2, 2)))
    two.add(wrappers.Bidirectional(rnn(2), merge_mode=mode))
    a = Input((2, 2))
    functional = Model(a, wrappers.Bidirectional(rnn(2), merge_mode=mode)(a))
    b = Input(batch_shape=(1, 2, 2))
    stateful = Model(b, wrappers.Bidirectional(rnn(2, stateful=True), merge_mode=mode)(b))
    for model in (one, two, functional, stateful):
        model.compile(loss='mse', optimizer='sgd')
        model.fit(x, y, nb_epoch=1, batch_size=1, verbose=0)
    one.get_config()
    model_from_json(one.to_json()).summary()
""",
    # convolutional
    "zero_padding_1d": f"""
for padding in (2, (1, 2), {{'left_pad': 1, 'right_pad': 2}}):
    layer_test(convolutional.ZeroPadding1D, dict(padding=padding), (2, 5, 2))
x = np.ones((2, 5, 2))
for padding, left, right in ((2, 2, 2), ((1, 2), 1, 2)):
    layer = convolutional.ZeroPadding1D(padding=padding)
    {FILLED.strip().replace(chr(10), chr(10) + "    ")}
    assert_allclose(y[:, left:-right], 1.)
    assert y.sum() == x.sum() and y.shape[1] == 5 + left + right
""",
    "zero_padding_2d": f"""
four = {{'top_pad': 1, 'bottom_pad': 2, 'left_pad': 3, 'right_pad': 4}}
x = np.ones((2, 4, 5, 2))
for padding, (top, bottom, left, right) in (((2, 2), (2, 2, 2, 2)), ((1, 2, 3, 4), (1, 2, 3, 4)), (four, (1, 2, 3, 4))):
    layer_test(convolutional.ZeroPadding2D, dict(padding=padding), (2, 4, 5, 2))
    layer = convolutional.ZeroPadding2D(padding=padding)
    {FILLED.strip().replace(chr(10), chr(10) + "    ")}
    assert_allclose(y[:, top:-bottom, left:-right], 1.)
    assert y.sum() == x.sum() and y.shape == (2, 4 + top + bottom, 5 + left + right, 2)
""",
    "zero_padding_3d": f"""
layer_test(convolutional.ZeroPadding3D, dict(padding=(2, 2, 2)), (2, 4, 5, 3, 2))
x = np.ones((2, 4, 5, 3, 2))
layer = convolutional.ZeroPadding3D(padding=(2, 2, 2))
{FILLED}
assert_allclose(y[:, 2:-2, 2:-2, 2:-2], 1.)
assert y.sum() == x.sum() and y.shape == (2, 8, 9, 7, 2)
""",
    "upsampling_2d": f"""
for dim_ordering, first in (('th', 2), ('tf', 1)):
    x = np.random.rand(*((2, 2, 5, 6) if first == 2 else (2, 5, 6, 2)))
    for size in ((2, 3), (9, 2), (3, 9)):
        layer = convolutional.UpSampling2D(size=size, dim_ordering=dim_ordering)
        {FILLED.strip().replace(chr(10), chr(10) + "        ")}
        assert_allclose(y, np.repeat(np.repeat(x, size[0], axis=first), size[1], axis=first + 1), rtol=1e-6)
""",
    "upsampling_3d": f"""
for dim_ordering, first in (('th', 2), ('tf', 1)):
    x = np.random.rand(*((2, 2, 3, 4, 5) if first == 2 else (2, 3, 4, 5, 2)))
    for size in ((2, 3, 4), (3, 1, 2)):
        layer = convolutional.UpSampling3D(size=size, dim_ordering=dim_ordering)
        {FILLED.strip().replace(chr(10), chr(10) + "        ")}
        expected = x
        for place, count in enumerate(size):
            expected = np.repeat(expected, count, axis=first + place)
        assert_allclose(y, expected, rtol=1e-6)
""",
    "cropping_2d": f"""
x = np.random.rand(2, 8, 8, 2)
dim_ordering = K.image_dim_ordering()
layer_test(convolutional.Cropping2D, dict(cropping=((2, 2), (3, 3)), dim_ordering=dim_ordering), x.shape)
layer = convolutional.Cropping2D(cropping=((2, 2), (3, 3)), dim_ordering=dim_ordering)
{FILLED}
assert_allclose(y, x[:, 2:-2, 3:-3], rtol=1e-6)
layer = convolutional.Cropping2D(cropping=((0, 0), (0, 0)), dim_ordering=dim_ordering)
{FILLED}
assert_allclose(y, x, rtol=1e-6)
""",
    "cropping_3d": f"""
x = np.random.rand(2, 8, 8, 8, 2)
dim_ordering = K.image_dim_ordering()
cropping = ((2, 2), (3, 3), (2, 3))
layer_test(convolutional.Cropping3D, dict(cropping=cropping, dim_ordering=dim_ordering), x.shape)
layer = convolutional.Cropping3D(cropping=cropping, dim_ordering=dim_ordering)
{FILLED}
assert_allclose(y, x[:, 2:-2, 3:-3, 2:-3], rtol=1e-6)
layer = convolutional.Cropping3D(cropping=((0, 0), (0, 0), (0, 0)), dim_ordering=dim_ordering)
{FILLED}
assert_allclose(y, x, rtol=1e-6)
""",
}

# A stateful layer, and the model that has it alone or behind another.
STATEFUL = """
model.compile(optimizer='sgd', loss='mse')
ones = np.ones(shape)
out1 = model.predict(ones)
model.train_on_batch(ones, np.ones_like(out1))
out2 = model.predict(ones)
assert out1.max() != out2.max()
layer.reset_states()
out3 = model.predict(ones)
assert out2.max() != out3.max()
model.reset_states()
out4 = model.predict(ones)
assert_allclose(out3, out4, atol=1e-5)
out5 = model.predict(ones)
assert out4.max() != out5.max()
"""
LOSSES = {"SimpleRNN": 3, "GRU": 9, "LSTM": 12}
for cell in RECURRENT:
    TEXTS[f"dynamic_behavior[{cell}]"] = f"""
model = Sequential()
model.add(recurrent.{cell}(3, input_dim=4))
model.compile('sgd', 'mse')
model.train_on_batch(np.random.random((2, 5, 4)), np.random.random((2, 3)))
"""
    TEXTS[f"statefulness[{cell}]"] = f"""
shape = (2, 5)
model = Sequential()
model.add(embeddings.Embedding(12, 4, mask_zero=True, input_length=5, batch_input_shape=shape))
layer = recurrent.{cell}(3, return_sequences=False, stateful=True, weights=None)
model.add(layer)
{STATEFUL}
outputs = []
for masked in ((slice(0, 1), slice(0, 2)), (slice(-1, None), slice(-2, None))):
    layer.reset_states()
    padded = np.ones(shape)
    for row, steps in enumerate(masked):
        padded[row, steps] = 0
    outputs.append(model.predict(padded))
assert_allclose(outputs[0], outputs[1], atol=1e-5)
"""
    TEXTS[f"regularizer[{cell}]"] = f"""
shape = (2, 5, 4)
layer = recurrent.{cell}(3, return_sequences=False, weights=None, batch_input_shape=shape,
                         W_regularizer=regularizers.WeightRegularizer(l1=0.01),
                         U_regularizer=regularizers.WeightRegularizer(l1=0.01), b_regularizer='l2')
layer.build(shape)
K.eval(layer(K.variable(np.ones(shape))))
assert len(layer.losses) == {LOSSES[cell]}, len(layer.losses)
"""
    TEXTS[f"from_config[{cell}]"] = f"""
for stateful in (False, True):
    one = recurrent.{cell}(output_dim=1, stateful=stateful)
    other = recurrent.{cell}.from_config(one.get_config())
    assert one.get_config() == other.get_config()
"""
TEXTS["recurrent_convolutional"] = f"""
for dim_ordering, shape, filtered in (('th', (2, 2, 2, 5, 5), (5, 5, 5)), ('tf', (2, 2, 5, 5, 2), (5, 5, 5))):
    for return_sequences in (True, False):
        kwargs = dict(dim_ordering=dim_ordering, return_sequences=return_sequences, nb_filter=5, nb_row=3, nb_col=3,
                      border_mode='same')
        y = layer_test(convolutional_recurrent.ConvLSTM2D, kwargs, shape)
        assert y.shape == ((2, 2) if return_sequences else (2,)) + filtered
layer = convolutional_recurrent.ConvLSTM2D(stateful=True, batch_input_shape=shape, **kwargs)
model = Sequential()
model.add(layer)
{STATEFUL}
layer = convolutional_recurrent.ConvLSTM2D(
    stateful=True, batch_input_shape=shape, W_regularizer=regularizers.WeightRegularizer(l1=0.01),
    U_regularizer=regularizers.WeightRegularizer(l1=0.01), b_regularizer='l2', **kwargs)
layer.build(shape)
K.eval(layer(K.variable(np.ones(shape))))
layer_test(convolutional_recurrent.ConvLSTM2D, dict(dropout_W=0.1, dropout_U=0.1, **kwargs), shape)
"""
TEXTS |= {name: "\n".join(f"layer_test({call})" for call in calls) for name, calls in CALLS.items()}


@pytest.fixture(autouse=True, scope="module")
def _without_tracing() -> Iterator[None]:
    """Compute step by step: each of some hundred small models would be traced for one batch."""
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


@pytest.fixture(autouse=True)
def _one_seed() -> Iterator[None]:
    state = np.random.get_state()
    np.random.seed(1337)
    yield
    np.random.set_state(state)


# What cannot be so today, and why.
CANNOT = {
    f"regularizer[{cell}]": f"today's {cell} has all its gates in one kernel, so that it has 3 losses and not {count}"
    for cell, count in LOSSES.items()
    if count > 3
}


@pytest.mark.parametrize("name", [name for name in TEXTS if name not in CANNOT])
def test_a_layer_does_what_keras_1_asked_of_it(name: str) -> None:
    run_source(ROUND + SETUP + TEXTS[name])


@pytest.mark.parametrize("name", CANNOT)
def test_what_cannot_be_so_today_is_not(name: str) -> None:
    with pytest.raises(AssertionError, match=r"^3$"):
        run_source(ROUND + SETUP + TEXTS[name])


def test_as_many_are_asked_as_keras_1_had() -> None:
    assert (len(TEXTS), len(CANNOT)) == (86, 2)
