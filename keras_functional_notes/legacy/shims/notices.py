"""What a reader sees when 2016 spelling is used: today's spelling, ready to paste, at the line that used the old one.

Nothing here needs Keras.
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextvars import ContextVar

from keras_functional_notes.legacy.table.fidelity import AS_IN_2016, left_to_tell

__all__ = ["Keras1Warning", "once", "tell", "tell_gone", "tell_python2", "untold"]

# What differs, as far as it was told in the program of 2016 text that runs; None outside of one.
_TOLD: ContextVar[set[str] | None] = ContextVar("_TOLD", default=None)
_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep


class Keras1Warning(FutureWarning):
    """Keras 1 spelling was used; the message has today's.

    Args:
        message: The whole message.
        old: What was written in Keras 1's spelling.
        today: The same in today's spelling, ready to paste; None where it has none.
        differences: Sentences on what comes out differently today, or on what it is made of where it has no name.

    Example:
        >>> import numpy as np, warnings
        >>> from keras_functional_notes.legacy import Keras1Warning, merge
        >>> with warnings.catch_warnings(record=True) as seen:
        ...     warnings.simplefilter("always")
        ...     _ = merge([np.ones((1, 2)), np.ones((1, 2))], mode="sum")
        >>> print(seen[0].message)
        `merge([...], mode='sum')` is `keras.layers.Add()([...])` today.
        >>> seen[0].message.today
        'keras.layers.Add()([...])'

    A FutureWarning, so that it is shown by default also to people who did not write the code.
    """

    def __init__(
        self, message: str = "", *, old: str = "", today: str | None = None, differences: tuple[str, ...] = ()
    ) -> None:
        """Keep what the message is made of."""
        super().__init__(message)
        self.old, self.today, self.differences = old, today, differences


@contextlib.contextmanager
def once(told: set[str]) -> Iterator[None]:
    """Tell each difference once, as long as a program runs.

    Args:
        told: What was told; new sentences are added.
    """
    token = _TOLD.set(told)
    try:
        yield
    finally:
        _TOLD.reset(token)


def tell(old: str, today: str, differences: Iterable[str] = ()) -> None:
    """Warn that `old` is written `today`, at the innermost line that is not this package's own.

    Args:
        old: The call in Keras 1's spelling, as the reader wrote it.
        today: The same call in today's spelling. Where it equals `old`, only the differences are told.
        differences: Sentences on what comes out differently today; none by default.
    """
    told = _new(differences)
    if old == today and not told:
        return
    first = f"`{old}` is `{today}` today." if old != today else f"`{old}` is still written so today."
    _warn(Keras1Warning(" ".join([first, *told]), old=old, today=today, differences=told))


def tell_gone(old: str, instead: str, differences: Iterable[str] = ()) -> None:
    """Warn that `old` has no name today, at the innermost line that is not this package's own.

    Args:
        old: The call in Keras 1's spelling, as the reader wrote it.
        instead: What it is made of here, in words.
        differences: Sentences on what comes out differently today; none by default.
    """
    told = (f"{instead}.", *_new(differences))
    _warn(Keras1Warning(" ".join([f"`{old}` has no name today; here it is", *told]), old=old, differences=told))


def _new(differences: Iterable[str]) -> tuple[str, ...]:
    told = _TOLD.get()
    if AS_IN_2016.get() is not None:
        differences = left_to_tell(differences)
    if told is None:
        return tuple(differences)
    new = tuple(sentence for sentence in dict.fromkeys(differences) if sentence not in told)
    told.update(new)
    return new


def tell_python2(filename: str, floors: bool) -> None:
    """Warn that a text is read as Python 2, and whether its ``/`` of whole numbers gives whole numbers."""
    differences = ("`/` of two whole numbers gives a whole number in it, as `//` does today.",) if floors else ()
    first = f"{filename} is Python 2, and is read as that; `translate` writes it for Python 3."
    _warn(Keras1Warning(" ".join([first, *differences]), old=filename, differences=differences))


_told = ContextVar("told", default=True)


@contextlib.contextmanager
def untold() -> Iterator[None]:
    """Give no notices meanwhile: what is made then is read from a file, and nobody wrote it in Keras 1's spelling."""
    before = _told.set(False)
    try:
        yield
    finally:
        _told.reset(before)


def _warn(warning: Keras1Warning) -> None:
    if not _told.get():
        return
    warnings.warn(warning, stacklevel=_level_of_caller())


def _level_of_caller() -> int:
    """Return the stacklevel, as seen from the function that warns, of the innermost frame outside this package."""
    # Python 3.12 has `skip_file_prefixes` for this; 3.10 and 3.11 do not.
    level = 1
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
        level += 1
    return level
