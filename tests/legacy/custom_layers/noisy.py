from keras.layers import Layer, Dense
from keras.models import Sequential
from keras import backend as K
import numpy as np

class GaussianNoise2(Layer):
    def __init__(self, sigma, **kwargs):
        self.supports_masking = True
        self.sigma = sigma
        self.uses_learning_phase = True
        super(GaussianNoise2, self).__init__(**kwargs)

    def call(self, x, mask=None):
        noise_x = x + K.random_normal(shape=K.shape(x), mean=0., std=self.sigma)
        return K.in_train_phase(noise_x, x)

    def get_config(self):
        config = {'sigma': self.sigma}
        base_config = super(GaussianNoise2, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))

class Doubled(Layer):
    # twice as much when training
    uses_learning_phase = True

    def call(self, x, mask=None):
        return K.in_test_phase(x, 2. * x)

model = Sequential()
model.add(GaussianNoise2(0., input_shape=(3,)))
model.add(Doubled())
model.add(Dense(2))
X = np.cos(np.arange(12.)).reshape(4, 3)
