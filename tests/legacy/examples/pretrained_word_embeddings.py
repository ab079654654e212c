import numpy as np
from keras.preprocessing.text import Tokenizer
from keras.preprocessing.sequence import pad_sequences
from keras.utils.np_utils import to_categorical
from keras.layers import Dense, Input, Flatten
from keras.layers import Conv1D, MaxPooling1D, Embedding
from keras.models import Model

MAX_SEQUENCE_LENGTH, MAX_NB_WORDS, EMBEDDING_DIM = 12, 20, 5
texts, labels = ['the cat sat', 'a dog ran far', 'the dog sat', 'a cat ran'], [0, 1, 0, 1]
tokenizer = Tokenizer(nb_words=MAX_NB_WORDS)
tokenizer.fit_on_texts(texts)
data = pad_sequences(tokenizer.texts_to_sequences(texts), maxlen=MAX_SEQUENCE_LENGTH)
labels = to_categorical(np.asarray(labels))
nb_words = min(MAX_NB_WORDS, len(tokenizer.word_index))
embedding_matrix = np.linspace(-1, 1, (nb_words + 1) * EMBEDDING_DIM).reshape((nb_words + 1, EMBEDDING_DIM))
embedding_layer = Embedding(nb_words + 1, EMBEDDING_DIM, weights=[embedding_matrix],
                            input_length=MAX_SEQUENCE_LENGTH, trainable=False)
sequence_input = Input(shape=(MAX_SEQUENCE_LENGTH,), dtype='int32')
embedded_sequences = embedding_layer(sequence_input)
x = Conv1D(4, 3, activation='relu')(embedded_sequences)
x = MaxPooling1D(2)(x)
x = Flatten()(x)
preds = Dense(2, activation='softmax')(x)
model = Model(sequence_input, preds)
model.compile(loss='categorical_crossentropy', optimizer='rmsprop', metrics=['acc'])
model.fit(data, labels, validation_data=(data, labels), nb_epoch=1, batch_size=2, verbose=0)
