from keras.engine.topology import Layer
from keras.layers import Dense
from keras import constraints, regularizers, initializations
from keras.models import Sequential
from keras import backend as K
import numpy as np

class Weighted(Layer):
    def __init__(self, W_regularizer=None, W_constraint=None, **kwargs):
        self.W_regularizer = regularizers.get(W_regularizer)
        self.W_constraint = constraints.get(W_constraint)
        super(Weighted, self).__init__(**kwargs)

    def build(self, input_shape):
        self.W = K.variable(np.array([0.5, -0.25, 1.5]), name='{}_W'.format(self.name))
        self.trainable_weights = [self.W]
        self.constraints = {}
        if self.W_constraint:
            self.constraints[self.W] = self.W_constraint
        self.built = True

    def call(self, x, mask=None):
        return x * self.W

model = Sequential([Weighted(W_constraint='nonneg', input_shape=(3,)), Dense(2)])
X = np.cos(np.arange(12.)).reshape(4, 3)
