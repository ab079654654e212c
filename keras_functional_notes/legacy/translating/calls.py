"""Calls in source text: what is known of their arguments, and how their rows of the table write them today."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from keras_functional_notes.legacy.table import MODEL, NOTHING, Argument, Row, Unknown
from keras_functional_notes.legacy.table.expressions import filled
from keras_functional_notes.legacy.table.records import Formula
from keras_functional_notes.legacy.table.respelling import Notation, Respelt, respell
from keras_functional_notes.legacy.table.whole_numbers import FRACTIONS, WHOLE_NUMBERS
from keras_functional_notes.legacy.translating.kinds import Thing, may_not_be_whole, stand_in
from keras_functional_notes.legacy.translating.names import Reference, still_valid
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.source import Parts, Piece, arguments_of, value_start
from keras_functional_notes.legacy.translating.writing import written

__all__ = [
    "Arguments",
    "Expression",
    "ask_about_open",
    "known",
    "notation",
    "pieces",
    "read_arguments",
    "respelt_on_page",
    "translate_call",
    "write_call",
]

_OPEN = "Only when it runs is it known what `*` and `**` bring, and how that is written today."
_OPEN_DO = "Write the arguments out, and translate again."
_UNDECIDED_DO = "Give a value that the text tells, or see to the spelling where the value is made."


# Arguments


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


def ask_about_open(page: Page, call: ast.Call, reference: Reference | None = None) -> None:
    """Leave a call to a person whose arguments the text does not tell."""
    if reference is not None:
        page.sure(reference)
    page.ask(call, _OPEN, _OPEN_DO)


def notation(page: Page, parts: Parts, reference: Reference) -> Notation:
    """Return the notation in which source text gives a call of the table its arguments."""
    near = page.source.text[parts.open : parts.close]

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

    def spelt(dotted: str) -> str:
        return (
            page.spelling.today(dotted, reference) if reference.bindings else page.spelling.anew(dotted, reference.node)
        )

    def call(dotted: str, arguments: Mapping[str, Any]) -> Expression:
        inside = ", ".join(f"{name}={value.text}" for name, value in arguments.items())
        return Expression(f"{spelt(dotted)}({inside})")

    def formula(made: Formula) -> Expression:
        body = filled(made.expression, {}, spelt, lambda word: page.quoted(word, near))
        return Expression(f"lambda {', '.join(made.parameters)}: {body}")

    return Notation(
        read=lambda expression: known(page, expression),
        write=lambda value: Expression(written(page, value, near)),
        pack=pack,
        call=call,
        tell=lambda expression: str(expression.text),
        formula=formula,
        one_more=lambda value: Expression(f"{written(page, value, near)} + 1"),
    )


# What the text tells of a value


def known(page: Page, expression: Expression) -> Any:
    """Return an argument's value, or `NOTHING`; parts of a list or tuple may be `Unknown`."""
    value = NOTHING if expression.node is None else _value(page, expression.node)
    return Unknown(expression) if value is NOTHING and expression.handed_on else value


def _value(page: Page, node: ast.expr) -> Any:
    match node:
        case ast.Constant(float(value)):
            # A number is written again as it was: 1e-6, and not 1e-06.
            return _named(value, page.source.of(node))
        case ast.Constant(value):
            return value
        case ast.UnaryOp(ast.USub(), operand):
            value = _value(page, operand)
            return -value if isinstance(value, (int, float)) else NOTHING
        case ast.Tuple(parts) | ast.List(parts) if not any(isinstance(part, ast.Starred) for part in parts):
            return (tuple if isinstance(node, ast.Tuple) else list)(_part(page, part) for part in parts)
        case ast.Dict(keys, values):
            words = [NOTHING if key is None else _value(page, key) for key in keys]
            if all(isinstance(word, (str, int)) for word in words):
                return dict(zip(words, (_part(page, value) for value in values), strict=True))
        case ast.Lambda(arguments):
            return stand_in(arguments)
        case ast.Call(func):
            # What a class or a function of Keras makes is no text.
            reference = page.references.of(func)
            return object() if reference is not None and reference.row is not None and reference.row.today else NOTHING
        case ast.Name() | ast.Attribute():
            reference = page.references.of(node)
            if reference is not None:
                return NOTHING if reference.row is None else Thing(reference.row)
    return _value_of_name(page, node) if isinstance(node, ast.Name) else NOTHING


def _part(page: Page, node: ast.expr) -> Any:
    value = _value(page, node)
    return Unknown(Expression(page.text_of(node), node)) if value is NOTHING else value


def _value_of_name(page: Page, node: ast.Name) -> Any:
    bindings = page.references.bindings_of(node)
    if len(bindings) != 1:
        return NOTHING
    match bindings[0].node:
        case ast.FunctionDef(args=arguments):
            return stand_in(arguments)
        case ast.ClassDef():
            return object()
    value = bindings[0].value
    if bindings[0].scope.parent is None and isinstance(value, (ast.Constant, ast.UnaryOp)):
        return _named(_value(page, value), node.id)
    return NOTHING


def _named(value: Any, name: str) -> Any:
    """Return a value as the text has it, by a name or in its own digits; written again, it is so again."""
    return type("_Named", (type(value),), {"expression": name})(value) if type(value) in (int, float, str) else value


# Calls


def translate_call(page: Page, call: ast.Call, reference: Reference, row: Row) -> None:
    """Write a call of a name that has a successor for today."""
    arguments = read_arguments(page, call)
    row = row.variant(row.given(arguments.args, arguments.kwargs), lambda given: known(page, given))
    kept = still_valid(reference.module, reference.name, row)
    func = None if kept else page.spelling.today(str(row.today), reference)
    if arguments.open:
        if func is not None or any(each.new != each.name or each.values for each in row.arguments if not each.keyword):
            ask_about_open(page, call, reference)
        return
    row = row.channels_last() if page.channels_first else row
    done = respelt_on_page(page, call, row, arguments, reference)
    if done is None:
        return
    old = pieces(row, done.respelt, arguments)
    new = _unwrapped(page, old, arguments) if row is MODEL else old
    if done.respelt.changed or done.retyped or new != old:
        if not done.certain and done.respelt.changed and func is None:
            page.ask(
                call,
                "Read as text of 2016 it means something else than it does today, and nothing here tells which is "
                f"meant: today's spelling of the old meaning is `{reference.name}"
                f"({', '.join(piece.text for piece in new)})`.",
                "Write that if the text is from 2016; else leave it.",
                unsure=True,
            )
        page.certain = page.certain or done.certain
    elif func is None:
        page.differs(call, done.differences)
        return
    if func is not None:
        page.touch(reference)
    page.differs(call, done.differences)
    before = page.source.text[page.source.start(call) : page.source.start(call.func)]
    write_call(page, call, before + (func or page.text_of(call.func)), arguments, new, done.trap)


def write_call(
    page: Page, call: ast.Call, head: str, arguments: Arguments, new: Sequence[Piece], why: str = ""
) -> None:
    """Put a call's new name and arguments in the place of the old ones."""
    between = page.source.text[page.source.end(call.func) : arguments.parts.open]
    page.change(call, f"{head}{between}{arguments.parts.joined(new)})", why)


@dataclass(frozen=True)
class _Respelling:
    """A call of the page, respelt; `certain`: it can only be Keras 1's; `retyped`: a number gets today's type."""

    respelt: Respelt
    certain: bool
    trap: str
    differences: tuple[str, ...]
    retyped: bool = False


def respelt_on_page(
    page: Page, call: ast.Call, row: Row, arguments: Arguments, reference: Reference
) -> _Respelling | None:
    """Respell a call's arguments; where text cannot decide it, leave it to a person and return None."""
    row = row if row.name == reference.name else replace(row, name=reference.name, aliases=())
    old = {argument.name: argument for argument in row.arguments}
    unknown = [given for given in arguments.kwargs if given not in old and given not in row.today_names]
    certain = any(given in old and given not in row.today_names for given in arguments.kwargs)
    also = [given for given in unknown if not difflib.get_close_matches(given, old, n=1, cutoff=0.8)]
    if _is_todays(page, row, arguments):
        return None
    named = row.given(arguments.args, arguments.kwargs)
    numbers = {given: number for given, value in named.items() if (number := _retyped(page, given, value))}
    # Today's Keras refuses a rate of 1; of a number that may be whole and may not, the text alone does not tell.
    certain = certain or not FRACTIONS.isdisjoint(numbers)
    args = [
        numbers.get(argument.name) or _handed(page, argument, value)
        for argument, value in zip(row.arguments, arguments.args, strict=False)
    ]
    args += arguments.args[len(args) :]
    kwargs = {
        given: numbers.get(given) or _handed(page, old.get(given), value) for given, value in arguments.kwargs.items()
    }
    try:
        respelt = respell(row, args, kwargs, notation=notation(page, arguments.parts, reference), also=also)
    except (TypeError, ValueError) as error:
        page.certain = page.certain or certain
        page.ask(call, str(error), "Correct it by hand.")
        return None
    if respelt.weights is not NOTHING and known(page, respelt.weights) is not None:
        page.certain = True
        page.ask(
            call,
            "Today's layers take no `weights`: they are set after the layer is built.",
            "Leave the argument out, call the layer, then layer.set_weights(weights).",
        )
        return None
    if _keeps_a_batch(page, old, arguments):
        page.certain = True
        page.ask(
            call,
            "A stateful layer must know its batch, and today only an Input tells it.",
            "Put keras.Input(batch_shape=...) before the layer, and leave the shape out of it.",
        )
        return None
    for undecided in respelt.undecided:
        page.ask(call, str(undecided), _UNDECIDED_DO)
    page.certain = page.certain or certain
    if not all(_is_soft(old[undecided.argument]) for undecided in respelt.undecided):
        return None
    trap = respelt.differences[0] if row.trap is not None and len(args) >= row.trap[0] and respelt.changed else ""
    return _Respelling(respelt, certain, trap, respelt.differences[1 if trap else 0 :], bool(numbers))


def _keeps_a_batch(page: Page, old: Mapping[str, Argument], arguments: Arguments) -> bool:
    given = [each.name for each in old.values() if each.convert == "without_batch" and each.name in arguments.kwargs]
    if not given or "stateful" in arguments.kwargs:
        return bool(given) and known(page, arguments.kwargs["stateful"]) is not False
    return "stateful" in page.source.text and not arguments.kwargs[given[0]].text.startswith("(None")


def _is_todays(page: Page, row: Row, arguments: Arguments) -> bool:
    """Whether a call can only be today's: Conv2D(8, (3, 3), (2, 2)) has strides where Keras 1 had a number."""
    given = row.given(arguments.args, {})
    return any(
        len(packing.parts) > 1
        and packing.convert is None
        and set(packing.parts[:2]) <= set(given)
        and isinstance(known(page, given[packing.parts[0]]), (tuple, list))
        for packing in row.packings
    )


def _is_soft(argument: Argument) -> bool:
    """Whether an argument can be handed on as it stands although its value is not known."""
    return (argument.values is not None or argument.new == argument.name) and not argument.refused


def _retyped(page: Page, name: str, given: Expression) -> Expression | None:
    """Write a number as the one type that today's Keras takes; None where it is that, or the text does not tell."""
    if given.node is None:
        return None
    if name in WHOLE_NUMBERS and not isinstance(given.node, ast.Constant):
        return replace(given, text=f"int({given.text})") if may_not_be_whole(page.references, given.node) else None
    value = _value(page, given.node) if name in FRACTIONS else NOTHING
    if isinstance(value, int) and not isinstance(value, bool):
        text = f"{given.text}.0" if isinstance(given.node, ast.Constant) else f"float({given.text})"
        # Its value is what is written now, and nothing is decided by it.
        return replace(given, text=text, node=None)
    return None


def _handed(page: Page, argument: Argument | None, expression: Expression) -> Expression:
    """Let what only a variable tells be handed on, where its value does not decide how it is written."""
    node = expression.node
    if argument is not None and argument.convert == "one_tuple":
        return replace(expression, handed_on=True)
    if argument is not None and argument.values is not None and isinstance(node, ast.Call):
        # Keras 1's function gave its own words, which is how it is translated elsewhere; here today's are wanted.
        inner = page.references.of(node.func)
        gives = None if inner is None or inner.row is None else inner.row.gives
        if inner is not None and gives is not None and gives[1].today.items() <= argument.values.today.items():
            page.touch(inner)
            text = filled(gives[0], {}, lambda dotted: page.spelling.today(dotted, inner))
            return replace(expression, text=text, handed_on=True)
    return expression


def pieces(row: Row, respelt: Respelt, arguments: Arguments) -> list[Piece]:
    """Return today's arguments as they stand in the text, with the old ones whose places they take."""
    given = row.given(arguments.args, arguments.kwargs)
    equals = {value.slots[0]: value.equals for value in arguments.kwargs.values()}
    taken: set[int] = set()
    found: list[Piece] = []
    for name, value in respelt.named.items():
        sources = sorted(slot for old in row.sources(name) if old in given for slot in given[old].slots)
        slots = tuple(slot for slot in value.slots or sources[:1] if slot not in taken)
        taken.update(slots)
        sign = equals.get(slots[0], "=") if slots and not value.slots else value.equals
        found.append(Piece(f"{name}{sign}{value.text}" if name in respelt.kwargs else value.text, slots))
    return sorted(found, key=lambda piece: piece.slots or (len(arguments.parts.starts),))


def _unwrapped(page: Page, found: list[Piece], arguments: Arguments) -> list[Piece]:
    """Take the only tensor out of its list, as Keras 1's Model did; today's keeps the list."""
    alone = {
        value.slots: (value.text, page.text_of(value.node.elts[0]))
        for value in [*arguments.args, *arguments.kwargs.values()]
        if isinstance(value.node, (ast.List, ast.Tuple)) and len(value.node.elts) == 1
        if not isinstance(value.node.elts[0], ast.Starred)
    }
    return [
        replace(piece, text=piece.text.removesuffix(alone[piece.slots][0]) + alone[piece.slots][1])
        if piece.slots in alone
        else piece
        for piece in found
    ]
