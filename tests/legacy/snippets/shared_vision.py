"""Do two pictures show the same digit? One vision model looks at both."""

from keras.layers import merge, Convolution2D, MaxPooling2D, Input, Dense, Flatten
from keras.models import Model


def vision():
    digit = Input(shape=(27, 27, 1))
    x = Convolution2D(8, 3, 3)(digit)
    x = Convolution2D(8, 3, 3)(x)
    x = MaxPooling2D((2, 2))(x)
    return Model(digit, Flatten()(x))


vision_model = vision()
digit_a = Input(shape=(27, 27, 1))
digit_b = Input(shape=(27, 27, 1))
seen = [vision_model(digit) for digit in (digit_a, digit_b)]

same = Dense(1, activation="sigmoid")(merge(seen, mode="concat"))
model = Model([digit_a, digit_b], same)
