"""Which of Keras 1's arguments a call gives, and what is wrong with how it gives them. Nothing here needs Keras."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NoReturn

from keras_functional_notes.legacy.notices import near_match
from keras_functional_notes.legacy.vocabulary.records import Row

__all__ = ["bound", "refuse_both"]


def bound(row: Row, args: Sequence[Any], kwargs: Mapping[str, Any], today_names: Collection[str]) -> dict[str, Any]:
    """Return the arguments by name, Keras 1's or today's: first those given by position, then the others in order.

    Args:
        row: The row of the name that is called.
        args: The arguments by position, in Keras 1's order.
        kwargs: The arguments by name.
        today_names: The names that today's call takes.

    Raises:
        TypeError: For too many by position, one given twice (also once in each spelling), or one that there never was.

    >>> from keras_functional_notes.legacy.vocabulary import find
    >>> row = find("Dropout")
    >>> bound(row, (0.5,), {"seed": 7}, row.today_names)
    {'p': 0.5, 'seed': 7}
    """
    old_names = [argument.name for argument in row.arguments]
    positions = [argument.name for argument in row.arguments if not argument.keyword]
    if len(args) > len(positions):
        raise TypeError(
            f"{row.name}() took at most {len(positions)} arguments by position in Keras 1 "
            f"({', '.join(positions) or 'none'}); {len(args)} were given."
        )
    given = dict(zip(positions, args, strict=False))
    for name, value in kwargs.items():
        if name in given:
            raise TypeError(f"{row.name}() got `{name}` twice: by position and by name.")
        if name not in old_names and name not in today_names:
            today = f", nor has {row.today} today" if row.today else ""
            near = near_match(name, [*old_names, *sorted(today_names)])
            raise TypeError(f"{row.name}() had no argument `{name}` in Keras 1{today}.{near}")
        given[name] = value
    for argument in row.arguments:
        if argument.name in given and argument.new not in (None, argument.name) and argument.new in given:
            refuse_both(row, argument.name, str(argument.new))
    return given


def refuse_both(row: Row, old: str, new: str) -> NoReturn:
    """Raise the error of an argument that is given in both spellings."""
    raise TypeError(
        f"{row.name}() got both `{old}` and `{new}`: they are one argument, `{old}` in Keras 1 and `{new}` today. Give "
        "one of them."
    )
