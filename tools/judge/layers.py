"""What each layer of Keras 1.2.2 computes: a model of one layer, its weights and inputs drawn by a recipe, its output.

The recipe is `np.random.RandomState(2016)`, and of it `uniform(low, 1, shape)`, for each input and then for each
array of `get_weights()`, in the order of Keras 1. An Embedding's input is ten times what was drawn, in whole numbers.
"""

import numpy as np
from keras import backend

from judge import asking

TARGET = "tests/legacy/judge/layers.json"
PROGRAM = """
from keras.layers import *
from keras.models import Model
x = [Input(shape=shape) for shape in shapes]
x = x if len(x) > 1 else x[0]
model = Model(input=x, output=LAYER(x))
"""

STEPS, PICTURE, VOLUME = (4, 3), (5, 6, 2), (4, 4, 4, 2)
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
    draw = np.random.RandomState(2016)
    inputs = [draw.uniform(low, 1, (2, *shape)) for shape in shapes]
    if layer.startswith("Embedding"):
        inputs = [(10 * array).astype(int) for array in inputs]
    model.set_weights([draw.uniform(low, 1, weights.shape) for weights in model.get_weights()])
    case = {
        "layer": layer,
        "inputs": shapes,
        "low": low,
        "weights": [list(weights.shape) for weights in model.get_weights()],
        "output": np.round(model.predict(inputs).astype(float), 6).tolist(),
    }
    backend.clear_session()
    return case
