"""Functions of Keras 1 that are an expression today: ``K.ndim(x)`` is ``len(x.shape)``, as their rows say."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass

from keras_functional_notes.legacy.table import REQUIRED, ROWS, Row, Values
from keras_functional_notes.legacy.translating.arguments import Arguments, known, read_arguments
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.references import Reference
from keras_functional_notes.legacy.translating.source import Edit, Source, applied

__all__ = ["format_call", "gives_data_format", "translate_comparison", "translate_template"]

# Today's functions that give or take what today's argument data_format takes: Keras 1 had other words for it.
_DATA_FORMAT = ("keras.config.image_data_format", "keras.config.set_image_data_format")
_PACKAGES = ("keras", "math", "numpy")


@dataclass(frozen=True)
class Template:
    """What a row says is to be written today, if that is an expression of the row's own arguments.

    Args:
        source: Its text and tree.
        arguments: The arguments that it has places for, and how often.
    """

    source: Source
    arguments: dict[str, int]


@functools.cache
def _template(text: str, names: tuple[str, ...]) -> Template | None:
    try:
        source = Source(text, "<table>")
    except SyntaxError:
        # Most rows say it in words.
        return None
    targets = [node.target for node in ast.walk(source.tree) if isinstance(node, ast.comprehension)]
    bound = {target.id for target in targets if isinstance(target, ast.Name)}
    found: dict[str, int] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id not in bound:
            found[node.id] = found.get(node.id, 0) + 1
    places = {name: count for name, count in found.items() if name in names}
    others = set(found) - set(places) - {*_PACKAGES, "len", "tuple"}
    return None if others else Template(source, places)


def translate_template(page: Page, call: ast.Call, reference: Reference) -> bool:
    """Write a call as the expression that its row says; return False where the row has none that fits."""
    row = reference.row
    assert row is not None  # the caller has looked
    template = _template(str(row.instead), tuple(argument.name for argument in row.arguments))
    if template is None:
        return False
    arguments = read_arguments(page, call)
    if gives_data_format(row):
        return _data_format(page, call, reference, arguments, template)
    given = dict(zip((argument.name for argument in row.arguments), arguments.args, strict=False))
    given |= arguments.kwargs
    defaults = {argument.name: argument.default for argument in row.arguments}
    if arguments.open or any(name not in defaults for name in given) or set(template.arguments) - set(given):
        return False
    for name, value in given.items():
        if name not in template.arguments and known(page, value) != defaults[name]:
            # It says what the function does without this argument.
            return False
        if template.arguments.get(name, 0) > 1 and not isinstance(value.node, (ast.Name, ast.Constant)):
            return False
        if callable(known(page, value)):
            return False
    if any(argument.default is REQUIRED and argument.name not in given for argument in row.arguments):
        return False
    texts = {name: value.text if _is_tight(value.node) else f"({value.text})" for name, value in given.items()}
    plain = {name: value.text for name, value in given.items()}
    page.sure(reference)
    page.touch(reference)
    page.change(call, _filled(page, template, reference, texts, plain))
    return True


def _filled(page: Page, template: Template, reference: Reference, tight: dict[str, str], plain: dict[str, str]) -> str:
    source = template.source
    edits = []
    inside = {id(part) for node in ast.walk(source.tree) if isinstance(node, ast.Call) for part in node.args}
    inner: set[int] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and id(node) not in inner and (dotted := _dotted(node)):
            inner |= {id(part) for part in ast.walk(node)}
            new = page.spelling.today(dotted, reference)
            edits.append(Edit(source.start(node), source.end(node), new))
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and id(node) not in inner and node.id in tight:
            text = plain[node.id] if id(node) in inside else tight[node.id]
            edits.append(Edit(source.start(node), source.end(node), text))
    return applied(source.text, edits)


def _dotted(node: ast.Attribute) -> str:
    text = ast.unparse(node)
    return text if text.partition(".")[0] in _PACKAGES else ""


# The data format, whose words changed


def gives_data_format(row: Row | None) -> bool:
    """Whether a row's function is today's that gives or takes a data format.

    >>> from keras_functional_notes.legacy.table import find
    >>> gives_data_format(find("image_dim_ordering")), gives_data_format(find("ndim"))
    (True, False)
    """
    return row is not None and str(row.instead).partition("(")[0] in _DATA_FORMAT


@functools.cache
def _words() -> Values:
    [values] = {
        id(a.values): a.values for row in ROWS for a in row.arguments if a.new == "data_format" and a.values
    }.values()
    return values


def _data_format(page: Page, call: ast.Call, reference: Reference, arguments: Arguments, template: Template) -> bool:
    words = _words().today
    func = template.source.text.partition("(")[0]
    given = [*arguments.args, *arguments.kwargs.values()]
    if given:
        word = known(page, given[0])
        if not isinstance(word, str) or word not in words or words[word] is None:
            return False
        new = f"{page.spelling.today(func, reference)}({page.quoted(words[word], given[0].text)})"
    else:
        back = ", ".join(f"{page.quoted(new)}: {page.quoted(old)}" for old, new in words.items() if new is not None)
        new = f"{{{back}}}[{page.spelling.today(func, reference)}()]"
    page.sure(reference)
    page.touch(reference)
    page.change(call, new)
    return True


def translate_comparison(page: Page, node: ast.Compare) -> bool:
    """Write a data format that is compared with one of Keras 1's words by today's word; return whether it was."""
    sides = [node.left, *node.comparators]
    if len(sides) != 2 or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        return False
    for call, word in (sides, sides[::-1]):
        if isinstance(call, ast.Call) and isinstance(word, ast.Constant) and (new := format_call(page, call)):
            today = _words().today.get(word.value)
            if today is not None:
                page.change(call, new)
                page.change(word, page.quoted(today, page.source.of(word)))
                return True
    return False


def format_call(page: Page, call: ast.Call) -> str | None:
    """Return the call of today that gives the data format in today's words, if this is the call of Keras 1."""
    reference = page.references.of(call.func)
    if reference is None or not gives_data_format(reference.row) or call.args or call.keywords:
        return None
    row = reference.row
    assert row is not None  # gives_data_format has looked
    page.sure(reference)
    page.touch(reference)
    return f"{page.spelling.today(str(row.instead).partition('(')[0], reference)}()"


def _is_tight(node: ast.expr | None) -> bool:
    tight = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.List, ast.Tuple, ast.Dict)
    return isinstance(node, tight) and not (isinstance(node, ast.Constant) and isinstance(node.value, (int, float)))
