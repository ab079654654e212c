"""What still runs today and means something else, as the note on 2016 code lists it, asked of Keras 1.2.2."""

from judge import asking

TARGET = "keras_functional_notes/data/changed_meanings.json"
SETUP = """
import numpy as np
from keras.layers import Convolution2D, Dense, GRU, Input, LSTM, Masking, SimpleRNN, merge
from keras.models import Model, Sequential

picture = Input(shape=(32, 32, 3))
five, one = Input(shape=(5,)), Input(shape=(1,))

critic = Sequential([Dense(1, input_dim=2)])
critic.compile('sgd', 'mse', metrics=['accuracy'])
critic.trainable = False
before = critic.get_weights()[0]
history = critic.fit(np.ones((8, 2)), np.ones((8, 1)), nb_epoch=1, verbose=0)

a, b = Input(shape=(3, 1)), Input(shape=(3, 1))
summed = merge([Masking()(a), Masking()(b)], mode='sum')
last_step = SimpleRNN(1, activation='linear', weights=[np.ones((1, 1)), np.zeros((1, 1)), np.zeros(1)])
last = Model(input=[a, b], output=last_step(summed))
"""
QUESTIONS = [
    "Convolution2D(3, 3, 3)(picture)._keras_shape",
    "merge([five, one], mode='sum')",
    "last.predict([np.array([[[1.0], [0.0], [1.0]]]), np.array([[[1.0], [1.0], [0.0]]])])",
    "LSTM(4).inner_activation.__name__, GRU(4).inner_activation.__name__",
    "Dense(64, 'uniform').init.__name__",
    "Dense(64, 'relu')",
    "not np.array_equal(before, critic.get_weights()[0])",
    "sorted(history.history)",
]


def ask():
    """Run the setting, ask, and write what Keras 1.2.2 says."""
    names = {}
    exec(SETUP, names)
    answers = [asking.answer_to(question, names) for question in QUESTIONS]
    asking.write(TARGET, {"stack": asking.stack(), "setup": SETUP.strip(), "answers": answers})
