"""Defaults and meanings that changed since Keras 1.2.2, each as a number that it gives."""

from judge import asking

TARGET = "tests/legacy/judge/meanings.json"
SETUP = """
import numpy as np
from keras import backend as K, objectives
from keras.callbacks import Callback, EarlyStopping, ReduceLROnPlateau
from keras.layers import BatchNormalization, Dense, GRU, Input, LSTM, SimpleRNN
from keras.models import Model, Sequential
from keras.optimizers import SGD, Adagrad
from keras.regularizers import activity_l2, l2

X, Y = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5], [2.0, 2.0]]), np.array([[1.0], [-2.0], [3.0], [0.0]])
W = [np.array([[0.5], [-0.25]]), np.array([0.125])]

def dense(optimizer='sgd', loss='mse', metrics=None, **arguments):
    model = Sequential([Dense(1, input_dim=2, weights=W, **arguments)])
    model.compile(optimizer, loss, metrics=metrics or [])
    return model

def stepped(optimizer):
    model = dense(optimizer)
    model.train_on_batch(X, Y)
    return [np.round(weight.astype('float64'), 4).tolist() for weight in model.get_weights()]

def number(value):
    return round(float(np.ravel(value)[0]), 4)

class Losses(Callback):
    def on_train_begin(self, logs=None):
        self.losses = []
    def on_batch_end(self, batch, logs=None):
        self.losses.append(number(logs['loss']))

def batches():
    seen = Losses()
    dense(SGD(lr=0.0)).fit(X, Y, batch_size=1, nb_epoch=1, shuffle=False, verbose=0, callbacks=[seen])
    return seen.losses

def epochs(patience):
    stopping = EarlyStopping(monitor='loss', patience=patience)
    return len(dense(SGD(lr=0.0)).fit(X, Y, nb_epoch=9, verbose=0, callbacks=[stopping]).epoch)

def rate(epochs):
    model = dense(SGD(lr=1e-9))
    plateau = ReduceLROnPlateau(monitor='loss', factor=0.5, patience=2, epsilon=0.1)
    model.fit(X, Y, nb_epoch=epochs, verbose=0, callbacks=[plateau])
    return '%.2g' % K.get_value(model.optimizer.lr)

def normalized(trainable):
    layer = BatchNormalization(input_shape=(2,), epsilon=1e-3, trainable=trainable)
    model = Sequential([layer])
    model.compile(SGD(lr=0.0), 'mse')
    return number(model.train_on_batch(X, np.zeros((4, 2))))

def variance(trainable):
    layer = BatchNormalization(input_shape=(2,), epsilon=0.5, momentum=0.5, trainable=trainable)
    model = Sequential([layer])
    model.compile(SGD(lr=0.0), 'mse')
    for _ in range(3):
        model.train_on_batch(X, np.zeros((4, 2)))
    return np.round(model.get_weights()[3].astype('float64'), 4).tolist()

def spreads(layer, kernels):
    model = Sequential([layer])
    weights = model.get_weights()
    return [round(float(np.concatenate([weights[place] for place in places], axis=-1).std()), 3) for places in kernels]

def penalty(layer):
    model = Sequential([layer])
    model.set_weights([np.ones_like(weight) for weight in model.get_weights()])
    model.compile('sgd', 'mse')
    zeros = np.zeros((1, 3, 2))
    return number(model.evaluate(zeros, model.predict(zeros, verbose=0), verbose=0))

def distance(y_true, y_pred):
    return K.mean(K.abs(y_true - y_pred))

def two_outputs(loss, metrics):
    x = Input(shape=(2,))
    outputs = [Dense(2, name='z', activation='softmax')(x), Dense(1, name='a', activation='sigmoid')(x)]
    model = Model(input=x, output=outputs)
    model.set_weights([np.linspace(-1, 1, weight.size).reshape(weight.shape) for weight in model.get_weights()])
    model.compile('sgd', loss, metrics=metrics)
    targets = [np.eye(2)[[0, 1, 1, 0]], np.array([[0], [1], [1], [0]])]
    numbers = [getattr(model, method)(X, targets) for method in ('test_on_batch', 'train_on_batch')]
    numbers.append(model.evaluate(X, targets, verbose=0))
    return model.metrics_names, [[number(part) for part in each] for each in numbers]
"""
# What is asked, by what it is about.
QUESTIONS = {
    "clipnorm": "stepped(SGD(lr=1.0, clipnorm=0.5))",
    "adagrad": "stepped(Adagrad(lr=0.5))",
    "activity_regularizer": "number(dense(activity_regularizer=activity_l2(0.5)).evaluate(X, Y, verbose=0))",
    "sample_weight": "number(dense().evaluate(X, Y, sample_weight=np.array([0.0, 0.0, 1.0, 2.0]), verbose=0))",
    "hinge": "number(K.eval(objectives.hinge(K.variable([[0.0, 1.0]]), K.variable([[0.5, 0.25]]))))",
    "squared_hinge": "number(K.eval(objectives.squared_hinge(K.variable([[0.0, 1.0]]), K.variable([[0.5, 0.25]]))))",
    "cosine_proximity": "number(K.eval(objectives.cosine_proximity(K.variable([[3.0, 4.0]]), "
    "K.variable([[4.0, 3.0]]))))",
    "frozen batch normalization": "normalized(True), normalized(False)",
    "the variance that is kept": "variance(True), variance(False)",
    "EarlyStopping": "[epochs(patience) for patience in (0, 1, 2)]",
    "ReduceLROnPlateau": "[rate(epochs) for epochs in (3, 4, 5)]",
    "a batch's loss": "batches()",
    "metrics": "sorted(dense(metrics=['mae']).fit(X, Y, nb_epoch=1, verbose=0).history)",
    "metrics_names": "dense(metrics=['mae', 'acc']).metrics_names",
    "two outputs": "two_outputs('mse', ['accuracy', distance])",
    "two outputs, by name": "two_outputs({'z': 'categorical_crossentropy', 'a': 'binary_crossentropy'}, "
    "{'a': 'acc', 'z': ['mae', distance]})",
    "two outputs, no metrics": "two_outputs(['mse', 'mae'], None)",
    "LSTM's spread": "spreads(LSTM(200, input_shape=(3, 200)), [(0, 3, 6, 9), (1, 4, 7, 10)])",
    "LSTM's spread, gpu": "spreads(LSTM(200, input_shape=(3, 200), consume_less='gpu'), [(0,), (1,)])",
    "GRU's spread": "spreads(GRU(200, input_shape=(3, 200)), [(0, 3, 6), (1, 4, 7)])",
    "SimpleRNN's spread": "spreads(SimpleRNN(200, input_shape=(3, 200)), [(0,), (1,)])",
    "LSTM's W_regularizer": "penalty(LSTM(2, input_shape=(3, 2), W_regularizer=l2(1.0), return_sequences=True))",
    "LSTM's U_regularizer": "penalty(LSTM(2, input_shape=(3, 2), U_regularizer=l2(1.0), return_sequences=True))",
    "SimpleRNN's regularizer": "penalty(SimpleRNN(2, input_shape=(3, 2), W_regularizer=l2(1.0)))",
}


def ask():
    """Run the setting, ask, and write what Keras 1.2.2 says."""
    names = {}
    exec(SETUP, names)
    answers = {what: asking.answer_to(question, names) for what, question in QUESTIONS.items()}
    asking.write(TARGET, {"stack": asking.stack(), "setup": SETUP.strip(), "answers": answers})
