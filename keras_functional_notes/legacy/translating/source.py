"""Source text with its syntax tree: where each node stands, and edits that leave every other byte as it was.

Python's own parser does the reading. A tree that keeps the layout itself (libcst's, whose scopes and positions come at
about 800 lines a second here, and whose import alone takes half a second) would cost more than the whole translation.
"""

from __future__ import annotations

import ast
import io
import itertools
import re
import tokenize
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from keras_functional_notes.legacy.syntax import parsed

__all__ = [
    "Edit",
    "Parts",
    "Piece",
    "Source",
    "applied",
    "arguments_of",
    "comments_in",
    "found",
    "given_to",
    "parts_between",
    "shortened",
    "shortened_apart",
    "value_start",
]

_SHORT = 100
_LINE_END = re.compile(r"\r\n|\r|\n")
# Between two arguments there is nothing but layout: comments, brackets around the values, and the comma.
_COMMENT_OR = {mark: re.compile(rf"#[^\r\n]*|{re.escape(mark)}") for mark in ",()=/"}


class Source:
    """Source text and its tree.

    Args:
        text: The text.
        filename: What errors call it.

    Raises:
        Keras1SyntaxError: If today's Python cannot read it.

    >>> source = Source("x = f(1)  # one", "<example>")
    >>> source.of(source.tree.body[0].value)
    'f(1)'
    """

    def __init__(self, text: str, filename: str) -> None:
        """Read it."""
        self.text = text
        self.tree = parsed(text, filename)
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._ascii = text.isascii()

    def start(self, node: ast.AST) -> int:
        """Return where a node begins."""
        return self._offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]  # a node with a place

    def end(self, node: ast.AST) -> int:
        """Return where a node ends."""
        return self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]  # a node with a place

    def of(self, node: ast.AST) -> str:
        """Return a node's text."""
        return self.text[self.start(node) : self.end(node)]

    def line_start(self, position: int) -> int:
        """Return where the line of a position begins."""
        ends = [self.text.rfind(mark, 0, position) for mark in "\r\n"]
        return max(ends) + 1

    def line_end(self, position: int) -> int:
        """Return where the line of a position ends, its line end included."""
        match = _LINE_END.search(self.text, position)
        return match.end() if match else len(self.text)

    def removal(self, statement: ast.stmt, parent: ast.AST) -> tuple[int, int, str]:
        r"""Return which span goes with a statement, and what stays there: `pass` where it was all of a block.

        >>> source = Source("a = 1; b = 2\n", "<text>")
        >>> source.removal(source.tree.body[0], source.tree)
        (0, 7, '')
        """
        start, end = self.start(statement), self.end(statement)
        bodies = [getattr(parent, name, None) for name in ("body", "orelse", "finalbody")]
        if not isinstance(parent, ast.Module) and [statement] in bodies:
            return start, end, "pass"
        begin, after = self.line_start(start), self.line_end(end)
        rest = self.text[end:after]
        if self.text[begin:start].strip():
            # Behind another statement on one line.
            back = start - (len(self.text[:start]) - len(self.text[:start].rstrip().removesuffix(";")))
            return max(back, begin), end, ""
        if not rest.strip():
            return begin, after, ""
        return start, end + len(rest) - len(rest.lstrip().removeprefix(";").lstrip(" ")), ""

    def _offset(self, line: int, column: int) -> int:
        start = self._starts[line - 1]
        if self._ascii or not column:
            return start + column
        # Python counts a column in bytes of UTF-8.
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        return start + len(self.text[start:end].encode()[:column].decode())


@dataclass(frozen=True)
class Edit:
    """One piece of text that takes another's place.

    Args:
        start: Where the old one begins.
        end: Where it ends.
        text: The new one.
    """

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Return text, or the part of it from start to end, with those edits made that lie in it.

    >>> applied("abc", [Edit(2, 3, "C"), Edit(0, 1, "A")])
    'AbC'
    """
    end = len(text) if end is None else end
    pieces = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if start <= edit.start and edit.end <= end:
            pieces += [text[start : edit.start], edit.text]
            start = edit.end
    return "".join([*pieces, text[start:end]])


@dataclass(frozen=True)
class Piece:
    """One argument of a new call, or one name of a new import.

    Args:
        text: Its text.
        slots: The old ones that it stands for; none for what is added.
    """

    text: str
    slots: tuple[int, ...] = ()


@dataclass(frozen=True)
class Parts:
    """What stands between commas: the arguments of a call, or the names of an import.

    Args:
        text: The whole source text.
        open: Where the first one's layout begins.
        close: Where the last one's layout ends.
        starts: Where each begins.
        ends: Where each ends, brackets around it included.
        commas: Where each one's comma is; None for a last one without.
    """

    text: str
    open: int
    close: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    commas: tuple[int | None, ...]

    def joined(self, pieces: Sequence[Piece]) -> str:
        """Return new text between the brackets, with the old one's layout and every comment of it."""
        used = {slot for piece in pieces for slot in piece.slots}
        out: list[str] = []
        for place, piece in enumerate(pieces):
            lead = self._lead(piece.slots[0], used) if piece.slots else " "
            if place == 0 and "#" not in lead:
                lead = self.text[self.open : self.starts[0]] if self.starts else ""
            last = piece.slots[-1] if piece.slots else None
            comma = None if last is None else self.commas[last]
            trail = "" if last is None or comma is None else self.text[self.ends[last] : comma]
            out.append(lead + piece.text + trail)
        return ",".join(out) + self._tail(used, bool(pieces))

    def kept_comments(self, slots: tuple[int, ...], together: tuple[int, ...], text: str) -> str:
        """Return an argument's text where it is put among others, with the comments that stood around it.

        Args:
            slots: Its slot; none for a new one.
            together: The slots that will be one piece, whose outermost layout `joined` keeps.
            text: Its text.
        """
        if not slots:
            return f" {text}"
        [slot] = slots
        lead, comma = self._gap(slot), self.commas[slot]
        trail = "" if comma is None else self.text[self.ends[slot] : comma]
        before = lead if "#" in lead and slot != together[0] else " "
        return before + text + (trail if "#" in trail and slot != together[-1] else "")

    def _gap(self, slot: int) -> str:
        """Return the layout before a slot, from the comma before it."""
        before = self.open if slot == 0 else (self.commas[slot - 1] or 0) + 1
        return self.text[before : self.starts[slot]]

    def _lead(self, slot: int, used: set[int]) -> str:
        lead = self._gap(slot)
        while slot and slot - 1 not in used:
            slot -= 1
            lead = _both(self._gap(slot), lead)
        return lead

    def _tail(self, used: set[int], any_left: bool) -> str:
        if not self.starts:
            return self.text[self.open : self.close]
        last = len(self.starts) - 1
        comma = self.commas[last]
        tail = self.text[(self.ends[last] if comma is None else comma + 1) : self.close]
        for slot in range(last, -1, -1):
            if slot in used:
                break
            gap = self._gap(slot)
            if "#" in gap:
                tail = gap + tail.lstrip(" \t")
        if not any_left and "#" not in tail:
            return ""
        return ("," if comma is not None and any_left else "") + tail


def value_start(text: str, start: int, end: int) -> int:
    """Return where the value of an argument by name begins, brackets included, between its name's end and its node."""
    equals = found(text, "=", start, end)
    bracket = found(text, "(", equals, end)
    return end if bracket < 0 else bracket


def _both(dropped: str, kept: str) -> str:
    """Return the layout before a piece whose forerunner is gone: no comment is lost, and no line break."""
    if "#" in dropped:
        return dropped + kept.lstrip(" \t")
    breaks = "\n" in dropped or "\r" in dropped
    return dropped if breaks and not ("\n" in kept or "\r" in kept) else kept


def comments_in(text: str) -> list[str]:
    """Return the comments in an expression or a statement.

    >>> comments_in("f('#',  # one\\n  2)")
    ['# one']
    """
    # In brackets, so that its lines need not begin as lines of a text do.
    tokens = tokenize.generate_tokens(io.StringIO(f"({text}\n)").readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def arguments_of(source: Source, call: ast.Call) -> tuple[Parts, list[ast.expr | ast.keyword]]:
    """Return the arguments of a call, in the order of the text, and where they stand.

    >>> source = Source("f(a, (b), c=1)", "<example>")
    >>> parts, nodes = arguments_of(source, source.tree.body[0].value)
    >>> [source.text[start:end] for start, end in zip(parts.starts, parts.ends)]
    ['a', '(b)', 'c=1']
    """
    nodes: list[ast.expr | ast.keyword] = sorted([*call.args, *call.keywords], key=source.start)
    opened = found(source.text, "(", source.end(call.func)) + 1
    spans = [(source.start(node), source.end(node)) for node in nodes]
    return parts_between(source.text, opened, source.end(call) - 1, spans), nodes


def given_to(call: ast.Call, name: str, place: int = 0) -> ast.expr | None:
    """Return the value that a call gives to an argument, by name or by position; None where it gives none.

    >>> call = ast.parse("f(1, b=2)").body[0].value
    >>> [ast.unparse(given_to(call, *each)) for each in (("a", 0), ("b", 1))], given_to(call, "c", 2)
    (['1', '2'], None)
    """
    named = next((keyword.value for keyword in call.keywords if keyword.arg == name), None)
    found = call.args[place] if named is None and place < len(call.args) else named
    return (
        None if any(isinstance(before, ast.Starred) for before in call.args[: place + 1]) and named is None else found
    )


def parts_between(text: str, opened: int, close: int, spans: Sequence[tuple[int, int]]) -> Parts:
    """Return the parts of a list in text, from where each one's node stands."""
    starts, ends, commas = [], [], []
    before = opened
    for place, (start, end) in enumerate(spans):
        following = spans[place + 1][0] if place + 1 < len(spans) else close
        comma = found(text, ",", end, following)
        limit = following if comma < 0 else comma
        bracket = found(text, "(", before, start)
        starts.append(start if bracket < 0 else bracket)
        closing = end
        while (position := found(text, ")", closing, limit)) >= 0:
            closing = position + 1
        ends.append(closing)
        commas.append(None if comma < 0 else comma)
        before = limit + 1
    return Parts(text, opened, close, tuple(starts), tuple(ends), tuple(commas))


def found(text: str, mark: str, start: int, end: int | None = None) -> int:
    """Return where a mark stands first outside comments, or -1: between two nodes, what joins them."""
    for match in _COMMENT_OR[mark].finditer(text, start, len(text) if end is None else end):
        if match[0] == mark:
            return match.start()
    return -1


def shortened_apart(old: str, new: str) -> tuple[str, str]:
    """Write two texts that are not the same on one line each, not too long, and so that they are seen to differ.

    >>> old, new = shortened_apart("f(" + "x, " * 40 + "p=1)", "f(" + "x, " * 40 + "rate=1)")
    >>> old[-7:], new[-10:]
    ('x, p=1)', 'x, rate=1)')
    """
    if shortened(old) != shortened(new):
        return shortened(old), shortened(new)
    one, other = " ".join(old.split()), " ".join(new.split())
    alike = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    begin = max(0, alike - _SHORT // 2)
    return shortened(f"... {one[begin:]}"), shortened(f"... {other[begin:]}")


def shortened(text: str) -> str:
    """Write text on one line, and not too long a one.

    >>> shortened("Dense(64,\\n      init='uniform')")
    "Dense(64, init='uniform')"
    """
    text = " ".join(text.split())
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 4]} ..."
