import numpy as np
from keras.models import Model
from keras.layers import Input, Dense, TimeDistributed
from keras.layers import LSTM

X_train, Y_train = np.random.RandomState(0).rand(8, 6, 6, 1), np.eye(10)[np.arange(8)]
row, col, pixel = X_train.shape[1:]
x = Input(shape=(row, col, pixel))
encoded_rows = TimeDistributed(LSTM(output_dim=5))(x)
encoded_columns = LSTM(5)(encoded_rows)
prediction = Dense(10, activation='softmax')(encoded_columns)
model = Model(input=x, output=prediction)
model.compile(loss='categorical_crossentropy', optimizer='rmsprop', metrics=['accuracy'])
model.fit(X_train, Y_train, batch_size=4, nb_epoch=1, verbose=0, validation_data=(X_train, Y_train))
