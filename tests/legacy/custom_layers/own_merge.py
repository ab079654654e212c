from keras.layers import Merge, Input, Dense
from keras.models import Model
from keras import backend as K
import numpy as np

class Difference(Merge):
    def __init__(self, **kwargs):
        super(Difference, self).__init__(mode=lambda tensors: tensors[0] - tensors[1],
                                         output_shape=lambda shapes: shapes[0], **kwargs)

class Halved(Merge):
    def call(self, inputs, mask=None):
        return 0.5 * super(Halved, self).call(inputs, mask)

a, b = Input(shape=(3,)), Input(shape=(3,))
model = Model(input=[a, b], output=Dense(1)(Halved(mode='sum')([Difference()([a, b]), Dense(3)(a)])))
X = [np.cos(np.arange(12.)).reshape(4, 3), np.sin(np.arange(12.)).reshape(4, 3)]
