"""Calls of Keras 1's names, respelt by their rows of the table."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from keras_functional_notes.legacy.table import MODEL, NOTHING, Argument, Row
from keras_functional_notes.legacy.table.arguments import WHOLE_NUMBERS
from keras_functional_notes.legacy.table.expressions import filled
from keras_functional_notes.legacy.table.respelling import Respelt, respell
from keras_functional_notes.legacy.translating.arguments import Arguments, Expression, known, notation, read_arguments
from keras_functional_notes.legacy.translating.page import Page
from keras_functional_notes.legacy.translating.references import Reference, still_valid
from keras_functional_notes.legacy.translating.source import Piece
from keras_functional_notes.legacy.translating.whole_numbers import may_not_be_whole

__all__ = ["Respelling", "pieces", "respelt_on_page", "translate_call"]

_OPEN = "Only when it runs is it known what `*` and `**` bring, and how that is written today."
_OPEN_DO = "Write the arguments out, and translate again."


def translate_call(page: Page, call: ast.Call, reference: Reference) -> None:
    """Write a call of a name that has a successor for today."""
    row = reference.row
    assert row is not None  # the caller has looked
    func = _todays_name(page, reference)
    if row.itself:
        _rename(page, call, reference, func)
        return
    arguments = read_arguments(page, call)
    if arguments.open:
        if _needs_translation(row, reference):
            ask_about_open(page, call, reference)
        return
    done = respelt_on_page(page, call, row, arguments, reference)
    if done is None:
        return
    certain = done.certain
    new_pieces = _unwrapped(page, row, pieces(row, done.respelt, arguments), arguments)
    changed = done.respelt.changed or new_pieces.changed or done.whole
    if changed:
        if not certain and done.respelt.changed and func is None:
            page.ask(
                call,
                "Read as text of 2016 it means something else than it does today, and nothing here tells which is "
                f"meant: today's spelling of the old meaning is `{reference.name}({_inline(new_pieces.pieces)})`.",
                "Write that if the text is from 2016; else leave it.",
                unsure=True,
            )
        page.certain = page.certain or certain
    if func is not None:
        page.sure(reference)
        page.touch(reference)
    page.differs(call, done.differences)
    if not changed and func is None:
        return
    before = page.source.text[page.source.start(call) : page.source.start(call.func)]
    head = before + (func if func is not None else page.text_of(call.func))
    between = page.source.text[page.source.end(call.func) : arguments.parts.open]
    page.change(call, f"{head}{between}{arguments.parts.joined(new_pieces.pieces)})", done.trap)


def ask_about_open(page: Page, call: ast.Call, reference: Reference) -> None:
    """Leave a call to a person whose arguments the text does not tell."""
    page.sure(reference)
    page.ask(call, _OPEN, _OPEN_DO)


@dataclass(frozen=True)
class Respelling:
    """A call of the page, respelt.

    Args:
        respelt: Today's arguments.
        certain: Whether an argument can only be Keras 1's.
        trap: What today's Keras makes of the old text.
        differences: What comes out differently.
        whole: Whether a number is written as a whole one now, which is no sign of its age.
    """

    respelt: Respelt
    certain: bool
    trap: str
    differences: tuple[str, ...]
    whole: bool = False


def respelt_on_page(
    page: Page, call: ast.Call, row: Row, arguments: Arguments, reference: Reference, name: str = ""
) -> Respelling | None:
    """Respell a call's arguments; where text cannot decide it, leave it to a person and return None.

    Args:
        page: The page.
        call: The call.
        row: Its row.
        arguments: Its arguments.
        reference: What the text has its names from.
        name: The name to call it in errors; the reference's by default.
    """
    name = name or reference.name
    row = row if row.name == name else replace(row, name=name, aliases=())
    old = {argument.name: argument for argument in row.arguments}
    unknown = [given for given in arguments.kwargs if given not in old and given not in row.today_names]
    certain = any(given in old and given not in row.today_names for given in arguments.kwargs)
    also = [given for given in unknown if not difflib.get_close_matches(given, old, n=1, cutoff=0.8)]
    if _is_todays(page, row, arguments):
        return None
    whole = [
        value
        for given, value in [
            *zip((argument.name for argument in row.arguments), arguments.args, strict=False),
            *arguments.kwargs.items(),
        ]
        if given in WHOLE_NUMBERS and value.node is not None and may_not_be_whole(page, value.node)
    ]
    args = [_handed(page, argument, value) for argument, value in zip(row.arguments, arguments.args, strict=False)]
    args += arguments.args[len(args) :]
    kwargs = {given: _handed(page, old.get(given), value) for given, value in arguments.kwargs.items()}
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
    hard = [undecided for undecided in respelt.undecided if not _soft(old[undecided.argument])]
    for undecided in respelt.undecided:
        page.ask(
            call, str(undecided), "Give a value that the text tells, or see to the spelling where the value is made."
        )
    page.certain = page.certain or certain
    if hard:
        return None
    has_trap = row.trap is not None and len(args) >= row.trap[0] and respelt.changed
    trap = respelt.differences[0] if has_trap else ""
    return Respelling(respelt, certain, trap, respelt.differences[1 if trap else 0 :], bool(whole))


def _keeps_a_batch(page: Page, old: Mapping[str, Argument], arguments: Arguments) -> bool:
    shaped = any(old[name].convert == "without_batch" for name in arguments.kwargs if name in old)
    return shaped and "stateful" in arguments.kwargs and known(page, arguments.kwargs["stateful"]) is not False


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


def _soft(argument: Argument) -> bool:
    """Whether an argument can be handed on as it stands although its value is not known."""
    return (argument.values is not None or argument.new == argument.name) and not argument.refused


def _handed(page: Page, argument: Argument | None, expression: Expression) -> Expression:
    """Let what only a variable tells be handed on, where its value does not decide how it is written."""
    node = expression.node
    if argument is not None and argument.name in WHOLE_NUMBERS and node is not None and may_not_be_whole(page, node):
        return replace(expression, text=f"int({expression.text})")
    if argument is not None and argument.convert == "one_tuple":
        return replace(expression, handed_on=True)
    if argument is not None and argument.values is not None and isinstance(node, ast.Call):
        # Keras 1's function gave its own words, which is how it is translated elsewhere; here today's are wanted.
        inner = page.references.of(node.func)
        gives = None if inner is None or inner.row is None else inner.row.gives
        if inner is not None and gives is not None and gives[1].today.items() <= argument.values.today.items():
            page.sure(inner)
            page.touch(inner)
            text = filled(gives[0], {}, lambda dotted: page.spelling.today(dotted, inner))
            return replace(expression, text=text, handed_on=True)
    return expression


def pieces(row: Row, respelt: Respelt, arguments: Arguments) -> list[Piece]:
    """Return today's arguments as they stand in the text, with the old ones whose places they take."""
    by_name = {name: value.slots for name, value in row.given(arguments.args, arguments.kwargs).items()}
    equals = {value.slots[0]: value.equals for value in arguments.kwargs.values()}
    taken: set[int] = set()
    found: list[Piece] = []
    for name, value in respelt.named.items():
        slots = value.slots or _sources(row, name, by_name)
        slots = tuple(slot for slot in slots if slot not in taken)
        taken.update(slots)
        sign = equals.get(slots[0], "=") if slots and not value.slots else value.equals
        found.append(Piece(f"{name}{sign}{value.text}" if name in respelt.kwargs else value.text, slots))
    return sorted(found, key=lambda piece: piece.slots or (len(arguments.parts.starts),))


def _sources(row: Row, today: str, given: dict[str, tuple[int, ...]]) -> tuple[int, ...]:
    """Return the slots of the old arguments that a new one comes from."""
    names = [argument.name for argument in row.arguments if argument.new == today]
    names += [part for packing in row.packings if packing.today == today for part in packing.parts]
    return tuple(sorted(slot for name in names for slot in given.get(name, ())))[:1]


@dataclass(frozen=True)
class _Pieces:
    pieces: Sequence[Piece]
    changed: bool = False


def _unwrapped(page: Page, row: Row, found: list[Piece], arguments: Arguments) -> _Pieces:
    """Take the only tensor out of its list, as Keras 1's Model did; today's keeps the list."""
    if row is not MODEL:
        return _Pieces(found)
    values = [*arguments.args, *arguments.kwargs.values()]
    alone = {
        value.slots: page.text_of(value.node.elts[0])
        for value in values
        if isinstance(value.node, (ast.List, ast.Tuple))
        and len(value.node.elts) == 1
        and not isinstance(value.node.elts[0], ast.Starred)
    }
    texts = {value.slots: value.text for value in values}
    new = [
        replace(piece, text=piece.text[: -len(texts[piece.slots])] + alone[piece.slots])
        if piece.slots in alone
        else piece
        for piece in found
    ]
    return _Pieces(new, bool(alone))


def _inline(found: Sequence[Piece]) -> str:
    return ", ".join(piece.text for piece in found)


def _needs_translation(row: Row, reference: Reference) -> bool:
    """Whether arguments that the text does not tell may be written differently today."""
    renamed = any(
        argument.new != argument.name or argument.values for argument in row.arguments if not argument.keyword
    )
    return renamed or not still_valid(reference.module, reference.name, row)


def _todays_name(page: Page, reference: Reference) -> str | None:
    """Return how today's name is written, or None where the old one stays."""
    row = reference.row
    assert row is not None  # the caller has looked
    assert row.today is not None  # as it has for this
    if still_valid(reference.module, reference.name, row):
        return None
    return page.spelling.today(row.today, reference)


def _rename(page: Page, call: ast.Call, reference: Reference, func: str | None) -> None:
    if func is None:
        return
    page.sure(reference)
    page.touch(reference)
    if func != page.text_of(call.func):
        page.change(call.func, func)
