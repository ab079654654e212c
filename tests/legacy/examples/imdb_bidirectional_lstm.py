import numpy as np
from keras.preprocessing import sequence
from keras.models import Sequential
from keras.layers import Dense, Dropout, Embedding, LSTM, Input, Bidirectional

X_train = sequence.pad_sequences([[1, 2, 3], [4, 5], [6], [7, 8, 9, 1]], maxlen=5)
y_train = np.array([0, 1, 1, 0])
model = Sequential()
model.add(Embedding(20, 6, input_length=5))
model.add(Bidirectional(LSTM(4)))
model.add(Dropout(0.5))
model.add(Dense(1, activation='sigmoid'))
model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
model.fit(X_train, y_train, batch_size=2, nb_epoch=1, validation_data=[X_train, y_train], verbose=0)
