"""What a translation says of a text: what was changed, what differs, what needs a person."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Change", "Difference", "NeedsYou"]


@dataclass(frozen=True)
class Change:
    """A place that is written differently now.

    Args:
        line: Its line in the old text.
        old: What stood there, on one line.
        new: What stands there now.
        why: What today's Keras would have made of the old text, where it would have run; else empty.

    Example:
        >>> from keras_functional_notes.legacy.translating.translator import translate
        >>> translate("from keras.layers import Dense\\nDense(output_dim=3)").changes
        (Change(line=2, old='Dense(output_dim=3)', new='Dense(units=3)', why=''),)
    """

    line: int
    old: str
    new: str
    why: str = ""


@dataclass(frozen=True)
class Difference:
    """A place where the same words give something else today.

    Args:
        line: Its line in the old text.
        what: What stands there.
        why: What differs.

    Example:
        >>> from keras_functional_notes.legacy.translating.translator import translate
        >>> text = "from keras.layers import LSTM, Dense\\nDense(output_dim=3)\\nLSTM(8)"
        >>> [difference.line for difference in translate(text).differences]
        [3, 3]
    """

    line: int
    what: str
    why: str


@dataclass(frozen=True)
class NeedsYou:
    """A place that text alone cannot decide; it was left as it stood.

    Args:
        line: Its line in the old text.
        what: What stands there.
        why: Why it was left.
        do: What to do.

    Example:
        >>> from keras_functional_notes.legacy.translating.translator import translate
        >>> translate("from keras.layers import merge\\nmerge(xs, mode=mode)").needs_you[0].do
        "Give the mode as text, such as mode='sum', and translate again."
    """

    line: int
    what: str
    why: str
    do: str
