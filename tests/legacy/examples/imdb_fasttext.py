import numpy as np
from keras.models import Sequential
from keras.layers import Dense
from keras.layers import Embedding
from keras.layers import GlobalAveragePooling1D

X_train, y_train = np.arange(40).reshape((4, 10)) % 20, np.array([0, 1, 1, 0])
model = Sequential()
model.add(Embedding(20, 5, input_length=10))
model.add(GlobalAveragePooling1D())
model.add(Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X_train, y_train, batch_size=2, nb_epoch=1, validation_data=(X_train, y_train), verbose=0)
