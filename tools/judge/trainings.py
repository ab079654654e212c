"""The weights of small models after ten training steps with each optimizer, loss, regularizer, constraint and clipping.

Theano is asked. On TensorFlow 1.0.1, Keras 1.2.2 sets a variable while the gradients of others are still computed from
it, so that what comes out depends on what is ready first, and is not what the formulas say; Theano sets all at once.

The recipe is `np.random.RandomState(2016)`, and of it `uniform(low, 1, shape)`, for each array of `get_weights()` in
the order of Keras 1 and then for the batch, `x`, of eight samples. All ten steps are on this one batch.
"""

import numpy as np

from judge import asking

TARGET = "tests/legacy/judge/trainings.json"
SETUP = """
import numpy as np
from keras.constraints import maxnorm, nonneg, unitnorm
from keras.layers import *
from keras.models import Model, Sequential
from keras.optimizers import SGD, Adadelta, Adagrad, Adam, Adamax, Nadam, RMSprop
from keras.regularizers import activity_l1, activity_l2, l1, l1l2, l2
"""
STEPS = 10
DENSE = "Dense(4, input_dim=3, activation='tanh'), Dense(3)"
PLAIN = "np.sin(np.arange(24.)).reshape(8, 3)"
SHARES = "np.eye(3)[np.arange(8) % 3] * 0.7 + 0.1"
POSITIVE = "np.arange(24.).reshape(8, 3) / 10 + 0.1"
SIGNS = "np.sign(np.sin(np.arange(24.))).reshape(8, 3)"


def model(layers=DENSE, optimizer="SGD(lr=0.1)", loss="'mse'", y=PLAIN, fit=""):
    """Return the text of a case: its model, compiled, and a step of its training."""
    lines = [
        f"model = Sequential([{layers}])",
        f"model.compile({optimizer}, {loss})",
        f"y = {y}",
        "def step(x):",
        f"    model.train_on_batch(x, y{fit})",
    ]
    return "\n".join(lines)


def first(arguments):
    """Return the text of a case whose first layer has arguments of its own."""
    return model(f"Dense(4, input_dim=3, activation='tanh', {arguments}), Dense(3)")


def activated(activation):
    """Return the layers that end with an activation."""
    return f"Dense(4, input_dim=3, activation='tanh'), Dense(3, activation='{activation}')"


def recurrent(layer):
    """Return the text of a case whose first layer is recurrent."""
    return model(f"Reshape((1, 3), input_shape=(3,)), {layer}, Dense(3)")


OPTIMIZERS = [
    *(["'sgd'", "'rmsprop'", "'adagrad'", "'adadelta'", "'adam'", "'adamax'", "'nadam'"]),
    "SGD(lr=0.1, momentum=0.9)",
    "SGD(lr=0.1, momentum=0.9, nesterov=True)",
    "SGD(lr=0.1, decay=0.1)",
    "RMSprop(lr=0.01, rho=0.8)",
    "RMSprop(lr=0.01, decay=0.1)",
    "Adagrad()",
    "Adagrad(lr=0.1)",
    "Adadelta()",
    "Adadelta(lr=0.5, rho=0.9, decay=0.1)",
    "Adam(lr=0.01, beta_1=0.8, beta_2=0.9)",
    "Adam(lr=0.01, decay=0.1, epsilon=1e-4)",
    "Adamax()",
    "Adamax(lr=0.01, decay=0.1)",
    "Nadam(lr=0.01)",
    "Nadam(lr=0.01, schedule_decay=0.1)",
]
LOSSES = {
    "mse": model(loss="'mse'"),
    "mae": model(loss="'mae'"),
    "mape": model(loss="'mape'", y=POSITIVE, optimizer="SGD(lr=1e-3)"),
    "msle": model(activated("sigmoid"), loss="'msle'", y=POSITIVE),
    "hinge of -1 and 1": model(loss="'hinge'", y=SIGNS),
    "hinge of 0 and 1": model(loss="'hinge'", y="np.eye(3)[np.arange(8) % 3]"),
    "squared_hinge of 0 and 1": model(loss="'squared_hinge'", y="np.eye(3)[np.arange(8) % 3]"),
    "binary_crossentropy": model(activated("sigmoid"), loss="'binary_crossentropy'", y=SHARES),
    "categorical_crossentropy": model(activated("softmax"), loss="'categorical_crossentropy'", y=SHARES),
    "sparse_categorical_crossentropy": model(
        activated("softmax"), loss="'sparse_categorical_crossentropy'", y="(np.arange(8) % 3).reshape(8, 1)"
    ),
    "kullback_leibler_divergence": model(activated("softmax"), loss="'kullback_leibler_divergence'", y=SHARES),
    "poisson": model(activated("sigmoid"), loss="'poisson'", y=POSITIVE),
    "cosine_proximity": model(loss="'cosine_proximity'"),
}
REGULARIZERS = {
    **{
        text: first(text)
        for text in (
            "W_regularizer=l2(0.1)",
            "W_regularizer=l1(0.1)",
            "W_regularizer=l1l2(l1=0.1, l2=0.05)",
            "W_regularizer='l2'",
            "b_regularizer=l2(0.1)",
            "activity_regularizer=activity_l2(0.01)",
            "activity_regularizer=activity_l1(0.01)",
            "W_constraint=maxnorm(0.7)",
            "W_constraint=nonneg()",
            "W_constraint=unitnorm()",
            "b_constraint=maxnorm(0.2)",
        )
    },
    "SimpleRNN(W_regularizer)": recurrent("SimpleRNN(4, W_regularizer=l2(0.1))"),
    "SimpleRNN(U_regularizer)": recurrent("SimpleRNN(4, U_regularizer=l2(0.1))"),
    "LSTM(W_regularizer)": recurrent("LSTM(4, inner_activation='sigmoid', W_regularizer=l2(0.1))"),
    "LSTM(U_regularizer)": recurrent("LSTM(4, inner_activation='sigmoid', U_regularizer=l2(0.1))"),
    "LSTM(W_regularizer), gpu": recurrent(
        "LSTM(4, inner_activation='sigmoid', consume_less='gpu', W_regularizer=l2(0.1))"
    ),
    "BatchNormalization(gamma_regularizer)": model(
        "Dense(4, input_dim=3), BatchNormalization(gamma_regularizer=l2(0.1)), Dense(3)"
    ),
}
CLIPPING = {
    text: model(optimizer=text)
    for text in (
        "SGD(lr=0.1, clipvalue=0.02)",
        "SGD(lr=0.1, clipnorm=0.1)",
        "Adam(lr=0.01, clipvalue=0.02)",
        "Adam(lr=0.01, clipnorm=0.1)",
    )
}
LAYERS = {
    "BatchNormalization": model("Dense(4, input_dim=3), BatchNormalization(momentum=0.9), Dense(3)"),
    "BatchNormalization that is frozen": model(
        "Dense(4, input_dim=3), BatchNormalization(momentum=0.9, trainable=False), Dense(3)"
    ),
    "Dense that is frozen": model("Dense(4, input_dim=3, trainable=False), Dense(3)"),
    "SimpleRNN": recurrent("SimpleRNN(4)"),
    "LSTM with sigmoid": recurrent("LSTM(4, inner_activation='sigmoid')"),
    "LSTM": recurrent("LSTM(4)"),
    "GRU": recurrent("GRU(4)"),
    "Convolution1D": model("Reshape((3, 1), input_shape=(3,)), Convolution1D(2, 2), Flatten(), Dense(3)"),
    "PReLU": model("Dense(4, input_dim=3), PReLU(), Dense(3)"),
    "MaxoutDense": model("MaxoutDense(4, nb_feature=2, input_dim=3), Dense(3)"),
}
WEIGHTED = {
    "sample_weight": model(fit=", sample_weight=np.arange(1., 9.)"),
    "sample_weight with zeros": model(fit=", sample_weight=np.arange(8.) % 2"),
    "class_weight": model(
        activated("softmax"),
        loss="'categorical_crossentropy'",
        y="np.eye(3)[np.arange(8) % 3]",
        fit=", class_weight={0: 1., 1: 2., 2: 0.5}",
    ),
    "masked steps": model(
        "Reshape((3, 1), input_shape=(3,)), Masking(0.), SimpleRNN(4, return_sequences=True), "
        "TimeDistributed(Dense(1))",
        y="np.sin(np.arange(24.)).reshape(8, 3, 1)",
    ),
}
CASES = {
    "optimizers": {text: model(optimizer=text) for text in OPTIMIZERS},
    "losses": LOSSES,
    "regularizers and constraints": REGULARIZERS,
    "clipping": CLIPPING,
    "layers": LAYERS,
    "weights of samples": WEIGHTED,
}


def ask():
    """Train each, and write the weights that came out."""
    cases = [case_of(kind, name, text) for kind, texts in CASES.items() for name, text in texts.items()]
    asking.write(TARGET, {"stack": asking.stack(), "setup": SETUP.strip(), "steps": STEPS, "cases": cases})


def case_of(kind, name, text):
    """Return one case: the text, and the weights before in shape and after in numbers."""
    names = {}
    exec(SETUP + text, names)
    model = names["model"]
    low = 0.2 if "BatchNormalization" in text else -1.0
    draw = np.random.RandomState(2016)
    model.set_weights([draw.uniform(low, 1, weights.shape) for weights in model.get_weights()])
    x = draw.uniform(-1, 1, (8, 3))
    if name == "masked steps":
        x[::2, 1] = 0
    for _ in range(STEPS):
        names["step"](x)
    weights = model.get_weights()
    return {
        "kind": kind,
        "name": name,
        "program": text,
        "low": low,
        "shapes": [list(array.shape) for array in weights],
        "after": [np.round(array.astype(float), 6).tolist() for array in weights],
    }
