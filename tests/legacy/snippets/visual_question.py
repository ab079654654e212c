"""A one-word answer to a question about a picture; then about a film."""

from keras.layers import *
from keras.models import Model, Sequential

nb_words, nb_answers, steps = 1000, 100, 20

# eyes
vision_model = Sequential()
vision_model.add(Convolution2D(8, 3, 3, activation="relu", border_mode="same", input_shape=(32, 32, 3)))
vision_model.add(Convolution2D(8, 3, 3, activation="relu"))
vision_model.add(MaxPooling2D((2, 2)))
vision_model.add(Convolution2D(16, 3, 3, activation="relu", border_mode="same", subsample=(2, 2)))
vision_model.add(MaxPooling2D((2, 2)))
vision_model.add(Flatten())
# Keras 1 called each of these layers once
assert [len(layer.inbound_nodes) for layer in vision_model.layers] == [1] * 6

picture = Input(shape=(32, 32, 3))
encoded_picture = vision_model(picture)

# ears
question = Input(shape=(steps,), dtype="int32")
embedded = Embedding(input_dim=nb_words, output_dim=24, input_length=steps)(question)
encoded_question = LSTM(24)(embedded)

answer = Dense(nb_answers, activation="softmax")(merge([encoded_question, encoded_picture], mode="concat"))
picture_model = Model(input=[picture, question], output=answer)

# the same eyes on every frame of a film, the same ears for its question
film = Input(shape=(6, 32, 32, 3))
encoded_film = LSTM(24)(TimeDistributed(vision_model)(film))
question_encoder = Model(input=question, output=encoded_question)

film_question = Input(shape=(steps,), dtype="int32")
heard = question_encoder(film_question)
film_answer = Dense(nb_answers, activation="softmax")(merge([encoded_film, heard], mode="concat"))
film_model = Model(input=[film, film_question], output=film_answer)
