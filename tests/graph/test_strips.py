"""The small pictures of what calls give, decoded by another program and compared with the numbers."""

import io
import re

import keras
import numpy as np
import pytest
from keras import layers

from keras_functional_notes.graph import call_graph, drawing
from keras_functional_notes.graph.strips import strip

images = pytest.importorskip("PIL.Image", reason="Pillow, which reads PNGs, is not installed")


def decoded(png):
    image = images.open(io.BytesIO(png))
    image.load()
    assert image.mode == "RGBA"
    return np.asarray(image)


def test_each_channel_is_a_tile_of_shades_from_the_least_to_the_greatest():
    numbers = np.arange(2 * 5 * 4 * 2, dtype="float32").reshape(2, 5, 4, 2)
    shown = strip(numbers, channels_first=False, is_input=False)
    pixels = decoded(shown.png)
    # By hand: the first of the batch holds 0 to 39; two tiles of 5 x 4 with 2 transparent columns between.
    shades = np.round(np.arange(40).reshape(5, 4, 2) / 39 * 255)
    assert pixels.shape == (5, 10, 4)
    for channel, left in ((0, 0), (1, 6)):
        tile = pixels[:, left : left + 4]
        assert (tile[..., 0] == shades[..., channel]).all()
        assert (tile[..., :3] == tile[..., :1]).all()
        assert (tile[..., 3] == 255).all()
    assert (pixels[:, 4:6, 3] == 0).all()
    assert shown.words == "2 channels, black 0 to white 39"
    assert shown.width / shown.height == pytest.approx(10 / 5, rel=0.1)
    first = strip(np.moveaxis(numbers, -1, 1), channels_first=True, is_input=False)
    assert first == shown


def test_an_input_of_three_channels_is_a_colour_picture():
    colours = np.zeros((1, 4, 6, 3), "uint8")
    colours[0, :, :3, 0] = 255
    colours[0, :, 3:, 2] = 255
    pixels = decoded(strip(colours, channels_first=False, is_input=True).png)
    assert (pixels[:, :3] == (255, 0, 0, 255)).all()
    assert (pixels[:, 3:] == (0, 0, 255, 255)).all()
    assert decoded(strip(colours, channels_first=False, is_input=False).png).shape == (4, 6 * 3 + 2 * 2, 4)


def test_it_stays_small():
    shown = strip(np.random.default_rng(0).normal(size=(1, 500, 300, 64)), channels_first=False, is_input=False)
    rows, columns, _ = decoded(shown.png).shape
    assert rows <= 48
    assert columns <= 6 * 48 + 5 * 2
    assert shown.words.startswith("6 of 64 channels, black -")
    assert shown.height <= 36
    assert shown.width <= 240


@pytest.mark.parametrize("shape", [(2, 8), (2, 8, 8), (2, 1, 1, 8), (2, 3, 9, 1), (0, 8, 8, 1), (1, 8, 8, 0)])
def test_what_is_no_image_has_none(shape):
    assert strip(np.ones(shape), channels_first=False, is_input=False) is None


def test_the_same_everywhere_and_no_number_is_no_error():
    flat = np.ones((1, 4, 4, 1))
    assert (decoded(strip(flat, channels_first=False, is_input=False).png)[..., :3] == 0).all()
    flat[0, 0, 0, 0] = np.nan
    assert strip(flat, channels_first=False, is_input=False) is not None


@pytest.fixture
def model():
    x = keras.Input((8, 8, 1), name="x")
    conv = layers.Conv2D(2, 3, name="conv")(x)
    return keras.Model(x, layers.Dense(1, name="head")(layers.Flatten(name="flat")(conv)), name="model")


def test_the_picture_holds_them_below_the_words(model):
    batch = np.random.default_rng(0).normal(size=(2, 8, 8, 1)).astype("float32")
    graph = call_graph(model).with_values(batch)
    assert [call.name for call in graph.strips] == ["x", "conv"]
    given = keras.ops.convert_to_numpy(model.get_layer("conv")(batch))
    pixels = decoded(graph.strips[graph.nodes[1]].png)
    low, high = given[0].min(), given[0].max()
    assert np.abs(pixels[:, :6, 0] - (given[0, ..., 0] - low) / (high - low) * 255).max() <= 1
    svg = drawing.svg(graph)
    boxes = re.findall(r'<g class="node">(.*?)</g>', svg)
    assert ["<image" in box for box in boxes] == [True, True, False, False]
    for box in boxes[:2]:
        room = side(re.search(r"<rect[^>]*>", box)[0])
        image = side(re.search(r"<image[^>]*>", box)[0])
        lowest = max(float(y) for y in re.findall(r'<text[^>]* y="([^"]+)"', box))
        assert lowest < image["y"]
        assert image["y"] + image["height"] < room["y"] + room["height"]
        assert room["x"] < image["x"]
        assert image["x"] + image["width"] < room["x"] + room["width"]
    assert "<image" not in drawing.svg(call_graph(model))


def side(tag):
    return {name: float(value) for name, value in re.findall(r' (x|y|width|height)="([^"]+)"', tag)}


def test_a_png_shows_them_too(model):
    batch = np.zeros((1, 8, 8, 1), "float32")
    batch[0, :, 4:] = 1
    graph = call_graph(model).with_values(batch)
    pixels = np.asarray(images.open(io.BytesIO(drawing.png(graph))).convert("RGB"))
    # The left half of the first strip is black: nothing else of a picture is.
    assert (pixels == 0).all(axis=-1).sum() > 500


def test_the_size_of_gradients_has_none(model):
    if keras.backend.backend() != "tensorflow":
        pytest.skip("gradients need TensorFlow's tape")
    batch = np.ones((2, 8, 8, 1), "float32")
    graph = call_graph(model).with_values(batch).with_gradients(batch, np.zeros((2, 1)), loss="mse")
    assert graph.strips == {}
