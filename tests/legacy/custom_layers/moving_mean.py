from keras.engine.topology import Layer
from keras import backend as K
from keras.models import Sequential
from keras.layers import Dense
import numpy as np


class Whitening(Layer):
    """Keeps a moving mean of what it sees."""

    def __init__(self, momentum=0.9, **kwargs):
        self.uses_learning_phase = True
        self.momentum = momentum
        super(Whitening, self).__init__(**kwargs)

    def build(self, input_shape):
        self.running_mean = self.add_weight((input_shape[-1],), initializer='zero',
                                            name='{}_running_mean'.format(self.name),
                                            trainable=False)
        self.scale = self.add_weight((input_shape[-1],), 'one', name='{}_scale'.format(self.name))
        self.built = True

    def call(self, x, mask=None):
        mean = K.mean(x, axis=0)
        self.add_update([K.moving_average_update(self.running_mean, mean, self.momentum)], x)
        return K.in_train_phase(x - mean, x - self.running_mean) * self.scale


model = Sequential([Whitening(input_shape=(3,)), Dense(2)])
X = np.cos(np.arange(12.)).reshape(4, 3)
