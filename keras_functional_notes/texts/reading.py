"""The excerpts, with their authors and years."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Excerpt:
    """A piece of a speech: its text, and whose speech it is, of what year, with its id.

    >>> excerpts("test")[0]
    Excerpt(text='Fellow Citizens of the Senate and of the House of Representatives: ...',
            author='Andrew Jackson', year=1829, speech='1829_andrew_jackson')
    """

    text: str
    author: str
    year: int
    speech: str


@cache
def _splits(name: str) -> dict[str, tuple[Excerpt, ...]]:
    file = files("keras_functional_notes") / "data" / name
    read: dict[str, list[Excerpt]] = {}
    for speech in json.loads(file.read_text(encoding="utf-8")):
        read.setdefault(speech["split"], []).extend(
            Excerpt(text, speech["author"], speech["year"], speech["speech"]) for text in speech["excerpts"]
        )
    return {split: tuple(members) for split, members in read.items()}


def excerpts(split: str | None = None) -> tuple[Excerpt, ...]:
    """The excerpts of a split, by author and year.

    Args:
        split: "train" (600 an author), "test" (250 an author, of other speeches), or None, the
            default, for both.

    Raises:
        ValueError: `split` is something else.

    >>> len(excerpts()), len(excerpts("train")), len(excerpts("test"))
    (6800, 4800, 2000)

    From: ``data/excerpts.json``, where each speech says which split it is in.
    """
    return _part("excerpts", split)


def neighbours(split: str | None = None) -> tuple[Excerpt, ...]:
    """Excerpts of the thirteen presidents who followed one another from 1934 to 2016, by author and year.

    Args:
        split: "train" (210 an author, of speeches of even years), "test" (120 an author, of odd
            years), or None, the default, for both.

    Raises:
        ValueError: `split` is something else.

    >>> len(neighbours("train")), len(neighbours("test"))
    (2730, 1560)
    >>> [excerpt.author for excerpt in neighbours("test") if excerpt.year == 1961][::30]
    ['Dwight D Eisenhower', 'John F Kennedy', 'John F Kennedy']

    From: ``data/neighbours.json``, where each speech says which split it is in.
    """
    return _part("neighbours", split)


def authors() -> tuple[str, ...]:
    """The eight authors, in the order of their first speeches.

    >>> authors()[:2]
    ('Andrew Jackson', 'Abraham Lincoln')

    From: ``data/excerpts.json``.
    """
    return tuple(dict.fromkeys(excerpt.author for excerpt in excerpts("train")))


def _part(name: str, split: str | None) -> tuple[Excerpt, ...]:
    splits = _splits(f"{name}.json")
    if split is None:
        return splits["train"] + splits["test"]
    if split not in splits:
        raise ValueError(
            f"There is no split {split!r}. There are 'train' and 'test': write {name}('train'), "
            f"{name}('test'), or {name}() for both."
        )
    return splits[split]
