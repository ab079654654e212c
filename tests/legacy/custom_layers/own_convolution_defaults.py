from keras.layers import Convolution2D, Flatten, Dense, BatchNormalization, Dropout
from keras.models import Sequential
import numpy as np

class Conv3(Convolution2D):
    def __init__(self, nb_filter, **kwargs):
        kwargs.setdefault('dim_ordering', 'tf')
        super(Conv3, self).__init__(nb_filter, 3, 3, init='he_normal', border_mode='same', subsample=(2, 2), **kwargs)

class Drop(Dropout):
    def __init__(self, **kwargs):
        super(Drop, self).__init__(0., **kwargs)

class Norm(BatchNormalization):
    def call(self, x, mask=None):
        return 0.5 * super(Norm, self).call(x, mask=mask)

model = Sequential()
model.add(Conv3(2, input_shape=(8, 8, 2)))
model.add(Conv3(2))
model.add(Norm(epsilon=1e-3, axis=-1))
model.add(Drop())
model.add(Flatten())
model.add(Dense(2))
X = np.cos(np.arange(256.)).reshape(2, 8, 8, 2)
