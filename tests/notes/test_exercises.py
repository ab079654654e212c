"""Every exercise of every note: its solution passes its check, and what is wrong in a plausible way is told so."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from exercises import HINT, PLACE, Exercise, Room, exercises_of

NOTES = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
EXERCISES = [
    pytest.param(note, exercise, id=f"{note.stem}-{number}")
    for note in NOTES
    for number, exercise in enumerate(exercises_of(note), start=1)
]

# What a note's cells warn of is the note's affair.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.chdir(NOTES[0].parent)
    made = Room()
    yield made
    made.close()


@pytest.mark.parametrize("note", NOTES, ids=lambda note: note.stem)
def test_a_note_has_two_to_four_exercises(note: Path) -> None:
    assert 2 <= len(exercises_of(note)) <= 4, 'exercises are the cells with the tag "exercise"'


@pytest.mark.parametrize(("note", "exercise"), EXERCISES)
def test_an_exercise_has_a_place_for_the_answer_a_hint_and_wrong_answers(note: Path, exercise: Exercise) -> None:
    assert len(PLACE.findall(exercise.source)) == 1, "one line `name = ...`"
    assert len(HINT.findall(exercise.before)) == 1, "a folded hint in the text above"
    assert exercise.wrong, "at least one wrong answer in the cell's metadata"
    ast.parse(exercise.solution)  # which stands folded in the text below


@pytest.mark.parametrize(("note", "exercise"), EXERCISES)
def test_the_solution_passes_and_wrong_answers_are_told_so(note: Path, exercise: Exercise, room: Room) -> None:
    room.prepare(note, exercise)
    assert room.run(exercise.source) is None, "without an answer the cell is silent"
    for answer, told in exercise.wrong:
        error = room.run(exercise.answered(answer))
        assert isinstance(error, AssertionError), f"{answer!r} should be told that it is wrong, and gave {error!r}"
        assert told in str(error), f"{answer!r}"
    assert room.run(exercise.answered(exercise.solution)) is None
