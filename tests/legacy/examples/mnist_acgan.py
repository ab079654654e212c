import numpy as np
import keras.backend as K
from keras.layers import Input, Dense, Reshape, Flatten, Embedding, merge, Dropout
from keras.layers.advanced_activations import LeakyReLU
from keras.layers.convolutional import UpSampling2D, Convolution2D
from keras.models import Sequential, Model
from keras.optimizers import Adam

K.set_image_dim_ordering('tf')


def build_generator(latent_size):
    cnn = Sequential()
    cnn.add(Dense(3 * 3 * 4, input_dim=latent_size, activation='relu'))
    cnn.add(Reshape((3, 3, 4)))
    cnn.add(UpSampling2D(size=(2, 2)))
    cnn.add(Convolution2D(1, 3, 3, border_mode='same', activation='tanh', init='glorot_normal'))
    latent = Input(shape=(latent_size,))
    image_class = Input(shape=(1,), dtype='int32')
    cls = Flatten()(Embedding(10, latent_size, init='glorot_normal')(image_class))
    h = merge([latent, cls], mode='mul')
    return Model(input=[latent, image_class], output=cnn(h))


def build_discriminator():
    cnn = Sequential()
    cnn.add(Convolution2D(4, 3, 3, border_mode='same', subsample=(2, 2), input_shape=(6, 6, 1)))
    cnn.add(LeakyReLU())
    cnn.add(Dropout(0.3))
    cnn.add(Flatten())
    image = Input(shape=(6, 6, 1))
    features = cnn(image)
    fake = Dense(1, activation='sigmoid', name='generation')(features)
    aux = Dense(10, activation='softmax', name='auxiliary')(features)
    return Model(input=image, output=[fake, aux])


latent_size, adam_lr, adam_beta_1 = 5, 0.0002, 0.5
losses = ['binary_crossentropy', 'sparse_categorical_crossentropy']
discriminator = build_discriminator()
discriminator.compile(optimizer=Adam(lr=adam_lr, beta_1=adam_beta_1), loss=losses)
generator = build_generator(latent_size)
generator.compile(optimizer=Adam(lr=adam_lr, beta_1=adam_beta_1), loss='binary_crossentropy')
latent = Input(shape=(latent_size,))
image_class = Input(shape=(1,), dtype='int32')
fake = generator([latent, image_class])
discriminator.trainable = False
fake, aux = discriminator(fake)
combined = Model(input=[latent, image_class], output=[fake, aux])
combined.compile(optimizer=Adam(lr=adam_lr, beta_1=adam_beta_1), loss=losses)
noise, labels = np.random.RandomState(0).uniform(-1, 1, (4, latent_size)), np.arange(4)
images = generator.predict([noise, labels.reshape((-1, 1))], verbose=0)
d_loss = discriminator.train_on_batch(images, [np.zeros(4), labels])
g_loss = combined.train_on_batch([noise, labels.reshape((-1, 1))], [np.ones(4), labels])
