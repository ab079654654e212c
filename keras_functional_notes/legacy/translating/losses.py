"""Losses that read tensors of the model itself, as those of variational autoencoders did."""

from __future__ import annotations

import ast

from keras_functional_notes.legacy.table import MERGES, METHODS
from keras_functional_notes.legacy.table.arguments import LOSS
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.source import given_to

__all__ = ["look_for_closures", "symbolic_names"]

[_COMPILE] = [row for row in METHODS if any(argument.values is LOSS for argument in row.arguments)]
_PLACE, _NAME = next((place, each.name) for place, each in enumerate(_COMPILE.arguments) if each.values is LOSS)


def look_for_closures(page: Page) -> None:
    """Say which losses read symbolic tensors besides what they are given, and what to write."""
    for call in page.calls:
        if not isinstance(call.func, ast.Attribute) or call.func.attr != _COMPILE.name:
            continue
        tensors = sorted(_read_by(page, given_to(call, _NAME, _PLACE)))
        if tensors:
            page.ask(
                call,
                f"The loss reads {', '.join(f'`{name}`' for name in tensors)}, of the model itself; today's Keras "
                "gives a loss y_true and y_pred alone.",
                "Put what these tensors add to the loss into a layer of the model that calls self.add_loss(...), "
                "and leave the rest as the loss.",
            )


def _read_by(page: Page, loss: ast.expr | None) -> set[str]:
    """Return the names of the symbolic tensors that a function of the text reads."""
    function: ast.AST | None = loss if isinstance(loss, ast.Lambda) else None
    if isinstance(loss, ast.Name):
        made = [binding.node for binding in page.references.bindings_of(loss)]
        function = made[0] if len(made) == 1 and isinstance(made[0], ast.FunctionDef) else None
    return set() if function is None else symbolic_names(page, function)


def symbolic_names(page: Page, function: ast.AST) -> set[str]:
    """Return the names of the symbolic tensors that a function or a method reads from around it."""
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    return {node.id for node in names if _is_outside(page, node, function) and _is_symbolic(page, node)}


def _is_outside(page: Page, node: ast.Name, function: ast.AST) -> bool:
    return all(binding.scope.node is not function for binding in page.references.bindings_of(node))


def _is_symbolic(page: Page, node: ast.expr, depth: int = 8) -> bool:
    """Whether an expression is a tensor of a model that is being built."""
    if depth == 0:
        return False
    if isinstance(node, ast.Name):
        values = [binding.value for binding in page.references.bindings_of(node)]
        return bool(values) and all(value is not None and _is_symbolic(page, value, depth - 1) for value in values)
    if isinstance(node, ast.BinOp):
        return any(_is_symbolic(page, side, depth - 1) for side in (node.left, node.right))
    if not isinstance(node, ast.Call):
        return False
    kind = page.kinds.of(node.func)
    if kind is not None:
        return kind.what in ("layer", "model")
    reference = page.references.of(node.func)
    if reference is None or reference.row is None:
        return False
    if reference.row in MERGES or reference.row.today == "keras.Input":
        return True
    return reference.module == "keras.backend" and any(_is_symbolic(page, part, depth - 1) for part in node.args)
