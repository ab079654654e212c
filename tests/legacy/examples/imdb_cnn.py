import numpy as np
from keras.preprocessing import sequence
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.layers import Embedding
from keras.layers import Convolution1D, GlobalMaxPooling1D

X_train = sequence.pad_sequences([[1, 2, 3], [4, 5], [6], [7, 8, 9, 1]], maxlen=6)
y_train = np.array([0, 1, 1, 0])
model = Sequential()
model.add(Embedding(20, 5, input_length=6, dropout=0.2))
model.add(Convolution1D(nb_filter=4, filter_length=3, border_mode='valid', activation='relu', subsample_length=1))
model.add(GlobalMaxPooling1D())
model.add(Dense(4))
model.add(Activation('relu'))
model.add(Dense(1))
model.add(Activation('sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X_train, y_train, batch_size=2, nb_epoch=1, verbose=0)
