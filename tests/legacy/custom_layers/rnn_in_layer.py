# K.rnn in a layer of one's own
from keras.engine.topology import Layer
from keras.layers import Input
from keras.models import Model
from keras import backend as K
import numpy as np

class Cumulative(Layer):
    def build(self, input_shape):
        self.decay = self.add_weight((input_shape[2],), initializer='one', name='{}_decay'.format(self.name))
        self.built = True

    def call(self, x, mask=None):
        def step(inputs, states):
            total = states[0] * self.decay + inputs
            return total, [total]
        last, outputs, states = K.rnn(step, x, [K.zeros_like(x[:, 0, :])], mask=mask)
        return outputs

x = Input(shape=(4, 2))
model = Model(x, Cumulative()(x))
X = np.cos(np.arange(24.)).reshape(3, 4, 2)
