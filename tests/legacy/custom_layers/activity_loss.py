from keras.layers import Layer, Input, Dense
from keras.models import Model
from keras import backend as K
import numpy as np

class Sparse(Layer):
    def __init__(self, rate=0.1, **kwargs):
        self.rate = rate
        super(Sparse, self).__init__(**kwargs)

    def build(self, input_shape):
        self.theta = self.add_weight((input_shape[1],), initializer='one', name='theta')
        super(Sparse, self).build(input_shape)

    def call(self, x, mask=None):
        y = x * self.theta
        self.add_loss(self.rate * K.sum(K.square(y)), inputs=x)
        return y

x = Input(shape=(3,))
model = Model(input=x, output=Dense(2)(Sparse(0.5)(x)))
X = np.cos(np.arange(12.)).reshape(4, 3)
