import numpy as np
from keras.models import Sequential
from keras.layers.core import Dense, Dropout, Activation
from keras.layers.normalization import BatchNormalization
from keras.layers.advanced_activations import PReLU
from keras.utils import np_utils, generic_utils

X, labels = np.random.RandomState(0).rand(12, 9), np.arange(12) % 3
y = np_utils.to_categorical(labels)
nb_classes = y.shape[1]
print nb_classes, 'classes'
dims = X.shape[1]
model = Sequential()
model.add(Dense(8, input_dim=dims))
model.add(PReLU())
model.add(BatchNormalization())
model.add(Dropout(0.5))
model.add(Dense(nb_classes))
model.add(Activation('softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adam')
model.fit(X, y, nb_epoch=2, batch_size=4, validation_split=0.25, verbose=0)
proba = model.predict_proba(X, verbose=0)
