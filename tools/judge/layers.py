"""What each layer of Keras 1.2.2 computes: a model of one layer, its weights and inputs drawn by a recipe, its output.

Where a layer has regularizers, their penalty is asked too, a sum; where it has constraints, the weights as they leave
them.

The recipe is `np.random.RandomState(2016)`, and of it `uniform(low, 1, shape)`, for each input and then for each
array of `get_weights()`, in the order of Keras 1. An Embedding's input is ten times what was drawn, in whole numbers.
"""

import numpy as np
from keras import backend

from judge import asking

TARGET = "tests/legacy/judge/layers.json"
PROGRAM = """
from keras.constraints import maxnorm, nonneg
from keras.layers import *
from keras.layers.convolutional_recurrent import ConvLSTM2D
from keras.models import Model
from keras.regularizers import activity_l2, l1, l2
x = [Input(shape=shape) for shape in shapes]
x = x if len(x) > 1 else x[0]
model = Model(input=x, output=LAYER(x))
"""

STEPS, PICTURE, VOLUME, FILM = (4, 3), (5, 6, 2), (4, 4, 4, 2), (3, 4, 5, 2)
FIRST, VOLUME_FIRST, FILM_FIRST = (2, 5, 6), (2, 4, 4, 4), (3, 2, 4, 5)
# Arguments that many layers take.
ON_BIAS = "b_regularizer=l1(0.1), activity_regularizer=activity_l2(0.1), b_constraint=nonneg()"
PENALTIES = f"W_regularizer=l2(0.1), W_constraint=maxnorm(0.7), {ON_BIAS}"
BARE = "activation='tanh', bias=False"
OF_GATES = "W_regularizer=l2(0.1), U_regularizer=l1(0.1), b_regularizer=l2(0.2)"
# What is written in place of LAYER, and on which inputs it is tried.
CASES = {
    "Dense(3)": [(4,)],
    "Dense(3, bias=False, activation='tanh')": [(4,)],
    "Dense(3, activation='hard_sigmoid')": [(4,)],
    "TimeDistributed(Dense(3))": [STEPS],
    "MaxoutDense(3, nb_feature=2)": [(4,)],
    "MaxoutDense(3, nb_feature=3, bias=False, W_constraint='maxnorm')": [(4,)],
    "Highway(input_dim=4)": [(4,)],
    "Highway(activation='tanh')": [(4,)],
    "Highway(bias=False)": [(4,)],
    "Embedding(10, 3)": [(4,)],
    "Embedding(10, 3, dropout=0.3, input_length=4)": [(4,)],
    "Embedding(10, 3, input_length=4, batch_input_shape=(2, 4))": [(4,)],
    "SimpleRNN(3)": [STEPS],
    "SimpleRNN(3, go_backwards=True, return_sequences=True)": [STEPS],
    "LSTM(3)": [STEPS],
    "LSTM(3, inner_activation='sigmoid')": [STEPS],
    "LSTM(3, inner_activation='sigmoid', return_sequences=True)": [STEPS],
    "LSTM(3, inner_activation='sigmoid', consume_less='gpu')": [STEPS],
    "GRU(3)": [STEPS],
    "GRU(3, inner_activation='sigmoid')": [STEPS],
    "Bidirectional(LSTM(3, inner_activation='sigmoid'))": [STEPS],
    "Bidirectional(SimpleRNN(3, return_sequences=True), merge_mode='sum')": [STEPS],
    "BatchNormalization()": [(4,)],
    "BatchNormalization(axis=1)": [PICTURE],
    "BatchNormalization(mode=1)": [(4,)],
    "BatchNormalization(mode=1, epsilon=0.1)": [STEPS],
    "BatchNormalization(mode=2)": [(4,)],
    "BatchNormalization(mode=2, axis=1, epsilon=0.1)": [PICTURE],
    "BatchNormalization(0.01, 2, 2)": [PICTURE],
    "Convolution1D(2, 3)": [STEPS],
    "Convolution1D(2, 3, border_mode='same', subsample_length=2)": [STEPS],
    "AtrousConvolution1D(2, 2, atrous_rate=2)": [STEPS],
    "Convolution2D(2, 3, 2)": [PICTURE],
    "Convolution2D(2, 3, 2, border_mode='same', subsample=(2, 2))": [PICTURE],
    "Convolution2D(2, 3, 2, dim_ordering='th')": [(2, 5, 6)],
    "AtrousConvolution2D(2, 2, 2, atrous_rate=(2, 2))": [PICTURE],
    "SeparableConvolution2D(2, 3, 2)": [PICTURE],
    "Deconvolution2D(3, 3, 2, output_shape=(None, 7, 7, 3))": [PICTURE],
    "Convolution3D(2, 2, 2, 2)": [VOLUME],
    "LocallyConnected1D(2, 3)": [STEPS],
    "LocallyConnected1D(2, 2, activation='tanh', subsample_length=2, bias=False)": [STEPS],
    "LocallyConnected2D(3, 3, 2)": [PICTURE],
    "LocallyConnected2D(3, 2, 3, activation='relu', subsample=(2, 1), dim_ordering='tf')": [PICTURE],
    "LocallyConnected2D(3, 2, 2, dim_ordering='th')": [(2, 5, 6)],
    "LocallyConnected2D(3, 2, 3, dim_ordering='th', subsample=(1, 2), bias=False)": [(2, 5, 6)],
    "MaxPooling1D()": [STEPS],
    "AveragePooling1D(2, stride=1)": [STEPS],
    "MaxPooling2D((2, 3), border_mode='same')": [PICTURE],
    "AveragePooling2D(border_mode='same')": [PICTURE],
    "MaxPooling2D(dim_ordering='th')": [(2, 5, 6)],
    "GlobalMaxPooling1D()": [STEPS],
    "GlobalAveragePooling2D()": [PICTURE],
    "ZeroPadding2D((1, 2))": [PICTURE],
    "Cropping2D(((1, 1), (0, 2)))": [PICTURE],
    "UpSampling1D(2)": [STEPS],
    "LeakyReLU()": [(4,)],
    "PReLU()": [(4,)],
    "ELU()": [(4,)],
    "ThresholdedReLU()": [(4,)],
    "ParametricSoftplus()": [(4,)],
    "ParametricSoftplus(shared_axes=[1, 2])": [PICTURE],
    "SReLU()": [(4,)],
    "SReLU(shared_axes=1)": [STEPS],
    "SReLU(shared_axes=[1, 2])": [PICTURE],
    "Permute((2, 1))": [STEPS],
    "RepeatVector(3)": [(4,)],
    **{
        f"Activation('{name}')": [(4,)]
        for name in ("softmax", "elu", "softplus", "softsign", "relu", "tanh", "sigmoid", "hard_sigmoid", "linear")
    },
    "Lambda(lambda x: 2 * x + 1)": [(4,)],
    "Lambda(lambda x, times: times * x, output_shape=(4,), arguments={'times': 3.0})": [(4,)],
    "ActivityRegularization(l1=0.1, l2=0.2)": [(4,)],
    f"Dense(3, {PENALTIES})": [(4,)],
    "MaxoutDense(3, nb_feature=3, bias=False)": [(4,)],
    f"MaxoutDense(3, {PENALTIES})": [(4,)],
    f"Highway({BARE}, input_dim=4)": [(4,)],
    f"Highway({PENALTIES}, input_dim=4)": [(4,)],
    f"TimeDistributedDense(3, {BARE})": [STEPS],
    f"TimeDistributedDense(3, {PENALTIES})": [STEPS],
    f"Convolution1D(2, 3, {BARE})": [STEPS],
    f"Convolution1D(2, 3, {PENALTIES})": [STEPS],
    f"AtrousConvolution1D(2, 2, atrous_rate=2, border_mode='same', {BARE})": [STEPS],
    f"AtrousConvolution1D(2, 2, subsample_length=2, {PENALTIES})": [STEPS],
    f"Convolution2D(2, 3, 2, {BARE})": [PICTURE],
    f"Convolution2D(2, 3, 2, {PENALTIES})": [PICTURE],
    f"Deconvolution2D(3, 3, 3, (None, 10, 12, 3), border_mode='same', subsample=(2, 2), {BARE})": [PICTURE],
    f"Deconvolution2D(3, 3, 2, (None, 7, 7, 3), {PENALTIES})": [PICTURE],
    "Deconvolution2D(3, 3, 2, (None, 3, 7, 7), dim_ordering='th')": [FIRST],
    f"AtrousConvolution2D(2, 2, 2, atrous_rate=(2, 2), border_mode='same', {BARE})": [PICTURE],
    f"AtrousConvolution2D(2, 2, 2, subsample=(2, 2), {PENALTIES})": [PICTURE],
    "AtrousConvolution2D(2, 2, 2, atrous_rate=(2, 2), dim_ordering='th')": [FIRST],
    f"SeparableConvolution2D(5, 3, 3, border_mode='same', subsample=(2, 2), depth_multiplier=2, {BARE})": [PICTURE],
    "SeparableConvolution2D(2, 3, 2, depthwise_regularizer=l2(0.1), pointwise_regularizer=l1(0.1), "
    f"depthwise_constraint=nonneg(), pointwise_constraint=maxnorm(0.7), {ON_BIAS})": [PICTURE],
    "SeparableConvolution2D(2, 3, 2, dim_ordering='th')": [FIRST],
    f"Convolution3D(2, 2, 3, 2, border_mode='same', subsample=(2, 2, 2), {BARE})": [VOLUME],
    f"Convolution3D(2, 2, 2, 2, {PENALTIES})": [VOLUME],
    "Convolution3D(2, 2, 3, 2, dim_ordering='th')": [VOLUME_FIRST],
    "UpSampling2D((2, 3))": [PICTURE],
    "UpSampling2D((2, 3), dim_ordering='th')": [FIRST],
    "UpSampling3D((1, 2, 2))": [VOLUME],
    "UpSampling3D((1, 2, 2), dim_ordering='th')": [VOLUME_FIRST],
    "ZeroPadding1D(2)": [STEPS],
    "ZeroPadding2D((1, 2), dim_ordering='th')": [FIRST],
    "ZeroPadding3D((1, 2, 1))": [VOLUME],
    "ZeroPadding3D((1, 2, 1), dim_ordering='th')": [VOLUME_FIRST],
    "Cropping1D((1, 2))": [STEPS],
    "Cropping2D(((1, 1), (0, 2)), dim_ordering='th')": [FIRST],
    "Cropping3D(((1, 1), (0, 2), (1, 0)))": [VOLUME],
    "Cropping3D(((1, 1), (0, 2), (1, 0)), dim_ordering='th')": [VOLUME_FIRST],
    "MaxPooling1D(3, stride=2, border_mode='same')": [STEPS],
    "AveragePooling1D(2, border_mode='same')": [STEPS],
    "MaxPooling2D((2, 2), strides=(1, 2))": [PICTURE],
    "AveragePooling2D((3, 2), strides=(1, 2))": [PICTURE],
    "AveragePooling2D(dim_ordering='th')": [FIRST],
    **{
        text: [shape]
        for kind in ("Max", "Average")
        for text, shape in (
            (f"{kind}Pooling3D((2, 2, 3), strides=(1, 1, 2), border_mode='same')", VOLUME),
            (f"{kind}Pooling3D(dim_ordering='th')", VOLUME_FIRST),
            (f"Global{kind}Pooling2D(dim_ordering='th')", FIRST),
            (f"Global{kind}Pooling3D()", VOLUME),
            (f"Global{kind}Pooling3D(dim_ordering='th')", VOLUME_FIRST),
        )
    },
    "GlobalAveragePooling1D()": [STEPS],
    "GlobalMaxPooling2D()": [PICTURE],
    "BatchNormalization(epsilon=0.1, gamma_regularizer=l2(0.1), beta_regularizer=l1(0.1))": [(4,)],
    "Embedding(10, 3, W_regularizer=l2(0.1), activity_regularizer=activity_l2(0.1), W_constraint=maxnorm(0.7))": [(4,)],
    "(lambda x: SimpleRNN(3)(Embedding(10, 3, mask_zero=True)(x)))": [(16,)],
    "LeakyReLU(alpha=0.1)": [(4,)],
    "ELU(alpha=0.5)": [(4,)],
    "ThresholdedReLU(theta=0.3)": [(4,)],
    "PReLU(shared_axes=[1])": [STEPS],
    f"SimpleRNN(3, activation='relu', unroll=True, {OF_GATES})": [STEPS],
    "SimpleRNN(3, consume_less='mem')": [STEPS],
    f"GRU(3, activation='relu', {OF_GATES})": [STEPS],
    "GRU(3, return_sequences=True, go_backwards=True, unroll=True)": [STEPS],
    f"GRU(3, consume_less='gpu', {OF_GATES})": [STEPS],
    f"LSTM(3, activation='relu', forget_bias_init='zero', {OF_GATES})": [STEPS],
    "LSTM(3, return_sequences=True, go_backwards=True, unroll=True)": [STEPS],
    f"LSTM(3, consume_less='gpu', {OF_GATES})": [STEPS],
    f"ConvLSTM2D(2, 2, 2, activation='relu', {OF_GATES})": [FILM],
    "ConvLSTM2D(2, 2, 3, inner_activation='sigmoid', border_mode='same', return_sequences=True)": [FILM],
    "ConvLSTM2D(2, 2, 2, forget_bias_init='zero', subsample=(2, 2), go_backwards=True)": [FILM],
    "ConvLSTM2D(2, 2, 2, dim_ordering='th')": [FILM_FIRST],
    "Merge(mode='sum')": [(4,), (4,)],
    "Merge(mode='mul')": [(4,), (4,)],
    "Merge(mode='ave')": [(4,), (4,)],
    "Merge(mode='max')": [(4,), (4,)],
    "Merge(mode='concat')": [(4,), (2,)],
    "Merge(mode='concat', concat_axis=1)": [STEPS, (2, 3)],
    "Merge(mode='dot')": [(4,), (4,)],
    "Merge(mode='dot', dot_axes=(2, 2))": [STEPS, (2, 3)],
    "Merge(mode='cos')": [(4,), (4,)],
}


def ask():
    """Ask each case, and write what Keras 1.2.2 computes."""
    cases = [case_of(layer, shapes) for layer, shapes in CASES.items()]
    asking.write(TARGET, {"stack": asking.stack(), "program": PROGRAM.strip(), "cases": cases})


def case_of(layer, shapes):
    """Return one case: what was asked, and the output."""
    names = {"shapes": shapes}
    exec(PROGRAM.replace("LAYER", layer), names)
    model = names["model"]
    # A variance is positive, and the number of a word is not negative.
    low = 0.2 if layer.startswith(("BatchNormalization", "Embedding")) else -1.0
    # Where words are masked, some are.
    low = 0.0 if "mask_zero" in layer else low
    draw = np.random.RandomState(2016)
    inputs = [draw.uniform(low, 1, (2, *shape)) for shape in shapes]
    if "Embedding" in layer:
        inputs = [(10 * array).astype(int) for array in inputs]
    model.set_weights([draw.uniform(low, 1, weights.shape) for weights in model.get_weights()])
    case = {
        "layer": layer,
        "inputs": shapes,
        "low": low,
        "weights": [list(weights.shape) for weights in model.get_weights()],
        "output": np.round(model.predict(inputs).astype(float), 6).tolist(),
    }
    if "_regularizer" in layer or "Regularization" in layer:
        asked = backend.function([*model.inputs, backend.learning_phase()], model.losses)
        case["penalty"] = round(sum(map(float, asked([*inputs, 0]) if model.losses else [])), 5)
    if "_constraint" in layer:
        left = [model.constraints.get(weight, lambda same: same)(weight) for weight in model.weights]
        case["constrained"] = [np.round(backend.eval(array).astype(float), 6).tolist() for array in left]
    backend.clear_session()
    return case
