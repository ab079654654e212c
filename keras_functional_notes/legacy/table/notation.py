"""What the arguments of a call are made of: Python values, or expressions of source text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keras_functional_notes.legacy.table.records import Call, Formula
from keras_functional_notes.legacy.table.wording import value_text

__all__ = ["PYTHON", "Notation"]


@dataclass(frozen=True)
class Notation:
    """What the arguments of a call are made of.

    Args:
        read: The Python value of an argument, or `NOTHING` if it cannot be known (a variable in source text).
        write: The argument that stands for a Python value.
        pack: The argument that stands for a tuple of arguments.
        call: The argument that stands for a call: a dotted name of today, and arguments by name.
        formula: The argument that stands for a function of today's.
        one_more: The argument that is one more than another.
        tell: The text of an argument, for a reader.
    """

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    pack: Callable[[Sequence[Any]], Any]
    call: Callable[[str, Mapping[str, Any]], Any]
    tell: Callable[[Any], str]
    formula: Callable[[Formula], Any] = lambda formula: formula
    one_more: Callable[[Any], Any] = lambda value: value + 1


PYTHON = Notation(read=lambda value: value, write=lambda value: value, pack=tuple, call=Call, tell=value_text)
"""The notation of a call that runs: arguments are the values themselves."""
