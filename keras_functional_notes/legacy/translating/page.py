"""One text on its way into today's spelling: its names, its edits, and what is to be said of them."""

from __future__ import annotations

import ast
import bisect
import io
import itertools
import tokenize
from dataclasses import dataclass, field

from keras_functional_notes.legacy.translating.references import Kinds, Reference, References, is_gone
from keras_functional_notes.legacy.translating.scopes import Binding
from keras_functional_notes.legacy.translating.source import Edit, Source, applied
from keras_functional_notes.legacy.translating.spelling import Spelling

__all__ = ["Change", "Difference", "NeedsYou", "Page"]

_SHORT = 100


@dataclass(frozen=True)
class Change:
    """A place that is written differently now.

    Args:
        line: Its line in the old text.
        old: What stood there, on one line.
        new: What stands there now.
        why: What today's Keras would have made of the old text, where it would have run; else empty.

    Example:
        >>> from keras_functional_notes.legacy.translating.translator import translate
        >>> translate("from keras.layers import Dense\\nDense(output_dim=3)").changes
        (Change(line=2, old='Dense(output_dim=3)', new='Dense(units=3)', why=''),)
    """

    line: int
    old: str
    new: str
    why: str = ""


@dataclass(frozen=True)
class Difference:
    """A place where the same words give something else today.

    Args:
        line: Its line in the old text.
        what: What stands there.
        why: What differs.

    Example:
        >>> from keras_functional_notes.legacy.translating.translator import translate
        >>> text = "from keras.layers import LSTM, Dense\\nDense(output_dim=3)\\nLSTM(8)"
        >>> [difference.line for difference in translate(text).differences]
        [3, 3]
    """

    line: int
    what: str
    why: str


@dataclass(frozen=True)
class NeedsYou:
    """A place that text alone cannot decide; it was left as it stood.

    Args:
        line: Its line in the old text.
        what: What stands there.
        why: Why it was left.
        do: What to do.

    Example:
        >>> from keras_functional_notes.legacy.translating.translator import translate
        >>> translate("from keras.layers import merge\\nmerge(xs, mode=mode)").needs_you[0].do
        "Give the mode as text, such as mode='sum', and translate again."
    """

    line: int
    what: str
    why: str
    do: str


@dataclass(frozen=True)
class _Said:
    record: NeedsYou
    # Whether it is said only of a text in which nothing tells its age; None where it is said of every text.
    unsure: bool | None = False


@dataclass
class Page:
    """One text being translated.

    Args:
        source: The text and its tree.
        references: Its names.
    """

    source: Source
    references: References
    changes: list[Change] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    certain: bool = False
    """Whether something in it can only be Keras 1's."""
    touched: set[Binding] = field(default_factory=set)
    """The imports whose names were written differently somewhere."""

    def __post_init__(self) -> None:
        """Begin with no edit."""
        self._edits: list[Edit] = []
        self._said: list[_Said] = []
        self.asked: set[str] = set()
        """The names in what is left to a person."""
        self.kinds = Kinds(self.references)
        self.spelling = Spelling(self.references, self.source)
        text = self.source.text
        self._quote = "'" if text.count("'") > text.count('"') else '"'
        self.calls = [node for node in ast.walk(self.source.tree) if isinstance(node, ast.Call)]
        self.masks = any(makes_masks(self.references, call) for call in self.calls)

    @property
    def edits(self) -> list[Edit]:
        """All edits, in the order of the text."""
        return self._edits

    # Text

    def replace(self, start: int, end: int, text: str) -> None:
        """Put text in the place of a span; edits inside it are over."""
        first = bisect.bisect_left(self._edits, start, key=lambda edit: edit.start)
        last = bisect.bisect_left(self._edits, end, key=lambda edit: edit.start)
        self._edits[first:last] = [Edit(start, end, text)]

    def edited(self, start: int, end: int) -> str:
        """Return a span with the edits inside it made."""
        first = bisect.bisect_left(self._edits, start, key=lambda edit: edit.start)
        last = bisect.bisect_left(self._edits, end, key=lambda edit: edit.start)
        return applied(self.source.text, self._edits[first:last], start, end)

    def text_of(self, node: ast.AST) -> str:
        """Return a node's text, as far as it is translated."""
        return self.edited(self.source.start(node), self.source.end(node))

    def quoted(self, value: object, near: str = "") -> str:
        """Write a plain value; text in the quotes that the text around it uses."""
        quote = next((mark for mark in near if mark in "'\""), self._quote)
        text = repr(value)
        if isinstance(value, str) and quote == '"' and text[0] == "'" and '"' not in value:
            return f'"{text[1:-1]}"'
        return text

    # Records

    def change(self, node: ast.AST, new: str, why: str = "") -> None:
        """Write a node anew."""
        old = self.source.of(node)
        if "#" in old and len(comments_in(new)) < len(comments_in(old)):
            self.ask(node, "Today's spelling has no place for a comment in it.", f"Write {shortened(new)}.")
            return
        if old.split() != new.split():
            # What is written as before, though an import that it needs is not, is no change.
            self.changes.append(Change(_line(node), *_shortened_apart(old, new), why))
        self.replace(self.source.start(node), self.source.end(node), new)

    def remove(self, statement: ast.stmt) -> None:
        """Take a statement out, and its line where it stood alone on it."""
        self.change(statement, "")
        source = self.source
        start, end = source.start(statement), source.end(statement)
        parent = self.references.scopes.parents[statement]
        bodies = [getattr(parent, name, None) for name in ("body", "orelse", "finalbody")]
        if not isinstance(parent, ast.Module) and [statement] in bodies:
            self.replace(start, end, "pass")
            return
        begin, after = source.line_start(start), source.line_end(end)
        rest = source.text[end:after]
        if source.text[begin:start].strip():
            # Behind another statement on one line.
            back = start - (len(source.text[:start]) - len(source.text[:start].rstrip().removesuffix(";")))
            self.replace(max(back, begin), end, "")
        elif not rest.strip():
            self.replace(begin, after, "")
        elif rest.lstrip().startswith(";"):
            self.replace(start, end + len(rest) - len(rest.lstrip().removeprefix(";").lstrip(" ")), "")
        else:
            self.replace(start, end + len(rest) - len(rest.lstrip()), "")

    def rewrite(self, node: ast.AST, start: int, end: int, new: str) -> None:
        """Write one word inside a node anew."""
        old = self.source.text[start:end]
        self.changes.append(Change(_line(node), old, new))
        self.replace(start, end, new)

    def differs(self, node: ast.AST, sentences: tuple[str, ...]) -> None:
        """Say what comes out differently."""
        what = shortened(self.source.of(node))
        self.differences += [Difference(_line(node), what, sentence) for sentence in sentences]

    def ask(self, node: ast.AST, why: str, do: str, *, unsure: bool = False) -> None:
        """Leave a node to a person; with `unsure`, only where nothing in the text tells that it is from 2016."""
        record = NeedsYou(_line(node), shortened(self.source.of(node)), why, do)
        self.asked.update(name.id for name in ast.walk(node) if isinstance(name, ast.Name))
        self._said.append(_Said(record, unsure))

    def ask_always(self, node: ast.AST, why: str, do: str) -> None:
        """Leave a node to a person, whatever the age of the text."""
        self._said.append(_Said(NeedsYou(_line(node), shortened(self.source.of(node)), why, do), None))

    def needs_you(self) -> tuple[NeedsYou, ...]:
        """Return what is left to a person."""
        records = [said.record for said in self._said if said.unsure is None or said.unsure is not self.certain]
        return tuple(dict.fromkeys(sorted(records, key=lambda record: record.line)))

    def touch(self, reference: Reference) -> None:
        """Keep in mind that a name is no longer written as it was."""
        self.touched.update(reference.bindings)

    def sure(self, reference: Reference) -> None:
        """Keep in mind that the text is Keras 1's, if this name tells so."""
        self.certain = self.certain or tells_the_age(reference)


def comments_in(text: str) -> list[str]:
    """Return the comments in an expression or a statement.

    >>> comments_in("f('#',  # one\\n  2)")
    ['# one']
    """
    # In brackets, so that its lines need not begin as lines of a text do.
    tokens = tokenize.generate_tokens(io.StringIO(f"({text}\n)").readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def makes_masks(references: References, call: ast.Call) -> bool:
    """Whether a call makes a layer that puts masks on its tensors."""
    if not any(keyword.arg == "mask_zero" for keyword in call.keywords):
        reference = references.of(call.func)
        return reference is not None and reference.row is not None and reference.row.today == "keras.layers.Masking"
    return True


def tells_the_age(reference: Reference) -> bool:
    """Whether a name can only be meant as Keras 1 had it."""
    row, module = reference.row, reference.module
    if is_gone(module):
        return True
    if row is None:
        return False
    if module == "keras.backend":
        # TensorFlow's `tf.keras.backend` still has the old functions, and today's `keras.backend` the settings.
        settings = ("keras.config.", "keras.utils.", "keras.backend.")
        return not reference.prefix and not (row.today or "").startswith(settings)
    if row.today is None or (row.today.startswith("tensorflow.") and not reference.prefix):
        return True
    # Today's Keras still has many short names of its own classes, spelt with other capitals.
    return not row.itself and _bare(row.today.rpartition(".")[2]) != _bare(reference.name)


def _bare(name: str) -> str:
    return name.lower().replace("_", "")


def _line(node: ast.AST) -> int:
    return int(node.lineno)  # type: ignore[attr-defined]  # a node with a place


def _shortened_apart(old: str, new: str) -> tuple[str, str]:
    """Write two texts that are not the same on one line each, not too long, and so that they are seen to differ.

    >>> old, new = _shortened_apart("f(" + "x, " * 40 + "p=1)", "f(" + "x, " * 40 + "rate=1)")
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
