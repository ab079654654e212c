"""Three towers over one image, side by side."""

from keras.layers import merge, Convolution2D as Conv, MaxPooling2D, Input
from keras.models import Model

image = Input(shape=(64, 64, 3))

narrow = Conv(16, 1, 1, border_mode="same", activation="relu")(image)
narrow = Conv(16, 3, 3, border_mode="same", activation="relu")(narrow)

wide = Conv(16, 1, 1, border_mode="same", activation="relu")(image)
wide = Conv(16, 5, 5, border_mode="same", activation="relu")(wide)

pooled = MaxPooling2D((3, 3), strides=(1, 1), border_mode="same")(image)
pooled = Conv(16, 1, 1, border_mode="same", activation="relu")(pooled)

towers = merge([narrow, wide, pooled], mode="concat", concat_axis=-1)
model = Model(image, towers)
