from keras.layers import Layer, Input, Dense
from keras.layers.core import Lambda
from keras.models import Model
import keras.backend as K
import numpy as np

class L2Normalization(Layer):
    """SSD's layer: L2 along the channels, and a learnt scale."""
    def __init__(self, scale, **kwargs):
        self.axis = 3
        self.scale = scale
        super(L2Normalization, self).__init__(**kwargs)

    def build(self, input_shape):
        self.input_spec = [InputSpec(shape=input_shape)]
        shape = (input_shape[self.axis],)
        init_gamma = self.scale * np.ones(shape)
        self.gamma = K.variable(init_gamma, name='{}_gamma'.format(self.name))
        self.trainable_weights = [self.gamma]

    def call(self, x, mask=None):
        output = K.l2_normalize(x, self.axis)
        output *= self.gamma
        return output

from keras.engine import InputSpec
x = Input(shape=(3, 3, 2))
model = Model(x, L2Normalization(20, name='conv4_3_norm')(x))
X = np.cos(np.arange(36.)).reshape(2, 3, 3, 2)
