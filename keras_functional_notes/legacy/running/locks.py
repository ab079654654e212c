"""One lock a module, as Python's own import has them: who would wait for ever goes on instead.

>>> locks = ModuleLocks()
>>> with locks.held("blocks") as first, locks.held("blocks") as again:
...     first, again
(True, True)
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

__all__ = ["ModuleLocks"]


class ModuleLocks:
    """The locks of a program's modules, by their names; a thread may hold one several times."""

    def __init__(self) -> None:
        """Begin with no lock held."""
        self._changed = threading.Condition()
        self._owners: dict[str, int] = {}
        self._waiting: dict[int, str] = {}

    @contextlib.contextmanager
    def held(self, name: str) -> Iterator[bool]:
        """Hold a module's lock; give False, and hold nothing, where its owner waits for this thread."""
        thread = threading.get_ident()
        with self._changed:
            mine = self._owners.get(name) == thread
            free = mine or self._wait(name, thread)
            if free:
                self._owners[name] = thread
        try:
            yield free
        finally:
            if free and not mine:
                with self._changed:
                    del self._owners[name]
                    self._changed.notify_all()

    def _wait(self, name: str, thread: int) -> bool:
        """Wait until nobody holds a lock; return False at once where that would be never."""
        self._waiting[thread] = name
        try:
            while name in self._owners:
                if self._waits_for(self._owners[name], thread):
                    return False
                self._changed.wait()
        finally:
            del self._waiting[thread]
        return True

    def _waits_for(self, owner: int, thread: int) -> bool:
        while owner != thread:
            wanted = self._waiting.get(owner)
            if wanted is None or wanted not in self._owners:
                return False
            owner = self._owners[wanted]
        return True
