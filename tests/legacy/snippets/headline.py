"""How often will a headline be shared? Two inputs, two outputs, two losses: by list, then by name."""

import numpy as np
from keras.layers import Input, Embedding, LSTM, Dense, merge
from keras.models import Model

vocabulary, length = 1000, 30

headline = Input(shape=(length,), dtype="int32", name="headline")
x = Embedding(output_dim=32, input_dim=vocabulary, input_length=length)(headline)
lstm_out = LSTM(16)(x)
# this one keeps the LSTM learning even where the main loss is high
early = Dense(1, activation="sigmoid", name="early")(lstm_out)

hour = Input(shape=(5,), name="hour")
x = merge([lstm_out, hour], mode="concat")
for _ in range(3):
    x = Dense(24, activation="relu")(x)
shares = Dense(1, activation="sigmoid", name="shares")(x)

model = Model(input=[headline, hour], output=[shares, early])

words = np.random.randint(vocabulary, size=(16, length))
hours = np.random.random((16, 5))
labels = np.random.randint(2, size=(16, 1))

model.compile(optimizer="rmsprop", loss="binary_crossentropy", loss_weights=[1.0, 0.2])
by_list = model.fit([words, hours], [labels, labels], nb_epoch=1, batch_size=8, verbose=0)

model.compile(
    optimizer="rmsprop",
    loss={"shares": "binary_crossentropy", "early": "binary_crossentropy"},
    loss_weights={"shares": 1.0, "early": 0.2},
)
by_name = model.fit(
    {"headline": words, "hour": hours}, {"shares": labels, "early": labels}, nb_epoch=2, batch_size=8, verbose=0
)
