"""Functions of Keras 1 that are an expression today: ``K.ndim(x)`` is ``len(x.shape)``, as their rows say."""

from __future__ import annotations

import ast

from keras_functional_notes.legacy.table import NOTHING, Row
from keras_functional_notes.legacy.table.expressions import defaults_of, expression_of, filled, names_in, trimmed
from keras_functional_notes.legacy.translating.calls import (
    ask_about_open,
    known,
    notation,
    read_arguments,
    respelt_on_page,
)
from keras_functional_notes.legacy.translating.names import Reference
from keras_functional_notes.legacy.translating.page import Page

__all__ = ["translate_comparison", "translate_expression"]


def translate_expression(page: Page, call: ast.Call, reference: Reference, row: Row) -> bool:
    """Write a call as the expression that its row says; return False where it does not fit the call."""
    arguments = read_arguments(page, call)
    if arguments.open:
        ask_about_open(page, call, reference)
        return True
    done = respelt_on_page(page, call, row, arguments, reference)
    if done is None:
        page.sure(reference)
        return True
    write = notation(page, arguments.parts, reference).write
    given = row.given(arguments.args, arguments.kwargs)
    absent = defaults_of(row, given)
    told = absent | {name: known(page, value) for name, value in given.items()}
    for name, value, _ in row.cases:
        if told.get(name) is NOTHING and isinstance(value, str):
            page.sure(reference)
            page.ask(call, f"`{name}`: its value decides what it is today.", f"Write one of {_all(row)}.")
            return True
    expression = expression_of(row, told)
    values = {**{name: write(value) for name, value in absent.items()}, **done.respelt.named}
    expression = trimmed(expression, [name for name, value in values.items() if value.text == "None"])
    places = names_in(expression)
    for name, value in values.items():
        if places.count(name) > 1 and not isinstance(value.node, (ast.Name, ast.Constant, type(None))):
            return False
    page.touch(reference)
    if row.gives is None:
        # What gives a word still gives Keras 1's, as it is written below.
        page.differs(call, row.differs)
    page.change(call, _written(page, expression, reference, {name: value.text for name, value in values.items()}))
    return True


def _all(row: Row) -> str:
    return " and ".join([row.expression, *(expression for _, _, expression in row.cases)])


def _written(page: Page, expression: str, reference: Reference, texts: dict[str, str]) -> str:
    return filled(expression, texts, lambda dotted: page.spelling.today(dotted, reference), page.quoted)


def translate_comparison(page: Page, node: ast.Compare) -> bool:
    """Write a word of today's that is compared with one of Keras 1's by today's word; return whether it was."""
    sides = [node.left, *node.comparators]
    if len(sides) != 2 or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        return False
    for call, word in (sides, sides[::-1]):
        reference = page.references.of(call.func) if isinstance(call, ast.Call) else None
        if (
            reference is None
            or reference.row is None
            or reference.row.gives is None
            or not isinstance(word, ast.Constant)
        ):
            continue
        expression, words = reference.row.gives
        if word.value in words.today:
            page.touch(reference)
            page.change(call, _written(page, expression, reference, {}))
            page.change(word, page.quoted(words.today[word.value], page.source.of(word)))
            return True
    return False
