import numpy as np
from keras.models import Sequential
from keras.layers import Dense, LSTM

tsteps, batch_size, epochs = 1, 5, 2
cos = np.cos(np.arange(20) * 0.3).reshape((20, 1, 1))
expected_output = np.roll(cos[:, 0], -1, axis=0)
model = Sequential()
model.add(LSTM(5, batch_input_shape=(batch_size, tsteps, 1), return_sequences=True, stateful=True))
model.add(LSTM(5, batch_input_shape=(batch_size, tsteps, 1), return_sequences=False, stateful=True))
model.add(Dense(1))
model.compile(loss='mse', optimizer='rmsprop')
for i in range(epochs):
    model.fit(cos, expected_output, batch_size=batch_size, verbose=0, nb_epoch=1, shuffle=False)
    model.reset_states()
predicted_output = model.predict(cos, batch_size=batch_size)
