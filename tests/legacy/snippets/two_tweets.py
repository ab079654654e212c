"""Are two tweets by one person? One LSTM reads both."""

import keras
from keras.engine import merge
from keras.layers.core import Dense

tweet_a = keras.layers.Input(shape=(140, 256))
tweet_b = keras.layers.Input(shape=(140, 256))

# one layer, hence one set of weights, called twice
shared_lstm = keras.layers.LSTM(64)
encoded_a = shared_lstm(tweet_a)
encoded_b = shared_lstm(tweet_b)

merged_vector = merge([encoded_a, encoded_b], mode="concat", concat_axis=-1)
predictions = Dense(1, activation="sigmoid")(merged_vector)

model = keras.models.Model(input=[tweet_a, tweet_b], output=predictions)
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
