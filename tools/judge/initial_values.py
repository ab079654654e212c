"""How Keras 1.2.2 draws its initial values: the spread of each weight of a layer, and its largest number.

Each is drawn once. What is compared are spreads, not numbers: the kernels are large enough that another draw has the
same.
"""

import numpy as np
from keras import backend

from judge import asking

TARGET = "tests/legacy/judge/initial_values.json"
PROGRAM = """
from keras.layers import *
from keras.layers.convolutional_recurrent import ConvLSTM2D
from keras.models import Model
x = Input(shape=shape)
model = Model(input=x, output=LAYER(x))
"""
STEPS, PICTURE, VOLUME, FILM = (6, 60), (9, 9, 30), (6, 6, 6, 12), (2, 6, 6, 12)
SCALED = ("lecun_uniform", "glorot_normal", "glorot_uniform", "he_normal", "he_uniform")
ANY = ("uniform", "normal", *SCALED, "orthogonal")
CASES = {
    **{f"Dense(90, init='{init}')": (60,) for init in (*ANY, "zero", "one")},
    "Dense(60, init='identity')": (60,),
    "TimeDistributedDense(90, init='he_normal')": STEPS,
    "MaxoutDense(40, init='glorot_uniform')": (60,),
    "Highway(init='glorot_normal', input_dim=60)": (60,),
    **{f"Convolution1D(40, 5, init='{init}')": STEPS for init in ("glorot_uniform", "he_normal", "orthogonal")},
    "AtrousConvolution1D(40, 5, init='he_uniform')": STEPS,
    **{f"Convolution2D(40, 3, 4, init='{init}')": PICTURE for init in ANY},
    "Convolution2D(40, 3, 4, init='orthogonal', dim_ordering='th')": (30, 9, 9),
    "AtrousConvolution2D(40, 3, 4, init='he_normal')": PICTURE,
    **{
        f"Deconvolution2D(70, 3, 3, (None, 11, 11, 70), init='{init}')": PICTURE
        for init in ("glorot_normal", "he_uniform")
    },
    "SeparableConvolution2D(130, 3, 3, depth_multiplier=4, init='he_normal')": PICTURE,
    **{f"Convolution3D(20, 2, 2, 5, init='{init}')": VOLUME for init in ("glorot_uniform", "he_normal")},
    "Convolution3D(20, 2, 2, 5, init='he_normal', dim_ordering='th')": (12, 6, 6, 6),
    "Embedding(200, 40)": (4,),
    "Embedding(200, 40, init='glorot_normal')": (4,),
    "PReLU(init='glorot_uniform')": (40, 50, 4),
    "BatchNormalization(gamma_init='uniform', beta_init='normal')": (3000,),
    "SimpleRNN(90)": STEPS,
    "SimpleRNN(90, init='he_normal', inner_init='glorot_normal')": STEPS,
    **{
        text: STEPS
        for name in ("LSTM", "GRU")
        for text in (
            f"{name}(90)",
            f"{name}(90, init='he_normal', inner_init='uniform')",
            f"{name}(90, init='orthogonal')",
            f"{name}(90, init='uniform')",
            f"{name}(90, consume_less='gpu')",
            f"{name}(60, init='identity')",
        )
    },
    "LSTM(90, forget_bias_init='zero')": STEPS,
    "ConvLSTM2D(20, 3, 4)": FILM,
    "ConvLSTM2D(20, 3, 4, init='he_normal')": FILM,
    "ConvLSTM2D(20, 3, 4, dim_ordering='th', inner_init='he_normal')": (2, 12, 6, 6),
}


def ask():
    """Build each, and write what its weights are like."""
    cases = [case_of(layer, shape) for layer, shape in CASES.items()]
    asking.write(TARGET, {"stack": asking.stack(), "program": PROGRAM.strip(), "cases": cases})


def case_of(layer, shape):
    """Return one case: of each weight the shape, the spread and the largest number."""
    names = {"shape": shape}
    exec(PROGRAM.replace("LAYER", layer), names)
    weights = names["model"].get_weights()
    case = {
        "layer": layer,
        "input": shape,
        "shapes": [list(array.shape) for array in weights],
        "spreads": [round(float(np.sqrt((array**2).mean())), 5) for array in weights],
        "largest": [round(float(np.abs(array).max()), 4) for array in weights],
    }
    backend.clear_session()
    return case
