"""y = F(x) + x, on a convolution that keeps the shape."""

from keras import layers, models

x = layers.Input(shape=(16, 16, 3))
y = layers.Convolution2D(3, 3, 3, border_mode="same")(x)
z = layers.merge([x, y], mode="sum")
model = models.Model(input=x, output=z)
