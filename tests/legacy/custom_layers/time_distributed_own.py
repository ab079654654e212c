from keras.engine.topology import Layer
from keras.layers import TimeDistributed, Bidirectional, Dense, LSTM
from keras.models import Sequential
from keras import backend as K
from keras import initializations
import numpy as np

class Gate(Layer):
    def __init__(self, **kwargs):
        self.init = initializations.get('glorot_uniform')
        super(Gate, self).__init__(**kwargs)
    def build(self, input_shape):
        n = input_shape[-1]
        self.W = self.add_weight((n, n), initializer=self.init, name='W')
        self.W_carry = self.add_weight((n, n), initializer=self.init, name='W_carry')
        self.built = True
    def call(self, x, mask=None):
        gate = K.sigmoid(K.dot(x, self.W_carry))
        return gate * K.relu(K.dot(x, self.W)) + (1 - gate) * x

model = Sequential()
model.add(TimeDistributed(Gate(), input_shape=(4, 3)))
model.add(TimeDistributed(Dense(2)))
X = np.cos(np.arange(24.)).reshape(2, 4, 3)
