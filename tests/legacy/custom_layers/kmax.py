from keras.layers import Layer, Input, Flatten, Dense
from keras.engine import InputSpec
from keras.models import Model
import keras.backend as K
import numpy as np

class NonMasking(Layer):
    def __init__(self, **kwargs):
        self.supports_masking = True
        super(NonMasking, self).__init__(**kwargs)
    def build(self, input_shape):
        input_shape = input_shape
    def compute_mask(self, input, input_mask=None):
        # do not pass the mask to the next layers
        return None
    def call(self, x, mask=None):
        return x
    def get_output_shape_for(self, input_shape):
        return input_shape

class MaxOverTime(Layer):
    def __init__(self, **kwargs):
        super(MaxOverTime, self).__init__(**kwargs)
        self.input_spec = [InputSpec(ndim=3)]
    def get_output_shape_for(self, input_shape):
        return (input_shape[0], input_shape[2])
    def call(self, x, mask=None):
        return K.max(x, axis=1)

from keras.layers import Embedding
x = Input(shape=(4,), dtype='int32')
e = NonMasking()(Embedding(6, 3, mask_zero=True)(x))
model = Model(x, Dense(2)(MaxOverTime()(e)))
X = np.array([[1, 2, 4, 0], [3, 5, 2, 0]])
