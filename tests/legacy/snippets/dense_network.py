"""A densely connected network, trained, as it was written in 2016."""

from __future__ import print_function
import numpy as np
from keras.layers import Input, Dense
from keras.models import Model

np.random.seed(1337)  # for reproducibility
nb_digits = 10

pixels = Input(shape=(784,))
hidden = Dense(64, activation="relu", init="uniform")(pixels)
hidden = Dense(output_dim=64, activation="relu", W_regularizer="l2")(hidden)
digits = Dense(nb_digits, activation="softmax", bias=False)(hidden)

model = Model(input=pixels, output=digits)
model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])

X_train = np.random.random((64, 784))
Y_train = np.eye(nb_digits)[np.random.randint(nb_digits, size=64)]
history = model.fit(X_train, Y_train, batch_size=32, nb_epoch=2, verbose=0, validation_split=0.25)

print("last accuracy:", history.history["val_acc"][-1])
