"""The table itself: each name once, every target real."""

from __future__ import annotations

import importlib
import inspect
from collections import Counter

import pytest

from keras_functional_notes.legacy import vocabulary
from keras_functional_notes.legacy.shims import resolve
from keras_functional_notes.legacy.vocabulary import MODES, ROWS, Row, find


def test_each_name_stands_once() -> None:
    names = Counter(name for row in ROWS for name in row.names)
    assert [name for name, count in names.items() if count > 1] == []


def test_names_are_found_and_others_are_not() -> None:
    assert find("merge").made_by == "merge"
    with pytest.raises(KeyError):
        find("mergee")


@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_the_layer_of_every_mode_exists_and_takes_its_arguments(mode: vocabulary.Mode) -> None:
    parameters = inspect.signature(resolve(mode.today)).parameters
    assert {*mode.carries.values(), *mode.adds} <= set(parameters)
    merge_arguments = {argument.name for argument in find("merge").arguments}
    assert set(mode.carries) <= merge_arguments


@pytest.mark.parametrize("row", [row for row in ROWS if row.made_by in ("merge", "Merge")], ids=lambda row: row.name)
def test_the_functions_have_the_tables_signature(row: Row) -> None:
    function = getattr(importlib.import_module("keras_functional_notes.legacy"), row.name)
    parameters = inspect.signature(function).parameters
    assert list(parameters) == [argument.name for argument in row.arguments]
    for argument in row.arguments:
        default = parameters[argument.name].default
        assert (
            default is inspect.Parameter.empty
            if argument.default is vocabulary.REQUIRED
            else (default == argument.default)
        )
