"""2016 source text as a syntax tree; what today's Python cannot read is answered with the remedy."""

from __future__ import annotations

import ast
import difflib
import io
import keyword
import re
import threading

__all__ = ["Keras1SyntaxError", "lines_of", "parsed", "taught", "tree_of"]

# What Python 2 and the notebooks of the age wrote, and what is written today. The first that fits the line counts.
_OF_THE_AGE = (
    (r"^\s*print\s+[^=(\s]", "`print` is a function since Python 3: write `print(...)`."),
    (r"^\s*exec\s+[^=(\s]", "`exec` is a function since Python 3: write `exec(...)`."),
    (r"\bexcept\s+[^:]+,\s*\w+\s*:", "Python 3 writes `except Error as name:` where Python 2 had a comma."),
    (r"\braise\s+[\w.]+\s*,", "Python 3 writes `raise Error(message)` where Python 2 had a comma."),
    (r"<>", "Python 3 writes `!=` where Python 2 also had `<>`."),
    (r"`", "Python 3 writes `repr(x)` where Python 2 had backticks."),
    (r"\b0[0-7]+\b", "Python 3 writes octal numbers `0o17` where Python 2 had `017`."),
    (r"\b\d+[lL]\b", "Python 3's whole numbers need no `L` at their end."),
    (r"\b[uU][rR]['\"]", "Python 3 writes raw text `r'...'` where Python 2 had `ur'...'`."),
    (
        r"\b(def\s+\w+\s*\(|lambda\b)(.*,)?\s*\(",
        "Python 3 takes no tuple for a parameter: give it a name, and unpack it in the first line of the body.",
    ),
    (r"\basync\b", "`async` is a keyword since Python 3.7: give the name another one."),
    (r"^\s*(>>>|\.\.\.|In \[\d*\]:)", "That is an interpreter's prompt: leave it out."),
    (r"^\s*[%!]", "That is a notebook's own command: leave it out, or put %%keras1 on top of the notebook's cell."),
)

# CPython 3.11 counts how deep a new tree is for all threads together, and may raise SystemError where two of them parse
# (https://github.com/python/cpython/issues/106905).
_ONE_AT_A_TIME = threading.Lock()


class Keras1SyntaxError(SyntaxError):
    """Text that today's Python cannot read; the message says what to write instead.

    Example:
        >>> from keras_functional_notes.legacy.running.program import run_source
        >>> run_source("from keras.layers improt Input")
        Traceback (most recent call last):
            ...
        keras_functional_notes.legacy.syntax.Keras1SyntaxError: `improt` is no word of Python's. Did you mean `import`?
        (Python says: invalid syntax)

    A SyntaxError with the file, line and place of the one that Python raises.
    """


def parsed(text: str | bytes, filename: str) -> ast.Module:
    """Return the syntax tree of source text.

    Args:
        text: The text, or a file's bytes, which may name their encoding.
        filename: What tracebacks call it.

    Raises:
        Keras1SyntaxError: If today's Python cannot read it.

    >>> ast.unparse(parsed("x = 1  # a comment", "<example>"))
    'x = 1'
    """
    try:
        return tree_of(text, filename)
    except SyntaxError as error:
        raise taught(error, text, filename) from None


def tree_of(text: str | bytes, filename: str) -> ast.Module:
    """Return what `ast.parse` gives; of several threads, one at a time, which Python 3.11 needs (gh-106905)."""
    with _ONE_AT_A_TIME:
        return ast.parse(text, filename)


def taught(error: SyntaxError, text: str | bytes, filename: str) -> Keras1SyntaxError:
    """Return the error that says what to write where Python's own says what is wrong."""
    lines = lines_of(text.decode("utf-8", "replace") if isinstance(text, bytes) else text)
    at = error.lineno or 0
    line = lines[at - 1] if 0 < at <= len(lines) else error.text or ""
    remedy = _remedy(error, line)
    message = f"{remedy} (Python says: {error.msg})" if remedy else error.msg
    place = (filename, error.lineno, error.offset, error.text or line, error.end_lineno, error.end_offset)
    return Keras1SyntaxError(message, place)


def lines_of(text: str) -> list[str]:
    r"""Return the lines that Python counts in a text, with their ends; `str.splitlines` counts at form feeds too.

    >>> lines_of("a\x0cb\r\nc")
    ['a\x0cb\n', 'c']
    """
    return io.StringIO(text, newline=None).readlines()


def _remedy(error: SyntaxError, line: str) -> str:
    if isinstance(error, TabError):
        return "Python 3 lets no line mix tabs and spaces: indent with spaces alone."
    if "import * only allowed at module level" in error.msg:
        return "Python 3 has `from ... import *` outside functions only: move it to the top, or name what is needed."
    # What stands in quotes and comments is not code.
    code = re.sub(r"#.*", "", re.sub(r"'[^']*'|\"[^\"]*\"", '""', line))
    for pattern, remedy in _OF_THE_AGE:
        if re.search(pattern, code):
            return remedy
    # A misspelt keyword is the word at which Python stumbles, or the one before it.
    offset = error.offset or 0
    near = [match[0] for match in re.finditer(r"[A-Za-z_]\w+", line) if match.start() < offset]
    for word in reversed(near[-2:]):
        meant = difflib.get_close_matches(word, keyword.kwlist, n=1, cutoff=0.8)
        if meant and not keyword.iskeyword(word):
            return f"`{word}` is no word of Python's. Did you mean `{meant[0]}`?"
    return ""
