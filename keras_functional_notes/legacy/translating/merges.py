"""`merge(...)` and `Merge(...)` in source text, written as the layer of today that their mode is."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from keras_functional_notes.legacy.table import MERGES, MODEL, MODES, Mode, Row
from keras_functional_notes.legacy.table.wording import near_match
from keras_functional_notes.legacy.translating.calls import Expression, known, notation, read_arguments
from keras_functional_notes.legacy.translating.kinds import Kind
from keras_functional_notes.legacy.translating.names import Reference
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.source import Parts, comments_in

__all__ = ["has_one_input", "own_tensor", "translate_merge"]

_Write: TypeAlias = Callable[[Any], Expression]
_MODES = {mode.name: mode for mode in MODES}
_UNKNOWN = "Which layer of today it is, its mode says, and that is known only when the text runs."
_UNKNOWN_DO = "Give the mode as text, such as mode='sum', and translate again."
_MASKS = (
    "Where inputs have masks, Keras 1 counted a step only where every masked input had it (AND); today's layer counts "
    "it where any has (OR)."
)


def translate_merge(page: Page, call: ast.Call, reference: Reference) -> None:
    """Write one call of `merge` or `Merge` for today, or leave it to a person."""
    row = reference.row
    assert row is not None  # the caller has looked
    page.sure(reference)
    arguments = read_arguments(page, call)
    positional = [argument.name for argument in row.arguments]
    strange = [name for name in arguments.kwargs if name not in positional]
    if arguments.open or strange or len(arguments.args) > len(positional):
        why = (
            f"{row.name}() had no argument `{strange[0]}`.{near_match(strange[0], positional)}" if strange else _UNKNOWN
        )
        page.ask(call, why, "Correct it by hand." if strange else _UNKNOWN_DO)
        return
    given = row.given(arguments.args, arguments.kwargs)
    write = notation(page, arguments.parts, reference).write
    layer = _layer(page, call, reference, given, write)
    if layer is None:
        return
    inputs = given.get(positional[0])
    if inputs is not None and positional[0] == "layers" and not _is_none(inputs):
        new = _of_models(page, call, reference, given, layer)
        if new is None:
            return
    elif inputs is not None:
        new = f"{layer}({_comments(page, call, arguments.parts, inputs)}{inputs.text})"
    else:
        new = layer if positional[0] == "layers" else ""
    if not new:
        page.ask(call, f"{row.name}() needs `{positional[0]}`.", "Give it the list of tensors.")
        return
    page.touch(reference)
    page.change(call, new)


def _comments(page: Page, call: ast.Call, parts: Parts, inputs: Expression) -> str:
    """Return the comments that stood between the arguments, each on a line before the one that is left."""
    text = page.source.text
    slot = inputs.slots[0]
    around = text[parts.open : parts.starts[slot]] + text[parts.ends[slot] : parts.close]
    found = comments_in(around.strip().strip(",")) if "#" in around else []
    if not found:
        return ""
    start = page.source.line_start(page.source.start(call))
    line = text[start:]
    indent = line[: len(line) - len(line.lstrip(" \t"))] + "    "
    end = text[page.source.line_end(start) - 1 :][:1] or "\n"
    end = "\r\n" if text[start : page.source.line_end(start)].endswith("\r\n") else end
    return "".join(["  ", *(f"{comment}{end}{indent}" for comment in found)])


def _layer(
    page: Page,
    call: ast.Call,
    reference: Reference,
    given: Mapping[str, Expression],
    write: _Write,
) -> str | None:
    """Return the call that makes today's layer."""
    expression = given.get("mode")
    row = reference.row
    assert row is not None  # the caller has looked
    default = next(argument.default for argument in row.arguments if argument.name == "mode")
    mode = default if expression is None else known(page, expression)
    if isinstance(mode, str):
        if mode not in _MODES:
            page.ask(call, f"merge had no mode {mode!r}.{near_match(mode, _MODES)}", "Correct the mode.")
            return None
        return _named_mode(page, call, reference, given, _MODES[mode], write)
    if expression is not None and callable(mode):
        return _function_mode(page, call, reference, given, expression)
    page.ask(call, _UNKNOWN, _UNKNOWN_DO)
    return None


def _named_mode(
    page: Page,
    call: ast.Call,
    reference: Reference,
    given: Mapping[str, Expression],
    mode: Mode,
    write: _Write,
) -> str:
    row = reference.row
    assert row is not None  # the callers have looked
    defaults = {argument.name: argument.default for argument in row.arguments}
    told = [f"{today}={(given.get(old) or write(defaults[old])).text}" for old, today in mode.carries.items()]
    told += [f"{name}={write(value).text}" for name, value in mode.adds.items()]
    told += _name(given)
    page.differs(call, mode.differs)
    if mode.masks != "none" and page.masks:
        page.differs(call, (_MASKS,))
    return f"{page.spelling.today(mode.today, reference)}({', '.join(told)})"


def _function_mode(
    page: Page, call: ast.Call, reference: Reference, given: Mapping[str, Expression], function: Expression
) -> str | None:
    mask = given.get("output_mask")
    if mask is not None and not _is_none(mask):
        page.ask(
            call,
            "Today's Lambda takes no function for its output's mask.",
            "Write a keras.layers.Layer with call() and compute_mask().",
        )
        return None
    told = [function.text]
    for name in ("output_shape", "arguments"):
        if name in given and not _is_none(given[name]):
            text = given[name].text
            # A list would be taken for several outputs' shapes.
            told.append(f"{name}=tuple({text})" if isinstance(given[name].node, ast.List) else f"{name}={text}")
    lambda_ = page.spelling.today("keras.layers.Lambda", reference)
    return f"{lambda_}({', '.join([*told, *_name(given)])})"


def _of_models(
    page: Page, call: ast.Call, reference: Reference, given: Mapping[str, Expression], layer: str
) -> str | None:
    """Write a Merge of models as a functional model from their inputs to the merged tensor."""
    indices = [name for name in ("node_indices", "tensor_indices") if name in given and not _is_none(given[name])]
    models = _models(page, given["layers"].node)
    if indices or models is None:
        page.ask(
            call,
            "Which tensors it joins cannot be told from the text."
            if indices
            else "What it joins is not a list of different models that this text makes, each with one input.",
            "Write it with tensors: the layer of the mode, called on the list of them, as in "
            f"{layer}([left.output, right.output]), and keras.Model from their inputs to it.",
        )
        return None
    inputs = ", ".join(f"{name}.{own_tensor(kind, 'input')}" for name, kind in models)
    outputs = ", ".join(f"{name}.{own_tensor(kind, 'output')}" for name, kind in models)
    model = page.spelling.today(str(MODEL.today), reference)
    name = "".join(f", {text}" for text in _name(given))
    return f"{model}([{inputs}], {layer}([{outputs}]){name})"


def _models(page: Page, node: ast.expr | None) -> list[tuple[str, Kind]] | None:
    """Return the names and kinds of the models in a list, if it is one of different models with an input each."""
    if not isinstance(node, (ast.List, ast.Tuple)) or len(node.elts) < 2:
        return None
    found = []
    for part in node.elts:
        kind = page.kinds.of(part)
        if not isinstance(part, ast.Name) or kind is None or not has_one_input(page, part):
            return None
        found.append((part.id, kind))
    return found if len(dict(found)) == len(found) else None


def own_tensor(kind: Kind, name: str) -> str:
    """Return how a model of one input and one output is asked for its own today; a Sequential has lists alone."""
    return f"{name}s[0]" if _is_sequential(kind.row) else name


def has_one_input(page: Page, node: ast.expr) -> bool:
    """Whether something is a model of which the text tells that it has a single input."""
    kind = page.kinds.of(node)
    if kind is None or kind.what != "model" or not isinstance(node, ast.Name):
        return False
    if kind.row is MODEL:
        names = (MODEL.arguments[0].name, MODEL.arguments[0].new)
        first = [*kind.made.args[:1], *(word.value for word in kind.made.keywords if word.arg in names)]
        return bool(first) and not isinstance(first[0], (ast.List, ast.Tuple)) and isinstance(first[0], ast.Name)
    if not _is_sequential(kind.row):
        return False
    # What a Sequential begins with may itself have several inputs.
    return not any(
        isinstance(added, ast.Call) and _is_merge(page.references.of(added.func)) for added in _first_layers(page, node)
    )


def _is_sequential(row: Row) -> bool:
    return row.today == "keras.Sequential"


def _is_merge(reference: Reference | None) -> bool:
    return reference is not None and reference.row in MERGES


def _first_layers(page: Page, model: ast.Name) -> list[ast.expr]:
    """Return what is added to a Sequential, or given to it."""
    found: list[ast.expr] = []
    for node in page.calls:
        func = node.func
        if not isinstance(func, ast.Attribute) or func.attr != "add":
            continue
        if isinstance(func.value, ast.Name) and func.value.id == model.id:
            found += node.args
    kind = page.kinds.of(model)
    if kind is not None:
        for argument in kind.made.args:
            found += argument.elts if isinstance(argument, ast.List) else []
    return found


def _name(given: Mapping[str, Expression]) -> list[str]:
    return [f"name={given['name'].text}"] if "name" in given and not _is_none(given["name"]) else []


def _is_none(expression: Expression) -> bool:
    return isinstance(expression.node, ast.Constant) and expression.node.value is None
