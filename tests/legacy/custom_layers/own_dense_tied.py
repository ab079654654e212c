# an autoencoder with tied weights
from keras.layers import Input, Dense
from keras.models import Model
from keras import backend as K
import numpy as np

class DenseTied(Dense):
    def __init__(self, output_dim, tied_to=None, **kwargs):
        self.tied_to = tied_to
        super(DenseTied, self).__init__(output_dim, **kwargs)

    def build(self, input_shape):
        super(DenseTied, self).build(input_shape)
        if self.tied_to is not None:
            self.trainable_weights = [self.b]

    def call(self, x, mask=None):
        output = K.dot(x, K.transpose(self.tied_to.W)) if self.tied_to is not None else K.dot(x, self.W)
        if self.bias:
            output += self.b
        return self.activation(output)

x = Input(shape=(4,))
encoder = Dense(2, activation='relu')
decoder = DenseTied(4, tied_to=encoder, activation='sigmoid')
model = Model(input=x, output=decoder(encoder(x)))
X = np.cos(np.arange(12.)).reshape(3, 4)
