from keras.engine.topology import Layer
import keras.backend as K
from keras.models import Sequential
from keras.layers import Convolution2D, Dense
import numpy as np

class SpatialPyramidPooling(Layer):
    def __init__(self, pool_list, **kwargs):
        self.dim_ordering = K.image_dim_ordering()
        assert self.dim_ordering in {'tf', 'th'}, 'dim_ordering must be in {tf, th}'
        self.pool_list = pool_list
        self.num_outputs_per_channel = sum([i * i for i in pool_list])
        super(SpatialPyramidPooling, self).__init__(**kwargs)

    def build(self, input_shape):
        self.nb_channels = input_shape[3]
        self.rows, self.cols = input_shape[1], input_shape[2]

    def get_output_shape_for(self, input_shape):
        return (input_shape[0], self.nb_channels * self.num_outputs_per_channel)

    def get_config(self):
        config = {'pool_list': self.pool_list}
        base_config = super(SpatialPyramidPooling, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))

    def call(self, x, mask=None):
        outputs = []
        for num in self.pool_list:
            h, w = self.rows // num, self.cols // num
            for ix in range(num):
                for jy in range(num):
                    crop = x[:, ix * h:(ix + 1) * h, jy * w:(jy + 1) * w, :]
                    outputs.append(K.max(crop, axis=(1, 2)))
        outputs = K.concatenate(outputs)
        return outputs

model = Sequential()
model.add(Convolution2D(2, 3, 3, border_mode='same', input_shape=(4, 4, 1)))
model.add(SpatialPyramidPooling([1, 2]))
model.add(Dense(1))
X = np.cos(np.arange(32.)).reshape(2, 4, 4, 1)
