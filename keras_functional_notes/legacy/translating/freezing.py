"""Where a text freezes layers of a model that was compiled before: today's Keras reads `trainable` when it trains."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from keras_functional_notes.legacy.table import METHODS
from keras_functional_notes.legacy.translating.page import Page

__all__ = ["Called", "calls_of", "look_for_freezing"]

_FREEZING = (
    "`trainable` was read when compiling in Keras 1, and is read at the first step of training today: a model that was "
    "compiled before its layers were frozen elsewhere does not train them today."
)
_TRAINING = tuple(row.name for row in METHODS if row.short in ("fit", "train_on_batch"))


def look_for_freezing(page: Page) -> None:
    """Say where what a model trains is no longer what it was compiled with, and what to write."""
    assigns = [node for node in ast.walk(page.source.tree) if isinstance(node, ast.Assign) and _freezes(node)]
    if not assigns:
        return
    compiles, trainings = calls_of(page, ("compile",)), calls_of(page, _TRAINING)
    for assign in assigns:
        stale = [
            training
            for start in _when(page, assign)
            if any(compiled.start < start for compiled in compiles)
            for training in trainings
            if start < training.start and not _compiled_between(compiles, training, start)
        ]
        if any(not _set_just_before(page, training.node) for training in stale):
            first = min(stale, key=lambda training: training.start)
            page.ask(
                assign,
                _FREEZING,
                f"Line {first.node.lineno} trains {first.receiver}, which was compiled before: set `trainable` there "
                "to what it was at that time, and back before the other model trains. Only the first step of each "
                "reads it.",
            )
        elif len(compiles) > 1:
            page.differs(assign, (_FREEZING,))


@dataclass(frozen=True)
class Called:
    """A call of a method: where it stands, and on what."""

    start: int
    receiver: str
    node: ast.Call


def calls_of(page: Page, names: tuple[str, ...]) -> list[Called]:
    """Return the calls of these methods in a text."""
    return [
        Called(page.source.start(call), ast.unparse(call.func.value), call)
        for call in page.calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in names
    ]


def _freezes(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Attribute) and target.attr == "trainable" for target in node.targets)


def _when(page: Page, assign: ast.Assign) -> Iterator[int]:
    """Yield where in the text the assignment happens: at itself, or at the calls of the function that it is in."""
    around = page.references.scopes.ancestors(assign)
    function = next((node for node in around if isinstance(node, ast.FunctionDef)), None)
    calls: list[ast.AST] = []
    if function is not None:
        calls += [call for call in page.calls if isinstance(call.func, ast.Name) and call.func.id == function.name]
    yield from map(page.source.start, calls or [assign])


def _compiled_between(compiles: list[Called], training: Called, start: int) -> bool:
    return any(start < each.start < training.start and each.receiver == training.receiver for each in compiles)


def _set_just_before(page: Page, call: ast.Call) -> bool:
    """Whether the text sets `trainable`, itself or by a function, between a training and the one before it."""
    statement: ast.AST = call
    for parent in page.references.scopes.ancestors(call):
        body = getattr(parent, "body", None)
        if isinstance(body, list) and statement in body:
            for earlier in reversed(body[: body.index(statement)]):
                if any(_sets(page, node) for node in ast.walk(earlier)):
                    # In the same loop; at the top, where it is set once, the other model's flags are still there.
                    return not isinstance(parent, ast.Module)
                if any(isinstance(node, ast.Attribute) and node.attr in _TRAINING for node in ast.walk(earlier)):
                    return False
        statement = parent
    return False


def _sets(page: Page, node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return _freezes(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        made = [binding.node for binding in page.references.bindings_of(node.func)]
        return any(
            isinstance(part, ast.Assign) and _freezes(part)
            for function in made
            if isinstance(function, ast.FunctionDef)
            for part in ast.walk(function)
        )
    return False
