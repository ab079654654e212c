import numpy as np
from keras.preprocessing.image import ImageDataGenerator
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation, Flatten
from keras.layers import Convolution2D, MaxPooling2D
from keras.optimizers import SGD
from keras.utils import np_utils

X_train = np.random.RandomState(0).rand(8, 12, 12, 3).astype('float32')
Y_train = np_utils.to_categorical(np.arange(8) % 10, 10)
model = Sequential()
model.add(Convolution2D(4, 3, 3, border_mode='same', input_shape=X_train.shape[1:]))
model.add(Activation('relu'))
model.add(Convolution2D(4, 3, 3))
model.add(Activation('relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(0.25))
model.add(Flatten())
model.add(Dense(10))
model.add(Activation('softmax'))
sgd = SGD(lr=0.01, decay=1e-6, momentum=0.9, nesterov=True)
model.compile(loss='categorical_crossentropy', optimizer=sgd, metrics=['accuracy'])
datagen = ImageDataGenerator(featurewise_center=False, rotation_range=0, width_shift_range=0.1,
                             height_shift_range=0.1, horizontal_flip=True, vertical_flip=False)
datagen.fit(X_train)
model.fit_generator(datagen.flow(X_train, Y_train, batch_size=4), samples_per_epoch=X_train.shape[0], nb_epoch=1,
                    validation_data=(X_train, Y_train), verbose=0)
