"""Whether what is made, run or written is to compute what Keras 1 computed, and how far that goes.

>>> with as_in_2016(True):
...     AS_IN_2016.get()
Fidelity(ours=False, channels_first=False)
>>> AS_IN_2016.get() is None
True
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass

from keras_functional_notes.legacy.table.records import Told

__all__ = ["AS_IN_2016", "NEVER_ALIKE", "Fidelity", "as_in_2016", "left_to_tell"]


@dataclass(frozen=True)
class Fidelity:
    """How far it goes.

    Args:
        ours: Whether classes of this package may be used, where today's Keras has none that computes the same.
        channels_first: Whether `dim_ordering` is "th" where it is not said.
    """

    ours: bool = False
    channels_first: bool = False


AS_IN_2016: ContextVar[Fidelity | None] = ContextVar("AS_IN_2016", default=None)
"""What is asked for; None where today's own defaults are."""


@contextlib.contextmanager
def as_in_2016(wanted: bool | Fidelity) -> Iterator[None]:
    """Let calls that are respelt meanwhile compute what Keras 1's computed.

    Args:
        wanted: Whether they are to, and how far; True means in today's own words alone.
    """
    token = AS_IN_2016.set(Fidelity() if wanted is True else wanted or None)
    try:
        yield
    finally:
        AS_IN_2016.reset(token)


def left_to_tell(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return those sentences on what differs that are still true.

    >>> with as_in_2016(True):
    ...     left_to_tell([Told("Epsilon is another.", written="epsilon=1e-8"), "The shape is another."])
    ('The shape is another.',)
    """
    wanted = AS_IN_2016.get()
    if wanted is None:
        return tuple(sentences)
    return tuple(sentence for sentence in sentences if not _is_undone(sentence, ours=wanted.ours))


def _is_undone(sentence: str, *, ours: bool) -> bool:
    return isinstance(sentence, Told) and bool(sentence.run if ours else sentence.written)


NEVER_ALIKE = (
    Told("what draws: Dropout, noise, dropout_W and dropout_U", why="each run draws anew, in Keras 1 too"),
    Told("initial values, number by number", why="their spread is Keras 1's, and another draw is another"),
    Told(
        "RMSprop and Adagrad to the last digit",
        why="Keras 1 added epsilon to the root, and today's add its square under it: they agree but for epsilon's size",
    ),
    Told(
        "the variance that BatchNormalization keeps, with Keras 1 on Theano",
        why="there it had epsilon in it; with Keras 1 on TensorFlow it had not, and so it is here",
    ),
    Told("merge(mode='cos')", why="Keras 1 gave another shape than it declared, and here it is the declared one"),
    Told("ResNet50", why="today's is another network, made anew"),
)
"""What stays otherwise whatever is asked for, and why."""
