"""What the package promises as a whole: its names, their documentation, and that importing it is free and harmless."""

import ast
import importlib
import importlib.resources
import importlib.util
import pkgutil
import subprocess
import sys
from pathlib import Path

import keras
import pytest

import keras_functional_notes as notes

ROOMS = sorted(
    module.name
    for module in pkgutil.walk_packages(notes.__path__, f"{notes.__name__}.")
    if not module.name.endswith("__main__")
    # Model Explorer alone imports its extension, and need not be installed.
    and (module.name != "keras_functional_notes.explorer.main" or importlib.util.find_spec("model_explorer"))
)


def python(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


PUBLIC = [
    pytest.param(getattr(module, name), id=f"{module.__name__}.{name}")
    for module in map(importlib.import_module, [notes.__name__, f"{notes.__name__}.legacy", f"{notes.__name__}.texts"])
    for name in module.__all__
]


@pytest.mark.parametrize("thing", PUBLIC)
def test_every_public_name_has_a_docstring_that_shows_its_use(thing):
    assert thing.__doc__
    assert ">>>" in thing.__doc__


def test_all_public_names_are_found_and_listed():
    for name in notes.__all__:
        assert getattr(notes, name).__name__
    assert set(notes.__all__) <= set(dir(notes))
    with pytest.raises(AttributeError, match=r"^module 'keras_functional_notes' has no attribute 'get_ouput_at'"):
        notes.get_ouput_at  # noqa: B018  # reading the attribute is the test


@pytest.mark.parametrize("package", [notes.__name__, f"{notes.__name__}.legacy"])
def test_importing_loads_nothing_heavy(package):
    loaded = python(f"import sys, {package}; print(*{{name.partition('.')[0] for name in sys.modules}})").split()
    assert not {"keras", "tensorflow", "numpy", "pygraphviz"} & set(loaded)


def test_using_it_changes_nothing_in_keras():
    code = f"""
import keras, sys, tensorflow as tf
def state():
    return [
        {{name: id(value) for name, value in vars(thing).items()}}
        for thing in (keras, keras.layers, keras.models, tf.keras.layers, keras.Model, keras.layers.Layer)
    ]
tf.keras.layers.Dense  # tf.keras loads on first use: that is not our doing
before = state()
import importlib
for room in {ROOMS}:
    importlib.import_module(room)
import keras_functional_notes as notes
for name in notes.__all__:
    getattr(notes, name)
print(state() == before)
"""
    assert python(code) == "True"


def test_only_one_room_reads_keras_private_attributes():
    private = {
        "_inbound_nodes",
        "_outbound_nodes",
        "_keras_history",
        "_nodes_by_depth",
        "_functional",
        "_keras_mask",
        "_nodes",
        "_flatten_layers",
        "_inputs_struct",
        "_outputs_struct",
        "_shape",
    }
    for room in ROOMS:
        if room == f"{notes.__name__}._keras":
            continue
        source = Path(importlib.import_module(room).__file__).read_text(encoding="utf-8")
        read = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
        assert not read & private, room


def test_it_is_typed_and_ships_its_data():
    files = importlib.resources.files(notes)
    assert (files / "py.typed").is_file()
    assert (files / "data" / "excerpts.json").is_file()
    assert (files / "data" / "neighbours.json").is_file()


def test_a_model_made_with_it_is_a_keras_model():
    x = keras.Input((3,))
    dense = keras.layers.Dense(2)
    dense(x)
    assert type(keras.Model(x, notes.get_output_at(dense, 0))).__module__.startswith("keras.")
