"""What a reader sees when 2016 spelling is used: today's spelling, ready to paste, at the line that used the old one.

Nothing here needs Keras.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable

__all__ = ["Keras1Warning", "tell", "tell_gone"]

_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep


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
