"""Expressions of the table: which one a call is today, and how its arguments are filled in."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from keras_functional_notes.legacy.syntax import tree_of
from keras_functional_notes.legacy.table.fidelity import AS_IN_2016
from keras_functional_notes.legacy.table.records import REQUIRED, Row
from keras_functional_notes.legacy.table.respelling import todays_value

__all__ = ["PACKAGES", "defaults_of", "expression_of", "filled", "names_in", "trimmed"]

PACKAGES = ("keras", "keras_functional_notes", "math", "numpy")
"""What expressions import."""

# What stands in brackets of its own accord.
_TIGHT = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.JoinedStr)


def expression_of(row: Row, values: Mapping[str, Any]) -> str:
    """Return the expression for a call's values, by Keras 1's names.

    >>> from keras_functional_notes.legacy.table import find
    >>> expression_of(find("batch_dot"), {"axes": None}), expression_of(find("batch_dot"), {"axes": 1})
    ('keras.ops.matmul(x, y)', 'keras.layers.Dot(axes)([x, y])')
    """
    if row.then_expression and AS_IN_2016.get() is not None:
        return row.then_expression
    for name, value, expression in row.cases:
        given = values.get(name)
        if callable(given) if value is callable else (type(given) is type(value) and given == value):
            return expression
    return row.expression


def trimmed(expression: str, empty: Iterable[str]) -> str:
    """Leave arguments that are None out of an expression that hands them on by name.

    >>> trimmed("f(x, data_format=dim_ordering)", ["dim_ordering"])
    'f(x)'
    """
    for name in empty:
        expression = re.sub(rf", \w+={name}\b", "", expression)
    return expression


def defaults_of(row: Row, given: Collection[str]) -> dict[str, Any]:
    """Return today's values of the arguments that a call leaves out.

    >>> from keras_functional_notes.legacy.table import find
    >>> defaults_of(find("spatial_2d_padding"), {"x"})
    {'padding': (1, 1), 'dim_ordering': None}
    """
    absent = [each for each in row.arguments if each.name not in given and each.default is not REQUIRED and each.new]
    return {each.name: todays_value(row.name, each, each.default) for each in absent}


def filled(
    expression: str,
    texts: Mapping[str, str],
    dotted: Callable[[str], str] = str,
    quoted: Callable[[str], str] = repr,
) -> str:
    """Return an expression with arguments filled in.

    Args:
        expression: The expression.
        texts: The arguments' texts by name. Names without one stay.
        dotted: How a dotted name of today is written.
        quoted: How a word of today is written.

    >>> filled("x ** n + len(x.shape)", {"x": "a + b"})
    '(a + b) ** n + len((a + b).shape)'
    """
    pieces, position = [], 0
    for start, end, kind, word in _places(expression):
        if kind in ("name", "argument"):
            if word not in texts:
                continue
            new = texts[word] if kind == "argument" or _is_tight(texts[word]) else f"({texts[word]})"
        else:
            new = dotted(word) if kind == "dotted" else quoted(word)
        pieces += [expression[position:start], new]
        position = end
    return "".join([*pieces, expression[position:]])


def names_in(expression: str) -> tuple[str, ...]:
    """Return the arguments in an expression, each as often as it stands there.

    >>> names_in("[keras.ops.convert_to_numpy(x) for x in xs]")
    ('xs',)
    """
    return tuple(word for _, _, kind, word in _places(expression) if kind in ("name", "argument"))


@functools.cache
def _places(expression: str) -> tuple[tuple[int, int, str, str], ...]:
    """Return where an expression has a name, one that is an argument, a dotted name of today, or text."""
    tree = _read(expression)
    targets = {
        node.id
        for part in ast.walk(tree)
        if isinstance(part, ast.comprehension)
        for node in ast.walk(part.target)
        if isinstance(node, ast.Name)
    }
    return tuple(sorted(_found(tree, targets, loose=False)))


def _read(expression: str) -> ast.expr:
    statement = tree_of(expression, "<expression>").body[0]
    if not isinstance(statement, ast.Expr):
        raise SyntaxError(f"{expression!r} is no expression.")
    return statement.value


def _found(node: ast.AST, targets: set[str], *, loose: bool) -> Iterator[tuple[int, int, str, str]]:
    if isinstance(node, (ast.Name, ast.Attribute, ast.Constant)):
        start, end = node.col_offset, node.end_col_offset or 0
        word = ast.unparse(node)
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield start, end, "text", node.value
            return
        if word.partition(".")[0] in PACKAGES:
            yield start, end, "dotted", word
            return
        if isinstance(node, ast.Name):
            if word not in targets and word not in ("len", "tuple"):
                yield start, end, "argument" if loose else "name", word
            return
    for child in ast.iter_child_nodes(node):
        # Between commas nothing needs brackets.
        bare = isinstance(node, (ast.List, ast.Tuple, ast.keyword)) or (
            isinstance(node, ast.Call) and child in node.args
        )
        yield from _found(child, targets, loose=bare)


def _is_tight(text: str) -> bool:
    try:
        body = _read(f"({text}\n)")
    except SyntaxError:
        return False
    if isinstance(body, (ast.Tuple, ast.GeneratorExp)):
        return text.lstrip().startswith("(")
    return isinstance(body, _TIGHT) or (isinstance(body, ast.Constant) and not isinstance(body.value, (int, float)))
