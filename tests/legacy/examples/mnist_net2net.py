import numpy as np
from keras.models import Sequential
from keras.layers import Convolution2D, MaxPooling2D, Dense, Flatten
from keras.optimizers import SGD
from keras.utils import np_utils

input_shape = (12, 12, 1)
X, Y = np.random.RandomState(0).rand(8, 12, 12, 1), np_utils.to_categorical(np.arange(8), 10)


def wider2net_fc(teacher_w1, teacher_b1, teacher_w2, new_width):
    index = np.arange(new_width - teacher_w1.shape[1]) % teacher_w1.shape[1]
    student_w1 = np.concatenate((teacher_w1, teacher_w1[:, index]), axis=1)
    student_w2 = np.concatenate((teacher_w2, teacher_w2[index, :]), axis=0)
    return student_w1, np.concatenate((teacher_b1, teacher_b1[index])), student_w2


def make_teacher_model():
    model = Sequential()
    model.add(Convolution2D(4, 3, 3, input_shape=input_shape, border_mode='same', name='conv1'))
    model.add(MaxPooling2D(name='pool1'))
    model.add(Flatten(name='flatten'))
    model.add(Dense(6, activation='relu', name='fc1'))
    model.add(Dense(10, activation='softmax', name='fc2'))
    model.compile(loss='categorical_crossentropy', optimizer=SGD(lr=0.01, momentum=0.9), metrics=['accuracy'])
    return model


teacher_model = make_teacher_model()
teacher_model.fit(X, Y, nb_epoch=1, verbose=0)
w_fc1, b_fc1 = teacher_model.get_layer('fc1').get_weights()
w_fc2, b_fc2 = teacher_model.get_layer('fc2').get_weights()
new_w1, new_b1, new_w2 = wider2net_fc(w_fc1, b_fc1, w_fc2, 9)
model = Sequential()
model.add(Convolution2D(4, 3, 3, input_shape=input_shape, border_mode='same', name='conv1'))
model.add(MaxPooling2D(name='pool1'))
model.add(Flatten(name='flatten'))
model.add(Dense(9, activation='relu', name='fc1'))
model.add(Dense(10, activation='softmax', name='fc2'))
model.get_layer('fc1').set_weights([new_w1, new_b1])
model.get_layer('fc2').set_weights([new_w2, b_fc2])
model.compile(loss='categorical_crossentropy', optimizer=SGD(lr=0.001, momentum=0.9), metrics=['accuracy'])
history = model.fit(X, Y, nb_epoch=1, verbose=0)
