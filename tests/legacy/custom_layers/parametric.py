from keras.layers.core import Layer
from keras import initializations
import keras.backend as K
from keras.models import Sequential
from keras.layers.core import Dense
import numpy as np

class Swish1(Layer):
    def __init__(self, init='one', weights=None, shared_axes=None, **kwargs):
        self.supports_masking = True
        self.init = initializations.get(init)
        self.initial_weights = weights
        super(Swish1, self).__init__(**kwargs)

    def build(self, input_shape):
        self.betas = self.init(input_shape[1:], name='{}_betas'.format(self.name))
        self.trainable_weights = [self.betas]
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)
            del self.initial_weights

    def call(self, x, mask=None):
        return x * K.sigmoid(self.betas * x)

    def get_config(self):
        config = {'init': self.init.__name__}
        base_config = super(Swish1, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))

model = Sequential()
model.add(Dense(3, input_dim=3))
model.add(Swish1())
model.add(Swish1(weights=[np.array([0.5, 1., 2.])]))
X = np.cos(np.arange(12.)).reshape(4, 3)
