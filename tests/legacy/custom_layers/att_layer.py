# attention layer after Yang et al., as it went around
import numpy as np
from keras.layers import Dense, Input, GRU, Bidirectional, TimeDistributed
from keras.models import Model
from keras import backend as K
from keras.engine.topology import Layer, InputSpec
from keras import initializations


class AttLayer(Layer):
    def __init__(self, **kwargs):
        self.init = initializations.get('normal')
        #self.input_spec = [InputSpec(ndim=3)]
        super(AttLayer, self).__init__(**kwargs)

    def build(self, input_shape):
        assert len(input_shape)==3
        #self.W = self.init((input_shape[-1],1))
        self.W = self.init((input_shape[-1],))
        #self.input_spec = [InputSpec(shape=input_shape)]
        self.trainable_weights = [self.W]
        super(AttLayer, self).build(input_shape)  # be sure you call this somewhere!

    def call(self, x, mask=None):
        eij = K.tanh(K.sum(x * self.W, axis=-1))

        ai = K.exp(eij)
        weights = ai / K.expand_dims(K.sum(ai, axis=1), 1)

        weighted_input = x * K.expand_dims(weights)
        return K.sum(weighted_input, axis=1)

    def get_output_shape_for(self, input_shape):
        return (input_shape[0], input_shape[-1])


sentence_input = Input(shape=(5, 4))
l_dense = TimeDistributed(Dense(6))(sentence_input)
l_att = AttLayer()(l_dense)
preds = Dense(2, activation='softmax')(l_att)
model = Model(sentence_input, preds)
X = np.cos(np.arange(40.)).reshape(2, 5, 4)
