from keras.engine.topology import Layer
from keras.layers import Input, Dense
from keras.models import Model
from keras import backend as K
import numpy as np

class NeuralTensorLayer(Layer):
    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super(NeuralTensorLayer, self).__init__(**kwargs)

    def build(self, input_shape):
        mean, std = 0.0, 1.0
        d = input_shape[0][1]
        k = self.output_dim
        self.W = K.variable(np.cos(np.arange(k * d * d)).reshape(k, d, d))
        self.V = K.variable(np.sin(np.arange(2 * d * k)).reshape(2 * d, k))
        self.b = K.zeros((k,))
        self.trainable_weights = [self.W, self.V, self.b]

    def call(self, inputs, mask=None):
        if type(inputs) is not list or len(inputs) <= 1:
            raise Exception('BilinearTensorLayer must be called on a list of tensors '
                            '(at least 2). Got: ' + str(inputs))
        e1 = inputs[0]
        e2 = inputs[1]
        batch_size = K.shape(e1)[0]
        k = self.output_dim
        feed_forward_product = K.dot(K.concatenate([e1, e2]), self.V)
        bilinear = [K.sum((e2 * K.dot(e1, self.W[0])) + self.b[0], axis=1)]
        for i in range(k)[1:]:
            btp = K.sum((e2 * K.dot(e1, self.W[i])) + self.b[i], axis=1)
            bilinear.append(btp)
        result = K.tanh(K.reshape(K.concatenate(bilinear, axis=0), (batch_size, k)) + feed_forward_product)
        return result

    def get_output_shape_for(self, input_shape):
        batch_size = input_shape[0][0]
        return (batch_size, self.output_dim)

a, b = Input(shape=(3,)), Input(shape=(3,))
model = Model(input=[a, b], output=Dense(1)(NeuralTensorLayer(2)([a, b])))
X = [np.cos(np.arange(12.)).reshape(4, 3), np.sin(np.arange(12.)).reshape(4, 3)]
