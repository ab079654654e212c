# a regularizer as Keras 1.0 had them
from keras.regularizers import Regularizer
from keras.engine.topology import Layer
from keras.layers import Dense
from keras.models import Sequential
from keras import backend as K
import numpy as np

class SpatialRegularizer(Regularizer):
    def __init__(self, l=0.01):
        self.l = K.cast_to_floatx(l)
        self.uses_learning_phase = True

    def set_param(self, p):
        self.p = p

    def set_layer(self, layer):
        self.layer = layer

    def __call__(self, loss):
        regularized_loss = loss + K.sum(K.square(self.p)) * self.l
        return K.in_train_phase(regularized_loss, loss)

    def get_config(self):
        return {"name": self.__class__.__name__, "l": float(self.l)}

class Penalised(Layer):
    def build(self, input_shape):
        self.w = self.add_weight((input_shape[1],), initializer='one', name='w')
        regularizer = SpatialRegularizer(0.3)
        regularizer.set_param(self.w)
        self.regularizers = [regularizer]
        self.built = True

    def call(self, x, mask=None):
        return x * self.w

model = Sequential([Penalised(input_shape=(3,)), Dense(2)])
X = np.cos(np.arange(12.)).reshape(4, 3)
