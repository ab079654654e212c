import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.layers import Embedding
from keras.layers import LSTM
from keras.layers import Convolution1D, MaxPooling1D

filter_length, nb_filter, pool_length, lstm_output_size = 3, 4, 2, 5
X_train, y_train = np.arange(40).reshape((4, 10)) % 20, np.array([0, 1, 1, 0])
model = Sequential()
model.add(Embedding(20, 6, input_length=10))
model.add(Dropout(0.25))
model.add(Convolution1D(nb_filter=nb_filter, filter_length=filter_length, border_mode='valid', activation='relu',
                        subsample_length=1))
model.add(MaxPooling1D(pool_length=pool_length))
model.add(LSTM(lstm_output_size))
model.add(Dense(1))
model.add(Activation('sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X_train, y_train, batch_size=2, nb_epoch=1, verbose=0)
score, acc = model.evaluate(X_train, y_train, batch_size=2, verbose=0)
