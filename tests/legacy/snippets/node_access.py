"""What a layer that was called more than once knows of its calls."""

import keras.layers.recurrent
from keras.layers import Input, Convolution2D

a = Input(shape=(140, 256))
lstm = keras.layers.recurrent.LSTM(32)
encoded_a = lstm(a)
assert lstm.output == encoded_a
assert lstm.input is a

b = Input(shape=(140, 256))
encoded_b = lstm(b)
try:
    lstm.output
except AttributeError as error:
    complaint = str(error)
assert not hasattr(lstm, "output")
assert lstm.get_output_at(0) == encoded_a
assert lstm.get_output_at(1) == encoded_b
assert [lstm.get_input_at(i) is x for i, x in enumerate([a, b])] == [True, True]
assert lstm.output_shape == (None, 32)

small = Input(shape=(32, 32, 3))
large = Input(shape=(64, 64, 3))
conv = Convolution2D(16, 3, 3, border_mode="same")
conved_small = conv(small)
# one input so far: the attribute will do
assert conv.input_shape == (None, 32, 32, 3)
conved_large = conv(large)
assert not hasattr(conv, "input_shape")
assert conv.get_input_shape_at(0) == (None, 32, 32, 3)
assert conv.get_input_shape_at(1) == conv.input_shape_at(1) == (None, 64, 64, 3)
assert getattr(conv, "get_output_shape_at")(1) == conv.output_shape_at(1) == (None, 64, 64, 16)

node = lstm.inbound_nodes[1]
assert node.inbound_layers[0].name == b._keras_history[0].name
assert node.input_tensors == [b] and node.output_shapes == [(None, 32)]
