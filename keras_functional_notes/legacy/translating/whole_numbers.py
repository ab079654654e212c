"""Numbers in source text that may be whole and yet no `int`: Keras 1 took them, today's Keras does not."""

from __future__ import annotations

import ast

from keras_functional_notes.legacy.translating.page import Page

__all__ = ["may_not_be_whole"]

# What arrays give: whole numbers of NumPy's own types, or floats.
_OF_ARRAYS = ("max", "min", "amax", "amin", "sum", "prod", "product", "ptp", "floor", "ceil", "round", "rint", "sqrt")


def may_not_be_whole(page: Page, node: ast.expr, depth: int = 3) -> bool:
    """Whether an expression may give a float, or a number of NumPy's: ``np.max(y) + 1``, ``width / 2``.

    Args:
        page: The page.
        node: The expression. A name counts as what it is bound to, where that is one expression.
        depth: How many names are followed.
    """
    if isinstance(node, ast.BinOp):
        either = (may_not_be_whole(page, side, depth) for side in (node.left, node.right))
        return isinstance(node.op, ast.Div) or any(either)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        is_math = isinstance(node.func.value, ast.Name) and node.func.value.id == "math"
        return node.func.attr in _OF_ARRAYS and not is_math
    if isinstance(node, ast.Name) and depth:
        bindings = page.references.bindings_of(node)
        value = bindings[0].value if len(bindings) == 1 else None
        return value is not None and may_not_be_whole(page, value, depth - 1)
    return False
