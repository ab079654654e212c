"""`K.function` in source text: a `keras.Model`, and calls of it with `training=`, where that is all there is to it."""

from __future__ import annotations

import ast

from keras_functional_notes.legacy.table.backend import FUNCTION_NAME, MORE_THAN_A_MODEL, PHASE_NAME
from keras_functional_notes.legacy.translating.names import Reference
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.source import given_to

__all__ = ["FUNCTION_WORDS", "translate_functions"]

FUNCTION_WORDS = (FUNCTION_NAME,)
"""The words without which a text has none."""


def translate_functions(page: Page) -> None:
    """Write each function that is a model, before anything else of it is written."""
    if any(word in page.source.text for word in MORE_THAN_A_MODEL):
        return
    for call in page.calls:
        reference = page.references.of(call.func)
        if reference is not None and reference.row is not None and _is(reference, FUNCTION_NAME):
            _translate(page, call, reference)


def _translate(page: Page, call: ast.Call, reference: Reference) -> None:
    inputs, outputs = given_to(call, "inputs"), given_to(call, "outputs", 1)
    if not isinstance(inputs, ast.List) or not isinstance(outputs, ast.List):
        return
    if len(call.args) + len(call.keywords) != 2 or not inputs.elts or not outputs.elts:
        return
    phases = [place for place, each in enumerate(inputs.elts) if _is_phase(page, each)]
    uses = _uses(page, call, len(inputs.elts))
    if uses is None or len(phases) > 1 or len(inputs.elts) == len(phases):
        return
    for place in phases:
        _leave_out(page, inputs, place)
        page.handled.add(inputs.elts[place])
    page.touch(reference)
    page.handled.add(call)
    model = page.spelling.today("keras.Model", reference)
    page.rewrite(call.func, page.source.start(call.func), page.source.end(call.func), model)
    to_numpy = page.spelling.today("keras.ops.convert_to_numpy", reference)
    single = len(outputs.elts) == 1
    if single:
        # Today's model gives one tensor, in a list or not, as its version has it.
        page.replace(page.source.start(outputs), page.source.start(outputs.elts[0]), "")
        page.replace(page.source.end(outputs.elts[0]), page.source.end(outputs), "")
    for use in uses:
        values = use.args[0]
        assert isinstance(values, (ast.List, ast.Tuple))
        training = ""
        for place in phases:
            training = f", training={_flag(page, values.elts[place])}"
            _leave_out(page, values, place)
        start, end = page.source.start(use), page.source.end(use)
        if isinstance(values, ast.Tuple):
            page.replace(page.source.start(values), page.source.start(values.elts[0]), "[")
            last = values.elts[-1]
            page.replace(page.source.end(last), page.source.end(values), "]")
        page.replace(start, start, f"[{to_numpy}(" if single else f"[{to_numpy}(each) for each in ")
        page.replace(end - 1, end, f"{training}))]" if single else f"{training})]")
        page.noted(use, page.source.of(use), page.edited(start, end))


def _uses(page: Page, call: ast.Call, count: int) -> list[ast.Call] | None:
    """Return the calls of a function that a name is bound to; None where it is used otherwise, or bound otherwise."""
    around = page.references.scopes.parents[call]
    if not isinstance(around, ast.Assign) or len(around.targets) != 1 or not isinstance(around.targets[0], ast.Name):
        return None
    name = around.targets[0]
    uses: list[ast.Call] = []
    for node in ast.walk(page.source.tree):
        if not isinstance(node, ast.Name) or node.id != name.id or node is name:
            continue
        bindings = page.references.bindings_of(node)
        if [binding.node for binding in bindings] != [name]:
            return None
        use = page.references.scopes.parents[node]
        if not isinstance(use, ast.Call) or use.func is not node or len(use.args) != 1 or use.keywords:
            return None
        values = use.args[0]
        if not isinstance(values, (ast.List, ast.Tuple)) or len(values.elts) != count:
            return None
        if any(isinstance(each, ast.Starred) for each in values.elts):
            return None
        uses.append(use)
    return uses


def _is(reference: Reference | None, name: str) -> bool:
    return (
        reference is not None
        and reference.row is not None
        and (reference.row.name, reference.row.module)
        == (
            name,
            "keras.backend",
        )
    )


def _is_phase(page: Page, node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _is(page.references.of(node.func), PHASE_NAME)


def _leave_out(page: Page, around: ast.List | ast.Tuple, place: int) -> None:
    source, each = page.source, around.elts
    if place:
        page.replace(source.end(each[place - 1]), source.end(each[place]), "")
    else:
        page.replace(source.start(each[0]), source.start(each[1]), "")


def _flag(page: Page, node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(bool(node.value))
    return f"bool({page.source.of(node)})"
