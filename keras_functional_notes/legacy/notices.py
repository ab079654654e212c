"""What a reader sees when 2016 spelling is used: today's spelling, ready to paste, at the line that used the old one.

Nothing here needs Keras.
"""

from __future__ import annotations

import difflib
import inspect
import os
import sys
import warnings
from collections.abc import Iterable, Mapping, Sequence

from keras_functional_notes.legacy.vocabulary.records import Call

__all__ = ["Keras1Warning", "call_text", "near_match", "tell", "tell_gone", "value_text"]

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep

_PLAIN = (str, bytes, int, float, complex, bool, type(None))


class Keras1Warning(FutureWarning):
    """Keras 1 spelling was used; the message has today's.

    Example:
        >>> import numpy as np, warnings
        >>> from keras_functional_notes.legacy import Keras1Warning, merge
        >>> with warnings.catch_warnings(record=True) as seen:
        ...     warnings.simplefilter("always")
        ...     _ = merge([np.ones((1, 2)), np.ones((1, 2))], mode="sum")
        >>> print(seen[0].message)
        `merge([...], mode='sum')` is `keras.layers.Add()([...])` today.
        >>> issubclass(seen[0].category, Keras1Warning)
        True

    A FutureWarning, so that it is shown by default also to people who did not write the code.
    """


def tell(old: str, today: str, differences: Iterable[str] = ()) -> None:
    """Warn that `old` is written `today`, at the innermost line that is not this package's own.

    Args:
        old: The call in Keras 1's spelling, as the reader wrote it.
        today: The same call in today's spelling. Where it equals `old`, only the differences are told.
        differences: Sentences on what comes out differently today; none by default.
    """
    first = f"`{old}` is `{today}` today." if old != today else f"`{old}` is still written so today."
    warnings.warn(" ".join([first, *differences]), Keras1Warning, stacklevel=_level_of_caller())


def tell_gone(old: str, instead: str, differences: Iterable[str] = ()) -> None:
    """Warn that `old` has no name today, at the innermost line that is not this package's own.

    Args:
        old: The call in Keras 1's spelling, as the reader wrote it.
        instead: What it is made of here, in words.
        differences: Sentences on what comes out differently today; none by default.
    """
    first = f"`{old}` has no name today; here it is {instead}."
    warnings.warn(" ".join([first, *differences]), Keras1Warning, stacklevel=_level_of_caller())


def _level_of_caller() -> int:
    """Return the stacklevel, as seen from the function that warns, of the innermost frame outside this package."""
    # Python 3.12 has `skip_file_prefixes` for this; 3.10 and 3.11 do not.
    level = 1
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
        level += 1
    return level


def near_match(word: object, words: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return " Did you mean `x`?", with a leading space, or nothing if no word is near.

    >>> near_match("concatt", ["sum", "concat"])
    ' Did you mean `concat`?'
    >>> near_match("zzz", ["sum", "concat"])
    ''
    """
    found = difflib.get_close_matches(str(word), list(words), n=1, cutoff=cutoff)
    return f" Did you mean `{found[0]}`?" if found else ""


def call_text(name: str, args: Sequence[object] = (), kwargs: Mapping[str, object] | None = None) -> str:
    """Write a call as source text, with `...` for what has no short text.

    >>> call_text("Dense", [64], {"init": "uniform"})
    "Dense(64, init='uniform')"
    """
    texts = [value_text(value) for value in args]
    texts += [f"{key}={value_text(value)}" for key, value in (kwargs or {}).items()]
    return f"{name}({', '.join(texts)})"


def value_text(value: object) -> str:
    """Write one value as source text.

    >>> value_text((3, None)), value_text([object(), object()]), value_text(len)
    ('(3, None)', '[...]', 'len')
    """
    if isinstance(value, _PLAIN):
        text = repr(value)
        return text if len(text) <= 60 else "..."
    # Only the plain types themselves: a named tuple or Keras's own list would not be read back from such a text.
    if type(value) in (list, tuple):
        parts = [value_text(part) for part in value]  # type: ignore[attr-defined]  # a list or a tuple, by the line above
        if "..." in parts or len(parts) > 8:
            return "[...]" if type(value) is list else "(...)"
        inside = ", ".join(parts)
        if type(value) is list:
            return f"[{inside}]"
        return f"({inside},)" if len(parts) == 1 else f"({inside})"
    if type(value) is dict:
        return "{...}" if value else "{}"
    if isinstance(value, Call):
        return call_text(value.today, (), value.arguments)
    if inspect.isroutine(value) or inspect.isclass(value):
        name = str(getattr(value, "__name__", "..."))
        return f"lambda {_parameters(value)}: ..." if name == "<lambda>" else name
    return "..."


def _parameters(function: object) -> str:
    return ", ".join(inspect.signature(function).parameters)  # type: ignore[arg-type]  # a lambda, says the caller
