"""The rooms of legacy/ stand on floors: which folder may import from which, and no room from itself in a circle."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

import pytest

import keras_functional_notes.legacy

FOLDER = Path(keras_functional_notes.legacy.__file__).parent
NAME = "keras_functional_notes.legacy."
# What each folder stands on; the doors are the folder's own files.
FLOORS = {
    "table": {"table"},
    "syntax": set(),
    "shims": {"table", "shims"},
    "saved": {"table", "shims", "saved"},
    "running": {"table", "shims", "saved", "syntax", "running"},
    "translating": {"table", "syntax", "translating"},
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
