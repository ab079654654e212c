from keras.models import Sequential
from keras import layers
from keras.layers import Dense, Dropout, Activation
from keras import backend as K
import numpy as np


class Antirectifier(layers.Layer):
    def get_output_shape_for(self, input_shape):
        shape = list(input_shape)
        assert len(shape) == 2  # only valid for 2D tensors
        shape[-1] *= 2
        return tuple(shape)

    def call(self, x, mask=None):
        x -= K.mean(x, axis=1, keepdims=True)
        x = K.l2_normalize(x, axis=1)
        pos = K.relu(x)
        neg = K.relu(-x)
        return K.concatenate([pos, neg], axis=1)


model = Sequential()
model.add(Dense(4, input_shape=(3,)))
model.add(Antirectifier())
model.add(Dropout(0.1))
model.add(Dense(2))
model.add(Activation('softmax'))
X = np.cos(np.arange(12.)).reshape(4, 3)
