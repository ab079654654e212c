"""Text that may come from anybody, such as the name of a layer in a downloaded file, made fit to be shown."""

from __future__ import annotations


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
