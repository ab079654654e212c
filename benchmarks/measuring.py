"""How two things are compared."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes, without the collections of garbage that others left, as `timeit` does."""
    collects = gc.isenabled()
    gc.disable()
    try:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    finally:
        if collects:
            gc.enable()


def ratio(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = 9) -> float:
    """Return how many times as long ours takes, by the medians of rounds in which both take turns."""
    times = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return statistics.median(ours for ours, _ in times) / statistics.median(theirs for _, theirs in times)


def report(what: str, measured: float, limit: float) -> bool:
    """Print one line and return whether the promise holds."""
    holds = measured <= limit
    print(f"{what}: {measured:.3g} (at most {limit:g}){'' if holds else '  BROKEN'}", flush=True)
    return holds
