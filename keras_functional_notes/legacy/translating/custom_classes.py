"""Classes of source text that inherit from Keras 1's: what is written and said of each as a whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from keras_functional_notes.legacy.table import MODEL, Row
from keras_functional_notes.legacy.table.arguments import CONSTRAINT
from keras_functional_notes.legacy.table.attributes import LISTS, MEMBERS, SHAPE_METHOD, SHAPE_METHOD_TODAY
from keras_functional_notes.legacy.table.models import STEPS
from keras_functional_notes.legacy.translating.losses import symbolic_names
from keras_functional_notes.legacy.translating.names import still_valid
from keras_functional_notes.legacy.translating.page import Page

__all__ = ["LAYERS", "LISTED", "CustomClass", "CustomClasses", "attribute_of", "is_list", "is_self"]

LAYERS = ("keras.layers.Layer", "keras.layers.Wrapper")
"""The classes of today whose children have nothing of Keras 1's but what every layer has."""

LISTED = (
    "Today's layers keep the weights that are assigned to their attributes, and refuse a list of them.",
    "Make each weight by self.add_weight(..., trainable=...) in build(), and leave this line out.",
)
"""What is said of a list of weights, and what to write."""

_MODELS = ("keras.Model", "keras.Sequential")
# What today's Layer.__init__ sets itself, so that it must be set after it.
_SET_LATER = ("supports_masking", "input_spec", "activity_regularizer")
_WEIGHTS = {member.name for member in MEMBERS if member.owner == LAYERS[0] and member.attributes}


@dataclass(frozen=True, eq=False)
class CustomClass:
    """One class.

    Args:
        node: Where it is made.
        row: The row of its parent.
        base: Its parent, as the text has it.
    """

    node: ast.ClassDef
    row: Row
    base: ast.expr


class CustomClasses:
    """The classes of one text that inherit from Keras 1's.

    Args:
        page: The page.
    """

    def __init__(self, page: Page) -> None:
        """Find them."""
        self._page = page
        self.classes = list(self._found())

    def _found(self) -> Iterator[CustomClass]:
        for node in ast.walk(self._page.source.tree):
            if isinstance(node, ast.ClassDef):
                for base in node.bases:
                    reference = self._page.references.of(base)
                    if reference is not None and reference.row is not None:
                        yield CustomClass(node, reference.row, base)

    def around(self, node: ast.AST) -> CustomClass | None:
        """Return the class in which something stands."""
        around = self._page.references.scopes.ancestors(node)
        found = next((part for part in around if isinstance(part, ast.ClassDef)), None)
        return next((each for each in self.classes if each.node is found), None)

    def is_parent(self, base: ast.expr) -> bool:
        """Whether something is the parent of a class about which `look` speaks."""
        return any(each.base is base and _is_subclass(each.row) for each in self.classes)

    def look(self) -> None:
        """Write and say what belongs to whole classes."""
        for each in self.classes:
            today = each.row.today or ""
            if today in LAYERS:
                self._later(each)
                self._tell_shape(each)
                self._constraints(each)
                self._lists(each)
                self._closures(each)
            elif today in _MODELS:
                self._model(each)
            elif today == "keras.optimizers.Optimizer":
                self._optimizer(each)
            elif _is_subclass(each.row):
                self._subclass(each)
        self._names()

    def _later(self, each: CustomClass) -> None:
        """Put what today's Layer.__init__ would forget behind the call of it."""
        page = self._page
        for method in each.node.body:
            if not isinstance(method, ast.FunctionDef) or method.name != "__init__":
                continue
            place = next((at for at, node in enumerate(method.body) if _is_super_init(node)), None)
            if place is None:
                continue
            called = method.body[place]
            indent = page.source.text[page.source.line_start(page.source.start(called)) : page.source.start(called)]
            moved = ""
            for node in method.body[:place]:
                if isinstance(node, ast.Assign) and attribute_of(node) in _SET_LATER:
                    moved += f"\n{indent}{page.text_of(node)}"
                    page.remove(node)
            if moved:
                end = page.source.end(called)
                page.replace(page.source.start(called), end, page.text_of(called) + moved)

    def _tell_shape(self, each: CustomClass) -> None:
        """Give a layer that another one calls for every step the shape that Keras 1 took for granted."""
        page = self._page
        names = {node.name for node in each.node.body if isinstance(node, ast.FunctionDef)}
        if "TimeDistributed(" not in page.source.text or names & {SHAPE_METHOD.name, SHAPE_METHOD_TODAY}:
            return
        last = each.node.body[-1]
        if "call" not in names or not isinstance(last, ast.FunctionDef):
            return
        start = page.source.start(last)
        indent = page.source.text[page.source.line_start(start) : start]
        method = f"def {SHAPE_METHOD_TODAY}(self, input_shape):\n{indent}    return input_shape"
        page.change(last, f"{page.text_of(last)}\n\n{indent}{method}")

    def _constraints(self, each: CustomClass) -> None:
        """Write ``self.constraints[self.W] = c``: today a weight has its constraint itself."""
        page = self._page
        for node in ast.walk(each.node):
            if not isinstance(node, ast.Assign) or len(node.targets) != 1:
                continue
            target = node.targets[0]
            if attribute_of(node) == "constraints" and isinstance(node.value, ast.Dict) and not node.value.keys:
                page.remove(node)
            elif isinstance(target, ast.Subscript) and ast.unparse(target.value) == "self.constraints":
                page.change(target, f"{page.text_of(target.slice)}.constraint")

    def _lists(self, each: CustomClass) -> None:
        for node in ast.walk(each.node):
            if isinstance(node, ast.AugAssign) and is_list(node.target):
                self._page.ask(node, *LISTED)

    def _closures(self, each: CustomClass) -> None:
        page = self._page
        for method in each.node.body:
            tensors = sorted(symbolic_names(page, method)) if isinstance(method, ast.FunctionDef) else []
            if tensors:
                page.ask(
                    method,
                    f"It reads {', '.join(f'`{name}`' for name in tensors)}, tensors of the model that is being built; "
                    "today a layer computes with what it is called on alone.",
                    "Give them to the layer among its inputs, and read them from there.",
                )

    def _model(self, each: CustomClass) -> None:
        """Write the names of a model's input and output in the call of its parent's __init__."""
        page = self._page
        if each.row is not MODEL:
            return
        renamed = {argument.name: argument.new for argument in MODEL.arguments if argument.new != argument.name}
        for node in ast.walk(each.node):
            if isinstance(node, ast.Call) and _is_init_of_parent(node):
                for keyword in node.keywords:
                    new = renamed.get(str(keyword.arg))
                    if new is not None:
                        start = page.source.start(keyword)
                        page.certain = True
                        page.rewrite(keyword, start, start + len(str(keyword.arg)), new)

    def _optimizer(self, each: CustomClass) -> None:
        if any(isinstance(node, ast.FunctionDef) and node.name == "get_updates" for node in each.node.body):
            self._page.certain = True
            self._page.ask(
                each.base,
                "get_updates made one graph of all updates in Keras 1; today's optimizers are asked for one variable.",
                "Write super().__init__(learning_rate=lr), build(self, variables) for what it remembers, and "
                "update_step(self, gradient, variable, learning_rate), which ends in self.assign_sub(variable, ...).",
            )

    def _subclass(self, each: CustomClass) -> None:
        page, row = self._page, each.row
        arguments = {argument.name: argument.new for argument in row.arguments if argument.new != argument.name}
        packed = {part: packing.today for packing in row.packings for part in packing.parts}
        text = page.source.of(each.node)
        used = [
            f"`{old}` is `{packed.get(old, new)}`"
            for old, new in arguments.items()
            if packed.get(old, new) and old in text
        ]
        methods = {node.name for node in each.node.body if isinstance(node, ast.FunctionDef)}
        steps = methods & STEPS
        why = f"Its parent is {row.today} today, whose arguments, attributes and methods are not those of {row.name}."
        if steps:
            do = (
                f"{', '.join(sorted(steps))}: today a recurrent layer asks its cell. Give keras.layers.RNN a layer "
                "with state_size and call(inputs, states)."
            )
        elif used:
            do = f"In arguments and attributes, {', '.join(used)}; W, U and b are kernel, recurrent_kernel and bias."
        else:
            do = "Look at what it gives its parent's __init__, build and call, and at what it reads of self."
        reference = page.references.of(each.base)
        if reference is not None and not still_valid(reference.module, reference.name, row):
            page.touch(reference)
            page.change(each.base, page.spelling.today(str(row.today), reference))
        given = {
            keyword.arg
            for node in ast.walk(each.node)
            if isinstance(node, ast.Call) and _is_init_of_parent(node)
            for keyword in node.keywords
        }
        read = {node.attr for node in ast.walk(each.node) if isinstance(node, ast.Attribute) and is_self(node.value)}
        old = {*arguments, *packed} - row.today_names
        page.certain = page.certain or bool(steps or old & given or _WEIGHTS & read)
        self._lists(each)
        page.ask(each.base, why, do)

    def _names(self) -> None:
        """Write the names of constraints that a call hands to a class of the text's own."""
        page, own = self._page, {each.node.name for each in self.classes}
        for call in page.calls:
            if isinstance(call.func, ast.Name) and call.func.id in own:
                for keyword in call.keywords:
                    value = keyword.value
                    if str(keyword.arg).endswith("_constraint") and isinstance(value, ast.Constant):
                        today = CONSTRAINT.today.get(value.value, value.value)
                        if today != value.value:
                            page.certain = True
                            page.change(value, page.quoted(today, page.source.of(value)))


def _is_subclass(row: Row) -> bool:
    """Whether a row is that of a layer whose children have Keras 1's arguments, attributes and methods."""
    return row.module.startswith("keras.layers.") and row.today is not None and row.today not in LAYERS


def is_self(node: ast.expr) -> bool:
    """Whether something is a class's own self."""
    return isinstance(node, ast.Name) and node.id == "self"


def is_list(node: ast.expr) -> bool:
    """Whether something is a list of a layer's own weights."""
    return isinstance(node, ast.Attribute) and is_self(node.value) and node.attr in LISTS


def attribute_of(node: ast.Assign) -> str:
    """Return which attribute of its own an assignment sets, if it sets one alone."""
    target = node.targets[0]
    return target.attr if len(node.targets) == 1 and isinstance(target, ast.Attribute) and is_self(target.value) else ""


def _is_init_of_parent(node: ast.Call) -> bool:
    func = node.func
    if not isinstance(func, ast.Attribute) or func.attr != "__init__":
        return False
    return isinstance(func.value, ast.Call) and isinstance(func.value.func, ast.Name) and func.value.func.id == "super"


def _is_super_init(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _is_init_of_parent(node.value)
