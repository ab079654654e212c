from keras.engine import Layer, InputSpec
from keras import initializations, regularizers
from keras import backend as K
from keras.models import Sequential
import numpy as np


class InstanceNormalization(Layer):
    def __init__(self, epsilon=1e-5, axis=-1, weights=None, beta_init='zero', gamma_init='one',
                 gamma_regularizer=None, beta_regularizer=None, **kwargs):
        self.supports_masking = True
        self.epsilon = epsilon
        self.axis = axis
        self.beta_init = initializations.get(beta_init)
        self.gamma_init = initializations.get(gamma_init)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.initial_weights = weights
        self.uses_learning_phase = True
        super(InstanceNormalization, self).__init__(**kwargs)

    def build(self, input_shape):
        self.input_spec = [InputSpec(shape=input_shape)]
        shape = (input_shape[self.axis],)
        self.gamma = self.gamma_init(shape, name='{}_gamma'.format(self.name))
        self.beta = self.beta_init(shape, name='{}_beta'.format(self.name))
        self.trainable_weights = [self.gamma, self.beta]

        self.regularizers = []
        if self.gamma_regularizer:
            self.gamma_regularizer.set_param(self.gamma)
            self.regularizers.append(self.gamma_regularizer)
        if self.initial_weights is not None:
            self.set_weights(self.initial_weights)
            del self.initial_weights
        self.built = True

    def call(self, x, mask=None):
        mean = K.mean(x, axis=[1, 2], keepdims=True)
        std = K.sqrt(K.var(x, axis=[1, 2], keepdims=True) + self.epsilon)
        return (x - mean) / std * self.gamma + self.beta

    def get_config(self):
        config = {'epsilon': self.epsilon,
                  'axis': self.axis,
                  'gamma_regularizer': self.gamma_regularizer.get_config() if self.gamma_regularizer else None}
        base_config = super(InstanceNormalization, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))


model = Sequential()
model.add(InstanceNormalization(input_shape=(3, 3, 2)))
X = np.cos(np.arange(36.)).reshape(2, 3, 3, 2)
