"""The exercises of a note: where they stand in it, and what happens when an answer is given.

An exercise is a code cell with the tag "exercise" that holds one line `name = ...`, the place of the answer, and checks
that run only once there is one. The text cell above it has a folded hint, the one below a folded solution, whose Python
is what the tests put in that place. Answers that are wrong in a plausible way stand in the cell's metadata, each with
words of what the learner is told. What an exercise needs of the cells above carries the tag "exercise-needs".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

PLACE = re.compile(r"^\w+ = \.\.\.$", re.M)
HINT = re.compile(r"<details><summary>Hint</summary>\n\n(.+?)\n\n</details>", re.S)
SOLUTION = re.compile(r"<details><summary>Solution</summary>\n\n(.+?)\n\n</details>", re.S)
PYTHON = re.compile(r"^```python\n(.+?)\n```$", re.S | re.M)


@dataclass(frozen=True)
class Exercise:
    """One exercise of a note.

    Args:
        number: Which cell of the note it is, counted from 0.
        source: The cell as the learner finds it.
        before: The text cell above it.
        after: The text cell below it.
        wrong: Answers that are wrong, each with words of what the learner is told.
    """

    number: int
    source: str
    before: str
    after: str
    wrong: tuple[tuple[str, str], ...]

    @property
    def solution(self) -> str:
        """The Python of the folded solution."""
        (folded,) = SOLUTION.findall(self.after)
        (answer,) = PYTHON.findall(folded)
        return str(answer)

    def answered(self, answer: str) -> str:
        """Return the cell with an answer in its place."""
        return PLACE.sub(lambda _: answer, self.source)


def has_tag(cell: Any, tag: str) -> bool:
    """Return whether a cell carries a tag."""
    return tag in cell.metadata.get("tags", [])


def exercises_of(path: Path) -> list[Exercise]:
    """Return a note's exercises, in order."""
    cells = nbformat.read(path, as_version=4).cells
    return [
        Exercise(
            number,
            cell.source,
            cells[number - 1].source,
            cells[number + 1].source,
            tuple((wrong["answer"], wrong["told"]) for wrong in cell.metadata.get("wrong", [])),
        )
        for number, cell in enumerate(cells)
        if has_tag(cell, "exercise")
    ]


class Room:
    """A shell in which a note's cells are run, as the notebook runs them."""

    def __init__(self) -> None:
        self.shell = InteractiveShell.instance()

    def run(self, source: str) -> BaseException | None:
        """Run a cell; return what it raised, if anything."""
        with capture_output():
            ran = self.shell.run_cell(source)
        error: BaseException | None = ran.error_before_exec or ran.error_in_exec
        return error

    def prepare(self, path: Path, exercise: Exercise) -> None:
        """Run what an exercise needs of the cells above it, and the exercises before it, without an answer."""
        for cell in nbformat.read(path, as_version=4).cells[: exercise.number]:
            if has_tag(cell, "exercise-needs") or has_tag(cell, "exercise"):
                error = self.run(cell.source)
                assert error is None, f"A cell that the exercise needs failed:\n{cell.source}\n{error!r}"

    def close(self) -> None:
        """Leave no shell to the other tests."""
        InteractiveShell.clear_instance()
