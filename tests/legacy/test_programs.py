"""Random programs of 2016 run, are translated, and what is said of them is true: no failure is silent.

`make test` tries a few; `make programs` tries 2,000, or PROGRAMS=N of them.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from programs import programs
from trying import eagerly, tried

from keras_functional_notes.legacy import translate

pytestmark = pytest.mark.filterwarnings("ignore")  # the notices have tests of their own

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
