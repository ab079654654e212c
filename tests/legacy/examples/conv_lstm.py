import numpy as np
from keras.models import Sequential
from keras.layers.convolutional import Convolution3D
from keras.layers.convolutional_recurrent import ConvLSTM2D
from keras.layers.normalization import BatchNormalization

seq = Sequential()
seq.add(ConvLSTM2D(nb_filter=3, nb_row=3, nb_col=3, input_shape=(None, 6, 6, 1), border_mode='same',
                   return_sequences=True))
seq.add(BatchNormalization())
seq.add(Convolution3D(nb_filter=1, kernel_dim1=1, kernel_dim2=3, kernel_dim3=3, activation='sigmoid',
                      border_mode='same', dim_ordering='tf'))
seq.compile(loss='binary_crossentropy', optimizer='adadelta')
movies = np.random.RandomState(0).rand(4, 3, 6, 6, 1)
seq.fit(movies, np.round(movies), batch_size=2, nb_epoch=1, validation_split=0.5, verbose=0)
track = seq.predict(movies[:1])
