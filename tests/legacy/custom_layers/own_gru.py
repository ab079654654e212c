from keras.layers import GRU, SimpleRNN, Dense
from keras.models import Sequential
from keras import backend as K
import numpy as np

class ClippedGRU(GRU):
    def step(self, x, states):
        output, new_states = super(ClippedGRU, self).step(x, states)
        output = K.clip(output, -0.3, 0.3)
        return output, [output]

class Residual(SimpleRNN):
    def step(self, x, states):
        output, _ = super(Residual, self).step(x, states)
        output = output + 0.1 * states[0]
        return output, [output]

model = Sequential()
model.add(ClippedGRU(3, input_shape=(4, 2), return_sequences=True))
model.add(ClippedGRU(3, return_sequences=True, consume_less='gpu'))
model.add(Residual(2, consume_less='mem'))
model.add(Dense(1))
X = np.cos(np.arange(24.)).reshape(3, 4, 2)
