"""Old methods and attributes of layers, models and optimizers in source text."""

from __future__ import annotations

import ast
from collections.abc import Callable

from keras_functional_notes.legacy.table import ROWS
from keras_functional_notes.legacy.table.attributes import (
    BACKEND_NAME,
    COUNTED,
    ITSELF,
    MEMBERS,
    RESET,
    SHAPE_METHOD,
    SHAPE_METHOD_TODAY,
    Member,
)
from keras_functional_notes.legacy.translating.custom_classes import LISTED, is_list, is_self
from keras_functional_notes.legacy.translating.kinds import Kind
from keras_functional_notes.legacy.translating.merges import has_one_input, own_tensor
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.source import given_to

__all__ = ["translate_attribute", "translate_definition", "translate_member_call", "translate_weights"]

_METHODS = {member.name: member for member in MEMBERS if member.argument is not None}
_ATTRIBUTES = {member.name: member for member in MEMBERS if member.argument is None}
_CLASSES = {
    row.name.lower() for row in ROWS if row.module.startswith("keras.layers.") or row.module == "keras.engine.topology"
}
_WHAT = "Whether this is a layer or a model is not known from the text, and Keras 1 counted a model's nodes from 1."
_FIRST = "Of a layer that was called more than once, Keras 1 refused `{0}`; today's Keras gives the first call's."
_OWN = "A model's own inputs and outputs were its node 0 in Keras 1, and its calls counted from 1."


def translate_member_call(page: Page, call: ast.Call) -> bool:
    """Write a call of an old method for today; return whether its name was one of the table's."""
    func = call.func
    if isinstance(func, ast.Attribute) and func.attr == RESET.name and not (call.args or call.keywords):
        return _reset(page, call, func)
    if isinstance(func, ast.Attribute) and func.attr == "get_layer":
        return _asked_by_count(page, call)
    if not isinstance(func, ast.Attribute) or func.attr not in _METHODS:
        return _asked_by_name(page, call)
    member = _METHODS[func.attr]
    if member is SHAPE_METHOD:
        _rename(page, func, SHAPE_METHOD_TODAY)
        kind = page.kinds.of(func.value)
        # No layer of today has it; another library's may, and is told from Keras's by what else is in the text.
        page.certain = page.certain or kind is not None or _is_a_models_layer(page, func.value)
        page.ask(
            call,
            "Keras 1's layers had this method, and nothing here tells whether this is one.",
            f"If it is, write {member.new(page.text_of(func.value))}.",
            unsure=True,
        )
        return True
    arguments = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == member.argument)]
    kind = page.kinds.of(func.value)
    receiver = page.text_of(func.value)
    if len(arguments) != 1 or isinstance(arguments[0], ast.Starred):
        return True
    if member.today is None:
        page.ask(call, "Today's Keras has no name for it.", f"Use {member.new(receiver)}.")
    elif kind is not None and kind.what == "layer":
        _change(page, call, member.new(receiver, page.text_of(arguments[0]), _anew(page, call)))
    elif kind is not None and kind.what == "model":
        _of_model(page, call, member, receiver, arguments[0], kind)
    else:
        page.ask(call, _WHAT, f"For a layer write {member.new(receiver)}; for a model, one less.")
    return True


def _reset(page: Page, call: ast.Call, func: ast.Attribute) -> bool:
    """Write a model's `reset_states` by those of its layers; a layer still has its own."""
    kind = page.kinds.of(func.value)
    today = RESET.new(page.text_of(func.value))
    if kind is not None and kind.what == "model":
        _change(page, call, today)
    elif kind is None and not is_self(func.value):
        page.ask(call, "Whether this is a model, which has it no more, is not known from the text.", f"If so: {today}")
    return True


def _asked_by_count(page: Page, call: ast.Call) -> bool:
    """Leave ``get_layer("dense_1")`` to a person: today's first is called dense."""
    given = given_to(call, "name")
    name = given.value if isinstance(given, ast.Constant) else None
    match = COUNTED.fullmatch(name) if isinstance(name, str) else None
    if match is None or match[1] not in _CLASSES or _is_given(page, call, str(name)):
        return False
    page.ask(
        call,
        f"Keras 1 counted a class's layers from 1, so {name!r} was its first or a later one; today's Keras starts with "
        "a name without a number, and writes some classes otherwise.",
        f"Give the layer that is meant name={name!r} where it is made.",
    )
    return False


def _is_given(page: Page, asking: ast.Call, name: str) -> bool:
    return any(
        keyword.arg == "name" and isinstance(keyword.value, ast.Constant) and keyword.value.value == name
        for call in page.calls
        if call is not asking
        for keyword in call.keywords
    )


def _asked_by_name(page: Page, call: ast.Call) -> bool:
    """Leave ``getattr(layer, "get_output_at")`` and ``hasattr(layer, "output")`` to a person."""
    if not isinstance(call.func, ast.Name) or call.func.id not in ("getattr", "hasattr") or len(call.args) < 2:
        return False
    thing, name = call.args[:2]
    member = next((member for member in MEMBERS if isinstance(name, ast.Constant) and member.name == name.value), None)
    if member is None or member.attributes:
        return False
    kind = page.kinds.of(thing)
    if kind is not None and kind.what != "optimizer":
        today = member.new(page.text_of(thing))
        page.ask(call, "Today's Keras answers otherwise to this name.", f"Use {today}.")
    return True


def _of_model(page: Page, call: ast.Call, member: Member, receiver: str, index: ast.expr, kind: Kind) -> None:
    number = index.value if isinstance(index, ast.Constant) and type(index.value) is int else None
    if number is None:
        do = f"Write {member.new(receiver)} with one less; for 0, the model's own attribute."
        page.ask(call, _OWN + " Here the number is not known from the text.", do)
    elif number == 0:
        own = member.attribute if member.attribute.endswith("_shape") else own_tensor(kind, member.attribute)
        _change(page, call, f"{receiver}.{own}", _OWN)
    else:
        _change(page, call, member.new(receiver, number - 1, _anew(page, call)), _OWN)


def translate_attribute(page: Page, node: ast.Attribute) -> None:
    """Write an old attribute for today."""
    if _of_few(page, node):
        return
    member = _ATTRIBUTES.get(node.attr)
    if member is None:
        return
    kind = page.kinds.of(node.value)
    if member.today == member.written:
        if kind is not None and kind.what == "layer":
            page.differs(node, (_FIRST.format(member.name),))
        elif kind is not None and kind.what == "model" and isinstance(node.ctx, ast.Load):
            _own(page, node, member, kind)
        return
    if node.attr.startswith("_"):
        # No class of a user's own has such a name by chance.
        _rename(page, node, member.attributes[0])
    elif member.attributes:
        _renamed(page, node, member, kind)
    elif kind is not None and kind.what == "model" and member.name.endswith("_shape"):
        several = isinstance(node.value, ast.Name) and kind.row.today == "keras.Sequential"
        if several and not has_one_input(page, node.value):
            page.ask(node, "Today's Sequential of several inputs has none.", "Ask its last layer's call for it.")
    elif kind is not None and kind.what in ("layer", "model"):
        _read(page, node, member)
    elif kind is None and isinstance(node.ctx, ast.Load) and not is_self(node.value):
        today = member.new(page.text_of(node.value))
        page.ask(node, "Whether this is a layer is not known from the text.", f"If it is a layer, use {today}.")


def _of_few(page: Page, node: ast.Attribute) -> bool:
    """Write what only a Sequential or the backend had; return whether it was that."""
    if node.attr == ITSELF and isinstance(node.ctx, ast.Load):
        kind = page.kinds.of(node.value)
        if kind is not None and kind.row.today == "keras.Sequential":
            _change(page, node, page.text_of(node.value))
            return True
    if node.attr == BACKEND_NAME:
        reference = page.references.of(node.value)
        if reference is not None and reference.module == "keras.backend" and not reference.name:
            page.touch(reference)
            _change(page, node, f"{page.spelling.today('keras.config.backend', reference)}()")
            return True
    return False


def _own(page: Page, node: ast.Attribute, member: Member, kind: Kind) -> None:
    """Write a Sequential's own input or output, which today it has in lists alone."""
    new = own_tensor(kind, member.name)
    if new == member.name:
        return
    if has_one_input(page, node.value):
        page.rewrite(node, page.source.end(node) - len(member.name), page.source.end(node), new)
    else:
        page.ask(node, "Today's Sequential has it only once it was called.", f"Use its list, .{member.name}s.")


def _read(page: Page, node: ast.Attribute, member: Member) -> None:
    receiver = page.text_of(node.value)
    if member.today is None:
        page.ask(node, "Today's Keras has no name for it.", f"Use {member.new(receiver)}.")
        return
    _change(page, node, member.new(receiver, dotted=_anew(page, node)))
    if not member.name.endswith("_shape"):
        page.differs(node, ("Its nodes are this package's records today: .inputs, .outputs, .input_shape, .sources.",))


def _renamed(page: Page, node: ast.Attribute, member: Member, kind: Kind | None) -> None:
    if member.owner.startswith("keras.optimizers."):
        is_one = kind is not None and kind.what == "optimizer"
        if is_one or (isinstance(node.value, ast.Attribute) and node.value.attr == "optimizer"):
            _rename(page, node, member.attributes[0])
    elif kind is not None and member.owner == kind.row.today:
        _rename(page, node, member.attributes[0])
    elif kind is not None and kind.what == "layer" and member.owner == "keras.layers.Layer":
        today = kind.row.today_names
        name = next((name for name in member.attributes if f"{name}_initializer" in today), None)
        name = name or next((name for name in member.attributes if f"{name}_regularizer" in today), None)
        if name is not None:
            # No layer of today has the old name.
            page.certain = True
            _rename(page, node, name)
    elif kind is None and isinstance(node.ctx, ast.Load) and _is_a_models_layer(page, node.value):
        names = " or ".join(f".{name}" for name in member.attributes)
        # In a text of any age, if no class of its own has set it.
        ask = page.ask if _is_set(page, node.attr) else page.ask_always
        ask(node, "Which layer this is, is not known from the text.", f"Today it is {names}, where it has one.")


def translate_weights(page: Page, node: ast.Assign, *, drop: bool) -> None:
    """Leave out a custom layer's list of its weights, where today's layer has them by itself; else, say so."""
    [target, *others] = node.targets
    if others or not is_list(target):
        return
    around = next((part for part in page.references.scopes.ancestors(node) if isinstance(part, ast.ClassDef)), None)
    if around is None or not any(page.references.of(base) for base in around.bases):
        return
    page.certain = True
    if drop:
        page.remove(node)
    else:
        page.ask(node, *LISTED)


def translate_definition(page: Page, node: ast.FunctionDef) -> None:
    """Give the method that tells a layer's output shape its name of today."""
    if node.name != SHAPE_METHOD.name:
        return
    start = page.source.start(node)
    start = page.source.text.index(node.name, start + len("def"))
    page.certain = True
    page.rewrite(node, start, start + len(node.name), SHAPE_METHOD_TODAY)


def _rename(page: Page, node: ast.Attribute, name: str) -> None:
    end = page.source.end(node)
    page.rewrite(node, end - len(node.attr), end, name)


def _anew(page: Page, node: ast.expr) -> Callable[[str], str]:
    return lambda dotted: page.spelling.anew(dotted, node)


def _change(page: Page, node: ast.expr, new: str, why: str = "") -> None:
    page.certain = True
    page.change(node, new, why)


def _is_set(page: Page, name: str) -> bool:
    """Whether the text sets an attribute of this name somewhere."""
    return any(
        isinstance(part, ast.Attribute) and part.attr == name and isinstance(part.ctx, ast.Store)
        for part in ast.walk(page.source.tree)
    )


def _is_a_models_layer(page: Page, node: ast.expr) -> bool:
    """Whether something is taken from a model's list of layers, or asked of it."""
    if isinstance(node, ast.Subscript):
        return _is_layers(node.value)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "get_layer"
    if not isinstance(node, ast.Name):
        return False
    if node.id == "layer" or node.id.endswith("_layer"):
        # A function's parameter, as a rule.
        return page.kinds.of(node) is None
    for binding in page.references.bindings_of(node):
        if binding.value is not None and _is_a_models_layer(page, binding.value):
            return True
        around = page.references.scopes.parents.get(binding.node)
        if isinstance(around, (ast.For, ast.comprehension)) and _is_layers(around.iter):
            return True
    return False


def _is_layers(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Attribute) and part.attr == "layers" for part in ast.walk(node))
