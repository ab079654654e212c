"""What an expression of the text makes: a layer, a model, an optimizer, as far as the text tells."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from keras_functional_notes.legacy.table import Row
from keras_functional_notes.legacy.translating.names import Binding, References

__all__ = ["Kind", "Kinds", "Thing", "may_not_be_whole", "stand_in"]

_MODELS = ("keras.Model", "keras.Sequential", "keras.models.", "keras.applications.")


@dataclass(frozen=True, eq=False)
class Kind:
    """What an expression makes.

    Args:
        what: ``"layer"``, ``"model"`` or ``"optimizer"``.
        row: The row of what made it.
        made: The call that did.
    """

    what: str
    row: Row
    made: ast.Call


class Kinds:
    """What expressions make.

    Args:
        references: The text's names.
    """

    def __init__(self, references: References) -> None:
        """Know nothing yet."""
        self._references = references
        self._open: set[ast.AST] = set()
        # Kept, because a long text binds and reads one name very often.
        self._known: dict[int, Kind | None] = {}

    def of(self, node: ast.expr) -> Kind | None:
        """Return what an expression makes, or None where that cannot be told."""
        if node in self._open:
            return None
        self._open.add(node)
        try:
            if isinstance(node, ast.Call):
                return self._of_call(node)
            if isinstance(node, ast.Name):
                return self._of_bindings(self._references.bindings_of(node))
            return None
        finally:
            self._open.discard(node)

    def _of_call(self, call: ast.Call) -> Kind | None:
        reference = self._references.of(call.func)
        if reference is not None and reference.row is not None:
            what = _what(reference.row)
            return Kind(what, reference.row, call) if what else None
        if isinstance(call.func, ast.Name):
            bindings = self._references.bindings_of(call.func)
            if len(bindings) == 1 and isinstance(bindings[0].node, ast.FunctionDef):
                return self._agreed([self.of(value) for value in _returned(bindings[0].node)])
        return None

    def _of_bindings(self, bindings: list[Binding]) -> Kind | None:
        if id(bindings) not in self._known:
            kinds = [None if binding.value is None else self.of(binding.value) for binding in bindings]
            self._known[id(bindings)] = self._agreed(kinds)
        return self._known[id(bindings)]

    def _agreed(self, kinds: list[Kind | None]) -> Kind | None:
        first = kinds[0] if kinds else None
        if first is None or any(kind is None or kind.what != first.what for kind in kinds):
            return None
        return first


def _what(row: Row) -> str | None:
    today = row.today or ""
    if today.startswith(_MODELS) and today[-1:] != ".":
        return "model" if today.rpartition(".")[2] not in ("preprocess_input", "decode_predictions") else None
    if row.module.startswith("keras.layers."):
        return "layer"
    return "optimizer" if row.module == "keras.optimizers" and row.arguments else None


def _returned(function: ast.FunctionDef) -> list[ast.expr]:
    """Return what a function returns, leaving out the functions inside it."""
    values: list[ast.expr] = []
    pending: list[ast.AST] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            values.append(node.value)
        elif not isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            pending.extend(ast.iter_child_nodes(node))
    return values


def stand_in(arguments: ast.arguments) -> Callable[..., None]:
    """Return a function that stands for one of the text's: all that is asked of it is whether it takes a dtype."""
    names = [argument.arg for argument in (*arguments.args, *arguments.kwonlyargs)]
    return _takes_dtype if "dtype" in names or arguments.kwarg else _takes_shape


def _takes_dtype(shape: object, dtype: object = None) -> None: ...


def _takes_shape(shape: object) -> None: ...


class Thing:
    """Something of Keras that is no text."""

    def __init__(self, row: Row) -> None:
        """Have a name where Keras 1's is one expression today."""
        if row.expression:
            self.keras1_name = row.name


# What arrays give: whole numbers of NumPy's own types, or floats.
_OF_ARRAYS = ("max", "min", "amax", "amin", "sum", "prod", "product", "ptp", "floor", "ceil", "round", "rint", "sqrt")


def may_not_be_whole(references: References, node: ast.expr, depth: int = 3) -> bool:
    """Whether an expression may give a float, or a number of NumPy's: ``np.max(y) + 1``, ``width / 2``.

    Args:
        references: What its names are.
        node: The expression. A name counts as what it is bound to, where that is one expression.
        depth: How many names are followed.
    """
    if isinstance(node, ast.BinOp):
        either = (may_not_be_whole(references, side, depth) for side in (node.left, node.right))
        return isinstance(node.op, ast.Div) or any(either)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        is_math = isinstance(node.func.value, ast.Name) and node.func.value.id == "math"
        return node.func.attr in _OF_ARRAYS and not is_math
    if isinstance(node, ast.Name) and depth:
        bindings = references.bindings_of(node)
        value = bindings[0].value if len(bindings) == 1 else None
        return value is not None and may_not_be_whole(references, value, depth - 1)
    return False
