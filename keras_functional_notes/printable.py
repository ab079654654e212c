"""Text that may come from anybody, such as the name of a layer in a downloaded file, made fit to be shown."""

from __future__ import annotations

from typing import Any


def printable(text: str) -> str:
    r"""Return a text with its control characters written as Python writes them, ``\x1b`` or ``\n``.

    A terminal obeys some of them, so that a name could paint, erase or write anything there; others end the line.

    Args:
        text: The text; letters of any script stay as they are.

    Example:
        >>> from keras_functional_notes.printable import printable
        >>> print(printable("\x1b[31mred"), printable("a\nb"), printable("日本語"))
        \x1b[31mred a\nb 日本語
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)


def written(value: Any) -> str:
    """Return a constant argument as it would be written; of an array, its shape and type."""
    if isinstance(value, slice):
        ends = ["" if end is None else written(end) for end in (value.start, value.stop)]
        return ":".join(ends) + ("" if value.step is None else f":{written(value.step)}")
    if isinstance(value, (list, tuple)):
        inside = ", ".join(map(written, value))
        return f"[{inside}]" if isinstance(value, list) else f"({inside})"
    if value is Ellipsis:
        return "..."
    if isinstance(value, (str, int, float, bool, type(None), bytes)):
        return repr(value)
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        return f"{type(value).__name__} {tuple(value.shape)}"
    return getattr(value, "__name__", type(value).__name__)
