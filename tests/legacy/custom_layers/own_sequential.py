from keras.layers import Dense, Activation
from keras.models import Sequential, Model
from keras.layers import Input
import numpy as np

class Encoder(Sequential):
    def __init__(self, sizes, input_dim, **kwargs):
        super(Encoder, self).__init__(**kwargs)
        for i, size in enumerate(sizes):
            if i == 0:
                self.add(Dense(size, input_dim=input_dim, init='uniform'))
            else:
                self.add(Dense(size, init='uniform'))
            self.add(Activation('tanh'))

    def predict_sum(self, x):
        return self.predict(x, verbose=0).sum()

encoder = Encoder([4, 2], 3)
model = Sequential([encoder, Dense(1)])
X = np.cos(np.arange(12.)).reshape(4, 3)
encoder.set_weights([0.1 * np.ones(w.shape) for w in encoder.get_weights()])
total = encoder.predict_sum(X)
