"""Texts as one-hot characters, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

CHARACTERS = 256  # the notes' width of a one-hot row: code points 0 to 255
LENGTH = 140  # the notes' number of rows: a tweet of 2016


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
