"""Random programs of 2016 run, are translated, and what is said of them is true: no failure is silent.

`make test` tries a few; `make programs` tries 2,000, or PROGRAMS=N of them.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from programs import programs
from trying import eagerly, tried

from keras_functional_notes.legacy import translate

pytestmark = pytest.mark.filterwarnings("ignore")  # the notices have tests of their own

HERE = Path(__file__).parent
TRIED = int(os.environ.get("PROGRAMS", "12"))
# The same programs each time where few are tried, so that a change alone decides what fails.
ALIKE = settings(
    derandomize="PROGRAMS" not in os.environ,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True, scope="module")
def _eagerly() -> Iterator[None]:
    eagerly(True)
    yield
    eagerly(False)


@settings(ALIKE, max_examples=max(200, TRIED))
@given(programs())
def test_a_translation_is_python_and_translating_it_again_changes_nothing(text: str) -> None:
    done = translate(text)
    ast.parse(done.text)
    assert translate(done.text).text == done.text


@settings(ALIKE, max_examples=TRIED)
@given(programs())
def test_no_failure_is_silent(text: str) -> None:
    outcome = tried(text)
    assert not outcome.silent


# Texts that are not random


@pytest.mark.parametrize("path", sorted((HERE / "examples").glob("*.py")), ids=lambda path: path.stem)
def test_an_example_is_translated_into_python_and_once_for_all(path: Path) -> None:
    done = translate(path.read_text(encoding="utf-8"))
    ast.parse(done.text)
    assert translate(done.text).text == done.text


# Code that is not Keras's: Python's own library, and packages that never import it.
OTHERS = ("hypothesis", "pytest", "rich", "numpy")


def other_files() -> list[Path]:
    library = Path(sysconfig.get_paths()["stdlib"])
    found = sorted(library.glob("*.py"))
    for name in OTHERS:
        found += sorted(Path(str(importlib.util.find_spec(name).origin)).parent.rglob("*.py"))[:60]  # type: ignore[union-attr]  # they are installed
    return found


def test_code_without_keras_comes_back_as_it_is_and_nothing_is_said_of_it() -> None:
    files = other_files()
    assert len(files) > 300
    for path in files:
        text = path.read_text(encoding="utf-8", errors="replace")
        try:
            done = translate(text)
        except SyntaxError:
            # As its author meant it, such as a test of what Python refuses.
            continue
        assert (done.text, done.needs_you, done.differences) == (text, (), ()), path
