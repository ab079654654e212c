"""What texts with custom layers of their own give in Keras 1.2.2: predictions, and what three steps of training do.

The texts are tests/legacy/custom_layers/*.py; each makes a `model` and its inputs `X`. Where a text leaves other plain
numbers behind, they are kept too. The weights are drawn by a recipe: the n-th array of `get_weights()`, counted from 0,
is `0.5 * np.sin(n + np.arange(size))`. The targets of the training are ones.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from keras import backend
from keras.optimizers import SGD

from judge import asking

TEXTS = asking.ROOT / "tests/legacy/custom_layers"
# TensorFlow 1 read and wrote variables in no order within a step, so that a training is asked on Theano.
ON_THEANO = backend.backend() == "theano"
TARGET = f"tests/legacy/judge/custom_layers{'_trained' if ON_THEANO else ''}.json"
STEPS = 3


def recipe(shapes):
    """Return arrays of these shapes."""
    return [0.5 * np.sin(n + np.arange(np.prod(shape))).reshape(shape) for n, shape in enumerate(shapes)]


def answer(text):
    """Return what a text gives."""
    if not ON_THEANO:
        backend.clear_session()
    names = {"__name__": "__main__"}
    exec(compile(text, "<text>", "exec"), names)
    left = {
        name: rounded(value)
        for name, value in sorted(names.items())
        if isinstance(value, (int, float, np.ndarray, np.floating)) and name not in ("X", "drawn", "vectors")
    }
    model, x = names["model"], names["X"]
    shapes = [weight.shape for weight in model.get_weights()]
    model.set_weights(recipe(shapes))
    found = {"weights": shapes, "trained": len(model.trainable_weights), "output": rounded(model.predict(x))}
    if not ON_THEANO:
        return {**found, "left": left}
    model.compile(SGD(lr=0.02), "mse")
    ones = np.ones_like(model.predict(x))
    found["losses"] = [rounded(model.train_on_batch(x, ones)) for _ in range(STEPS)]
    found["evaluated"] = rounded(model.evaluate(x, ones, verbose=0))
    found["after"] = [rounded(weight) for weight in model.get_weights()]
    return found


def answer_or_error(text):
    """Return what a text gives, or why it stops."""
    try:
        return answer(text)
    except Exception as error:
        return {"error": type(error).__name__, "message": str(error)}


def rounded(value):
    """Return a number or an array as JSON has it, to six places."""
    return np.round(np.asarray(value, "float64"), 6).tolist()


def ask():
    """Write every text's answer."""
    answers = {path.stem: answer_or_error(path.read_text(encoding="utf-8")) for path in sorted(TEXTS.glob("*.py"))}
    asking.write(TARGET, {"stack": asking.stack(), "recipe": __doc__.strip(), "texts": answers})


if __name__ == "__main__":
    ask()
