"""What a text saves and opens again, where today's Keras does not open it: the line is reported."""

from __future__ import annotations

import pytest

from keras_functional_notes.legacy import translate

HEAD = (
    "from keras import backend as K\nfrom keras.layers import Dense, Lambda, Merge\n"
    "from keras.models import Sequential, load_model, model_from_json\n"
    "left, right = Sequential(), Sequential()\n"
    "model = Sequential([Dense(output_dim=2, input_dim=3)])\n"
    "def mine(y_true, y_pred):\n    return K.abs(y_true - y_pred)\n"
)


@pytest.mark.parametrize(
    ("lines", "what", "do"),
    [
        (
            "model.compile('sgd', mine)\ntwin = model_from_json(model.to_json())",
            "has today how the model was compiled",
            "Give it custom_objects={'mine': mine}.",
        ),
        (
            "model.add(Lambda(lambda x: x * 2))\nmodel.save('m.h5')\ntwin = load_model('m.h5')",
            "no model with a Python function in it",
            "keras.config.enable_unsafe_deserialization()",
        ),
        (
            "both = Sequential()\nboth.add(Merge([left, right], mode='sum'))\nboth.save('m.h5')\nload_model('m.h5')",
            "starts with a Merge has several inputs",
            "under a name that ends in .keras",
        ),
    ],
)
def test_it_is_reported_where_it_is_opened(lines: str, what: str, do: str) -> None:
    text = HEAD + lines
    [need] = [need for need in translate(text).needs_you if what in need.why]
    assert need.line == text.count("\n") + 1
    assert do in need.do


@pytest.mark.parametrize(
    "lines",
    [
        "model.compile('sgd', 'mse')\ntwin = model_from_json(model.to_json())",
        "model.compile('sgd', mine)\ntwin = model_from_json(model.to_json(), custom_objects={'mine': mine})",
        "model.compile('sgd', mine)\nmodel.save('m.h5')\ntwin = load_model('m.h5', custom_objects={'mine': mine})",
    ],
)
def test_what_opens_is_not_reported(lines: str) -> None:
    assert translate(HEAD + lines).needs_you == ()


def test_a_loss_has_its_long_name_where_the_model_is_opened_again() -> None:
    text = HEAD + "model.compile('sgd', 'mse')\nmodel.save('m.h5')\ntwin = load_model('m.h5')"
    assert "model.compile('sgd', 'mean_squared_error')" in translate(text).text
    assert "model.compile('sgd', 'mse')" in translate(text.replace("load_model", "model_from_json")).text


def test_a_model_that_is_deleted_and_loaded_again_is_still_a_model() -> None:
    text = (
        "from keras.models import Sequential, load_model\nfrom keras.layers import Dense\n"
        "m = Sequential([Dense(1, init='one')])\nm.compile('sgd', 'mse')\nm.save('a.h5')\ndel m\n"
        "m = load_model('a.h5')\nm.fit(x, y, nb_epoch=2)\n"
    )
    done = translate(text)
    assert "m.compile('sgd', 'mean_squared_error')" in done.text
    assert "m.fit(x, y, epochs=2)" in done.text
    assert done.needs_you == ()


@pytest.mark.parametrize("receiver", ["model", "net.model"])
def test_weights_for_a_sequential_that_begins_with_a_merge_wait_for_its_first_run(receiver: str) -> None:
    text = (
        "from keras.models import Sequential\nfrom keras.layers import Dense, Merge\n"
        "left = Sequential([Dense(4, input_dim=5)])\n"
        "right = Sequential([Dense(4, input_dim=5)])\nmodel = Sequential()\n"
        "model.add(Merge([left, right], mode='concat'))\n"
    )
    given = f"{receiver}.set_weights(weights)\n"
    assert [need.line for need in translate(text + given).needs_you] == [7]
    assert translate(f"{text}{receiver}.predict([x, x])\n{given}").needs_you == ()


@pytest.mark.parametrize("compiled", ["nets['a'].compile(opt, 'mse')", "self.net.compile('sgd', ['mse', 'mae'])"])
def test_losses_get_their_long_names_whatever_is_compiled(compiled: str) -> None:
    text = f"from keras.models import load_model\nfrom keras.layers import Dense\nDense(output_dim=2)\n{compiled}\n"
    long = compiled.replace("mse", "mean_squared_error").replace("mae", "mean_absolute_error")
    assert translate(text).text.splitlines()[-1] == long
