"""Files that are written as a whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

__all__ = ["written_whole"]


@contextlib.contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Give a path to write to, of the same ending, which takes the target's place once all is written.

    At any time the target is a whole file, the old one or the new, also where several threads and processes write it.
    Where the block fails, nothing is left of what it wrote.

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     target = Path(folder) / "model.svg"
    ...     with written_whole(target) as beside:
    ...         _ = beside.write_text("<svg/>")
    ...     target.read_text(), os.listdir(folder)
    ('<svg/>', ['model.svg'])
    """
    # Beside the target, so that putting it there is one step.
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
        beside = Path(folder) / target.name
        yield beside
        os.replace(beside, target)
