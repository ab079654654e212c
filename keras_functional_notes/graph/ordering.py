"""Calls in order, without recursion: a chain may be longer than Python's own calls may be deep."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

_Call = TypeVar("_Call", bound=Hashable)


def sources_first(ends: Iterable[_Call], sources: Callable[[_Call], Sequence[_Call]]) -> list[_Call]:
    """Return the calls that lead to some calls, and these: what a call takes stands before it, branch after branch.

    Args:
        ends: The calls to begin at, in order.
        sources: Gives the calls whose tensors a call takes, in order.
    """
    ordered: dict[_Call, None] = {}
    waiting = [(call, False) for call in reversed(list(ends))]
    while waiting:
        call, visited = waiting.pop()
        if visited:
            ordered[call] = None
        elif call not in ordered:
            waiting.append((call, True))
            waiting += [(source, False) for source in reversed(sources(call))]
    return list(ordered)
