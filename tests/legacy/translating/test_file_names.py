"""Names of files in translated text: what today's Keras refuses is renamed, and read again under the new name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from keras_functional_notes.legacy.translating.translator import translate

HEAD = """import os
import numpy as np
from keras.callbacks import ModelCheckpoint
from keras.layers import Dense
from keras.models import Sequential
def build():
    model = Sequential([Dense(1, input_dim=2)])
    model.compile('sgd', 'mse', metrics=['acc'])
    return model
model, again = build(), build()
X, Y = np.ones((8, 2)), np.ones((8, 1))
"""
SAVING = {
    "a name": "model.save_weights('w.h5')\nagain.load_weights('w.h5')\n",
    "another ending": "model.save_weights('w.hdf5', overwrite=True)\nagain.load_weights('w.hdf5')\n",
    "a constant": "PATH = 'w.h5'\nmodel.save_weights(PATH)\nif os.path.exists(PATH):\n    again.load_weights(PATH)\n",
    "asked for elsewhere": "model.save_weights('w.h5')\nassert os.path.exists('w.h5')\nagain.load_weights('w.h5')\n",
    "with a number": "model.save_weights('w%d.h5' % 3)\nagain.load_weights('w%d.h5' % 3)\n",
    "formatted": "model.save_weights('w{}.h5'.format(3))\nagain.load_weights('w{}.h5'.format(3))\n",
    "in a folder": "model.save_weights(os.path.join('.', 'w.h5'))\nagain.load_weights(os.path.join('.', 'w.h5'))\n",
    "behind a stem": "stem = 'w'\nmodel.save_weights(stem + '.h5')\nagain.load_weights(stem + '.h5')\n",
    "a checkpoint of weights": "path = 'w.hdf5'\nkept = ModelCheckpoint(path, save_weights_only=True)\n"
    "model.fit(X, Y, nb_epoch=1, verbose=0, callbacks=[kept])\nagain.load_weights(path)\n",
    "a checkpoint of models": "kept = ModelCheckpoint('w.hdf5', monitor='loss', save_best_only=True)\n"
    "model.fit(X, Y, nb_epoch=1, verbose=0, callbacks=[kept])\nagain.load_weights('w.hdf5')\n",
}


def run_in(folder: Path, text: str) -> dict[str, Any]:
    before = os.getcwd()
    os.chdir(folder)
    try:
        names: dict[str, Any] = {}
        exec(text, names)
        return names
    finally:
        os.chdir(before)


@pytest.mark.parametrize("text", SAVING.values(), ids=SAVING)
def test_what_is_saved_is_found_again(text: str, tmp_path: Path) -> None:
    done = translate(HEAD + text)
    assert done.needs_you == ()
    assert not any("keras_functional_notes" in difference.why for difference in done.differences)
    names = run_in(tmp_path, done.text)
    np.testing.assert_array_equal(names["again"].get_weights()[0], names["model"].get_weights()[0])
    assert translate(done.text).text == done.text


def test_a_checkpoint_fills_in_what_is_logged_today(tmp_path: Path) -> None:
    text = (
        "kept = ModelCheckpoint('w.{epoch:02d}-{val_acc:.1f}.hdf5', save_weights_only=True)\n"
        "model.fit(X, Y, nb_epoch=1, verbose=0, validation_data=(X, Y), callbacks=[kept])\n"
    )
    done = translate(HEAD + text)
    assert "'w.{epoch:02d}-{val_accuracy:.1f}.weights.h5'" in done.text
    run_in(tmp_path, done.text)
    [path] = tmp_path.iterdir()
    assert path.name in ("w.01-0.0.weights.h5", "w.01-1.0.weights.h5")


def test_a_name_that_the_text_does_not_tell_is_reported() -> None:
    for call in ("model.save_weights(args.out)", "ModelCheckpoint(args.out, save_weights_only=args.only)"):
        [need] = translate(f"{HEAD}{call}\n").needs_you
        assert need.what == call
        assert "names that end in .weights.h5 alone" in need.why


@pytest.mark.parametrize("path", ["'vgg16_weights.h5'", "path"])
def test_a_file_that_the_text_did_not_save_keeps_its_name(path: str) -> None:
    done = translate(f"{HEAD}model.load_weights({path})\n")
    assert f"model.load_weights({path})" in done.text
    assert any("legacy.load_weights(model, path)" in difference.why for difference in done.differences)


@pytest.mark.parametrize(
    "text",
    [
        "import keras\nmodel.save_weights('a.weights.h5')\nmodel.load_weights('a.weights.h5')\n",
        "from keras.callbacks import ModelCheckpoint\nkept = ModelCheckpoint('best.keras')\n",
        "from keras.callbacks import ModelCheckpoint\nkept = ModelCheckpoint('{val_loss}.h5', save_best_only=True)\n",
    ],
)
def test_todays_names_stay(text: str) -> None:
    done = translate(text)
    assert (done.text, done.needs_you) == (text, ())
