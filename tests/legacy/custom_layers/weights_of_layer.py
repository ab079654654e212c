# weights by position, and what the layer says of them
from keras.engine.topology import Layer
from keras.models import Sequential
from keras import backend as K
import numpy as np

class Affine(Layer):
    def __init__(self, n, init='one', **kwargs):
        self.n = n
        self.init = init
        super(Affine, self).__init__(**kwargs)

    def build(self, input_shape):
        self.W = self.add_weight((input_shape[-1], self.n), self.init, 'W')
        self.b = self.add_weight((self.n,), 'zero', 'b', trainable=False)
        super(Affine, self).build(input_shape)

    def call(self, x, mask=None):
        return K.dot(x, self.W) + self.b

    def get_output_shape_for(self, input_shape):
        return input_shape[:-1] + (self.n,)

layer = Affine(2, input_shape=(3,))
model = Sequential([layer])
shapes = [w.shape for w in layer.get_weights()]
trained = len(layer.trainable_weights)
count = layer.count_params()
shape = layer.get_output_shape_for((None, 3))
shape_after = model.output_shape
X = np.cos(np.arange(12.)).reshape(4, 3)
