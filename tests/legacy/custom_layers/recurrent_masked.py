from keras.layers.recurrent import Recurrent
from keras.layers import Embedding, Dense
from keras.engine import InputSpec
from keras import initializations
from keras import backend as K
from keras.models import Sequential
import numpy as np


class Leaky(Recurrent):
    def __init__(self, output_dim, rate=0.5, **kwargs):
        self.output_dim = output_dim
        self.rate = rate
        super(Leaky, self).__init__(**kwargs)

    def build(self, input_shape):
        self.input_spec = [InputSpec(shape=input_shape)]
        self.input_dim = input_shape[2]
        if self.stateful:
            self.reset_states()
        else:
            self.states = [None, None]
        init = initializations.get('glorot_uniform')
        self.W = self.add_weight((self.input_dim, self.output_dim), initializer=init, name='{}_W'.format(self.name))
        self.U = self.add_weight((self.output_dim, self.output_dim), initializer='orthogonal',
                                 name='{}_U'.format(self.name))
        self.built = True

    def preprocess_input(self, x):
        return K.dot(x, self.W)

    def get_initial_states(self, x):
        ones = K.max(K.ones_like(x), axis=1)
        ones = K.repeat_elements(ones[:, :1], self.output_dim, axis=1)
        return [ones, 0. * ones]

    def get_constants(self, x):
        return [K.sum(x, axis=(1, 2))]

    def step(self, x, states):
        h, total, constant = states
        h = self.rate * h + (1 - self.rate) * K.tanh(x + K.dot(h, self.U)) + 0.01 * K.expand_dims(constant)
        return h, [h, total + h]


model = Sequential()
model.add(Embedding(7, 3, mask_zero=True, input_length=4))
model.add(Leaky(3, return_sequences=True))
model.add(Leaky(2, rate=0.25))
model.add(Dense(1))
X = np.array([[1, 2, 0, 0], [3, 4, 5, 0], [6, 6, 6, 6]])
