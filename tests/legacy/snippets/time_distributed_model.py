"""From one image to a film: the same model on every frame."""

from keras.layers import Input, Dense, TimeDistributed
from keras.models import Model, Sequential

still = Sequential()
still.add(Dense(16, input_dim=48, activation="relu"))
still.add(Dense(output_dim=5, activation="softmax"))

# 12 frames of 48 features
film = Input(shape=(12, 48))
per_frame = TimeDistributed(still)(film)
model = Model(film, per_frame)
