from keras.layers import merge, Input, Dense, Flatten, BatchNormalization, Activation
from keras.layers import Convolution2D, MaxPooling2D, AveragePooling2D
from keras.models import Model


def conv2d_bn(x, nb_filter, nb_row, nb_col, border_mode='same', subsample=(1, 1), name=None):
    bn_name, conv_name = (name + '_bn', name + '_conv') if name is not None else (None, None)
    x = Convolution2D(nb_filter, nb_row, nb_col, subsample=subsample, activation='relu', border_mode=border_mode,
                      name=conv_name)(x)
    return BatchNormalization(axis=-1, name=bn_name)(x)


img_input = Input(shape=(24, 24, 3))
x = conv2d_bn(img_input, 4, 3, 3, subsample=(2, 2), border_mode='valid')
x = MaxPooling2D((3, 3), strides=(2, 2))(x)
branch1x1 = conv2d_bn(x, 4, 1, 1)
branch5x5 = conv2d_bn(conv2d_bn(x, 3, 1, 1), 4, 5, 5)
branch_pool = conv2d_bn(AveragePooling2D((3, 3), strides=(1, 1), border_mode='same')(x), 2, 1, 1)
x = merge([branch1x1, branch5x5, branch_pool], mode='concat', concat_axis=-1, name='mixed0')
x = AveragePooling2D((5, 5), strides=(5, 5))(x)
preds = Dense(10, activation='softmax', name='predictions')(Flatten(name='flatten')(x))
model = Model(img_input, preds)
model.compile('rmsprop', 'categorical_crossentropy')
