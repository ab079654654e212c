from keras.layers.core import Layer
from keras.layers import Input, Convolution2D
from keras.models import Model
import keras.backend as K
import numpy as np

class LRN2D(Layer):
    def __init__(self, alpha=1e-4, k=2, beta=0.75, n=5, **kwargs):
        if n % 2 == 0:
            raise NotImplementedError("LRN2D only works with odd n. n provided: " + str(n))
        super(LRN2D, self).__init__(**kwargs)
        self.alpha = alpha
        self.k = k
        self.beta = beta
        self.n = n

    def get_output(self, train):
        X = self.get_input(train)
        return X

    def call(self, x, mask=None):
        half = self.n // 2
        squared = K.square(x)
        pooled = K.pool2d(squared, (self.n, self.n), strides=(1, 1), border_mode='same', pool_mode='avg', dim_ordering='tf')
        scale = (self.k + self.alpha * self.n * pooled) ** self.beta
        return x / scale

    def get_output_shape_for(self, input_shape):
        return input_shape

    def get_config(self):
        config = {"alpha": self.alpha,
                  "k": self.k,
                  "beta": self.beta,
                  "n": self.n}
        base_config = super(LRN2D, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))

class PoolHelper(Layer):
    def __init__(self, **kwargs):
        super(PoolHelper, self).__init__(**kwargs)

    def call(self, x, mask=None):
        return x[:,1:,1:,:]

    def get_output_shape_for(self, input_shape):
        return (input_shape[0], input_shape[1] - 1, input_shape[2] - 1, input_shape[3])

img = Input(shape=(6, 6, 3))
h = Convolution2D(2, 3, 3, border_mode='same', dim_ordering='tf')(img)
model = Model(input=img, output=PoolHelper()(LRN2D(alpha=0.5, n=3, name='norm1')(h)))
X = np.cos(np.arange(216.)).reshape(2, 6, 6, 3)
