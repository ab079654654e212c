from keras.layers.recurrent import Recurrent
from keras.engine import InputSpec
from keras import initializations, activations
from keras import backend as K
from keras.models import Sequential
from keras.layers import Dense
import numpy as np


class MGU(Recurrent):
    """Minimal gated unit."""

    def __init__(self, output_dim, init='glorot_uniform', inner_init='orthogonal',
                 activation='tanh', inner_activation='hard_sigmoid', **kwargs):
        self.output_dim = output_dim
        self.init = initializations.get(init)
        self.inner_init = initializations.get(inner_init)
        self.activation = activations.get(activation)
        self.inner_activation = activations.get(inner_activation)
        super(MGU, self).__init__(**kwargs)

    def build(self, input_shape):
        self.input_spec = [InputSpec(shape=input_shape)]
        self.input_dim = input_shape[2]
        self.states = [None]
        self.W_f = self.init((self.input_dim, self.output_dim), name='{}_W_f'.format(self.name))
        self.U_f = self.inner_init((self.output_dim, self.output_dim), name='{}_U_f'.format(self.name))
        self.b_f = K.zeros((self.output_dim,), name='{}_b_f'.format(self.name))
        self.W_h = self.init((self.input_dim, self.output_dim), name='{}_W_h'.format(self.name))
        self.U_h = self.inner_init((self.output_dim, self.output_dim), name='{}_U_h'.format(self.name))
        self.b_h = K.zeros((self.output_dim,), name='{}_b_h'.format(self.name))
        self.trainable_weights = [self.W_f, self.U_f, self.b_f, self.W_h, self.U_h, self.b_h]
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)
            del self.initial_weights

    def step(self, x, states):
        h_tm1 = states[0]
        f = self.inner_activation(K.dot(x, self.W_f) + K.dot(h_tm1, self.U_f) + self.b_f)
        hh = self.activation(K.dot(x, self.W_h) + K.dot(f * h_tm1, self.U_h) + self.b_h)
        h = (1 - f) * h_tm1 + f * hh
        return h, [h]

    def get_config(self):
        config = {'output_dim': self.output_dim,
                  'init': self.init.__name__,
                  'inner_init': self.inner_init.__name__,
                  'activation': self.activation.__name__,
                  'inner_activation': self.inner_activation.__name__}
        base_config = super(MGU, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))


model = Sequential()
model.add(MGU(3, input_shape=(4, 2), return_sequences=True))
model.add(MGU(2, go_backwards=True))
model.add(Dense(1))
X = np.cos(np.arange(24.)).reshape(3, 4, 2)
