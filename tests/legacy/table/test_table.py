"""The table itself: each name once, every target real."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections import Counter
from pathlib import Path

import keras
import pytest

from keras_functional_notes.legacy import table
from keras_functional_notes.legacy.shims.making import resolve, served
from keras_functional_notes.legacy.table import MERGES, METHODS, MODES, MODULES, ROWS, Row, find


def test_each_name_stands_once() -> None:
    names = Counter((row.module, name) for row in ROWS for name in row.names)
    assert [name for name, count in names.items() if count > 1] == []


def test_names_are_found_and_others_are_not() -> None:
    # Several modules had a mean_squared_error; layers come first where no module is named.
    assert find("mean_squared_error", "keras.objectives").today == "keras.losses.mean_squared_error"
    assert find("Dropout").module == "keras.layers.core"
    assert find("softmax", "keras.backend").today == "keras.ops.softmax"
    assert find("merge").by_hand
    with pytest.raises(KeyError):
        find("mergee")


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_the_layer_of_every_mode_exists_and_takes_its_arguments(mode: table.Mode) -> None:
    parameters = inspect.signature(resolve(mode.today)).parameters
    assert {*mode.carries.values(), *mode.adds} <= set(parameters)
    merge_arguments = {argument.name for argument in find("merge").arguments}
    assert set(mode.carries) <= merge_arguments


@pytest.mark.parametrize("row", MERGES, ids=lambda row: row.name)
def test_the_functions_have_the_tables_signature(row: Row) -> None:
    function = getattr(importlib.import_module("keras_functional_notes.legacy"), row.name)
    parameters = inspect.signature(function).parameters
    assert list(parameters) == [argument.name for argument in row.arguments]
    for argument in row.arguments:
        default = parameters[argument.name].default
        assert (
            default is inspect.Parameter.empty if argument.default is table.REQUIRED else (default == argument.default)
        )


@pytest.mark.parametrize("row", [row for row in ROWS if row.today], ids=lambda row: f"{row.module}.{row.name}")
def test_what_a_name_is_today_exists(row: Row) -> None:
    assert resolve(str(row.today)) is not None


@pytest.mark.parametrize("row", [row for row in ROWS if row.is_gone], ids=lambda row: f"{row.module}.{row.name}")
def test_a_name_without_a_successor_says_what_to_use(row: Row) -> None:
    assert row.instead
    assert not row.instead.endswith(".")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.module}.{row.name}")
def test_every_name_is_served_by_every_module_that_had_it(row: Row) -> None:
    for name in row.names:
        places = [module.name for module in MODULES.values() if module.names.get(name) is row]
        assert row.module in places
        objects = [served(module, name) for module in places]
        assert all(item is objects[0] for item in objects)


def test_a_row_that_no_argument_of_today_backs_is_told_apart() -> None:
    for row in ROWS:
        packed = {part for packing in row.packings for part in packing.parts}
        assert packed <= {argument.name for argument in row.arguments}
        assert set(row.leading) <= row.today_names
        # What is itself has no arguments of its own, and what is gone may have none.
        assert not (row.itself and row.arguments)


@pytest.mark.parametrize(
    "row",
    [*METHODS, *(row for row in ROWS if row.module == "keras.backend" and row.today)],
    ids=lambda row: f"{row.module}.{row.name}",
)
def test_todays_names_of_functions_and_methods_are_todays(row: Row) -> None:
    today = getattr(keras.Model, row.short) if row in METHODS else resolve(str(row.today))
    # What came after Keras 3.3 may be missing there.
    newer = {"keepdims", "auto_scale_loss"}
    assert row.today_names - newer <= set(inspect.signature(today).parameters)


def test_modules_are_keras_1s() -> None:
    layers = MODULES["keras.layers"]
    assert {"Dense", "Convolution2D", "merge", "Merge", "Input", "Layer", "InputSpec", "LSTM"} <= set(layers.names)
    assert MODULES["keras.layers.core"].names["Merge"].module == "keras.engine.topology"
    assert MODULES["keras.layers.convolutional"].names["MaxPooling2D"].module == "keras.layers.pooling"
    assert set(MODULES["keras.utils"].modules) >= {"np_utils", "data_utils", "visualize_util"}
    assert "layers" in MODULES["keras"].loaded
    for module in MODULES.values():
        if module.today is not None and module.today != "keras.wrappers":
            # Keras 3.8 brought keras.wrappers back.
            importlib.import_module(module.today)


def test_the_table_has_keras_1s_own_signatures(keras_1_source: Path) -> None:
    """Each row against the class or function of its module in the source of Keras 1.2.2, argument by argument."""
    checked = 0
    for row in ROWS:
        path = "keras.backend.tensorflow_backend" if row.module == "keras.backend" else row.module
        stem = path.replace(".", "/")
        files = [keras_1_source / f"{stem}.py", keras_1_source / stem / "__init__.py"]
        tree = ast.parse(next(file for file in files if file.exists()).read_text())
        found = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
        node = found.get(row.name)
        if node is None or not row.arguments:
            continue
        if isinstance(node, ast.ClassDef):
            makers = [part for part in node.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"]
            if not makers:
                continue
            node = makers[0]
        names = [argument.arg for argument in node.args.args if argument.arg != "self"]
        positional = [argument.name for argument in row.arguments if not argument.keyword]
        assert positional == names, row.name
        defaults = [ast.unparse(default) for default in node.args.defaults]
        given = [argument.default for argument in row.arguments if not argument.keyword][len(names) - len(defaults) :]
        for text, default in zip(defaults, given, strict=True):
            if text not in ("K.floatx()",):
                assert ast.literal_eval(text) == default, (row.name, text)
        checked += 1
    assert checked > 150
