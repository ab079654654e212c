"""Keras 1.2.2's ResNet50, written for today: what the old text is compared with, by the tests and a benchmark."""

from __future__ import annotations

from typing import Any

import keras
from keras import layers


def resnet50() -> Any:
    """Keras 1.2.2's ResNet50, written for today.

    `keras.applications.ResNet50` is another network: it pads before its first pooling, has another epsilon in its batch
    normalization, and strides elsewhere.
    """

    def normalized(x: Any, activation: str | None = "relu") -> Any:
        x = layers.BatchNormalization(axis=3, epsilon=1e-3)(x)
        return x if activation is None else layers.Activation(activation)(x)

    def block(x: Any, widths: tuple[int, int, int], *, strides: int | None = None) -> Any:
        first, second, third = widths
        y = normalized(layers.Conv2D(first, (1, 1), strides=strides or 1)(x))
        y = normalized(layers.Conv2D(second, (3, 3), padding="same")(y))
        y = normalized(layers.Conv2D(third, (1, 1))(y), None)
        if strides is not None:
            x = normalized(layers.Conv2D(third, (1, 1), strides=strides)(x), None)
        return layers.Activation("relu")(layers.Add()([y, x]))

    image = keras.Input((224, 224, 3))
    x = normalized(layers.Conv2D(64, (7, 7), strides=2)(layers.ZeroPadding2D(3)(image)))
    x = layers.MaxPooling2D((3, 3), strides=2)(x)
    for count, width, strides in ((3, 64, 1), (4, 128, 2), (6, 256, 2), (3, 512, 2)):
        for number in range(count):
            x = block(x, (width, width, 4 * width), strides=None if number else strides)
    x = layers.Flatten()(layers.AveragePooling2D((7, 7))(x))
    return keras.Model(image, layers.Dense(1000, activation="softmax")(x))
