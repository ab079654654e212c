"""Python 2's division in source text: ``//`` where both numbers are told to be whole, and a word where they may be."""

from __future__ import annotations

import ast

from keras_functional_notes.legacy.translating.names import References
from keras_functional_notes.legacy.translating.report import Change, Difference
from keras_functional_notes.legacy.translating.source import Edit, Source, applied, found, shortened

__all__ = ["divided_as_python_2"]

_WHOLE, _FLOAT = "whole", "float"
_UNDECIDED = "Python 2's `/` of two whole numbers gave a whole number. If both are whole here, write `//`."
_CLOSED = (ast.Add, ast.Sub, ast.Mult, ast.Mod, ast.FloorDiv, ast.Div)


def divided_as_python_2(text: str, filename: str) -> tuple[str, list[Change], list[Difference]]:
    """Return Python 2's text with its division written for Python 3, what changed, and where a person must look.

    >>> text, changes, differences = divided_as_python_2("n = 32\\nhalf = n / 2\\nx = 1. / n\\ny = f(n) / n", "<text>")
    >>> print(text)
    n = 32
    half = n // 2
    x = 1. / n
    y = f(n) / n
    >>> [change.line for change in changes], [difference.line for difference in differences]
    ([2], [4])
    """
    source = Source(text, filename)
    references = References(source.tree)
    edits: list[Edit] = []
    changes: list[Change] = []
    differences: list[Difference] = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            left, right = node.left, node.right
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Div):
            left, right = node.target, node.value
        else:
            continue
        kinds = {_kind(references, left), _kind(references, right)}
        if _FLOAT in kinds:
            continue
        what = source.of(node)
        if kinds == {_WHOLE}:
            at = found(text, "/", source.end(left), source.start(right))
            edits.append(Edit(at, at + 1, "//"))
            begin = source.start(node)
            new = f"{what[: at - begin]}//{what[at - begin + 1 :]}"
            changes.append(Change(node.lineno, shortened(what), shortened(new)))
        else:
            differences.append(Difference(node.lineno, shortened(what), _UNDECIDED))
    edits.sort(key=lambda edit: edit.start)
    return applied(text, edits), changes, differences


def _kind(references: References, node: ast.expr, depth: int = 8) -> str | None:
    """Return whether a number of Python 2's is whole or a float, or None where the text does not tell.

    Args:
        references: The text's names; one that is bound once is what it is bound to.
        node: The expression.
        depth: How many steps are followed, so that a name that is bound to itself comes to an end.
    """
    if not depth:
        return None
    match node:
        case ast.Constant(bool()):
            return None
        case ast.Constant(int()):
            return _WHOLE
        case ast.Constant(float()) | ast.Call(ast.Name("float")):
            return _FLOAT
        case ast.Call(ast.Name("len" | "int")) | ast.Subscript(ast.Attribute(attr="shape"), ast.Constant(int())):
            return _WHOLE
        case ast.UnaryOp(ast.USub(), operand):
            return _kind(references, operand, depth - 1)
        case ast.BinOp(left, op, right) if isinstance(op, _CLOSED):
            kinds = {_kind(references, left, depth - 1), _kind(references, right, depth - 1)}
            return _FLOAT if _FLOAT in kinds else _WHOLE if kinds == {_WHOLE} else None
        case ast.Name():
            bindings = references.bindings_of(node)
            value = bindings[0].value if len(bindings) == 1 else None
            return None if value is None else _kind(references, value, depth - 1)
    return None
