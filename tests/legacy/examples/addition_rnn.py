from __future__ import print_function
from keras.models import Sequential
from keras.layers import Activation, TimeDistributed, Dense, RepeatVector, recurrent
import numpy as np
from six.moves import range


class CharacterTable(object):
    def __init__(self, chars, maxlen):
        self.chars = sorted(set(chars))
        self.char_indices = dict((c, i) for i, c in enumerate(self.chars))
        self.maxlen = maxlen

    def encode(self, C, maxlen=None):
        X = np.zeros((maxlen or self.maxlen, len(self.chars)))
        for i, c in enumerate(C):
            X[i, self.char_indices[c]] = 1
        return X


RNN = recurrent.LSTM
ctable = CharacterTable('0123456789+ ', 5)
X = np.array([ctable.encode(q) for q in ('12+3 ', '4+5  ', '7+8  ', '20+2 ')])
y = np.array([ctable.encode(a, maxlen=3) for a in ('15 ', '9  ', '15 ', '22 ')])
model = Sequential()
model.add(RNN(8, input_shape=(5, 12)))
model.add(RepeatVector(3))
for _ in range(1):
    model.add(RNN(8, return_sequences=True))
model.add(TimeDistributed(Dense(12)))
model.add(Activation('softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
for iteration in range(1, 3):
    model.fit(X, y, batch_size=2, nb_epoch=1, validation_data=(X, y), verbose=0)
preds = model.predict_classes(X, verbose=0)
