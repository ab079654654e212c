"""`vgg16.py` and `resnet50.py` of Keras 1.2.2, as they stand, are the networks of today."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from resnet50_today import resnet50

from keras_functional_notes.legacy.running.program import run_path

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def run(keras_1_source: Path) -> Callable[[str], dict[str, Any]]:
    """Run a file of the source distribution's applications."""
    return lambda name: run_path(keras_1_source / "keras" / "applications" / name, package="keras.applications")


def kinds(model: Any) -> list[tuple[str, Any]]:
    """Return what a model's layers are, in an order that their names, and so their numbering, do not decide."""
    settings = ("filters", "kernel_size", "strides", "padding", "units", "pool_size", "epsilon")
    return sorted(
        (type(layer).__name__, str([getattr(layer, name, None) for name in settings]), str(layer.output.shape))
        for layer in model.layers
    )


def check_predictions(old: Any, new: Any) -> None:
    assert kinds(old) == kinds(new)
    assert [weight.shape for weight in old.get_weights()] == [weight.shape for weight in new.get_weights()]
    # Random statistics too, lest a batch normalization that does nothing hides a difference.
    rng = np.random.default_rng(0)
    weights = [
        weight if weight.ndim > 1 else rng.uniform(0.5, 1.5, weight.shape).astype("float32")
        for weight in old.get_weights()
    ]
    old.set_weights(weights)
    new.set_weights(weights)
    images = rng.uniform(0, 255, (2, 224, 224, 3)).astype("float32")
    ours, theirs = (model.predict(images, verbose=0) for model in (old, new))
    assert ours.std() > 0
    np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-6)


def test_vgg16_is_today_s_vgg16(run: Any) -> None:
    model = run("vgg16.py")["VGG16"](weights=None)
    assert model.name == "vgg16"
    assert model.count_params() == 138_357_544
    check_predictions(model, keras.applications.VGG16(weights=None))


def test_resnet50_is_the_same_network_written_for_today(run: Any) -> None:
    model = run("resnet50.py")["ResNet50"](weights=None)
    assert model.count_params() == 25_636_712
    assert model.get_layer("res5c_branch2c").filters == 2048
    check_predictions(model, resnet50())


@pytest.mark.parametrize(
    ("file", "name"), [("vgg19.py", "VGG19"), ("inception_v3.py", "InceptionV3"), ("xception.py", "Xception")]
)
def test_the_other_networks_build_too(run: Any, file: str, name: str) -> None:
    model = run(file)[name](weights=None)
    assert model.output_shape == (None, 1000)
    assert type(model) is type(keras.applications.VGG16(weights=None, include_top=False))


def test_a_function_with_a_tensor_and_without_the_top(run: Any) -> None:
    names = run("resnet50.py")
    image = keras.Input((224, 224, 3))
    features = names["ResNet50"](include_top=False, weights=None, input_tensor=image)
    assert features.inputs == [image]
    assert features.output_shape == (None, 1, 1, 2048)
