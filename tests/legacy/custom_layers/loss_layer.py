# a variational autoencoder whose loss is a layer
from keras.layers import Input, Dense, Lambda, Layer
from keras.models import Model
from keras import backend as K
from keras import objectives
import numpy as np

x = Input(shape=(4,))
h = Dense(3, activation='tanh')(x)
z_mean = Dense(2)(h)
z_log_var = Dense(2)(h)

def sampling(args):
    mean, log_var = args
    return mean + 0.5 * K.exp(log_var / 2)

z = Lambda(sampling, output_shape=(2,))([z_mean, z_log_var])
decoded = Dense(4, activation='sigmoid')(z)

class CustomVariationalLayer(Layer):
    def __init__(self, **kwargs):
        self.is_placeholder = True
        super(CustomVariationalLayer, self).__init__(**kwargs)

    def vae_loss(self, x, x_decoded_mean):
        xent_loss = 4 * K.mean(K.square(x - x_decoded_mean), axis=-1)
        kl_loss = - 0.5 * K.sum(1 + z_log_var - K.square(z_mean) - K.exp(z_log_var), axis=-1)
        return K.mean(xent_loss + kl_loss)

    def call(self, inputs, mask=None):
        x = inputs[0]
        x_decoded_mean = inputs[1]
        loss = self.vae_loss(x, x_decoded_mean)
        self.add_loss(loss, inputs=inputs)
        # We don't use this output.
        return x_decoded_mean

    def get_output_shape_for(self, shapes):
        return shapes[1]

    def compute_mask(self, inputs, mask=None):
        return None

y = CustomVariationalLayer()([x, decoded])
model = Model(x, y)
X = np.cos(np.arange(12.)).reshape(3, 4)
