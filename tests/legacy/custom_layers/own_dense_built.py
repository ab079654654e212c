# a Dense with weight normalization
from keras.layers import Dense
from keras.engine.topology import InputSpec
from keras.models import Sequential
from keras import backend as K
import numpy as np

class DenseWN(Dense):
    def build(self, input_shape):
        self.input_dim = input_shape[1]
        self.input_spec = [InputSpec(dtype=K.floatx(), shape=(None, self.input_dim))]
        self.W = self.init((self.input_dim, self.output_dim), name='{}_W'.format(self.name))
        self.g = K.variable(np.ones(self.output_dim), name='{}_g'.format(self.name))
        if self.bias:
            self.b = K.zeros((self.output_dim,), name='{}_b'.format(self.name))
            self.trainable_weights = [self.W, self.g, self.b]
        else:
            self.trainable_weights = [self.W, self.g]
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)
            del self.initial_weights
        self.built = True

    def call(self, x, mask=None):
        V = self.W / K.sqrt(K.sum(K.square(self.W), axis=0, keepdims=True))
        output = K.dot(x, V * self.g)
        if self.bias:
            output += self.b
        return self.activation(output)

model = Sequential()
model.add(DenseWN(4, input_dim=3, activation='relu'))
model.add(DenseWN(2, bias=False))
X = np.cos(np.arange(12.)).reshape(4, 3)
