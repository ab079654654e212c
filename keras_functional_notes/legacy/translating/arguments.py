"""The arguments of a call as source text: what is known of their values, and how new ones are written."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keras_functional_notes.legacy.table import NOTHING, Unknown
from keras_functional_notes.legacy.table.respelling import Notation
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.references import Reference
from keras_functional_notes.legacy.translating.source import Parts, arguments_of, value_start

__all__ = ["Arguments", "Expression", "read_arguments"]


@dataclass(frozen=True, eq=False)
class Expression:
    """One argument.

    Args:
        text: Its text, as far as it is translated.
        node: Its node; None where it is new.
        slots: Which arguments of the old call it stands for.
        handed_on: Whether its value does not matter, only that it is there.
        equals: Of one by name, what stands between the name and the value.
    """

    text: str
    node: ast.expr | None = None
    slots: tuple[int, ...] = ()
    handed_on: bool = False
    equals: str = "="

    @property
    def led(self) -> str:
        """Its text without the name, with the comments before it."""
        return self.equals.replace("=", "").lstrip(" ") + self.text if "#" in self.equals else self.text


@dataclass(frozen=True)
class Arguments:
    """The arguments of one call.

    Args:
        parts: Where they stand.
        args: Those by position.
        kwargs: Those by name.
        open: Whether there are others that the text does not tell: ``*args``, ``**kwargs``, a bare generator.
    """

    parts: Parts
    args: tuple[Expression, ...]
    kwargs: Mapping[str, Expression]
    open: bool


def read_arguments(page: Page, call: ast.Call) -> Arguments:
    """Return the arguments of a call on the page, whose own calls are translated already."""
    parts, nodes = arguments_of(page.source, call)
    text = page.source.text
    args: list[Expression] = []
    kwargs: dict[str, Expression] = {}
    hidden = False
    for slot, node in enumerate(nodes):
        start, end = parts.starts[slot], parts.ends[slot]
        if isinstance(node, ast.keyword):
            if node.arg is None:
                hidden = True
                continue
            start += len(node.arg)
            value = value_start(text, start, page.source.start(node.value))
            kwargs[node.arg] = Expression(page.edited(value, end), node.value, (slot,), equals=text[start:value])
        else:
            hidden = hidden or isinstance(node, (ast.Starred, ast.GeneratorExp))
            args.append(Expression(page.edited(start, end), node, (slot,)))
    return Arguments(parts, tuple(args), kwargs, hidden)


def notation(page: Page, parts: Parts, reference: Reference) -> Notation:
    """Return the notation in which source text gives a call of the table its arguments."""
    near = page.source.text[parts.open : parts.close]

    def write(value: Any) -> Expression:
        return Expression(_written(page, value, near))

    def pack(values: Sequence[Any]) -> Expression:
        slots = tuple(slot for value in values for slot in value.slots)
        comma = "," if len(values) == 1 else ""
        if slots == tuple(range(slots[0], slots[0] + len(values))):
            # Side by side as before, so what stands between them stays.
            text = values[0].text
            for before, value in zip(slots, values[1:], strict=False):
                text += page.source.text[parts.ends[before] : parts.starts[before + 1]] + value.led
            return Expression(f"({text}{comma})", None, slots, equals=values[0].equals)
        ordered = tuple(sorted(slots))
        texts = [parts.kept_comments(value.slots, ordered, value.led) for value in values]
        return Expression(f"({','.join(texts).lstrip(' ')}{comma})", None, ordered)

    def call(dotted: str, arguments: Mapping[str, Any]) -> Expression:
        inside = ", ".join(f"{name}={value.text}" for name, value in arguments.items())
        if reference.bindings:
            return Expression(f"{page.spelling.today(dotted, reference)}({inside})")
        return Expression(f"{page.spelling.anew(dotted, reference.node)}({inside})")

    return Notation(read=lambda expression: known(page, expression), write=write, pack=pack, call=call)


def known(page: Page, expression: Expression) -> Any:
    """Return an argument's value, or `NOTHING`; parts of a list or tuple may be `Unknown`."""
    value = NOTHING if expression.node is None else _value(page, expression.node)
    return Unknown(expression) if value is NOTHING and expression.handed_on else value


def _value(page: Page, node: ast.expr) -> Any:
    reader = _READERS.get(type(node))
    return NOTHING if reader is None else reader(page, node)


def _constant(page: Page, node: ast.Constant) -> Any:
    # A number is written again as it was: 1e-6, and not 1e-06.
    return _Named.of(node.value, page.source.of(node)) if isinstance(node.value, float) else node.value


def _signed(page: Page, node: ast.UnaryOp) -> Any:
    value = _value(page, node.operand)
    if isinstance(node.op, ast.USub) and isinstance(value, (int, float)):
        return -value
    return NOTHING


def _several(page: Page, node: ast.Tuple | ast.List) -> Any:
    if any(isinstance(part, ast.Starred) for part in node.elts):
        return NOTHING
    return (tuple if isinstance(node, ast.Tuple) else list)(_part(page, part) for part in node.elts)


def _mapping(page: Page, node: ast.Dict) -> Any:
    keys = [NOTHING if key is None else _value(page, key) for key in node.keys]
    if any(not isinstance(key, (str, int)) for key in keys):
        return NOTHING
    return dict(zip(keys, (_part(page, value) for value in node.values), strict=True))


def _part(page: Page, node: ast.expr) -> Any:
    value = _value(page, node)
    return Unknown(Expression(page.text_of(node), node)) if value is NOTHING else value


def _name(page: Page, node: ast.Name) -> Any:
    reference = page.references.of(node)
    if reference is not None:
        return _referred(reference)
    bindings = page.references.bindings_of(node)
    if len(bindings) != 1:
        return NOTHING
    binding = bindings[0]
    if isinstance(binding.node, ast.FunctionDef):
        return _function(binding.node.args)
    if isinstance(binding.node, ast.ClassDef):
        return object()
    if binding.scope.parent is None and isinstance(binding.value, (ast.Constant, ast.UnaryOp)):
        return _Named.of(_value(page, binding.value), node.id)
    return NOTHING


def _attribute(page: Page, node: ast.Attribute) -> Any:
    reference = page.references.of(node)
    return NOTHING if reference is None else _referred(reference)


def _call(page: Page, node: ast.Call) -> Any:
    # What a class or a function of Keras makes is no text.
    reference = page.references.of(node.func)
    return NOTHING if reference is None or reference.row is None or not reference.row.today else object()


def _lambda(page: Page, node: ast.Lambda) -> Any:
    return _function(node.args)


def _function(arguments: ast.arguments) -> Callable[..., None]:
    """Return a function that stands for one of the text's: all that is asked of it is whether it takes a dtype."""
    names = [argument.arg for argument in (*arguments.args, *arguments.kwonlyargs)]
    return _takes_dtype if "dtype" in names or arguments.kwarg else _takes_shape


def _takes_dtype(shape: object, dtype: object = None) -> None: ...


def _takes_shape(shape: object) -> None: ...


def _referred(reference: Reference) -> Any:
    if reference.row is None:
        return NOTHING
    thing = _Thing()
    if reference.row.expression:
        thing.keras1_name = reference.row.name
    return thing


class _Thing:
    """Something of Keras that is no text."""

    keras1_name: str


class _Named:
    """A value as the text has it, by a name or in its own digits; written again, it is so again."""

    expression = ""

    @staticmethod
    def of(value: Any, name: str) -> Any:
        if type(value) not in (int, float, str):
            return value
        named = type("_Named", (type(value),), {"expression": name})
        return named(value)


def _written(page: Page, value: Any, near: str) -> str:
    """Write a value as source text."""
    if isinstance(value, Unknown):
        return str(value.expression.text)
    if isinstance(name := getattr(value, "expression", None), str):
        return name
    if isinstance(value, (list, tuple)):
        inside = ", ".join(_written(page, part, near) for part in value)
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, dict):
        pairs = [f"{page.quoted(key, near)}: {_written(page, part, near)}" for key, part in value.items()]
        return "{" + ", ".join(pairs) + "}"
    return page.quoted(value, near)


_READERS: Mapping[type, Callable[[Page, Any], Any]] = {
    ast.Constant: _constant,
    ast.UnaryOp: _signed,
    ast.Tuple: _several,
    ast.List: _several,
    ast.Dict: _mapping,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Lambda: _lambda,
}
