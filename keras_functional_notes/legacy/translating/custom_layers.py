"""Custom layers in source text: the weights that they make, and their calls of what a layer inherits."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from keras_functional_notes.legacy.table.attributes import LISTS
from keras_functional_notes.legacy.table.expressions import filled
from keras_functional_notes.legacy.table.models import WEIGHT_MAKERS
from keras_functional_notes.legacy.translating.custom_classes import (
    LAYERS,
    CustomClass,
    CustomClasses,
    attribute_of,
    is_list,
    is_self,
)
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.source import given_to

__all__ = ["CustomLayers"]

_INITIALISERS, _BACKEND = "keras.initializations", "keras.backend"
_DRAWN = "an initialiser"


@dataclass(frozen=True)
class _Made:
    """A weight that a class makes: what by, and whether it is trained."""

    by: str
    trained: bool


class CustomLayers:
    """The layers among the classes of one text that inherit from Keras 1's.

    Args:
        page: The page.
        classes: The classes.
    """

    def __init__(self, page: Page, classes: CustomClasses) -> None:
        """Find them, and the weights that they make."""
        self._page = page
        self._initialisers: set[str] = set()
        self._made: dict[ast.Call, _Made] = {}
        self._plain: set[ast.Assign] = set()
        self._classes = classes
        for each in classes.classes:
            if each.row.today in LAYERS:
                self._read(each)

    # Weights

    def _read(self, each: CustomClass) -> None:
        assigns = [node for node in ast.walk(each.node) if isinstance(node, ast.Assign)]
        own = [(node, attribute_of(node)) for node in assigns]
        lists = [(node, name) for node, name in own if name in LISTS]
        plain = [(node, name) for node, name in lists if isinstance(node.value, ast.List)]
        augmented = any(isinstance(node, ast.AugAssign) and is_list(node.target) for node in ast.walk(each.node))
        closed = len(plain) == len(lists) and not augmented
        listed = {
            part.attr: name == LISTS[0]
            for node, name in plain
            for part in node.value.elts  # type: ignore[attr-defined]  # a list
            if isinstance(part, ast.Attribute) and is_self(part.value)
        }
        for node, name in own:
            if name and self._name_of(node.value) == (_INITIALISERS, "get"):
                self._initialisers.add(name)
        kept = set()
        for node, name in own:
            by = self._maker(node.value)
            if not name or by is None or not isinstance(node.value, ast.Call):
                continue
            if by == "add_weight":
                # A list that leaves out what add_weight made took it from the layer.
                kept.add(name if name in listed or not lists else "")
            elif name in listed or (closed and not WEIGHT_MAKERS.get(by)):
                self._made[node.value] = _Made(by, listed.get(name, False))
                kept.add(name)
            elif not closed and by == _DRAWN:
                self._made[node.value] = _Made(by, True)
        if closed and "" not in kept and listed.keys() <= kept:
            self._plain.update(node for node, _ in plain if _is_of_attributes(node.value))

    def _maker(self, value: ast.expr) -> str | None:
        if not isinstance(value, ast.Call):
            return None
        if isinstance(value.func, ast.Attribute) and is_self(value.func.value):
            name = value.func.attr
            return "add_weight" if name == "add_weight" else _DRAWN if name in self._initialisers else None
        module, name = self._name_of(value)
        if module == _INITIALISERS:
            return None if name == "get" else _DRAWN
        return name if module == _BACKEND and name in WEIGHT_MAKERS else None

    def _name_of(self, node: ast.expr) -> tuple[str, str]:
        reference = self._page.references.of(node.func) if isinstance(node, ast.Call) else None
        row = None if reference is None else reference.row
        return ("", "") if row is None else (row.module, row.name)

    def drops_list(self, node: ast.Assign) -> bool:
        """Whether today's layer has by itself what a list of weights names."""
        return node in self._plain

    def write(self, call: ast.Call) -> bool:
        """Write a call that makes a weight; return whether it was one."""
        made = self._made.get(call)
        page = self._page
        if made is None:
            return self._write_loose(call)
        if made.by in WEIGHT_MAKERS and WEIGHT_MAKERS[made.by] is None:
            return False
        shape = given_to(call, "shape")
        if shape is None or any(keyword.arg not in ("name", "scale", "shape") for keyword in call.keywords):
            page.ask(call, "Today a layer's own add_weight makes its weights.", "Write self.add_weight(shape=...).")
            return True
        parts = [f"shape={page.text_of(shape)}", f"initializer={self._initializer(call, made.by)}"]
        name = given_to(call, "name", 2 if "scale" in ast.unparse(call.func) else 1)
        if name is not None:
            parts.append(f"name={page.text_of(name)}")
        if not made.trained:
            parts.append("trainable=False")
        page.certain = True
        page.change(call, f"self.add_weight({', '.join(parts)})")
        return True

    def _initializer(self, call: ast.Call, by: str) -> str:
        page = self._page
        reference = page.references.of(call.func)
        if reference is None or reference.row is None:
            return page.text_of(call.func)
        page.touch(reference)
        if by in WEIGHT_MAKERS:
            return page.quoted(WEIGHT_MAKERS[by])
        scale = given_to(call, "scale", 1)
        default = next((repr(each.default) for each in reference.row.arguments if each.name == "scale"), "")
        text = default if scale is None else page.text_of(scale)
        expression = reference.row.expression.removesuffix("(shape)")
        return filled(expression, {"scale": text}, lambda dotted: page.spelling.today(dotted, reference))

    def _write_loose(self, call: ast.Call) -> bool:
        """Write ``self.init(shape, name=...)`` where it is no attribute's whole value: it gave a variable."""
        func, page = call.func, self._page
        is_own = isinstance(func, ast.Attribute) and is_self(func.value) and func.attr in self._initialisers
        if not is_own or not call.args:
            return False
        parent = next(page.references.scopes.ancestors(call))
        bare = f"{page.text_of(func)}({page.text_of(call.args[0])})"
        module, maker = self._name_of(parent) if isinstance(parent, ast.Call) else ("", "")
        if module == _BACKEND and maker in WEIGHT_MAKERS:
            page.change(call, bare)
        else:
            name = given_to(call, "name", 1)
            named = "" if name is None else f", name={page.text_of(name)}"
            page.change(call, f"{page.spelling.anew('keras.Variable', call)}({bare}{named})")
        page.certain = True
        return True

    def finish(self, call: ast.Call) -> None:
        """Say of a variable that is no weight that it is not trained: today's layer would train it."""
        made, page = self._made.get(call), self._page
        if made is not None and made.by in WEIGHT_MAKERS and not (WEIGHT_MAKERS[made.by] or made.trained):
            text = page.text_of(call).removesuffix(")")
            page.replace(page.source.start(call), page.source.end(call), f"{text}, trainable=False)")

    # Calls of a layer's own

    def method(self, call: ast.Call) -> bool:
        """Write a call of a method that a layer inherits; return whether nothing else is to be said of it."""
        func, page = call.func, self._page
        if not isinstance(func, ast.Attribute) or self._classes.around(call) is None:
            return False
        if func.attr == "add_loss" and is_self(func.value):
            inputs = next((keyword for keyword in call.keywords if keyword.arg == "inputs"), None)
            if inputs is not None or len(call.args) == 2:
                page.certain = True
                page.change(call, f"{page.text_of(func)}({page.text_of(call.args[0])})")
            return True
        if func.attr == "add_update" and is_self(func.value):
            page.certain = True
            page.ask(
                call,
                "Today's layers have no add_update: what they count they set while they are called, in training alone.",
                "Give call an argument `training=None`, and write: if training: self.weight.assign(value).",
            )
        return False

    def attribute(self, node: ast.Attribute) -> bool:
        """Write ``self.init.__name__`` for a configuration; return whether it was that."""
        value, page = node.value, self._page
        if node.attr != "__name__" or not isinstance(value, ast.Attribute) or not is_self(value.value):
            return False
        if value.attr not in self._initialisers:
            return False
        page.certain = True
        page.change(node, f"{page.spelling.anew('keras.initializers.serialize', node)}({page.text_of(value)})")
        return True


def _is_of_attributes(node: ast.expr) -> bool:
    return isinstance(node, ast.List) and all(
        isinstance(part, ast.Attribute) and is_self(part.value) for part in node.elts
    )
