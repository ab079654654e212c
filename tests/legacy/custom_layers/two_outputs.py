from keras.engine.topology import Layer
from keras.layers import Input, Dense, merge
from keras.models import Model
from keras import backend as K
import numpy as np

class Split(Layer):
    def __init__(self, at, **kwargs):
        self.at = at
        super(Split, self).__init__(**kwargs)
    def call(self, x, mask=None):
        return [x[:, :self.at], x[:, self.at:]]
    def compute_mask(self, x, mask=None):
        return [None, None]
    def get_output_shape_for(self, s):
        return [(s[0], self.at), (s[0], s[1] - self.at)]

x = Input(shape=(5,))
left, right = Split(2)(Dense(5)(x))
model = Model(input=x, output=merge([Dense(3)(left), Dense(3)(right)], mode='mul'))
X = np.cos(np.arange(20.)).reshape(4, 5)
