import numpy as np
from keras.models import Sequential
from keras.layers import Dense, Activation
from keras.layers import SimpleRNN
from keras.initializations import normal, identity
from keras.optimizers import RMSprop

hidden_units = 6
X_train, Y_train = np.random.RandomState(0).rand(8, 10, 1), np.eye(10)[np.arange(8)]
model = Sequential()
model.add(SimpleRNN(output_dim=hidden_units,
                    init=lambda shape, name: normal(shape, scale=0.001, name=name),
                    inner_init=lambda shape, name: identity(shape, scale=1.0, name=name),
                    activation='relu',
                    input_shape=X_train.shape[1:]))
model.add(Dense(10))
model.add(Activation('softmax'))
rmsprop = RMSprop(lr=1e-6)
model.compile(loss='categorical_crossentropy', optimizer=rmsprop, metrics=['accuracy'])
model.fit(X_train, Y_train, batch_size=4, nb_epoch=1, verbose=0)
