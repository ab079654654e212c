from keras.layers import Dense
from keras.models import Sequential
from keras import backend as K
import numpy as np

class ScaledDense(Dense):
    """A Dense whose output is divided by the square root of its inputs."""
    def __init__(self, output_dim, factor=1., **kwargs):
        self.factor = factor
        super(ScaledDense, self).__init__(output_dim, init='glorot_normal', activation='tanh', W_regularizer='l2', **kwargs)

    def call(self, x, mask=None):
        y = super(ScaledDense, self).call(x, mask)
        return self.factor * y / float(np.sqrt(self.input_dim))

    def get_config(self):
        config = super(ScaledDense, self).get_config()
        config['factor'] = self.factor
        return config

model = Sequential()
model.add(ScaledDense(4, factor=2., input_dim=3))
model.add(ScaledDense(2, bias=False))
X = np.cos(np.arange(12.)).reshape(4, 3)
