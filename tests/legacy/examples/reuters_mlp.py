import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.utils import np_utils
from keras.preprocessing.text import Tokenizer

max_words = 30
X_train, y_train = [[1, 2, 3], [4, 5], [6, 7, 29], [1]], np.array([0, 2, 1, 0])
nb_classes = np.max(y_train) + 1
tokenizer = Tokenizer(nb_words=max_words)
X_train = tokenizer.sequences_to_matrix(X_train, mode='binary')
Y_train = np_utils.to_categorical(y_train, nb_classes)
model = Sequential()
model.add(Dense(8, input_shape=(max_words,)))
model.add(Activation('relu'))
model.add(Dropout(0.5))
model.add(Dense(nb_classes))
model.add(Activation('softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
history = model.fit(X_train, Y_train, nb_epoch=1, batch_size=2, verbose=0, validation_split=0.25)
score = model.evaluate(X_train, Y_train, batch_size=2, verbose=0)
