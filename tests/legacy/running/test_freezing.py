"""What a model trains is fixed when it is compiled, in 2016 text: a GAN's discriminator learns by itself alone."""

from __future__ import annotations

import json
import textwrap
from importlib.resources import files
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import Keras1Warning
from keras_functional_notes.legacy.running.program import run_source

pytestmark = pytest.mark.filterwarnings("ignore")

NETWORKS = """
import numpy as np
from keras.layers import Dense, Input
from keras.models import Model, Sequential
generator = Sequential([Dense(3, input_dim=2)])
discriminator = Sequential([Dense(4, input_dim=3), Dense(1)])
discriminator.compile('sgd', 'mse')
"""
GAN = """
noise = Input(shape=(2,))
gan = Model(noise, discriminator(generator(noise)))
gan.compile('sgd', 'mse')
"""
FREEZE = {
    "the model": "discriminator.trainable = False\n",
    "each layer": "for layer in discriminator.layers:\n    layer.trainable = False\n",
    "both, by a function": (
        "def set_trainable(net, flag):\n    net.trainable = flag\n    for layer in net.layers:\n"
        "        layer.trainable = flag\nset_trainable(discriminator, False)\n"
    ),
}
ARRAYS = {
    "noise": np.ones((8, 2), "float32"),
    "pictures": np.ones((8, 3), "float32"),
    "ones": np.ones((8, 1), "float32"),
}


def weights(model: keras.Model) -> list[np.ndarray]:
    return [np.array(weight) for weight in model.get_weights()]


def moved(model: keras.Model, before: list[np.ndarray]) -> list[bool]:
    return [not np.array_equal(old, new) for old, new in zip(before, model.get_weights(), strict=True)]


def play(names: dict[str, Any], step: str) -> tuple[list[bool], list[bool]]:
    """Do one step of 2016 text with the networks, and return which weights of which network it changed."""
    before = weights(names["generator"]), weights(names["discriminator"])
    run_source(step, init_globals={**names, **ARRAYS, "batch": ARRAYS["noise"]})
    return moved(names["generator"], before[0]), moved(names["discriminator"], before[1])


@pytest.mark.parametrize("freeze", FREEZE.values(), ids=FREEZE)
@pytest.mark.parametrize("how", ["train_on_batch({}, ones)", "fit({}, ones, nb_epoch=1, verbose=0)"])
def test_each_model_of_a_gan_trains_what_it_was_compiled_with(freeze: str, how: str) -> None:
    names = run_source(NETWORKS + freeze + GAN)
    for _ in range(2):
        assert play(names, f"discriminator.{how.format('pictures')}") == ([False] * 2, [True] * 4)
        assert play(names, f"gan.{how.format('batch')}") == ([True] * 2, [False] * 4)
    # The flags are the text's own again.
    assert not any(layer.trainable for layer in names["discriminator"].layers)


def test_a_generator_of_batches_trains_the_same() -> None:
    names = run_source(NETWORKS + FREEZE["the model"] + GAN)
    step = "def batches():\n    while True:\n        yield pictures, ones\n"
    step += "discriminator.fit_generator(batches(), samples_per_epoch=8, nb_epoch=1, verbose=0)"
    assert play(names, step) == ([False] * 2, [True] * 4)


def test_compiling_again_fixes_anew() -> None:
    names = run_source(NETWORKS + FREEZE["the model"] + "discriminator.compile('sgd', 'mse')\n")
    assert play(names, "discriminator.train_on_batch(pictures, ones)")[1] == [False] * 4


def test_flags_come_back_where_training_fails() -> None:
    names = run_source(NETWORKS + FREEZE["the model"])
    with pytest.raises(Exception, match="incompatible"):
        play(names, "discriminator.train_on_batch(ones, ones)")
    assert not names["discriminator"].layers[0].trainable


def test_keras_1_itself_trains_so() -> None:
    judge = json.loads((files("keras_functional_notes") / "data" / "changed_meanings.json").read_text("utf-8"))
    [question] = [entry for entry in judge["answers"] if "critic" in entry["asked"]]
    assert question["answer"] == "True"
    assert run_source(f"{judge['setup']}\nit = {question['asked']}")["it"]


def test_the_notice_says_what_todays_keras_would_do() -> None:
    text = NETWORKS + FREEZE["the model"] + "discriminator.train_on_batch(np.ones((2, 3)), np.ones((2, 1)))\n"
    with pytest.warns(Keras1Warning, match="It trains what was trainable then, as in Keras 1; today's Keras reads"):
        run_source(text)


def test_a_batchs_loss_is_that_batchs() -> None:
    names = run_source(
        textwrap.dedent("""
        import numpy as np
        from keras.layers import Dense
        from keras.models import Sequential
        from keras.optimizers import SGD
        model = Sequential([Dense(1, input_dim=1, bias=False, weights=[np.array([[2.0]])])])
        model.compile(SGD(lr=0.0), 'mse')
        losses = [float(np.ravel(model.train_on_batch(np.array([[x]]), np.zeros((1, 1))))[0]) for x in (1.0, 3.0)]
        tested = [float(np.ravel(model.test_on_batch(np.array([[x]]), np.zeros((1, 1))))[0]) for x in (1.0, 3.0)]
        """)
    )
    # (2 x) ** 2, by hand; a running mean would give 20 for the second.
    assert names["losses"] == names["tested"] == [4.0, 36.0]
