import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation, Flatten
from keras.layers import Convolution2D, MaxPooling2D
from keras.utils import np_utils

nb_classes, input_shape = 5, (10, 10, 1)
X = np.random.RandomState(0).rand(10, 10, 10, 1)
y = np.arange(10) % 5


def train_model(model, train, nb_classes):
    Y_train = np_utils.to_categorical(train[1], nb_classes)
    model.compile(loss='categorical_crossentropy', optimizer='adadelta', metrics=['accuracy'])
    model.fit(train[0], Y_train, batch_size=5, nb_epoch=1, verbose=0)
    return model.evaluate(train[0], Y_train, verbose=0)


feature_layers = [
    Convolution2D(3, 3, 3, border_mode='valid', input_shape=input_shape),
    Activation('relu'),
    MaxPooling2D(pool_size=(2, 2)),
    Dropout(0.25),
    Flatten(),
]
classification_layers = [Dense(8), Activation('relu'), Dropout(0.5), Dense(nb_classes), Activation('softmax')]
model = Sequential(feature_layers + classification_layers)
score = train_model(model, (X, y), nb_classes)
for l in feature_layers:
    l.trainable = False
score = train_model(model, (X, y), nb_classes)
