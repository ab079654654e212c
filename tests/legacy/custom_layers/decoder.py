# a decoder of seq2seq's kind: the output goes in again
from keras.layers.recurrent import LSTM
from keras.layers import Dense, Input
from keras.models import Model
from keras.engine import InputSpec
from keras import backend as K
import numpy as np

class LSTMDecoder(LSTM):
    input_ndim = 2

    def __init__(self, output_length, hidden_dim=None, **kwargs):
        self.output_length = output_length
        self.hidden_dim = hidden_dim
        super(LSTMDecoder, self).__init__(**kwargs)
        self.input_spec = [InputSpec(ndim=2)]

    def build(self, input_shape):
        dim = input_shape[1]
        self.input_spec = None
        self.states = [None, None]
        self.W_x = self.add_weight((dim, 4 * self.output_dim), initializer=self.init, name='W_x')
        self.U_x = self.add_weight((self.output_dim, 4 * self.output_dim), initializer=self.inner_init, name='U_x')
        self.built = True

    def call(self, x, mask=None):
        n = self.output_dim
        h = K.repeat_elements(K.zeros_like(x)[:, :1], n, axis=1)
        c = h
        outputs = []
        for _ in range(self.output_length):
            z = K.dot(x, self.W_x) + K.dot(h, self.U_x)
            i = self.inner_activation(z[:, :n])
            f = self.inner_activation(z[:, n:2 * n])
            o = self.inner_activation(z[:, 2 * n:3 * n])
            c = f * c + i * self.activation(z[:, 3 * n:])
            h = o * self.activation(c)
            outputs.append(h)
        return K.permute_dimensions(K.stack(outputs), (1, 0, 2))

    def get_output_shape_for(self, input_shape):
        return (input_shape[0], self.output_length, self.output_dim)

    def compute_mask(self, input, mask=None):
        return None

x = Input(shape=(3,))
model = Model(x, LSTMDecoder(output_dim=2, output_length=4)(x))
X = np.cos(np.arange(9.)).reshape(3, 3)
