"""The names of files in source text: what today's Keras refuses is renamed where it is written and where it is read."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from keras_functional_notes.legacy.table.file_names import OLD_ENDINGS, model_name, weights_name, with_todays_logs
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.source import given_to

__all__ = ["FILE_WORDS", "rename_files"]

FILE_WORDS = ("save_weights", "load_weights", "ModelCheckpoint")
"""The words without which a text names no such file."""

_WEIGHTS = "Today's Keras saves weights under names that end in .weights.h5 alone, and reads them again under those."
_MODELS = "Today's checkpoints save whole models under names that end in .keras, or .h5."
_OLD_FILE = "Today's Keras reads such a file as Keras 2 wrote it, and Keras 1 laid some weights out otherwise."
_OLD_FILE_DO = "If Keras 1 saved it, read it by keras_functional_notes.legacy.load_weights(model, path)."


@dataclass(frozen=True)
class _Saved:
    """A call that saves a file."""

    call: ast.Call
    path: ast.expr
    weights: bool | None
    """Whether it saves weights alone; None where the text does not tell."""


def rename_files(page: Page) -> None:
    """Give files the names that today's Keras takes, before anything else is written."""
    saved = [found for call in page.calls if (found := _saving(page, call)) is not None]
    renamed: dict[str, str] = {}
    done: set[ast.Constant] = set()
    for each in saved:
        text = _ending(page, each.path)
        old = "" if text is None else str(text.value)
        new = model_name(old) if each.weights is False else weights_name(old)
        # Only a checkpoint fills names in.
        new = new if _is_method(each.call, "save_weights") else with_todays_logs(new)
        if each.weights is None:
            page.ask(each.call, f"{_WEIGHTS} {_MODELS}", "Name the file so.")
        elif text is None:
            page.ask(each.call, _WEIGHTS if each.weights else _MODELS, "Give the file such a name.")
        elif new != old and text not in done:
            page.certain = True
            page.change(text, page.quoted(new, page.source.of(text)))
            done.add(text)
            renamed[old] = new
    texts = [node for node in ast.walk(page.source.tree) if isinstance(node, ast.Constant) and node not in done]
    for text in texts:
        if isinstance(text.value, str) and text.value in renamed and text.value.endswith(OLD_ENDINGS):
            page.change(text, page.quoted(renamed[text.value], page.source.of(text)))
            done.add(text)
    for call in page.calls:
        path = given_to(call, "filepath") if _is_method(call, "load_weights") else None
        if path is None:
            continue
        text = _ending(page, path)
        if text is None or (text not in done and str(text.value).endswith(OLD_ENDINGS[:2])):
            page.differs(call, (f"{_OLD_FILE} {_OLD_FILE_DO}",))


def _saving(page: Page, call: ast.Call) -> _Saved | None:
    if _is_method(call, "save_weights"):
        path = given_to(call, "filepath")
        return None if path is None else _Saved(call, path, True)
    reference = page.references.of(call.func)
    if reference is None or reference.row is None or reference.row.name != "ModelCheckpoint":
        return None
    path = given_to(call, "filepath")
    flag = given_to(call, "save_weights_only", 4)
    weights = bool(flag.value) if isinstance(flag, ast.Constant) else None if flag else False
    return None if path is None else _Saved(call, path, weights)


def _is_method(call: ast.Call, name: str) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == name


def _ending(page: Page, node: ast.expr) -> ast.Constant | None:
    """Return the text that a file's name ends with, if the source tells it."""
    if isinstance(node, ast.Constant):
        return node if isinstance(node.value, str) else None
    if isinstance(node, ast.BinOp):
        # 'w%d.h5' % epoch, folder + 'w.h5'
        side = {ast.Mod: node.left, ast.Add: node.right}.get(type(node.op))
        return None if side is None else _ending(page, side)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "format":
            return _ending(page, node.func.value)
        if node.func.attr == "join" and node.args and ast.unparse(node.func).endswith("path.join"):
            return _ending(page, node.args[-1])
    if isinstance(node, ast.Name):
        bindings = page.references.bindings_of(node)
        if len(bindings) == 1 and bindings[0].value is not None:
            return _ending(page, bindings[0].value)
    return None
