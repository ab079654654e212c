import numpy as np
from keras.preprocessing import sequence
from keras.models import Sequential
from keras.layers import Dense, Activation, Embedding
from keras.layers import LSTM

max_features, maxlen = 50, 8
reviews = [list(range(1, 2 + i % 9)) for i in range(12)]
X_train = sequence.pad_sequences(reviews, maxlen=maxlen)
y_train = np.arange(12) % 2
model = Sequential()
model.add(Embedding(max_features, 8))
model.add(LSTM(8, dropout_W=0.2, dropout_U=0.2))
model.add(Dense(1))
model.add(Activation('sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X_train, y_train, batch_size=4, nb_epoch=1, validation_data=(X_train, y_train), verbose=0)
score, acc = model.evaluate(X_train, y_train, batch_size=4, verbose=0)
