"""The texts with custom layers of `custom_layers/`, and what Keras 1.2.2 itself made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np

HERE = Path(__file__).parent
TEXTS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((HERE / "custom_layers").glob("*.py"))}
JUDGE = json.loads((HERE / "judge" / "custom_layers.json").read_text(encoding="utf-8"))["texts"]
TRAINED = json.loads((HERE / "judge" / "custom_layers_trained.json").read_text(encoding="utf-8"))["texts"]
STEPS = 3

# Where Theano, which is asked how a training goes, has no such operation or computes another output than TensorFlow.
NOT_TRAINED = {
    "antirectifier": "K.in_train_phase of Dropout fails on Theano's own",
    "lrn": "Theano has no gradient of this pooling",
    "initialisers": "Theano flips the kernels",
    "own_convolution": "Theano flips the kernels",
    "own_convolution_defaults": "Theano flips the kernels",
    "spatial_pyramid": "Theano flips the kernels",
}


def check_against_the_judge(stem: str, names: dict[str, Any]) -> None:
    """Check what a text left behind: its weights, what it predicts, how it trains, and the numbers that it kept."""
    answer, model, x = JUDGE[stem], names["model"], names["X"]
    for name, number in answer["left"].items():
        np.testing.assert_allclose(names[name], number, atol=1e-5, err_msg=name)
    shapes = [weight.shape for weight in model.get_weights()]
    assert [list(shape) for shape in shapes] == answer["weights"]
    assert len(model.trainable_weights) == answer["trained"]
    # The judge's own recipe.
    model.set_weights([0.5 * np.sin(n + np.arange(np.prod(shape))).reshape(shape) for n, shape in enumerate(shapes)])
    output = keras.ops.convert_to_numpy(model(x if isinstance(x, np.ndarray) else [*x], training=False))
    np.testing.assert_allclose(output, answer["output"], atol=2e-5)
    if stem in NOT_TRAINED:
        return
    trained = TRAINED[stem]
    model.compile(keras.optimizers.SGD(0.02), "mse", run_eagerly=True)
    losses = [float(model.train_on_batch(x, np.ones_like(output))) for _ in range(STEPS)]
    np.testing.assert_allclose(losses[0], trained["losses"][0], rtol=1e-4)
    for weight, then in zip(model.get_weights(), trained["after"], strict=True):
        np.testing.assert_allclose(weight, then, atol=1e-4)
