"""What a translation leaves of imports: text that Python reads, names that today's Keras has, a word of the rest."""

from __future__ import annotations

import ast
import importlib
import warnings
from pathlib import Path
from typing import Any

import keras
import make_todays_names
import pytest

from keras_functional_notes.legacy.table.todays_names import is_todays_module, missing
from keras_functional_notes.legacy.translating import files, translator
from keras_functional_notes.legacy.translating.translator import translate


def imports_that_fail(text: str) -> list[str]:
    """Run the imports of a text, each by itself, and return those that today's Python and Keras refuse."""
    failed = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            try:
                exec(ast.unparse(node), {})
            except ImportError:
                failed.append(ast.unparse(node))
    return failed


STARS = {
    "a renamed call": "from keras.layers.core import *\nmade = Dense(output_dim=3)\n",
    "a renamed class": "from keras.layers.core import *\nfrom keras.layers.convolutional import *\n"
    "made = [Dense(output_dim=3), Convolution2D(3, 3, 3), TimeDistributedDense(3)]\n",
    "beside today's": "from keras.layers import *\nfrom keras.layers.core import *\nmade = Dense(output_dim=3)\n",
    "under tensorflow": "from tensorflow.keras.layers.core import *\nmade = Dense(output_dim=3)\n",
    "and another module's": "from keras.layers.core import *\nfrom keras.objectives import *\n"
    "made = Dense(output_dim=3), mse\n",
}


@pytest.mark.parametrize("text", STARS.values(), ids=STARS)
def test_a_star_stays_a_star_and_the_text_python(text: str) -> None:
    done = translate(text)
    assert done.needs_you == ()
    assert imports_that_fail(done.text) == []
    names: dict[str, object] = {}
    exec(done.text, names)
    made = names["made"]
    assert isinstance(made[0] if isinstance(made, (list, tuple)) else made, keras.layers.Dense)
    assert translate(done.text).text == done.text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "from keras.layers import Dense, Input\nfrom keras.layers.core import Dense, Activation\n",
            "from keras.layers import Dense, Input\nfrom keras.layers import Activation\n",
        ),
        (
            "from keras.layers.core import Dense\nfrom keras.layers import Dense\n",
            "from keras.layers import Dense\n" * 2,
        ),
    ],
)
def test_an_old_import_beside_todays_goes(old: str, new: str) -> None:
    uses = "made = Dense(3)\n" + ("other = Activation('relu')\n" if "Activation" in old else "")
    done = translate(old + uses)
    assert done.text == new + uses
    assert imports_that_fail(done.text) == []


@pytest.mark.parametrize(
    ("name", "module", "use"),
    [
        ("ImageDataGenerator", "image", "ImageDataGenerator(rotation_range=20)"),
        ("Tokenizer", "text", "Tokenizer(lower=False)"),
        ("skipgrams", "sequence", "skipgrams"),
        ("make_sampling_table", "sequence", "make_sampling_table(10)"),
    ],
)
def test_an_import_is_enough_to_tell_that_a_text_is_old(name: str, module: str, use: str) -> None:
    done = translate(f"from keras.preprocessing.{module} import {name}\nmade = {use}\n")
    assert done.text == f"from tensorflow.keras.preprocessing.{module} import {name}\nmade = {use}\n"
    assert imports_that_fail(done.text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "from keras.layers import Densse\n",
            "has no `Densse` in keras.layers, so the text would end here. Did you mean",
        ),
        ("from keras.layers.merge import concatenate\n", "has no module keras.layers.merge"),
        ("import keras.layers.legacy\n", "has no module keras.layers.legacy"),
        ("from keras.utils.np_utils import convert_kernels\n", "has no module keras.utils.np_utils"),
        ("from tensorflow.keras.layers import CuDNNLSTM\n", "has no `CuDNNLSTM` in tensorflow.keras.layers"),
    ],
)
def test_an_import_that_fails_today_is_reported(text: str, said: str) -> None:
    done = translate(f"{text}x = 1\n")
    assert imports_that_fail(done.text) != []
    [need] = done.needs_you
    assert need.line == 1
    assert said in need.why


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    from keras.layers.merge import add\nexcept ImportError:\n    add = None\n",
        "from keras.src import backend\n",
        "from keras.layers import *\n",
        "from keras import layers, ops, saving\n",
        "import keras.applications.vgg16\n",
        "from tensorflow.keras.preprocessing.text import Tokenizer\n",
        "from keras_tuner import Nothing\n",
    ],
)
def test_an_import_that_works_or_may_fail_is_not(text: str) -> None:
    assert translate(text).needs_you == ()


def test_every_import_of_the_examples_of_keras_1_works_or_is_reported(keras_1_source: Path) -> None:
    checked = 0
    for path in sorted(keras_1_source.rglob("*.py")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = files.translated_file(path)
        if result.error:
            continue
        said = {need.what for need in result.translation.needs_you}
        for node in ast.walk(ast.parse(result.new)):
            if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith("keras"):
                for alias in node.names:
                    checked += 1
                    if missing(str(node.module), alias.name):
                        # Said at the import, or at a use that was left.
                        assert any(alias.name in what for what in said), (path, ast.unparse(node))
        assert translate(result.new, package=files.package_of(path)).text == result.new
    assert checked > 100


def test_a_translation_that_is_no_python_leaves_the_text_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translator, "applied", lambda text, edits: text.replace("Dense(", "Dense((", 1))
    old = "from keras.layers import Dense\nDense(output_dim=3)\n"
    done = translate(old)
    assert done.text == old
    assert done.changes == ()
    [need] = done.needs_you
    assert "would be no Python at the line `Dense((output_dim=3)`" in need.why


# The list of today's names


def test_the_list_is_the_installed_keras() -> None:
    if keras.__version__ != make_todays_names.json.loads(make_todays_names.DATA.read_text())["keras"]:
        pytest.skip("the list is another Keras's")
    assert make_todays_names.DATA.read_text() == make_todays_names.text(), "run python tools/make_todays_names.py"


def test_what_the_list_has_can_be_imported() -> None:
    for module in ("keras.layers", "keras.utils", "keras.applications.vgg16"):
        assert is_todays_module(module)
        assert not any(missing(module, name) for name in dir(importlib.import_module(module)))
    assert missing("keras.layers", "Merge")
    assert not hasattr(keras.layers, "Merge")


def test_a_name_of_several_stars_comes_from_the_one_that_brings_it_today() -> None:
    text = (
        "from keras.layers.core import *\nfrom keras.layers import *\nfrom keras.models import *\n"
        "class Own(Layer):\n    def get_output_shape_for(self, shape):\n        return shape\n"
    )
    done = translate(text)
    assert "class Own(Layer):" in done.text
    assert translate(done.text).text == done.text


def test_a_star_brings_nothing_to_the_lines_before_it() -> None:
    text = "from keras.backend import *\ny = relu(variable(1.))\nfrom keras.activations import *\nz = linear(y)\n"
    names: dict[str, Any] = {}
    exec(translate(text).text, names)
    assert (float(names["y"]), names["z"].shape) == (1.0, ())
