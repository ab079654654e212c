"""What people of 2016 did to models, callbacks and arrays: written for today, or left to a person."""

from __future__ import annotations

import ast

from keras_functional_notes.legacy.table import MERGES
from keras_functional_notes.legacy.table.attributes import EVERYDAY, GONE_TODAY, NODE_LISTS
from keras_functional_notes.legacy.table.numpy_names import NUMPY_NAMES
from keras_functional_notes.legacy.table.values import todays_name
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.source import given_to

__all__ = ["HABIT_WORDS", "rewrite_habits"]

_CUT = (
    "Today a model's list of layers is made anew each time, and its outputs are its outputs for good.",
    "Write {0} = keras.Model({0}.inputs, {0}.layers[-1 - n].output), where n is how many are left out; a Sequential "
    "has {0}.pop().",
)
_PARAMS = ("nb_sample", "batch_size", "do_validation", "metrics")
_BY_NAME = (
    "Today's Keras loads by name from files that Keras 2 wrote (.h5) alone, not from .weights.h5.",
    "Save and load whole models of one structure; or load the file into a model like the one that was saved, and give "
    "layer.set_weights(other.get_layer(name).get_weights()) to each layer.",
)
# How people called them.
_OBJECTS = ("model", "layer")
HABIT_WORDS = (
    "layers.pop",
    ".outputs",
    "params",
    "get_layer",
    "by_name",
    "([",
    "numpy",
    "variable(",
    *NODE_LISTS,
    *GONE_TODAY,
)
"""The words without which a text has none of these."""


def rewrite_habits(page: Page) -> None:
    """Write each of them, before anything else of the text is written."""
    for node in ast.walk(page.source.tree):
        _param(page, node)
        if isinstance(node, ast.Attribute):
            _of_numpy(page, node)
            _gone(page, node)
        elif isinstance(node, ast.Call):
            _unlisted(page, node)
            _named(page, node)
        elif isinstance(node, (ast.Expr, ast.Assign)):
            _cut(page, node)
        elif isinstance(node, (ast.BinOp, ast.AugAssign)):
            _of_a_number(page, node)
        elif isinstance(node, ast.ImportFrom) and node.module == "numpy" and not node.level:
            _imported(page, node)


# NumPy


def _of_numpy(page: Page, node: ast.Attribute) -> None:
    today = NUMPY_NAMES.get(node.attr)
    if today is None or not isinstance(node.value, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    if [binding.path for binding in page.references.bindings_of(node.value)] != ["numpy"]:
        return
    module, _, name = today.rpartition(".")
    if module:
        page.rewrite(node, page.source.end(node) - len(node.attr), page.source.end(node), name)
    elif not page.references.scopes.of[node.value].find(name):
        page.rewrite(node, page.source.start(node), page.source.end(node), name)
    else:
        page.ask(node, f"Today's NumPy has no such name; it was `{name}`, which is something else here.", "Rename one.")


def _imported(page: Page, node: ast.ImportFrom) -> None:
    old = [alias.name for alias in node.names if alias.name in NUMPY_NAMES]
    if old:
        page.ask(
            node, f"Today's NumPy has not {', '.join(old)}.", f"Use {', '.join(NUMPY_NAMES[name] for name in old)}."
        )


# Models


def _cut(page: Page, node: ast.Expr | ast.Assign) -> None:
    """Write ``model.layers.pop()``, ``model.outputs = [...]`` and ``model.layers[-1].outbound_nodes = []``."""
    model = _cut_model(node)
    if model is None:
        return
    written = ast.unparse(model)
    if isinstance(model, ast.Name) and model.id == "self":
        return
    kind = page.kinds.of(model)
    whole = {_what_is_cut(each) for each in ast.walk(page.source.tree) if _is_cut_of(each, written)}
    if kind is None or kind.row.today != "keras.Sequential" or not {"pop", "outputs"} <= whole:
        # What is no Keras model may well have layers and outputs, too.
        ask = page.ask if kind is None or kind.what != "model" else page.ask_always
        if _what_is_cut(node) != "nodes":
            ask(node, _CUT[0], _CUT[1].format(written))
        return
    page.certain = True
    if isinstance(node, ast.Expr):
        page.change(node, f"{page.source.of(model)}.pop()")
    else:
        page.remove(node)


def _is_cut_of(node: ast.AST, written: str) -> bool:
    model = _cut_model(node)
    return model is not None and ast.unparse(model) == written


def _cut_model(node: ast.AST) -> ast.expr | None:
    """Return the model that a statement cuts short."""
    match node:
        case ast.Expr(ast.Call(ast.Attribute(ast.Attribute(model, "layers"), "pop"))):
            return model
        case ast.Assign([ast.Attribute(ast.Subscript(ast.Attribute(model, "layers")), _)]) if _what_is_cut(node):
            return model
        case ast.Assign([ast.Attribute(model, "outputs")]) if _what_is_cut(node):
            return model
    return None


def _what_is_cut(node: ast.AST) -> str:
    match node:
        case ast.Expr(ast.Call(ast.Attribute(ast.Attribute(_, "layers"), "pop"))):
            return "pop"
        case ast.Assign([ast.Attribute(_, "outputs")], ast.List() | ast.Attribute()) if "output" in ast.unparse(
            node.value
        ):
            return "outputs"
        case ast.Assign([ast.Attribute(ast.Subscript(ast.Attribute(_, "layers")), name)]):
            return "nodes" if name in NODE_LISTS else ""
    return ""


def _gone(page: Page, node: ast.Attribute) -> None:
    if node.attr not in GONE_TODAY or not isinstance(node.ctx, ast.Load) or page.references.of(node) is not None:
        return
    written = ast.unparse(node.value)
    last = written.rpartition(".")[2]
    if written == "self" or (node.attr in EVERYDAY and page.kinds.of(node.value) is None and last not in _OBJECTS):
        return
    page.ask(node, f"Nothing of today's Keras has `{node.attr}`.", f"Use {GONE_TODAY[node.attr].format(written)}.")


def _unlisted(page: Page, call: ast.Call) -> None:
    """Take the tensor out of a list of one that a layer is called on."""
    if len(call.args) != 1 or call.keywords or not isinstance(call.args[0], ast.List) or len(call.args[0].elts) != 1:
        return
    listed, kind = call.args[0], page.kinds.of(call.func)
    [tensor] = listed.elts
    if kind is None or kind.what != "layer" or isinstance(tensor, ast.Starred) or kind.row in MERGES:
        return
    source = page.source
    # Today's Lambda hands a list on to its function; every other layer refuses it.
    page.certain = page.certain or kind.row.today != "keras.layers.Lambda"
    page.replace(source.start(listed), source.start(tensor), "")
    page.replace(source.end(tensor), source.end(listed), "")
    page.noted(call, source.of(listed), source.of(tensor))


def _named(page: Page, call: ast.Call) -> None:
    if not isinstance(call.func, ast.Attribute):
        return
    if call.func.attr == "get_layer":
        name = given_to(call, "name")
        if isinstance(name, ast.Constant) and isinstance(name.value, str) and "/" in name.value:
            page.certain = True
            page.rewrite(
                name,
                page.source.start(name),
                page.source.end(name),
                page.quoted(todays_name(name.value), page.source.of(name)),
            )
    elif call.func.attr == "load_weights":
        by_name = given_to(call, "by_name", 1)
        if by_name is not None and not (isinstance(by_name, ast.Constant) and not by_name.value):
            page.ask(call, *_BY_NAME)


def _of_a_number(page: Page, node: ast.BinOp | ast.AugAssign) -> None:
    """Say that a variable, ``loss = K.variable(0.)``, takes part in no arithmetic with a model's tensors."""
    for side in (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value):
        made = side
        if isinstance(side, ast.Name):
            bindings = page.references.bindings_of(side)
            values = [binding.value for binding in bindings if isinstance(binding.value, ast.Call)]
            made = values[0] if values else side
        reference = page.references.of(made.func) if isinstance(made, ast.Call) else None
        if reference is None or reference.row is None or reference.row.today != "keras.Variable":
            continue
        first = given_to(made, reference.row.arguments[0].name) if isinstance(made, ast.Call) else None
        if isinstance(first, ast.Constant):
            page.ask(
                made,
                "Today's variables take no part in arithmetic with a model's symbolic tensors.",
                f"Where it begins a sum of such, write the number itself, {first.value!r}.",
            )


# Callbacks


def _param(page: Page, node: ast.AST) -> None:
    """Write or tell what is read of a callback's params."""
    match node:
        case ast.Subscript(ast.Attribute(receiver, "params"), ast.Constant() as key) | ast.Call(
            ast.Attribute(ast.Attribute(ast.Name("self") as receiver, "params"), "get"), [ast.Constant() as key, *_]
        ):
            pass
        case _:
            return
    if key.value == "nb_epoch":
        page.certain = True
        page.rewrite(key, page.source.start(key), page.source.end(key), page.quoted("epochs", page.source.of(key)))
    elif key.value in _PARAMS and isinstance(receiver, ast.Name) and receiver.id == "self":
        page.ask(
            key,
            f"A callback's params are verbose, epochs and steps today, and have no {key.value!r}.",
            "Give it to the callback where that is made.",
        )
