from keras import initializations
from keras import backend as K
from keras.layers import Dense, Convolution2D, Flatten, Embedding, Input
from keras.models import Model
import numpy as np

def my_init(shape, name=None):
    value = np.cos(np.arange(np.prod(shape))).reshape(shape)
    return K.variable(value, name=name)

def small(shape, name=None):
    return initializations.normal(shape, scale=0.01, name=name)

def scaled(shape, name=None, dim_ordering='tf'):
    return initializations.uniform(shape, scale=1. / np.sqrt(shape[0]), name=name)

x = Input(shape=(4, 4, 2))
h = Convolution2D(3, 2, 2, init=scaled, dim_ordering='tf')(x)
h = Flatten()(h)
h = Dense(3, init=my_init)(h)
h = Dense(3, init=small, activation='tanh')(h)
h = Dense(2, init=lambda shape, name: initializations.normal(shape, scale=0.02, name=name))(h)
h = Dense(2, init=lambda shape, name=None: initializations.orthogonal(shape, scale=0.5, name=name))(h)
model = Model(x, h)
own = [layer for layer in model.layers if isinstance(layer, Dense)][0].get_weights()[0]
W = initializations.uniform((3, 2), scale=0.01, name='W')
drawn = K.get_value(W)
fan = initializations.get('he_normal')((4, 2), name='fan')
count = K.count_params(fan)
X = np.cos(np.arange(64.)).reshape(2, 4, 4, 2)
