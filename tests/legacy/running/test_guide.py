"""Every construct of Keras 1's functional guide, as 2016 text, builds the graph that today's spelling builds."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from keras_functional_notes.legacy.running.program import run_path

SNIPPETS = Path(__file__).parents[1] / "snippets"
pytestmark = pytest.mark.filterwarnings("ignore")  # the notices have tests of their own


@functools.cache
def ran(snippet: str) -> dict[str, Any]:
    return run_path(SNIPPETS / f"{snippet}.py")


def by_order(config: Any) -> Any:
    """Return a model's configuration with its layers called by their order: their names count those of the process."""
    if isinstance(config, (list, tuple)):
        return [by_order(part) for part in config]
    if not isinstance(config, dict):
        return config
    described = {key: by_order(value) for key, value in config.items()}
    if not isinstance(config.get("layers"), list):
        return described
    names = {layer["config"]["name"]: f"layer {place}" for place, layer in enumerate(config["layers"])}
    return renamed({**described, "name": None}, names)


def renamed(config: Any, names: dict[str, str]) -> Any:
    if isinstance(config, dict):
        return {key: renamed(value, names) for key, value in config.items()}
    if isinstance(config, list):
        return [renamed(part, names) for part in config]
    return names.get(config, config) if isinstance(config, str) else config


def check(old: Any, new: Any) -> None:
    """Check that two models have the same layers, connections, shapes and numbers of parameters, and are plain."""
    assert type(old) is type(new)
    assert by_order(old.get_config()) == by_order(new.get_config())
    assert [layer.count_params() for layer in old.layers] == [layer.count_params() for layer in new.layers]
    for one, other in ((old.inputs, new.inputs), (old.outputs, new.outputs)):
        assert [(x.shape, x.dtype) for x in one] == [(x.shape, x.dtype) for x in other]
    rng = np.random.default_rng(0)
    arrays = [rng.integers(0, 9, [2, *x.shape[1:]]).astype(x.dtype) for x in old.inputs]
    new.set_weights(old.get_weights())
    for one, other in zip(keras.tree.flatten(old(arrays)), keras.tree.flatten(new(arrays)), strict=True):
        np.testing.assert_allclose(*map(keras.ops.convert_to_numpy, (one, other)), rtol=1e-5, atol=1e-6)


def dense_network() -> Any:
    pixels = keras.Input((784,))
    hidden = layers.Dense(64, activation="relu", kernel_initializer="random_uniform")(pixels)
    hidden = layers.Dense(64, activation="relu", kernel_regularizer="l2")(hidden)
    return keras.Model(pixels, layers.Dense(10, activation="softmax", use_bias=False)(hidden))


def model_as_layer() -> Any:
    a = keras.Input((20,), name="first")
    classify = keras.Model(a, layers.Dense(3, activation="softmax")(layers.Dense(8, activation="tanh")(a)))
    b, c = keras.Input((20,), name="second"), keras.Input((20,), name="third")
    return keras.Model([b, c], [classify(b), classify(c)])


def time_distributed_model() -> Any:
    still = keras.Sequential([layers.Dense(16, input_shape=(48,), activation="relu")])
    still.add(layers.Dense(5, activation="softmax"))
    film = keras.Input((12, 48))
    return keras.Model(film, layers.TimeDistributed(still)(film))


def headline() -> Any:
    words = keras.Input((30,), dtype="int32", name="headline")
    read = layers.LSTM(16)(layers.Embedding(1000, 32)(words))
    early = layers.Dense(1, activation="sigmoid", name="early")(read)
    hour = keras.Input((5,), name="hour")
    x = layers.Concatenate()([read, hour])
    for _ in range(3):
        x = layers.Dense(24, activation="relu")(x)
    return keras.Model([words, hour], [layers.Dense(1, activation="sigmoid", name="shares")(x), early])


def two_tweets() -> Any:
    a, b = keras.Input((140, 256)), keras.Input((140, 256))
    lstm = layers.LSTM(64)
    joined = layers.Concatenate(axis=-1)([lstm(a), lstm(b)])
    return keras.Model([a, b], layers.Dense(1, activation="sigmoid")(joined))


def inception_block() -> Any:
    def conv(size: int) -> Any:
        return layers.Conv2D(16, (size, size), padding="same", activation="relu")

    image = keras.Input((64, 64, 3))
    narrow = conv(1)(image)
    narrow = conv(3)(narrow)
    wide = conv(1)(image)
    wide = conv(5)(wide)
    pooled = conv(1)(layers.MaxPooling2D((3, 3), strides=(1, 1), padding="same")(image))
    return keras.Model(image, layers.Concatenate(axis=-1)([narrow, wide, pooled]))


def residual() -> Any:
    x = keras.Input((16, 16, 3))
    return keras.Model(x, layers.Add()([x, layers.Conv2D(3, (3, 3), padding="same")(x)]))


def shared_vision() -> Any:
    digit = keras.Input((27, 27, 1))
    x = layers.Conv2D(8, (3, 3))(layers.Conv2D(8, (3, 3))(digit))
    vision = keras.Model(digit, layers.Flatten()(layers.MaxPooling2D((2, 2))(x)))
    a, b = keras.Input((27, 27, 1)), keras.Input((27, 27, 1))
    joined = layers.Concatenate()([vision(a), vision(b)])
    return keras.Model([a, b], layers.Dense(1, activation="sigmoid")(joined))


def vision() -> Any:
    return keras.Sequential(
        [
            layers.Conv2D(8, (3, 3), activation="relu", padding="same", input_shape=(32, 32, 3)),
            layers.Conv2D(8, (3, 3), activation="relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Conv2D(16, (3, 3), activation="relu", padding="same", strides=(2, 2)),
            layers.MaxPooling2D((2, 2)),
            layers.Flatten(),
        ]
    )


def hearing() -> tuple[Any, Any]:
    question = keras.Input((20,), dtype="int32")
    return question, layers.LSTM(24)(layers.Embedding(1000, 24)(question))


def picture_question() -> Any:
    picture = keras.Input((32, 32, 3))
    seen = vision()(picture)
    question, heard = hearing()
    answer = layers.Dense(100, activation="softmax")(layers.Concatenate()([heard, seen]))
    return keras.Model([picture, question], answer)


def film_question() -> Any:
    eyes, ears = vision(), keras.Model(*hearing())
    film = keras.Input((6, 32, 32, 3))
    seen = layers.LSTM(24)(layers.TimeDistributed(eyes)(film))
    question = keras.Input((20,), dtype="int32")
    answer = layers.Dense(100, activation="softmax")(layers.Concatenate()([seen, ears(question)]))
    return keras.Model([film, question], answer)


CONSTRUCTS = [
    ("dense_network", "model", dense_network),
    ("model_as_layer", "model", model_as_layer),
    ("time_distributed_model", "model", time_distributed_model),
    ("headline", "model", headline),
    ("two_tweets", "model", two_tweets),
    ("inception_block", "model", inception_block),
    ("residual", "model", residual),
    ("shared_vision", "model", shared_vision),
    ("visual_question", "picture_model", picture_question),
    ("visual_question", "film_model", film_question),
]


def possible(written_today: Callable[[], Any]) -> Any:
    """Build a model in today's spelling, unless this version of Keras cannot."""
    try:
        return written_today()
    except NotImplementedError as error:
        # On Keras 3.3, TimeDistributed takes no Sequential.
        pytest.skip(f"Keras {keras.__version__} cannot build it itself: {error}")


@pytest.mark.parametrize(
    ("snippet", "name", "written_today"), CONSTRUCTS, ids=[f"{snippet} {name}" for snippet, name, _ in CONSTRUCTS]
)
def test_2016_text_builds_what_today_s_spelling_builds(
    snippet: str, name: str, written_today: Callable[[], Any]
) -> None:
    new = possible(written_today)
    if snippet == "visual_question":
        # One text, which builds this one too.
        possible(film_question)
    check(ran(snippet)[name], new)


def test_every_snippet_is_covered() -> None:
    covered = {snippet for snippet, _, _ in CONSTRUCTS} | {"node_access"}
    assert covered == {path.stem for path in SNIPPETS.glob("*.py")}


def test_nodes_are_those_of_the_text_itself() -> None:
    names = ran("node_access")
    assert names["complaint"].startswith("lstm.output: lstm")
    assert "has 2 nodes, in Keras 1's count:" in names["complaint"]
    assert "Write lstm.get_output_at(node_index)" in names["complaint"]


def test_two_losses_weigh_the_same_by_list_and_by_name() -> None:
    names = ran("headline")
    for history, epochs in ((names["by_list"], 1), (names["by_name"], 2)):
        logs = history.history
        if "shares_loss" not in logs:
            pytest.skip(f"Keras {keras.__version__} does not log the loss of each output")
        assert len(logs["loss"]) == epochs
        np.testing.assert_allclose(
            logs["loss"], np.add(logs["shares_loss"], 0.2 * np.array(logs["early_loss"])), rtol=0.05
        )


def test_training_logs_answer_to_their_old_names(capsys: pytest.CaptureFixture[str]) -> None:
    names = run_path(SNIPPETS / "dense_network.py")  # once more, for what it prints
    assert f"last accuracy: {names['history'].history['val_accuracy'][-1]}" in capsys.readouterr().out


def test_what_a_text_built_loads_where_this_package_is_absent(predict_elsewhere: Any) -> None:
    rng = np.random.default_rng(0)
    cases = {}
    possible(film_question)
    for snippet, name, _ in (CONSTRUCTS[0], CONSTRUCTS[3], *CONSTRUCTS[-4:]):
        model = ran(snippet)[name]
        cases[name + snippet] = (model, [rng.integers(0, 9, [2, *x.shape[1:]]).astype(x.dtype) for x in model.inputs])
    elsewhere = predict_elsewhere(cases)
    for key, (model, arrays) in cases.items():
        here = keras.tree.flatten(model.predict(arrays, verbose=0))[0]
        np.testing.assert_allclose(np.asarray(elsewhere[key]).reshape(-1)[: here.size], here.reshape(-1), rtol=1e-5)
