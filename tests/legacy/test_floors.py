"""The rooms of legacy/ stand on floors: which folder may import from which, no circle, few rooms on a call's way."""

from __future__ import annotations

import ast
import graphlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

import keras_functional_notes.legacy
from keras_functional_notes.legacy import layers, translate

FOLDER = Path(keras_functional_notes.legacy.__file__).parent
NAME = "keras_functional_notes.legacy."
# What each folder stands on; the doors are the folder's own files.
FLOORS = {
    "table": {"table", "syntax"},
    "syntax": set(),
    "python2": {"syntax"},
    "shims": {"table", "shims"},
    "custom": {"table", "shims", "custom"},
    "kept_layers": {"kept_layers"},
    "saved": {"table", "shims", "saved"},
    "running": {"table", "shims", "custom", "saved", "syntax", "python2", "running"},
    "translating": {"table", "syntax", "python2", "translating"},
    "layers": {"table", "shims"},
    "backend": {"table", "shims"},
}


def imported(path: Path) -> set[str]:
    """Return the rooms of legacy/ that a file imports, wherever in it."""
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(NAME):
            module = str(node.module).removeprefix(NAME)
            names = {f"{module}.{alias.name}" for alias in node.names}
            rooms |= {name for name in names if (FOLDER / f"{name.replace('.', '/')}.py").exists()} or {module}
    return rooms


@pytest.mark.parametrize("folder", FLOORS)
def test_no_import_runs_upwards(folder: str) -> None:
    paths = list((FOLDER / folder).glob("*.py")) or [FOLDER / f"{folder}.py"]
    for path in paths:
        assert {room.partition(".")[0] for room in imported(path)} <= FLOORS[folder], path.name


def test_no_import_runs_in_a_circle() -> None:
    graph = {
        ".".join(path.relative_to(FOLDER).with_suffix("").parts): imported(path)
        for path in FOLDER.rglob("*.py")
        if path.name != "__init__.py"
    }
    assert list(graphlib.TopologicalSorter(graph).static_order())


def test_no_room_is_over_420_lines() -> None:
    assert {path.name for path in FOLDER.rglob("*.py") if path.read_text().count("\n") > 420} == set()


def rooms_passed(run: Callable[[], object]) -> set[str]:
    """Return the rooms of legacy/ in which some function runs."""
    passed: set[str] = set()

    def watch(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(FOLDER)):
            passed.add(frame.f_code.co_filename)

    # What is loaded when it is first used is no part of the way.
    run()
    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        run()
    finally:
        sys.setprofile(before)
    return passed


@pytest.mark.filterwarnings("ignore::keras_functional_notes.legacy.Keras1Warning")
def test_a_call_that_is_made_passes_few_rooms() -> None:
    layer = layers.Convolution2D
    assert 1 < len(rooms_passed(lambda: layer(64, 3, 3))) <= 8


def test_a_call_that_is_translated_passes_few_rooms() -> None:
    text = "from keras.layers import Convolution2D\nConvolution2D(64, 3, 3)\n"
    assert 1 < len(rooms_passed(lambda: translate(text))) <= 9
