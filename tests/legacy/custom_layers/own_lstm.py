from keras.layers import LSTM, Dense
from keras.models import Sequential
import numpy as np

class Reader(LSTM):
    """The LSTM that we use everywhere."""
    def __init__(self, output_dim, **kwargs):
        super(Reader, self).__init__(output_dim, init='glorot_uniform', inner_init='glorot_uniform',
                                     forget_bias_init='one', inner_activation='hard_sigmoid', **kwargs)

model = Sequential()
model.add(Reader(3, input_shape=(4, 2), return_sequences=True))
model.add(Reader(2))
model.add(Dense(1))
X = np.cos(np.arange(24.)).reshape(3, 4, 2)
