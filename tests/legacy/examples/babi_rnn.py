import numpy as np
from keras.layers.embeddings import Embedding
from keras.layers import Dense, Merge, Dropout, RepeatVector
from keras.layers import recurrent
from keras.models import Sequential

RNN = recurrent.LSTM
EMBED_HIDDEN_SIZE, vocab_size, story_maxlen, query_maxlen = 6, 15, 7, 4
X, Xq = np.arange(28).reshape((4, 7)) % 15, np.arange(16).reshape((4, 4)) % 15
Y = np.eye(vocab_size)[[1, 2, 3, 4]]
sentrnn = Sequential()
sentrnn.add(Embedding(vocab_size, EMBED_HIDDEN_SIZE, input_length=story_maxlen))
sentrnn.add(Dropout(0.3))
qrnn = Sequential()
qrnn.add(Embedding(vocab_size, EMBED_HIDDEN_SIZE, input_length=query_maxlen))
qrnn.add(Dropout(0.3))
qrnn.add(RNN(EMBED_HIDDEN_SIZE, return_sequences=False))
qrnn.add(RepeatVector(story_maxlen))
model = Sequential()
model.add(Merge([sentrnn, qrnn], mode='sum'))
model.add(RNN(EMBED_HIDDEN_SIZE, return_sequences=False))
model.add(Dropout(0.3))
model.add(Dense(vocab_size, activation='softmax'))
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit([X, Xq], Y, batch_size=2, nb_epoch=1, validation_split=0.25, verbose=0)
loss, acc = model.evaluate([X, Xq], Y, batch_size=2, verbose=0)
