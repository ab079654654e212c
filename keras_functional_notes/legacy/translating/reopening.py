"""What a text saves and opens again: where today's Keras refuses it, the line that opens it is left to a person."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from keras_functional_notes.legacy.table import MERGES, Row
from keras_functional_notes.legacy.table.meanings import COMPILED_TOO, NOT_OPENED
from keras_functional_notes.legacy.translating.calls import Expression, known
from keras_functional_notes.legacy.translating.page import Page

__all__ = ["OPENING_WORDS", "look_for_opening"]

OPENING_WORDS = ("load_model", "model_from_json")
"""The words without which a text opens nothing."""

_FUNCTION = "Today's Keras opens no model with a Python function in it, as a Lambda has, unless it is told to."
_FUNCTION_DO = "If the file is your own, write keras.config.enable_unsafe_deserialization() before."


def look_for_opening(page: Page) -> None:
    """Ask about each opening of what today's Keras opens otherwise than Keras 1 did, or not at all."""
    opening = [call for call in page.calls if _name_of(page, call) in OPENING_WORDS]
    if not opening:
        return
    own = _own_functions(page)
    functions = any(map(callable, _given_to_lambdas(page)))
    grown = any(_starts_with_a_merge(page, call) for call in page.calls)
    for call in opening:
        given = {word.arg for word in call.keywords}
        if functions:
            page.ask(call, _FUNCTION, _FUNCTION_DO)
        if own and _name_of(page, call) in COMPILED_TOO.names and "custom_objects" not in given and len(call.args) < 2:
            pairs = ", ".join(f"{name!r}: {name}" for name in own)
            page.ask(call, COMPILED_TOO.what, f"Give it custom_objects={{{pairs}}}.")
        if grown and _name_of(page, call) not in COMPILED_TOO.names:
            page.ask(call, NOT_OPENED.what, "Save it under a name that ends in .keras.")


def _row_of(page: Page, call: ast.Call) -> Row | None:
    reference = page.references.of(call.func)
    return None if reference is None else reference.row


def _name_of(page: Page, call: ast.Call) -> str:
    row = _row_of(page, call)
    return "" if row is None else row.name


def _own_functions(page: Page) -> list[str]:
    """Return the names of the text's own functions that it compiles a model with."""
    compilations = (call for call in page.calls if isinstance(call.func, ast.Attribute) and call.func.attr == "compile")
    names = [part for call in compilations for part in ast.walk(call) if isinstance(part, ast.Name)]
    return list(dict.fromkeys(name.id for name in names if callable(known(page, Expression("", name)))))


def _given_to_lambdas(page: Page) -> Iterator[object]:
    """Yield what is known of the arguments of each layer that may be made of a function."""
    for call in page.calls:
        row = _row_of(page, call)
        if row is not None and (row in MERGES or row.today == "keras.layers.Lambda"):
            for node in (*call.args, *(word.value for word in call.keywords)):
                yield known(page, Expression("", node))


def _starts_with_a_merge(page: Page, call: ast.Call) -> bool:
    """Whether a call adds a Merge of models to a Sequential, whose inputs are several then."""
    is_adding = isinstance(call.func, ast.Attribute) and call.func.attr == "add" and len(call.args) == 1
    added = call.args[0] if is_adding else None
    return isinstance(added, ast.Call) and _row_of(page, added) in MERGES
