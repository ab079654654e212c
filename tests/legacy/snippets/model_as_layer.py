"""A trained model is a layer like any other: call it on a new input."""

from keras.layers import Input, Dense
from keras.models import Model

a = Input(shape=(20,), name="first")
classify = Model(a, Dense(3, activation="softmax")(Dense(8, activation="tanh")(a)))

# the model owns node 0, so these two calls are its nodes 1 and 2
b = Input(shape=(20,), name="second")
c = Input(shape=(20,), name="third")
of_b = classify(b)
of_c = classify(c)
assert classify.get_output_at(0) is classify.outputs[0]
assert classify.get_output_at(1) is of_b
assert classify.get_output_at(2) is of_c

model = Model(input=[b, c], output=[of_b, of_c])
