"""Old methods and attributes in source text."""

from __future__ import annotations

import pytest

from keras_functional_notes.legacy import translate

# The old argument tells that the text is from 2016.
LAYER = "from keras.layers import Dense\nlayer = Dense(output_dim=3)\n"
TODAY = "from keras.layers import Dense\nlayer = Dense(units=3)\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("shape = layer.get_output_shape_for((None, 2))", "shape = layer.compute_output_shape((None, 2))"),
        ("weight = layer.W", "weight = layer.kernel"),
        ("weight = layer.U", "weight = layer.U"),
    ],
)
def test_what_was_renamed_has_its_name_of_today(old: str, new: str) -> None:
    assert translate(LAYER + old).text == TODAY + new


@pytest.mark.parametrize(
    ("old", "do"),
    [
        (
            "mask = layer.get_output_mask_at(0)",
            "Use the mask that travels with the tensor get_output_at(layer, ...), which only layers read today.",
        ),
        (
            "mask = layer.output_mask",
            "Use the mask that travels with the tensor layer.output, which only layers read today.",
        ),
    ],
)
def test_what_has_no_name_today_is_left_to_a_person(old: str, do: str) -> None:
    done = translate(LAYER + old)
    assert done.text == TODAY + old
    assert [need.do for need in done.needs_you] == [do]


@pytest.mark.parametrize("call", ["layer.get_output_at()", "layer.get_output_at(*where)"])
def test_a_call_that_keras_1_would_have_refused_stays(call: str) -> None:
    assert translate(LAYER + call).text == TODAY + call


def test_a_functions_open_arguments_are_left_to_a_person() -> None:
    done = translate("from keras import backend as K\nK.repeat_elements(*how)\nK.ndim(*how)\n")
    assert [need.what for need in done.needs_you] == ["K.repeat_elements(*how)", "K.ndim(*how)"]


def test_merge_without_layers_waits_for_its_tensors() -> None:
    done = translate("from keras.layers import Merge\nz = Merge(None, mode='sum')([a, b])\n")
    assert done.text == "from keras.layers import Add\nz = Add()([a, b])\n"


# What alone tells that a text is from 2016


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("from keras.layers import Dense\nd = Dense(3)\nd.W", "from keras.layers import Dense\nd = Dense(3)\nd.kernel"),
        (
            "import keras\nd = keras.layers.LSTM(3)\nd.get_output_shape_for(s)",
            "import keras\nd = keras.layers.LSTM(3)\nd.compute_output_shape(s)",
        ),
        (
            "import keras\nshapes = [part.get_output_shape_for(s) for part in model.layers]",
            "import keras\nshapes = [part.compute_output_shape(s) for part in model.layers]",
        ),
    ],
)
def test_an_old_attribute_alone_is_written_for_today(old: str, new: str) -> None:
    done = translate(old)
    assert (done.text, done.needs_you) == (new, ())


@pytest.mark.parametrize(
    ("old", "line", "what"),
    [
        ("import keras\ndef f(layer):\n    return layer.W", 3, "layer.W"),
        ("import keras\nfor part in model.layers:\n    print(part.b)", 3, "part.b"),
        ("import keras\nthing.get_output_shape_for(shape)", 2, "thing.get_output_shape_for(shape)"),
    ],
)
def test_an_old_attribute_alone_is_reported(old: str, line: int, what: str) -> None:
    done = translate(old)
    assert done.text == old
    assert [(need.line, need.what) for need in done.needs_you] == [(line, what)]


@pytest.mark.parametrize(
    "text",
    [
        "import keras\nclass Own(keras.layers.Layer):\n    def build(self, s):\n"
        "        self.W = self.add_weight(shape=s)\nlayer = Own()\nlayer.W",
        "import keras\nimport argparse\nargs = argparse.Namespace(W=1, b=2)\nargs.W, args.b",
    ],
)
def test_an_attribute_of_the_texts_own_is_left_alone(text: str) -> None:
    done = translate(text)
    assert (done.text, done.needs_you) == (text, ())


@pytest.mark.parametrize(("first", "asked"), [("Merge([a, b], mode='sum')", True), ("Dense(2, input_dim=3)", False)])
def test_the_shape_of_a_sequential_of_several_inputs_is_asked_about(first: str, asked: bool) -> None:
    text = (
        "from keras.models import Sequential\nfrom keras.layers import Dense, Merge\n"
        "a = Sequential([Dense(2, input_dim=3)])\nb = Sequential([Dense(2, input_dim=3)])\n"
        f"model = Sequential()\nmodel.add({first})\nshape = model.output_shape\n"
    )
    assert [need.line for need in translate(text).needs_you] == ([7] if asked else [])
