"""What nothing of today's Keras has is reported where source text asks for it, and answered where the text runs."""

from __future__ import annotations

import ast
from pathlib import Path

import keras
import numpy as np
import pytest

from keras_functional_notes.legacy import run_source, translate
from keras_functional_notes.legacy.running.attributes import READ
from keras_functional_notes.legacy.table.attributes import EVERYDAY, GONE, GONE_TODAY

pytestmark = pytest.mark.filterwarnings("ignore")

HEAD = "from keras.models import Sequential\nfrom keras.layers import Dense\nm = Sequential([Dense(2, input_dim=3)])\n"


@pytest.mark.parametrize("name", sorted(GONE_TODAY))
def test_each_is_reported_at_its_line(name: str) -> None:
    done = translate(f"{HEAD}print(m.{name})\n")
    [need] = [need for need in done.needs_you if f"`{name}`" in need.why]
    assert need.line == 4
    assert "{" not in need.do.replace("{0}", "{")


@pytest.mark.parametrize("name", sorted(EVERYDAY))
def test_everyday_words_are_reported_of_models_alone(name: str) -> None:
    assert translate(f"{HEAD}print(dataset.{name}, self.{name})\n").needs_you == ()
    assert translate(f"{HEAD}print(self.model.{name})\n").needs_you[0].line == 4


@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner, members in GONE.items() for name in members if name[0] != "_"]
)
def test_running_says_what_to_use(owner: str, name: str) -> None:
    thing = "m" if owner == "keras.Model" else "m.layers[0]"
    with pytest.raises(AttributeError, match=rf"{name} is gone\. Use ") as caught:
        run_source(f"{HEAD}print({thing}.{name})")
    assert GONE[owner][name] in str(caught.value)


def test_a_layer_of_ones_own_may_have_them() -> None:
    text = f"{HEAD}class Own(Dense):\n    constraints = 'mine'\nfound = Own(2).constraints\n"
    assert run_source(text)["found"] == "mine"


CLASSES = (
    ("engine/topology.py", "Layer", keras.layers.Layer),
    ("engine/topology.py", "Container", keras.Model),
    ("engine/training.py", "Model", keras.Model),
    ("models.py", "Sequential", keras.Sequential),
    ("callbacks.py", "Callback", keras.callbacks.Callback),
)
# What only Keras's own files called, or what an object of today gets when it is made or compiled.
OF_ITS_OWN = {
    *("load_weights_from_hdf5_group", "load_weights_from_hdf5_group_by_name", "save_weights_to_hdf5_group"),
    *("legacy_from_config", "legacy_get_config", "add_update", "batch_input_shape", "stateful"),
}


@pytest.mark.parametrize(("file", "name", "today"), CLASSES, ids=[name for _, name, _ in CLASSES])
def test_every_public_method_of_a_class_of_keras_1_is_there_or_has_a_word(
    keras_1_source: Path, file: str, name: str, today: type
) -> None:
    tree = ast.parse((keras_1_source / "keras" / file).read_text())
    [old] = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name]
    methods = {node.name for node in old.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"}
    assert len(methods) > 5
    assert {each for each in methods if not hasattr(today, each)} - READ - OF_ITS_OWN == set()


def test_theanos_variables_answer() -> None:
    names = run_source(
        "import numpy as np\n" + HEAD + "m.compile('sgd', 'mse')\nbefore = m.optimizer.lr.get_value()\n"
        "m.optimizer.lr.set_value(0.5)\nm.layers[0].b.set_value(np.ones(2))\n"
        "after, bias = m.optimizer.lr.get_value(), m.layers[0].b.get_value()\n"
    )
    assert (round(float(names["before"]), 6), float(names["after"])) == (0.01, 0.5)
    assert names["bias"].tolist() == [1, 1]


@pytest.mark.parametrize(
    ("given", "shapes"),
    [
        ("validation_data=(np.ones((4, 3)), np.zeros((4, 2)))", [(4, 3), (4, 2), (4,)]),
        ("validation_data=(np.ones((4, 3)), np.zeros((4, 2)), np.ones(4))", [(4, 3), (4, 2), (4,)]),
        ("validation_split=0.25", [(2, 3), (2, 2), (2,)]),
        ("verbose=0", None),
    ],
)
def test_a_callback_finds_what_is_validated_with(given: str, shapes: list[tuple[int, ...]] | None) -> None:
    names = run_source(
        "import numpy as np\nfrom keras.callbacks import Callback\n" + HEAD + "m.compile('sgd', 'mse')\nfound = []\n"
        "class Look(Callback):\n    def on_epoch_end(self, epoch, logs={}):\n"
        "        found.append(self.model.validation_data)\n"
        f"m.fit(np.ones((8, 3)), np.zeros((8, 2)), nb_epoch=1, callbacks=[Look()], {given})\n"
    )
    [found] = names["found"]
    assert (found if found is None else [np.shape(each) for each in found]) == shapes


@pytest.mark.parametrize(
    "asked", ["K.foo", "K.foo(1)", "K._EPSILON", "keras.layers.Dens(2)", "keras.layers.core.Dens(2)"]
)
def test_what_a_module_never_had_is_reported(asked: str) -> None:
    done = translate(f"import keras\nfrom keras import backend as K\n{asked}\n")
    [need] = done.needs_you
    assert need.line == 3
    assert "had no" in need.why
    assert ("Did you mean `Dense`?" in need.why) is ("Dens" in asked)


@pytest.mark.parametrize("asked", ["keras.ops.sum(x)", "keras.__version__", "keras.layers.MultiHeadAttention(2, 2)"])
def test_what_today_s_modules_have_is_not(asked: str) -> None:
    assert translate(f"import keras\nimport keras.layers\n{asked}\n").needs_you == ()
