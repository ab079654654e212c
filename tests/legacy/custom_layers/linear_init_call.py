from keras import backend as K
from keras import initializations
from keras.engine.topology import Layer
from keras.models import Sequential
from keras.layers import Activation
import numpy as np


class MyDense(Layer):
    def __init__(self, output_dim, init='glorot_uniform', **kwargs):
        self.output_dim = output_dim
        self.init = initializations.get(init)
        super(MyDense, self).__init__(**kwargs)

    def build(self, input_shape):
        assert len(input_shape) == 2
        input_dim = input_shape[1]
        self.W = self.init((input_dim, self.output_dim), name='{}_W'.format(self.name))
        self.b = K.zeros((self.output_dim,), name='{}_b'.format(self.name))
        self.trainable_weights = [self.W, self.b]

    def call(self, x, mask=None):
        return K.dot(x, self.W) + self.b

    def get_output_shape_for(self, input_shape):
        return (input_shape[0], self.output_dim)


model = Sequential()
model.add(MyDense(5, input_shape=(3,)))
model.add(Activation('tanh'))
model.add(MyDense(2, init='uniform'))
X = np.cos(np.arange(12.)).reshape(4, 3)
