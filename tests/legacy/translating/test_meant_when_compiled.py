"""What a translation says where `trainable` was read when compiling."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from keras_functional_notes.legacy.translating.translator import Translation, translate

NETWORKS = """from keras.layers import Dense, Input
from keras.models import Model, Sequential
generator = Sequential([Dense(3, input_dim=2)])
discriminator = Sequential([Dense(1, input_dim=3)])
discriminator.compile('sgd', 'mse')
"""
GAN = """noise = Input(shape=(2,))
gan = Model(noise, discriminator(generator(noise)))
gan.compile('sgd', 'mse')
"""
FREEZE = "discriminator.trainable = False\n"
FUNCTION = """def set_trainable(net, flag):
    net.trainable = flag
    for layer in net.layers:
        layer.trainable = flag
"""
TRAIN = """for step in range(2):
    discriminator.train_on_batch(pictures, ones)
    gan.train_on_batch(batch, ones)
"""


def asked(done: Translation) -> list[tuple[int, str]]:
    return [(need.line, need.do) for need in done.needs_you]


def test_the_line_and_the_remedy_are_told() -> None:
    done = translate(NETWORKS + FREEZE + GAN + TRAIN)
    [need] = done.needs_you
    assert (need.line, need.what) == (6, "discriminator.trainable = False")
    assert "read when compiling in Keras 1, and is read at the first step of training today" in need.why
    assert need.do.startswith("Line 11 trains discriminator, which was compiled before: set `trainable` there to")


def test_the_remedy_trains_both() -> None:
    text = NETWORKS + FREEZE + GAN + TRAIN
    text = text.replace("    discriminator.train", "    discriminator.trainable = True\n    discriminator.train")
    text = text.replace("    gan.train", "    discriminator.trainable = False\n    gan.train")
    done = translate(text)
    assert asked(done) == []
    batches = {"batch": np.ones((4, 2)), "pictures": np.ones((4, 3)), "ones": np.ones((4, 1))}
    names: dict[str, Any] = {}
    exec(done.text.partition("for step")[0], names)
    for network, step in (("discriminator", "pictures"), ("gan", "batch")):
        names["discriminator"].trainable = network == "discriminator"
        before = [model.get_weights()[0].copy() for model in (names["generator"], names["discriminator"])]
        names[network].train_on_batch(batches[step], batches["ones"])
        moved = [
            not np.array_equal(old, model.get_weights()[0])
            for old, model in zip(before, (names["generator"], names["discriminator"]), strict=True)
        ]
        assert moved == [network == "gan", network == "discriminator"]


@pytest.mark.parametrize("between", ["", FUNCTION])
def test_a_function_that_freezes_counts_where_it_is_called(between: str) -> None:
    text = between + NETWORKS + ("set_trainable(discriminator, False)\n" if between else FREEZE) + GAN + TRAIN
    lines = [line for line, _ in asked(translate(text))]
    assert lines == ([2, 4] if between else [6])


@pytest.mark.parametrize(
    "text",
    [
        NETWORKS + FREEZE + "discriminator.compile('sgd', 'mse')\ndiscriminator.fit(x, y, nb_epoch=1)\n",
        NETWORKS + FREEZE + GAN + "gan.fit(x, y, nb_epoch=1)\n",
        FREEZE.join(NETWORKS.rpartition("discriminator.compile")[:1]) + "discriminator.fit(x, y, nb_epoch=1)\n",
    ],
)
def test_what_means_the_same_today_is_no_work_for_anybody(text: str) -> None:
    assert asked(translate(text)) == []
