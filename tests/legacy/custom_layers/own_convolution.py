from keras.layers import Convolution2D, Input
from keras.models import Model
from keras import backend as K
import numpy as np

class MaskedConvolution2D(Convolution2D):
    """PixelCNN's convolution: it does not see what comes later."""
    def __init__(self, *args, **kwargs):
        self.mask_type = kwargs.pop('mask_type', 'B')
        super(MaskedConvolution2D, self).__init__(*args, **kwargs)

    def build(self, input_shape):
        super(MaskedConvolution2D, self).build(input_shape)
        mask = np.ones(K.get_value(self.W).shape, dtype='float32')
        rows, columns = self.nb_row, self.nb_col
        mask[rows // 2, columns // 2 + (self.mask_type == 'B'):] = 0.
        mask[rows // 2 + 1:] = 0.
        self.mask = K.variable(mask)

    def call(self, x, mask=None):
        output = K.conv2d(x, self.W * self.mask, strides=self.subsample,
                          border_mode=self.border_mode,
                          dim_ordering=self.dim_ordering)
        if self.bias:
            output += K.reshape(self.b, (1, 1, 1, self.nb_filter))
        return self.activation(output)

x = Input(shape=(5, 5, 2))
h = MaskedConvolution2D(3, 3, 3, border_mode='same', activation='relu', dim_ordering='tf', mask_type='A')(x)
model = Model(x, MaskedConvolution2D(1, 3, 3, border_mode='same', dim_ordering='tf')(h))
X = np.cos(np.arange(100.)).reshape(2, 5, 5, 2)
