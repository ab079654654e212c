"""The page of 2016 under Keras 1.2.2: its blocks are run in their order, and after each one questions are asked.

What the page leaves out to be a program (the typing error corrected, and a classifier at the end) is added here, and
told as such.
"""

import re

import numpy as np
from keras import backend

from judge import asking

TARGET = "keras_functional_notes/data/page_of_2016.json"

# After which block what is asked. Each is an expression over the names of the page.
QUESTIONS = {
    "A": [
        "type(x).__name__",
        "isinstance(x, Dense)",
        "x._keras_shape",
        "predictions._keras_shape",
        "[type(layer).__name__ for layer in model.layers]",
        "[layer.name for layer in model.layers]",
        "model.count_params()",
        "model.input_shape",
        "model.output_shape",
        "model.input is inputs",
        "model.output is predictions",
        "len(model.inbound_nodes)",
    ],
    "B": [
        "type(y).__name__",
        "y._keras_shape",
        "y is predictions",
        "len(model.inbound_nodes)",
        "model.get_output_at(0) is predictions",
        "model.get_output_at(1) is y",
        "model.get_input_at(1) is x",
        "[len(layer.inbound_nodes) for layer in model.layers]",
        "model.output",
        "model.output_shape",
        "Model(x, y).count_params() == model.count_params()",
    ],
    "D": [
        "encoded_a._keras_shape",
        "len(shared_lstm.inbound_nodes)",
        "len(shared_lstm.get_weights())",
        "[weights.shape for weights in shared_lstm.get_weights()[:3]]",
    ],
    "E": ["merged_vector._keras_shape", "type(merged_vector).__name__"],
    "F": [
        "len(lstm.inbound_nodes)",
        "lstm.output",
        "lstm.output()",
        "lstm.get_output_at(2)",
        "lstm.output_shape",
        "lstm.input_shape",
        "lstm.get_output_shape_at(1)",
        "lstm.get_input_shape_at(1)",
        "lstm.output_shape_at(1)",
        "lstm.input_shape_at(1)",
    ],
    "G": [
        "lstm.get_output_at(0) is encoded_a",
        "lstm.get_output_at(1) is encoded_b",
        "lstm.get_output_at(0) == encoded_b",
        "type(encoded_a == encoded_b).__name__",
    ],
    "aside": [
        "one.output is encoded",
        "one.output()",
        "one.output_shape",
        "one.input_shape",
        "Dense(64)(inputs, activation='relu')",
        "LSTM(64).get_output_at(0)",
        "LSTM(64).output",
        "shared_lstm(Input(shape=(30, 256)))",
        "shared_lstm(Input(shape=(140, 100)))",
        "conv.output_shape",
        "conv.get_output_shape_at(0)",
        "conv.get_output_shape_at(1)",
    ],
}
# A layer with one call, and one that was called on inputs of two sizes: what the page speaks of and does not show.
ASIDE = """
one = LSTM(32)
encoded = one(a)
from keras.layers import Convolution2D
conv = Convolution2D(16, 3, 3, border_mode='same')
small = conv(Input(shape=(32, 32, 3)))
large = conv(Input(shape=(64, 64, 3)))
"""
# The page stops before there is a model of two tweets: this is what is missing.
CLASSIFIER = """
together = Dense(1, activation='sigmoid')(merged_vector)
two_tweets = Model(input=[tweet_a, tweet_b], output=together)
"""
# Weights are drawn from -SPREAD to SPREAD.
SPREAD = 0.5
TWEETS = [
    ["so today I learned that a layer is a function", "so today I learned that a model is a layer"],
    ["so today I learned that a layer is a function", "GOAL!!! 2:1 in the last minute, what a night"],
    ["GOAL!!! 2:1 in the last minute, what a night", "no words. 3:0 at home and the rain does not stop"],
]


def blocks():
    """Return the page's blocks by their letters."""
    text = (asking.ROOT / "tests/notes/page_of_2016.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^## (\w)\n\n```python\n(.+?\n)```$", text, re.M | re.S))


def ask():
    """Run the page, and write what Keras 1.2.2 says of it."""
    page = blocks()
    names = {}
    answers = {"stack": asking.stack(), "answers": {}, "summaries": {}}
    typo = asking.run(page["C"], dict(names))
    page["C"] = page["C"].replace("improt", "import")
    for name, code in [*page.items(), ("aside", ASIDE)]:
        error = asking.run(code, names)
        assert error is None, (name, error)
        answers["answers"][name] = [asking.answer_to(question, names) for question in QUESTIONS.get(name, [])]
        if name == "A":
            answers["summaries"]["model"] = asking.summary_of(names["model"])
        if name == "E":
            exec(CLASSIFIER, names)
    answers["typo"] = typo
    answers["classifier"], answers["aside"] = CLASSIFIER.strip(), ASIDE.strip()
    answers["summaries"]["two_tweets"] = asking.summary_of(names["two_tweets"])
    answers["tweets"], answers["spread"] = TWEETS, SPREAD
    answers["predictions"] = predictions(names["two_tweets"])
    answers["eager"] = asking.answer_to("bool(numpy.ones(2) == numpy.ones(2))", {"numpy": np})
    asking.write(TARGET, answers)
    backend.clear_session()


def predictions(model):
    """Return what the two-tweets model says of TWEETS with weights that both sides can draw."""
    draw = np.random.RandomState(2016)
    model.set_weights([draw.uniform(-SPREAD, SPREAD, weights.shape) for weights in model.get_weights()])
    left, right = (np.stack([one_hot(pair[side]) for pair in TWEETS]) for side in (0, 1))
    return [round(float(value), 7) for value in model.predict([left, right])[:, 0]]


def one_hot(text):
    """Return a text as a tweet of the page: 140 characters, blanks first, each one a row of 256 numbers with a one."""
    return np.eye(256)[[ord(character) for character in text.rjust(140)]]
