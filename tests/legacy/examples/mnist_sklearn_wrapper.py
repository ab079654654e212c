import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Activation
from keras.wrappers.scikit_learn import KerasClassifier

X, y = np.random.RandomState(0).rand(20, 6), np.arange(20) % 2


def make_model(dense_layer_sizes):
    model = Sequential()
    for layer_size in dense_layer_sizes:
        model.add(Dense(layer_size, input_dim=6))
        model.add(Activation('relu'))
    model.add(Dense(2))
    model.add(Activation('softmax'))
    model.compile(loss='categorical_crossentropy', optimizer='adadelta', metrics=['accuracy'])
    return model


my_classifier = KerasClassifier(make_model, dense_layer_sizes=[4], batch_size=4, nb_epoch=1, verbose=0)
my_classifier.fit(X, y)
classes = my_classifier.predict(X)
