"""What becomes of a 2016 text: run as it stands, translated and run; whether the two agree, and what was said of it.

A promise that is broken is written into the outcome as `silent`: nothing was reported, and yet the translation stops,
or gives something else than the run.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import io
import json
import os
import re
import tempfile
import traceback
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from test_agreement import described

from keras_functional_notes.legacy.running.program import run_source
from keras_functional_notes.legacy.translating.translator import Translation, translate

OURS = f"{os.sep}keras_functional_notes{os.sep}"


@dataclass
class Outcome:
    """What became of one text.

    Args:
        ran: Whether it ran as it stands.
        stopped: The error at which it stopped, else empty; with the line, and whether the error is this project's own.
        translated: Whether its translation ran.
        stopped_translated: The error at which that stopped, and the lines of the old text that it may stand for.
        reported: Whether the report names what needs a person.
        differing: The names whose values differ in the two, and about whose lines the report says nothing.
        told: The names whose values differ, and about whose lines it does.
        silent: What broke the promise, in words; empty where it was kept.
    """

    ran: bool = False
    stopped: str = ""
    translated: bool = False
    stopped_translated: str = ""
    reported: bool = False
    differing: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    silent: str = ""

    @property
    def agrees(self) -> bool:
        """Whether both ran, and gave the same where nothing else is said."""
        return self.ran and self.translated and not self.differing


def tried(text: str) -> Outcome:
    """Run a text, translate it, run the translation, and compare."""
    outcome = Outcome()
    done = translate(text)
    tree = ast.parse(done.text)
    if translate(done.text).text != done.text:
        outcome.silent = "translated twice, it is another text"
        return outcome
    outcome.reported = bool(done.needs_you)
    with _alone(1):
        old, error = _run(lambda: run_source(text, filename="<program>"))
    outcome.ran = error is None
    if error is not None:
        line, ours = _place(error, "<program>")
        outcome.stopped = f"{type(error).__name__} at line {line}{'' if ours else ', not ours'}: {error}"
    with _alone(1):
        new, error = _run(lambda: _plainly(tree))
    outcome.translated = error is None
    if error is not None:
        line, _ = _place(error, "<translation>")
        lines = _old_lines(text, done.text, line)
        outcome.stopped_translated = f"{type(error).__name__} at line {line} (once {lines}): {error}"
        if not (_says(done, lines) or _says_of_cause(done, line, error)):
            outcome.silent = (
                f"the translation stops, and its report does not name the line: {outcome.stopped_translated}"
            )
    if outcome.ran and outcome.translated:
        _compare(text, done, old, new, outcome)
        if outcome.differing:
            outcome.silent = (
                f"both run, and give something else, of which nothing is said: {', '.join(outcome.differing)}"
            )
    return outcome


@contextlib.contextmanager
def _alone(seed: int) -> Iterator[None]:
    """Run in a folder of one's own, with chance, layers' names, warnings and printed lines kept apart."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        os.chdir(folder)
        try:
            keras.backend.clear_session()
            keras.utils.set_random_seed(seed)
            yield
        finally:
            os.chdir(before)


def _run(run: Any) -> tuple[dict[str, Any], BaseException | None]:
    try:
        return run(), None
    except Exception as error:
        return {}, error


def _plainly(tree: ast.Module) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(tree, "<translation>", "exec", dont_inherit=True), names)
    return names


def _place(error: BaseException, filename: str) -> tuple[int, bool]:
    """Return the line of the text at which an error stopped it, and whether this project raised the error."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename == filename]
    if isinstance(error, SyntaxError):
        lines.append(error.lineno or 0)
    # What a model's call inside Keras runs is told by the line that called the model.
    return (lines[-1] if lines else 0), bool(frames) and OURS in frames[-1].filename


def _old_lines(old: str, new: str, line: int) -> list[int]:
    """Return the lines of the old text that a line of the translation may stand for."""
    matcher = difflib.SequenceMatcher(None, old.split("\n"), new.split("\n"), autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if new_start < line <= new_end:
            if kind == "equal" or old_end - old_start == new_end - new_start:
                return [old_start + line - new_start]
            return list(range(old_start + 1, old_end + 1))
    return []


def _says(done: Translation, lines: list[int]) -> bool:
    said = [*done.needs_you, *done.differences]
    return any(each.line in lines for each in said) or any(each.what == "the whole text" for each in done.needs_you)


def _says_of_cause(done: Translation, line: int, error: BaseException) -> bool:
    """Whether the report names what an import cannot bring where it is used, or how a model was compiled that stops."""
    text = done.text.split("\n")[line - 1]
    if isinstance(error, ImportError):
        words = set(re.findall(r"\w+", text.partition(" import ")[2]))
        return any(words & set(re.findall(r"\w+", need.what)) for need in done.needs_you)
    return ".fit(" in text and any(".compile(" in need.what for need in done.needs_you)


# Values


def _compare(text: str, done: Translation, old: Mapping[str, Any], new: Mapping[str, Any], outcome: Outcome) -> None:
    statements = _assigned(text)
    for name, value in old.items():
        if name.startswith("__") or isinstance(value, (ModuleType, type)):
            continue
        if name in new and _same(value, new[name]):
            continue
        if name not in new and name not in statements:
            # An import under a name that today's text does not need.
            continue
        # What was left to a person may be whatever it leads to.
        said = outcome.reported or _says(
            done, [line for start, end in statements.get(name, ()) for line in range(start, end + 1)]
        )
        (outcome.told if said else outcome.differing).append(name)


def _assigned(text: str) -> dict[str, list[tuple[int, int]]]:
    """Return the lines of the statements that make each of a text's names, where it is Python 3."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return {
            line.partition(" = ")[0]: [(number, number)]
            for number, line in enumerate(text.split("\n"), start=1)
            if line.partition(" = ")[0].isidentifier()
        }
    found: dict[str, list[tuple[int, int]]] = {}
    for statement in tree.body:
        for target in getattr(statement, "targets", ()):
            for part in ast.walk(target):
                if isinstance(part, ast.Name):
                    found.setdefault(part.id, []).append((statement.lineno, statement.end_lineno or statement.lineno))
    return found


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, keras.Model):
        return isinstance(other, keras.Model) and described(one) == described(other) and _same_weights(one, other)
    if isinstance(one, keras.callbacks.History):
        return _same(_todays(one.history), _todays(other.history))
    if isinstance(one, keras.optimizers.Optimizer):
        return type(one) is type(other) and _same(one.get_config(), other.get_config())
    if isinstance(one, Mapping):
        return (
            isinstance(other, Mapping)
            and one.keys() == other.keys()
            and all(_same(one[key], other[key]) for key in one)
        )
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, (np.ndarray, np.generic, float)):
        return np.shape(one) == np.shape(other) and np.allclose(one, other, atol=1e-5, rtol=1e-4, equal_nan=True)
    if isinstance(one, keras.KerasTensor):
        return isinstance(other, keras.KerasTensor) and one.shape == other.shape
    if isinstance(one, str) and '"compile_config"' in one:
        # Keras 1's text was of the architecture alone.
        one, other = ({**json.loads(each), "compile_config": None} for each in (one, other))
    return one == other if isinstance(one, (str, int, bool, type(None))) else True


def _todays(history: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("accuracy", "acc"): values for name, values in history.items()}


def _same_weights(one: keras.Model, other: keras.Model) -> bool:
    """Whether two models' weights are equal; of random ones, as of models that were never trained, only the shapes."""
    return [weight.shape for weight in one.get_weights()] == [weight.shape for weight in other.get_weights()]


def eagerly(run: bool) -> None:
    """Let Keras compute step by step: tracing a function costs more than what these small models do."""
    tf.config.run_functions_eagerly(run)
