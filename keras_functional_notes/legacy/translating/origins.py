"""Names that Keras's modules never had, or that look like Keras 1's and came by a star: ``from utils import *``."""

from __future__ import annotations

import ast
import builtins
import re

from keras_functional_notes.legacy.table import MODULES, Row, find
from keras_functional_notes.legacy.table.attributes import BACKEND_NAME
from keras_functional_notes.legacy.table.respelling import respell
from keras_functional_notes.legacy.table.todays_names import is_todays_module, missing
from keras_functional_notes.legacy.table.wording import near_match
from keras_functional_notes.legacy.translating.calls import notation, read_arguments
from keras_functional_notes.legacy.translating.names import Reference, keras_path
from keras_functional_notes.legacy.translating.page import Page

__all__ = ["ask_about_member", "ask_about_origin", "names_of_unknown_origin"]

_NAMES = {name for name in MODULES["keras.layers"].names if name not in vars(builtins)}
_LOOKS_SO = re.compile(rf"\b(?:{'|'.join(sorted(_NAMES))})\(")


def names_of_unknown_origin(text: str) -> bool:
    """Whether a text that does not speak of Keras may have Keras 1's layers by a star.

    >>> names_of_unknown_origin("from utils import *; Dense(3)"), names_of_unknown_origin("Dense(3)")
    (True, False)
    """
    return "import *" in text and _LOOKS_SO.search(text) is not None


def ask_about_origin(page: Page, call: ast.Call) -> None:
    """Say that a call may be Keras 1's, where a star of the text's own may have brought its name."""
    func = call.func
    if not isinstance(func, ast.Name) or func.id not in _NAMES or page.references.bindings_of(func):
        return
    stars = [str(star.path) for star in page.references.scopes.module.stars]
    unknown = [star for star in stars if keras_path(star) not in MODULES]
    row = find(func.id, "keras.layers")
    if not unknown or page.references.of(func) is not None or not _differs(page, call, row):
        return
    page.ask_always(
        call,
        f"`{func.id}` may be Keras 1's, by `from {unknown[-1]} import *`, and then it is written otherwise today.",
        f"If so, import it here: from keras.layers import {func.id}; and translate again.",
    )


def ask_about_member(page: Page, node: ast.Attribute) -> None:
    """Say that a module of Keras has no such name, neither in Keras 1 nor today: ``K._EPSILON``."""
    reference, name = page.references.of(node.value), node.attr
    if reference is None or reference.name or reference.prefix or not isinstance(node.ctx, ast.Load):
        return
    module = MODULES[reference.module]
    if name in module.names or name in module.modules or name == BACKEND_NAME or name.startswith("__"):
        return
    if name[0] != "_" and is_todays_module(reference.module) and not missing(reference.module, name):
        return
    near = near_match(name, module.names)
    page.ask_always(
        node, f"{reference.module} had no `{name}` in Keras 1.2.2, and has none today.{near}", "Write what is meant."
    )


def _differs(page: Page, call: ast.Call, row: Row) -> bool:
    """Whether the call, if it is Keras 1's, is written otherwise today."""
    if row.today is None or row.short != row.name:
        return True
    arguments = read_arguments(page, call)
    if arguments.open:
        return False
    reference = Reference(call.func, row.name, row.module, row, (), False, "keras")
    try:
        respelt = respell(row, arguments.args, arguments.kwargs, notation=notation(page, arguments.parts, reference))
    except (TypeError, ValueError):
        # Neither Keras 1's nor today's: somebody else's.
        return False
    return respelt.changed
