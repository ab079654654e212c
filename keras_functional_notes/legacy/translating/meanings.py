"""Where a text's words are today's too, and mean something else: what the table lists, found in source text."""

from __future__ import annotations

import ast

from keras_functional_notes.legacy.table import METHODS, NOTHING
from keras_functional_notes.legacy.table.meanings import (
    BATCH_HOOK,
    FROZEN,
    METRICS_NAMES,
    TWO_SCHEDULES,
    TWO_SCHEDULES_DO,
    meanings_of,
)
from keras_functional_notes.legacy.translating.calls import Expression, known
from keras_functional_notes.legacy.translating.page import Page

__all__ = ["MEANING_WORDS", "look_for_meanings"]

_ROWS = {row.name: row for row in METHODS}
MEANING_WORDS = (*_ROWS, *METRICS_NAMES.names, *BATCH_HOOK.names, FROZEN.argument)
"""The words without which a text has nothing that is looked for."""


def look_for_meanings(page: Page) -> None:
    """Say what methods, attributes and definitions mean otherwise; calls of Keras's own names have said it already."""
    scheduled = "decay" in page.source.text and any(_decays(page, call) for call in page.calls)
    scheduled = scheduled and any(_is_called(page, call, TWO_SCHEDULES.names) for call in page.calls)
    normalizes = any(_is_called(page, call, FROZEN.names) for call in page.calls)
    for node in ast.walk(page.source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ROWS:
            row = _ROWS[node.func.attr]
            values = row.given([known(page, Expression("", part)) for part in node.args], {})
            values |= {str(word.arg): known(page, Expression("", word.value)) for word in node.keywords if word.arg}
            arguments = {argument.name: argument for argument in row.arguments}
            if scheduled and row.name.startswith("fit"):
                page.ask(node, TWO_SCHEDULES.what, TWO_SCHEDULES_DO)
            page.differs(node, tuple(meanings_of(row.name, arguments, running=False, known=values)))
        elif isinstance(node, ast.Attribute) and node.attr in METRICS_NAMES.names and isinstance(node.ctx, ast.Load):
            page.differs(node, (METRICS_NAMES.what,))
        elif isinstance(node, ast.FunctionDef) and node.name in BATCH_HOOK.names:
            page.differs(node, (BATCH_HOOK.what,))
        elif isinstance(node, ast.Assign) and normalizes and _freezes(page, node):
            page.differs(node, (FROZEN.what,))


def _is_called(page: Page, call: ast.Call, names: tuple[str, ...]) -> bool:
    reference = page.references.of(call.func)
    return reference is not None and reference.name in names


def _decays(page: Page, call: ast.Call) -> bool:
    """Whether a call makes an optimizer with a decay."""
    given = [word.value for word in call.keywords if word.arg == "decay"]
    reference = page.references.of(call.func) if given else None
    is_optimizer = reference is not None and reference.row is not None and reference.row.module == "keras.optimizers"
    return is_optimizer and known(page, Expression("", given[0])) not in (0, None)


def _freezes(page: Page, node: ast.Assign) -> bool:
    value = known(page, Expression("", node.value))
    sets = any(isinstance(target, ast.Attribute) and target.attr == FROZEN.argument for target in node.targets)
    return sets and (value is NOTHING or value is False)
