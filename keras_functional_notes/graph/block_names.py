"""What names say of blocks: ``block_1_expand`` and ``block_1_project`` stand in ``block_1``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from keras_functional_notes.graph.calls import Call

_PART = re.compile(r"[^_/.]+[_/.]*")
_SEPARATORS = "_/."


def is_given(call: Call) -> bool:
    """Whether somebody gave a layer its name; Keras's own, ``batch_normalization_3``, tells of no block."""
    return re.sub(r"_\d+$", "", call.name).replace("_", "") != call.type.lower()


def starts(name: str) -> list[str]:
    """Return the beginnings of a name that end in a number, each of them perhaps a block's name, the shortest first.

    Example:
        >>> from keras_functional_notes.graph.block_names import starts
        >>> starts("conv2_block1_1_bn"), starts("expanded_conv_3_squeeze"), starts("dense")
        (['conv2', 'conv2_block1', 'conv2_block1_1'], ['expanded_conv_3'], [])
    """
    return [name[: part.end()].rstrip(_SEPARATORS) for part in _PART.finditer(name) if _is_numbered(part[0])]


def end(name: str) -> str:
    """Return what a name ends in, if it is a number and perhaps a block's: ``"4"`` of ``normal_concat_4``."""
    last = re.split(f"[{_SEPARATORS}]", name)[-1]
    return last if _is_numbered(last) else ""


def common_start(names: Sequence[str]) -> str:
    """Return the longest beginning that names have in common and that ends in a number, or nothing."""
    common = [start for start in starts(names[0]) if all(_begins(name, start) for name in names)] if names else []
    return common[-1] if common else ""


def block_name(calls: Iterable[Call]) -> str:
    """Return what the calls of a block have in common in their names, or nothing."""
    names = [call.name for call in calls if is_given(call)]
    return common_start(names) if len(names) > 1 else ""


def levels(calls: Sequence[Call]) -> Iterator[list[str | None]]:
    """Yield which block each call stands in by its name, of the finest blocks first.

    A call whose name tells of no block has "", one whose name nobody gave has None. The last are blocks of calls whose
    names end alike, as those of a NASNet's cells do.
    """
    counts = Counter(start for call in calls if is_given(call) for start in starts(call.name))
    found = [[start for start in starts(call.name) if counts[start] > 1] for call in calls]
    for depth in range(max(map(len, found), default=0), 0, -1):
        yield [
            (names[:depth][-1] if names else "") if is_given(call) else None
            for call, names in zip(calls, found, strict=True)
        ]
    yield [end(call.name) if is_given(call) else None for call in calls]


def kinship(calls: Sequence[Call]) -> list[int]:
    """Return for each call how many beginnings, and perhaps an end, its name has in common with that before it.

    Between two names the calls that nobody named have what those two have.
    """
    found: list[int] = []
    before: set[tuple[str, bool]] = set()
    for number, call in enumerate(calls, 1):
        if is_given(call):
            own = {(start, True) for start in starts(call.name)} | {(end(call.name), False)} - {("", False)}
            found += [len(own & before)] * (number - len(found))
            before = own
    return found + [0] * (len(calls) - len(found))


def _begins(name: str, start: str) -> bool:
    return name.startswith(start) and name[len(start) : len(start) + 1] in ("", *_SEPARATORS)


def _is_numbered(part: str) -> bool:
    return any(sign.isdigit() for sign in part)
