from keras.layers.wrappers import Wrapper
from keras.layers import Dense
from keras.models import Sequential
from keras import backend as K
import numpy as np

class Doubling(Wrapper):
    """Calls a layer on the input and on its negative."""
    def __init__(self, layer, factor=1., **kwargs):
        self.supports_masking = True
        self.factor = factor
        super(Doubling, self).__init__(layer, **kwargs)

    def build(self, input_shape=None):
        if not self.layer.built:
            self.layer.build(input_shape)
            self.layer.built = True
        super(Doubling, self).build()

    def get_output_shape_for(self, input_shape):
        return self.layer.get_output_shape_for(input_shape)

    def call(self, x, mask=None):
        return self.factor * self.layer.call(x) + self.layer.call(-x)

model = Sequential()
model.add(Doubling(Dense(4, activation='sigmoid'), input_shape=(3,)))
model.add(Doubling(Dense(2, activation='sigmoid'), factor=2.))
X = np.cos(np.arange(12.)).reshape(4, 3)
