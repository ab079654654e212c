"""Models that Keras 1.2.2 itself saved, and what they predict: small HDF5 files, to be opened by today's Keras.

Each file is made by a text of 2016 that leaves a `model`. Its weights and inputs are drawn; the files have the weights,
the JSON text has the inputs and what came out, and of some the weights after more steps of training. On Theano, whose
convolutions turn their kernels round, the models of THEANO are saved.
"""

import functools

import h5py
import numpy as np
from keras import backend

from judge import asking

FOLDER = "tests/legacy/judge/saved"
SETUP = """
from keras.layers import *
from keras.models import Model, Sequential
from keras.optimizers import SGD, Adadelta, Adam, RMSprop
"""
TWEETS = """
tweet_a = Input(shape=(140, 256))
tweet_b = Input(shape=(140, 256))
shared_lstm = LSTM(8)
encoded_a = shared_lstm(tweet_a)
encoded_b = shared_lstm(tweet_b)
merged_vector = merge([encoded_a, encoded_b], mode='concat', concat_axis=-1)
predictions = Dense(1, activation='sigmoid')(merged_vector)
model = Model(input=[tweet_a, tweet_b], output=predictions)
model.compile(optimizer='rmsprop', loss='binary_crossentropy', metrics=['accuracy'])
"""


def recurrent(layer):
    """Return the text of a Sequential of one recurrent layer, and a Dense one behind."""
    return f"model = Sequential([{layer}, Dense(2)])"


PROGRAMS = {
    "dense": """
model = Sequential()
model.add(Dense(4, input_dim=3, init='uniform', activation='tanh', W_regularizer='l2', b_constraint='nonneg'))
model.add(Dropout(0.5))
model.add(Dense(2, activation='softmax', W_constraint='maxnorm'))
model.compile(SGD(lr=0.1, momentum=0.9, decay=1e-3, nesterov=True), 'categorical_crossentropy', metrics=['accuracy'])
""",
    "hard_sigmoid": """
model = Sequential([Dense(4, input_dim=3, activation='hard_sigmoid'), Activation('hard_sigmoid')])
""",
    "names_with_slashes": "model = Sequential([Dense(2, input_dim=3, name='block/one'), Dense(2, name='block/two')])",
    "with_lambda": "model = Sequential([Dense(2, input_dim=3), Lambda(lambda x: 2 * x)])",
    "trained": """
model = Sequential([Dense(4, input_dim=3, activation='tanh'), Dense(2)])
model.compile(Adam(lr=0.01, decay=0.1), 'mae')
""",
    "simple_rnn": recurrent("SimpleRNN(3, input_shape=(4, 3), U_regularizer='l2')"),
    "lstm": recurrent("LSTM(3, input_shape=(4, 3), forget_bias_init='zero', dropout_W=0.2)"),
    "lstm_gpu": recurrent("LSTM(3, input_dim=3, input_length=4, consume_less='gpu')"),
    "lstm_sigmoid": recurrent("LSTM(3, input_shape=(4, 3), inner_activation='sigmoid', go_backwards=True)"),
    "lstm_stateful": recurrent("LSTM(3, batch_input_shape=(2, 4, 3), stateful=True)"),
    "gru": recurrent("GRU(3, input_shape=(4, 3))"),
    "gru_gpu": recurrent("GRU(3, input_shape=(4, 3), consume_less='gpu', return_sequences=True)"),
    "bidirectional_lstm": recurrent("Bidirectional(LSTM(3), input_shape=(4, 3))"),
    "bidirectional_gru": recurrent(
        "Bidirectional(GRU(3, return_sequences=True), merge_mode='sum', input_shape=(4, 3))"
    ),
    "bidirectional_ave": recurrent(
        "Bidirectional(SimpleRNN(3, consume_less='mem'), merge_mode='ave', input_shape=(4, 3))"
    ),
    "conv_lstm": "model = Sequential([ConvLSTM2D(2, 2, 2, input_shape=(3, 4, 4, 1), border_mode='same')])",
    "conv_lstm_th": "model = Sequential([ConvLSTM2D(2, 2, 2, input_shape=(3, 1, 4, 4), dim_ordering='th',\n"
    "    border_mode='valid', return_sequences=True)])",
    "convolution_tf": """
model = Sequential()
model.add(ZeroPadding2D((1, 1), input_shape=(5, 6, 2)))
model.add(Convolution2D(3, 3, 2, activation='relu', subsample=(2, 1)))
model.add(MaxPooling2D((2, 2), border_mode='same'))
model.add(Flatten())
model.add(Dense(2))
""",
    "convolution_th": """
model = Sequential()
model.add(ZeroPadding2D((1, 2), dim_ordering='th', input_shape=(2, 5, 6)))
model.add(Convolution2D(3, 3, 2, dim_ordering='th', activation='relu', border_mode='same'))
model.add(UpSampling2D((2, 1), dim_ordering='th'))
model.add(BatchNormalization(axis=1))
model.add(MaxPooling2D((2, 2), dim_ordering='th'))
model.add(Flatten())
model.add(Dense(2))
""",
    "convolution_1d": """
model = Sequential([Convolution1D(3, 2, input_shape=(6, 2)), AtrousConvolution1D(2, 2, atrous_rate=2)])
""",
    "convolution_3d": "model = Sequential([Convolution3D(2, 2, 2, 2, dim_ordering='tf', input_shape=(3, 4, 3, 2))])",
    "convolution_kinds": """
x = Input(shape=(6, 6, 2))
a = SeparableConvolution2D(4, 3, 3, depth_multiplier=2, border_mode='same')(x)
b = AtrousConvolution2D(3, 2, 2, atrous_rate=(2, 2), border_mode='same')(x)
c = Deconvolution2D(3, 3, 3, output_shape=(None, 6, 6, 3), border_mode='same')(x)
d = Deconvolution2D(2, 3, 3, output_shape=(None, 13, 13, 2), subsample=(2, 2), border_mode='valid')(x)
model = Model(x, [merge([a, b, c], mode='concat'), d])
""",
    "merge_sequential": """
left, right = Sequential([Dense(3, input_dim=4)]), Sequential([Dense(3, input_dim=2), Activation('tanh')])
model = Sequential([Merge([left, right], mode='concat'), Dense(2)])
model.compile('adam', 'mse')
""",
    "merge_of_merges": """
def dense():
    return Sequential([Dense(3, input_dim=2)])


summed = Sequential([Merge([dense(), dense()], mode='sum'), Dense(4)])
model = Sequential([Merge([summed, dense()], mode='concat'), Dense(2)])
""",
    "merge_modes": """
a, b = Input(shape=(4,), name='a'), Input(shape=(4,), name='b')
p, q = Dense(3)(a), Dense(3)(b)
every = [merge([p, q], mode=mode) for mode in ('sum', 'mul', 'ave', 'max', 'dot')]
model = Model([a, b], merge(every, mode='concat'))
""",
    "merge_masked": """
a, b = Input(shape=(4, 3)), Input(shape=(4, 3))
summed = merge([Masking()(a), Masking()(b)], mode='sum')
model = Model([a, b], LSTM(2)(summed))
""",
    "nested": """
x = Input(shape=(4,))
inner = Model(x, BatchNormalization()(Dense(3)(BatchNormalization()(x))))
inner.layers[2].trainable = False
stack = Sequential([Dense(4, input_dim=3), BatchNormalization(), Dense(4)])
a, b = Input(shape=(4,)), Input(shape=(4,))
model = Model([a, b], merge([inner(a), inner(stack(inner(b)))], mode='concat'))
""",
    "nested_sequential": """
stack = Sequential([Dense(3, input_dim=4), Dense(2, activation='relu')])
model = Sequential([stack, Dense(2)])
""",
    "shared_layers": """
a, b = Input(shape=(4,)), Input(shape=(4,))
shared, last = Dense(4), Dense(2)
model = Model([a, b], [last(shared(shared(a))), last(shared(b))])
model.compile(Adam(lr=0.002, clipnorm=1.), ['mse', 'mae'], loss_weights=[1., 0.5])
""",
    "two_tweets": TWEETS,
    "batch_normalization": """
model = Sequential([BatchNormalization(input_shape=(3,), epsilon=1e-2, momentum=0.9), Dense(2), BatchNormalization()])
model.compile(RMSprop(lr=0.01), 'mse')
""",
    "embedding": "model = Sequential([Embedding(10, 3, input_length=5, mask_zero=True), LSTM(2), Dense(1)])",
    "embedding_dropout": "model = Sequential([Embedding(10, 3, input_length=5, dropout=0.2), GRU(2)])",
    "time_distributed": """
model = Sequential()
model.add(TimeDistributed(Convolution2D(2, 2, 2), input_shape=(3, 4, 4, 1)))
model.add(TimeDistributed(Flatten()))
model.add(TimeDistributedDense(2))
model.add(TimeDistributed(Dense(3, activation='tanh')))
model.add(GlobalAveragePooling1D())
""",
    "gone_layers": """
x = Input(shape=(4,))
model = Model(x, MaxoutDense(3, nb_feature=2)(Highway(activation='relu')(x)))
""",
    "highway": "model = Sequential([Dense(3, input_dim=2), Highway(activation='tanh'), Highway(bias=False)])",
    "normalization_modes": """
model = Sequential()
model.add(BatchNormalization(mode=1, epsilon=1e-2, input_shape=(3,)))
model.add(Dense(4))
model.add(BatchNormalization(mode=2, gamma_init='uniform'))
model.add(BatchNormalization())
model.compile(RMSprop(lr=0.01), 'mse')
""",
    "locally_connected": """
model = Sequential()
model.add(LocallyConnected2D(3, 2, 2, subsample=(1, 2), activation='tanh', input_shape=(4, 5, 2)))
model.add(Reshape((9, 2)))
model.add(LocallyConnected1D(2, 3, subsample_length=2, W_regularizer='l2', b_constraint='nonneg'))
""",
    "locally_connected_th": """
model = Sequential()
model.add(LocallyConnected2D(3, 2, 2, dim_ordering='th', input_shape=(2, 4, 5)))
model.add(LocallyConnected2D(2, 2, 3, dim_ordering='th', bias=False, subsample=(2, 1)))
""",
    "learned_activations": """
model = Sequential([ParametricSoftplus(0.5, 2.0, input_shape=(3, 2)), Dense(3), SReLU(t_left_init='normal')])
""",
    "activations": """
x = Input(shape=(4,))
model = Model(x, [LeakyReLU(0.2)(x), PReLU()(x), ELU(0.5)(x), ThresholdedReLU(0.3)(x), Activation('softplus')(x)])
""",
    "shapes": """
x = Input(shape=(4, 6))
y = Permute((2, 1))(Reshape((6, 4))(x))
z = Cropping1D((1, 2))(UpSampling1D(2)(ZeroPadding1D(1)(y)))
w = RepeatVector(2)(Flatten()(MaxPooling1D(2, stride=1)(z)))
model = Model(x, [AveragePooling1D(2)(w), GlobalMaxPooling1D()(z)])
""",
}
THEANO = {
    "theano_convolution_th": """
model = Sequential()
model.add(Convolution2D(3, 3, 2, dim_ordering='th', activation='relu', input_shape=(2, 5, 6)))
model.add(Flatten())
model.add(Dense(2))
""",
    "theano_convolution_tf": """
model = Sequential()
model.add(Convolution2D(3, 3, 2, dim_ordering='tf', border_mode='same', input_shape=(5, 6, 2)))
model.add(Convolution2D(2, 3, 3, dim_ordering='tf', border_mode='same', subsample=(2, 2)))
""",
    "theano_convolution_1d": "model = Sequential([Convolution1D(3, 3, input_shape=(6, 2)), LSTM(2)])",
    "theano_deconvolution": """
deconvolution = Deconvolution2D(3, 3, 3, (None, 3, 11, 11), subsample=(2, 2), dim_ordering='th', input_shape=(2, 5, 5))
model = Sequential([deconvolution])
""",
}
for optimizer in ("SGD(lr=0.1, momentum=0.9)", "RMSprop(lr=0.01)", "Adadelta()", "Adam(lr=0.01, decay=0.1)"):
    THEANO["trained_" + optimizer.partition("(")[0].lower()] = f"""
model = Sequential([GRU(2, input_shape=(3, 2)), Dense(2)])
model.compile({optimizer}, 'mse')
"""
# What the two tweets are, pair by pair: each becomes 140 rows of 256 numbers with a one, blanks first.
TEXTS = [
    ["so today I learned that a layer is a function", "GOAL!!! 2:1 in the last minute, what a night"],
    ["so today I learned that a model is a layer", "no words. 3:0 at home and the rain does not stop"],
]
# How often a model is trained on after it was saved.
STEPS = 5
# Of these the weights alone are saved, as most people did, and the configuration as JSON text.
WEIGHTS_ALONE = ("two_tweets", "convolution_th", "gru", "theano_convolution_th")


def ask():
    """Save each model, and write what it predicts."""
    # Without the time in them, files that say the same are the same.
    h5py.Group.create_dataset = functools.partialmethod(h5py.Group.create_dataset, track_times=False)
    programs = THEANO if backend.backend() == "theano" else PROGRAMS
    (asking.ROOT / FOLDER).mkdir(exist_ok=True)
    cases = [case_of(name, program) for name, program in programs.items()]
    asking.write(f"{FOLDER}/{backend.backend()}.json", {"stack": asking.stack(), "cases": cases})


def case_of(name, program):
    """Save one model, and return its text, how its inputs are drawn, and what it predicts."""
    names = {}
    exec(SETUP + program, names)
    model, path = names["model"], str(asking.ROOT / FOLDER / name)
    # A variance is positive.
    low = 0.2 if "BatchNormalization" in program else -1.0
    draw = np.random.RandomState(2016)
    model.set_weights([draw.uniform(low, 1, weights.shape) for weights in model.get_weights()])
    texts = TEXTS if name == "two_tweets" else None
    if texts:
        inputs = [np.stack([one_hot(text) for text in side]) for side in texts]
    else:
        inputs = [np.round(draw.uniform(-1, 1, (2, *tensor._keras_shape[1:])), 3) for tensor in model.inputs]
    if "Embedding" in program:
        inputs = [(10 * np.abs(array)).astype(int) for array in inputs]
    if "Masking" in program:
        inputs[0][0, 1], inputs[1][0, 2] = 0, 0
    if name.startswith("trained"):
        for _ in range(3):
            model.train_on_batch(inputs, np.ones((2, 2)))
    outputs = model.predict(inputs)
    outputs = outputs if isinstance(outputs, list) else [outputs]
    if name in WEIGHTS_ALONE:
        model.save_weights(path + ".weights.h5")
        with open(path + ".json", "w") as file:
            file.write(model.to_json() + "\n")
    else:
        model.save(path + ".h5")
    case = {
        "name": name,
        "program": program.strip(),
        "inputs": texts or [array.tolist() for array in inputs],
        "outputs": [np.round(array.astype(float), 6).tolist() for array in outputs],
    }
    if name.startswith("trained_"):
        for _ in range(STEPS):
            model.train_on_batch(inputs, np.ones((2, 2)))
        case["later"] = [np.round(array.astype(float), 6).tolist() for array in model.get_weights()]
    if backend.backend() == "tensorflow":
        backend.clear_session()
    return case


def one_hot(text):
    """Return a text as a tweet of the page."""
    return np.eye(256)[[ord(character) for character in text.rjust(140)]]
