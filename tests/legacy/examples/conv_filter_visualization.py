import numpy as np
from keras.applications import vgg16
from keras.layers import Convolution2D, Input
from keras.models import Model
from keras import backend as K

img = Input(shape=(12, 12, 3))
model = Model(img, Convolution2D(4, 3, 3, activation='relu', name='block1_conv1')(img))
input_img = model.input
layer_dict = dict([(layer.name, layer) for layer in model.layers[1:]])


def normalize(x):
    return x / (K.sqrt(K.mean(K.square(x))) + 1e-5)


layer_output = layer_dict['block1_conv1'].output
loss = K.mean(layer_output[:, :, :, 0])
grads = normalize(K.gradients(loss, input_img)[0])
iterate = K.function([input_img], [loss, grads])
input_img_data = np.random.RandomState(0).random_sample((1, 12, 12, 3))
for i in range(3):
    loss_value, grads_value = iterate([input_img_data])
    input_img_data += grads_value * 1.
