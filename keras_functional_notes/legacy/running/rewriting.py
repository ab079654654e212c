"""The syntax tree of 2016 text, with its old methods and attributes led through one helper.

``layer.get_output_at(0)`` becomes ``__keras1_read__(layer, "get_output_at", "layer")(0)``: what the object itself
answers is the helper's business, at the moment when it runs. Nothing else in the text changes, and every line keeps its
number. Nothing here needs Keras.
"""

from __future__ import annotations

import ast
from collections.abc import Collection

from keras_functional_notes.legacy.table.attributes import SHAPE_METHOD
from keras_functional_notes.legacy.table.meanings import LOGGING

__all__ = ["CALLED", "CLASS", "READ", "SET", "rewrite"]

# Names in the text's own builtins. With underscores at both ends, so that no class mangles them.
READ = "__keras1_read__"
SET = "__keras1_settable__"
CLASS = "__keras1_class__"
CALLED = "__keras1_callable__"


# Methods by which a class shows that Keras 1 called it.
_TELLING = (SHAPE_METHOD.name, *LOGGING)


def rewrite(tree: ast.Module, read: Collection[str], settable: Collection[str] = ()) -> ast.Module:
    """Lead a text's old attributes, and classes that look like layers of 2016, through the helpers.

    Args:
        tree: The text's tree, which is changed.
        read: The attributes that are read through `READ`.
        settable: Those that are set on what `SET` gives; by default none.

    >>> tree = ast.parse("y = model.layers[0].output; optimizer.lr = 0.1")
    >>> print(ast.unparse(rewrite(tree, {"output"}, {"lr"})))
    y = __keras1_read__(model.layers[0], 'output', 'model.layers[0]')
    __keras1_settable__(optimizer, 'lr').lr = 0.1
    """
    rewritten: ast.Module = _Rewriter(read, settable).visit(tree)
    return rewritten


class _Rewriter(ast.NodeTransformer):
    def __init__(self, read: Collection[str], settable: Collection[str]) -> None:
        self.read, self.set = read, settable

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:  # the name that ast looks for
        written = _short_text(node.value)
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load) and node.attr in self.read:
            return _call(READ, node, node.attr, written)
        if isinstance(node.ctx, ast.Store) and node.attr in self.set:
            node.value = _call(SET, node, node.attr)
        return node

    def visit_Call(self, node: ast.Call) -> ast.Call:  # the name that ast looks for
        one = len(node.args) == 1 and isinstance(node.args[0], ast.List) and len(node.args[0].elts) == 1
        self.generic_visit(node)
        if one and not node.keywords:
            node.func = ast.copy_location(
                ast.Call(ast.copy_location(ast.Name(CALLED, ast.Load()), node), [node.func], []), node
            )
        return node

    def visit_match_case(self, node: ast.match_case) -> ast.match_case:
        # A pattern may name an attribute, but not call what reads it.
        node.guard = None if node.guard is None else self.visit(node.guard)
        node.body = [self.visit(statement) for statement in node.body]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:  # the name that ast looks for
        self.generic_visit(node)
        if any(isinstance(part, ast.FunctionDef) and part.name in _TELLING for part in node.body):
            # The innermost decorator sees the class first.
            node.decorator_list.append(ast.copy_location(ast.Name(CLASS, ast.Load()), node))
        return node


def _call(helper: str, node: ast.Attribute, *texts: str) -> ast.Call:
    """Return a call of a helper with the attribute's object, placed where the attribute stood in the text."""
    arguments = [ast.copy_location(ast.Constant(text), node) for text in texts]
    name = ast.copy_location(ast.Name(helper, ast.Load()), node)
    return ast.copy_location(ast.Call(name, [node.value, *arguments], []), node)


def _short_text(expression: ast.expr) -> str:
    """Return the source of an expression that is a name with attributes and places, for notices; of others, none."""
    if isinstance(expression, ast.Name):
        return expression.id
    if isinstance(expression, ast.Attribute):
        value = _short_text(expression.value)
        return value and f"{value}.{expression.attr}"
    if isinstance(expression, ast.Subscript) and isinstance(expression.slice, (ast.Constant, ast.UnaryOp, ast.Name)):
        value = _short_text(expression.value)
        return value and f"{value}[{ast.unparse(expression.slice)}]"
    return ""
