from keras.regularizers import Regularizer
from keras.layers import Dense
from keras.models import Sequential
from keras import backend as K
import numpy as np

class L3(Regularizer):
    def __init__(self, l=0.01):
        self.l = l

    def __call__(self, x):
        return self.l * K.sum(K.abs(x) ** 3)

    def get_config(self):
        return {'name': self.__class__.__name__, 'l': float(self.l)}

class Orthogonal(Regularizer):
    def __init__(self, strength):
        self.strength = K.cast_to_floatx(strength)
        self.uses_learning_phase = False

    def __call__(self, x):
        gram = K.dot(K.transpose(x), x)
        return self.strength * K.sum(K.square(gram * (1. - K.eye(2))))

def halved(weights):
    return 0.5 * K.sum(K.square(weights))

model = Sequential()
model.add(Dense(4, input_dim=3, W_regularizer=L3(0.5), activation='tanh'))
model.add(Dense(2, W_regularizer=Orthogonal(0.1), b_regularizer=L3()))
X = np.cos(np.arange(12.)).reshape(4, 3)
