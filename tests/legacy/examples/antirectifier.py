import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Dropout, Layer, Activation
from keras import backend as K


class Antirectifier(Layer):
    def get_output_shape_for(self, input_shape):
        shape = list(input_shape)
        assert len(shape) == 2
        shape[-1] *= 2
        return tuple(shape)

    def call(self, x, mask=None):
        x -= K.mean(x, axis=1, keepdims=True)
        x = K.l2_normalize(x, axis=1)
        pos = K.relu(x)
        neg = K.relu(-x)
        return K.concatenate([pos, neg], axis=1)


X, Y = np.random.RandomState(0).rand(8, 12), np.eye(10)[np.arange(8)]
model = Sequential()
model.add(Dense(6, input_shape=(12,)))
model.add(Antirectifier())
model.add(Dropout(0.1))
model.add(Dense(10))
model.add(Activation('softmax'))
model.compile(loss='categorical_crossentropy', optimizer='rmsprop', metrics=['accuracy'])
model.fit(X, Y, batch_size=4, nb_epoch=1, verbose=0, validation_data=(X, Y))
