"""With Theano's ordering of images, layers of steps and Flatten do what they did: none of them read the setting."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import run_source, translate

pytestmark = pytest.mark.filterwarnings("ignore")

HEAD = """
from keras import backend as K
from keras.layers import *
from keras.models import Sequential
K.set_image_dim_ordering('th')
model = Sequential()
"""
STEPS = np.random.RandomState(3).uniform(-1, 1, (2, 6, 3))


def pairs(x: np.ndarray) -> np.ndarray:
    return x.reshape(len(x), 3, 2, -1)


@pytest.fixture(autouse=True)
def _the_setting() -> Iterator[None]:
    before = keras.config.image_data_format()
    yield
    keras.config.set_image_data_format(before)


def run_translation(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(translate(text).text, names)
    return names


@pytest.fixture(params=[run_source, run_translation], ids=["run", "translated"])
def run(request: pytest.FixtureRequest) -> Callable[[str], dict[str, Any]]:
    return lambda text: request.param(HEAD + textwrap.dedent(text))


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ("MaxPooling1D(2, input_shape=(6, 3))", pairs(STEPS).max(2)),
        ("AveragePooling1D(2, input_shape=(6, 3))", pairs(STEPS).mean(2)),
        ("GlobalMaxPooling1D(input_shape=(6, 3))", STEPS.max(1)),
        ("GlobalAveragePooling1D(input_shape=(6, 3))", STEPS.mean(1)),
        ("ZeroPadding1D(1, input_shape=(6, 3))", np.pad(STEPS, [(0, 0), (1, 1), (0, 0)])),
        ("UpSampling1D(2, input_shape=(6, 3))", STEPS.repeat(2, axis=1)),
        ("Flatten(input_shape=(6, 3))", STEPS.reshape(2, -1)),
    ],
    ids=lambda part: part.partition("(")[0] if isinstance(part, str) else "",
)
def test_steps_come_before_channels(run: Callable[[str], dict[str, Any]], layer: str, expected: np.ndarray) -> None:
    model = run(f"model.add({layer})")["model"]
    np.testing.assert_allclose(model.predict(STEPS, verbose=0), expected, atol=1e-6)


@pytest.mark.parametrize("name", ["Convolution1D(4, 2, {})", "AtrousConvolution1D(4, 2, atrous_rate=2, {})"])
def test_a_convolution_goes_over_steps(run: Callable[[str], dict[str, Any]], name: str) -> None:
    model = run(f"model.add({name.format('input_shape=(6, 3)')})")["model"]
    kernel, bias = model.get_weights()
    reach = 2 if "atrous" in name else 1
    expected = STEPS[:, :-reach] @ kernel[0] + STEPS[:, reach:] @ kernel[1] + bias
    np.testing.assert_allclose(model.predict(STEPS, verbose=0), expected, atol=1e-5)


def test_images_are_flattened_channel_by_channel(run: Callable[[str], dict[str, Any]]) -> None:
    model = run("model.add(ZeroPadding2D((0, 0), input_shape=(2, 3, 4)))\nmodel.add(Flatten())")["model"]
    image = np.arange(24.0).reshape(1, 2, 3, 4)
    assert model.predict(image, verbose=0).tolist() == [list(range(24))]


def test_layers_made_of_several_do_not_read_it_either() -> None:
    names = run_source(HEAD + "model.add(MaxoutDense(2, nb_feature=3, input_dim=4))")
    assert names["model"].predict(np.ones((3, 4)), verbose=0).shape == (3, 2)


def test_with_tensorflow_s_ordering_nothing_is_written_for_it() -> None:
    text = (
        "from keras import backend as K\nfrom keras.layers import Flatten\nK.set_image_dim_ordering('tf')\nFlatten()\n"
    )
    assert translate(text).text.endswith("Flatten()\n")
