"""What is wrong with a file is said in one error, and nothing is half-changed, half-written or run."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest

from keras_functional_notes import legacy
from keras_functional_notes.legacy import SavedModelError
from keras_functional_notes.legacy.saved.opening import convert

SAVED = Path(__file__).parents[1] / "judge" / "saved"


def refused(path: Path, message: str) -> None:
    with pytest.raises(SavedModelError, match=re.escape(message)):
        legacy.load_model(path)


# Files


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.99])
def test_a_file_that_is_cut_off(tmp_path: Path, kept: float) -> None:
    whole = (SAVED / "lstm.h5").read_bytes()
    (tmp_path / "cut.h5").write_bytes(whole[: int(kept * len(whole))])
    refused(tmp_path / "cut.h5", f"{tmp_path / 'cut.h5'} is cut off or damaged: take another copy of it.")


def test_files_of_others(tmp_path: Path) -> None:
    (tmp_path / "text.h5").write_text("no model")
    refused(tmp_path / "text.h5", "text.h5 is no HDF5 file, as Keras 1 wrote them.")
    with h5py.File(tmp_path / "table.h5", "w") as file:
        file["numbers"] = [1, 2]
    refused(tmp_path / "table.h5", "it has neither a model's configuration nor layers' weights.")
    refused(tmp_path, "is a folder, and Keras 1 saved files.")
    with pytest.raises(FileNotFoundError, match=r"^There is no file .*none\.h5; give one that Keras 1 saved\.$"):
        legacy.load_model(tmp_path / "none.h5")


def test_newer_files_say_what_opens_them(tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.save(tmp_path / "today.keras")
    refused(
        tmp_path / "today.keras", "no file of Keras 1 but one of Keras 3, which opens it: keras.models.load_model(path)"
    )
    model.save_weights(tmp_path / "today.weights.h5")
    refused(
        tmp_path / "today.weights.h5", "was written by Keras 3, not by Keras 1. Today's Keras reads it: model.load_w"
    )
    shutil.copy(SAVED / "dense.h5", tmp_path / "two.h5")
    with h5py.File(tmp_path / "two.h5", "r+") as file:
        file.attrs["keras_version"] = b"2.2.4"
    refused(
        tmp_path / "two.h5", "was written by Keras 2.2.4, not by Keras 1. Today's Keras reads it: keras.models.load_"
    )


def test_weights_alone_need_a_model() -> None:
    refused(SAVED / "gru.weights.h5", "has weights alone, of the layers gru_1, dense_1. Make the model")


def test_weights_of_before_keras_1(tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    kernel, bias, dense = draw.normal(size=(2, 1, 3, 3)), draw.normal(size=2), draw.normal(size=(8, 1))
    with h5py.File(tmp_path / "old.h5", "w") as file:
        file.attrs["nb_layers"] = 3
        for number, arrays in enumerate([[kernel, bias], [], [dense, np.zeros(1)]]):
            group = file.create_group(f"layer_{number}")
            group.attrs["nb_params"] = len(arrays)
            for place, array in enumerate(arrays):
                group[f"param_{place}"] = array
    convolution = keras.layers.Conv2D(2, 3, data_format="channels_first")
    model = keras.Sequential([keras.Input((1, 4, 4)), convolution, keras.layers.Flatten(), keras.layers.Dense(1)])
    legacy.load_weights(model, tmp_path / "old.h5")
    # Such files are of Theano, whose kernels are turned.
    np.testing.assert_allclose(convolution.get_weights()[0][0, 2, 0, 1], kernel[1, 0, 2, 0], atol=1e-6)


# What does not fit


def dense(*units: int, names: tuple[str, ...] = ("a", "b", "c")) -> keras.Model:
    layers = [keras.layers.Dense(width, name=name) for width, name in zip(units, names, strict=False)]
    return keras.Sequential([keras.Input((3,)), *layers])


@pytest.mark.parametrize(
    ("model", "message"),
    [
        (dense(4), "has weights of 2 layers (dense_1, dense_2), and the model has 1 layers with weights (a)."),
        (
            dense(4, 3),
            "The weights of 'dense_2' do not fit the layer 'b' (Dense), whose weights have the shapes [(4, 3), (3,)]: "
            "in the file they are [(4, 2), (2,)].",
        ),
    ],
)
def test_a_model_that_does_not_fit_stays_as_it_is(model: keras.Model, message: str) -> None:
    before = model.get_weights()
    with pytest.raises(SavedModelError, match=re.escape(message)):
        legacy.load_weights(model, SAVED / "dense.h5")
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_by_name_takes_the_layers_of_these_names_alone() -> None:
    model = dense(4, 4, 2, names=("dense_1", "new", "dense_2"))
    before = model.layers[1].get_weights()[0]
    legacy.load_weights(model, SAVED / "dense.h5", by_name=True)
    with h5py.File(SAVED / "dense.h5") as file:
        kernels = [file[f"model_weights/{name}/{name}_W:0"][()] for name in ("dense_1", "dense_2")]
    np.testing.assert_array_equal(model.layers[0].get_weights()[0], kernels[0])
    np.testing.assert_array_equal(model.layers[1].get_weights()[0], before)
    np.testing.assert_array_equal(model.layers[2].get_weights()[0], kernels[1])


def test_by_name_with_no_such_name_is_an_error() -> None:
    with pytest.raises(
        SavedModelError, match=r"There they are dense_1, dense_2; here a, b\. Name the layers by name=\.$"
    ):
        legacy.load_weights(dense(4, 2), SAVED / "dense.h5", by_name=True)


def test_gates_that_open_otherwise_are_told_and_another_gru_is_refused() -> None:
    lstm = keras.Sequential([keras.Input((4, 3)), keras.layers.LSTM(3, name="lstm"), keras.layers.Dense(2)])
    with pytest.warns(UserWarning, match=r"^lstm opens its gates by today's sigmoid, and Keras 1's did"):
        legacy.load_weights(lstm, SAVED / "lstm.h5")
    gru = keras.Sequential([keras.Input((4, 3)), keras.layers.GRU(3, name="gru"), keras.layers.Dense(2)])
    with pytest.raises(SavedModelError, match=r"and 'gru' is none\. Give reset_after=False too\.$"):
        legacy.load_weights(gru, SAVED / "gru.weights.h5")


# Configurations


def entry(class_name: str, **config: Any) -> dict[str, Any]:
    return {"class_name": class_name, "config": config}


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (entry("Recurrent", name="r"), "The layer 'r' (Recurrent): Keras 1's Recurrent has no successor: to write a"),
        (entry("Densse", name="d"), "'d' is a Densse, which Keras 1 had not. Did you mean `Dense`?"),
        (
            entry("BatchNormalization", name="b", mode=3),
            "The layer 'b' (BatchNormalization): BatchNormalization(mode=3):",
        ),
        (entry("Sequential", name="no list"), "A Sequential's configuration is a list of layers in Keras 1"),
        ({"class_name": "Sequential", "config": [entry("Dense", name="d", output_dim=2)]}, "does not say the shape of"),
        ({"layers": []}, "This is no configuration of Keras 1"),
    ],
)
def test_what_has_no_counterpart_is_said(made: dict[str, Any], message: str) -> None:
    with pytest.raises(SavedModelError, match=re.escape(message)):
        legacy.model_from_config(made)


def test_text_that_is_none() -> None:
    for text, message in (("{", "This is no JSON text"), ("[1]", "but no model's")):
        with pytest.raises(SavedModelError, match=message):
            legacy.model_from_json(text)
    with pytest.raises(TypeError, match=r"Sequential\.from_config\(config\) takes it\.$"):
        legacy.model_from_config([])  # type: ignore[arg-type]  # what is refused


def test_code_in_a_file_is_never_run() -> None:
    refused(
        SAVED / "with_lambda.h5",
        "The layer 'lambda_1' holds byte code of the Python that saved it, which no Python of today runs, and which "
        "Keras would not run unasked. Write the function again, and give it by the layer's name: "
        "custom_objects={'lambda_1': function}.",
    )


class Doubled(keras.layers.Layer):
    def call(self, x: Any) -> Any:
        return 2 * x


def test_custom_layers_and_functions_are_given_by_their_names() -> None:
    text = json.dumps(
        {
            "class_name": "Sequential",
            "keras_version": "1.2.2",
            "config": [
                entry("Dense", name="d", output_dim=2, activation="own", batch_input_shape=[None, 3]),
                entry("Doubled", name="twice", trainable=True),
            ],
        }
    )
    with pytest.raises(SavedModelError, match=r"custom_objects=\{'Doubled': Doubled\}"):
        legacy.model_from_json(text, {"own": keras.activations.relu})
    model = legacy.model_from_json(text, {"own": keras.ops.abs, "Doubled": Doubled})
    assert type(model.layers[-1]) is Doubled
    assert model.layers[0].activation is keras.ops.abs


# How it was compiled


def test_it_is_compiled_as_it_was() -> None:
    model = legacy.load_model(SAVED / "trained.h5")
    # By its long name, with which an .h5 file opens again.
    assert model.loss == "mean_absolute_error"
    assert int(model.optimizer.iterations) == 3
    assert float(model.optimizer.learning_rate) == pytest.approx(0.01 / (1 + 3 * 0.1))
    assert model.optimizer.epsilon == 1e-8
    shared = legacy.load_model(SAVED / "shared_layers.h5")
    assert shared.optimizer.global_clipnorm == 1.0
    assert shared.loss == ["mean_squared_error", "mean_absolute_error"]
    assert not legacy.load_model(SAVED / "shared_layers.h5", compile=False).compiled


def with_training(path: Path, old: str, new: str) -> Path:
    """Write another word into how a file was compiled."""
    with h5py.File(path, "r+") as file:
        text = np.asarray(file.attrs["training_config"]).astype(str).item()
        assert old in text
        file.attrs["training_config"] = np.bytes_(text.replace(old, new))
    return path


def test_what_cannot_be_kept_of_an_optimizer_is_told(tmp_path: Path) -> None:
    path = with_training(Path(shutil.copy(SAVED / "trained.h5", tmp_path)), '"Adam"', '"Nadam"')
    told = r"trained\.h5: Nadam's momentum follows another schedule today\. The optimizer begins anew"
    with pytest.warns(UserWarning, match=told):
        assert int(legacy.load_model(path).optimizer.iterations) == 0


def test_a_loss_of_ones_own_is_given_or_told(tmp_path: Path) -> None:
    with_training(Path(shutil.copy(SAVED / "merge_sequential.h5", tmp_path / "own.h5")), '"mse"', '"my_loss"')
    with pytest.warns(UserWarning, match=r"own\.h5: The model is not compiled: .*my_loss"):
        assert not legacy.load_model(tmp_path / "own.h5").compiled
    own = keras.losses.mean_absolute_error
    assert legacy.load_model(tmp_path / "own.h5", {"my_loss": own}).loss is own


# Converting


def test_a_converted_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new.keras").write_text("what was there")
    with pytest.raises(SavedModelError):
        convert(SAVED / "gru.weights.h5", tmp_path / "new.keras")

    def stops(*_: Any) -> None:
        raise OSError("no room left")

    with monkeypatch.context() as patched:
        patched.setattr(keras.Sequential, "save", stops)
        with pytest.raises(OSError, match="no room left"):
            convert(SAVED / "simple_rnn.h5", tmp_path / "new.keras")
    assert (tmp_path / "new.keras").read_text() == "what was there"
    assert [path.name for path in tmp_path.iterdir()] == ["new.keras"]
    convert(SAVED / "simple_rnn.h5", tmp_path / "new.keras")
    assert keras.models.load_model(tmp_path / "new.keras").output_shape == (None, 2)


def test_json_text_is_converted_with_its_weights(tmp_path: Path) -> None:
    convert(SAVED / "gru.json", tmp_path / "new.keras", SAVED / "gru.weights.h5")
    with h5py.File(SAVED / "gru.weights.h5") as file:
        kernel = file["dense_1/dense_1_W:0"][()]
    np.testing.assert_array_equal(keras.models.load_model(tmp_path / "new.keras").layers[-1].get_weights()[0], kernel)
    with pytest.raises(ValueError, match=r"gru\.json: give the file of its weights, too\.$"):
        convert(SAVED / "gru.json", tmp_path / "new.keras")
