from keras.constraints import Constraint
from keras.layers import Dense
from keras.models import Sequential
from keras import backend as K
import numpy as np

class WeightClip(Constraint):
    '''Clips the weights incident to each hidden unit to be inside a range
    '''
    def __init__(self, c=2):
        self.c = c

    def __call__(self, p):
        return K.clip(p, -self.c, self.c)

    def get_config(self):
        return {'name': self.__class__.__name__,
                'c': self.c}

class Rescaled(Constraint):
    def __call__(self, p):
        norms = K.sqrt(K.sum(K.square(p), axis=0, keepdims=True))
        p *= K.clip(norms, 0, 0.5) / (1e-7 + norms)
        return p

model = Sequential()
model.add(Dense(4, input_dim=3, W_constraint=WeightClip(0.1), b_constraint=WeightClip(0.05)))
model.add(Dense(2, W_constraint=Rescaled()))
X = np.cos(np.arange(12.)).reshape(4, 3)
