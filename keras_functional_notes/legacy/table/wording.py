"""How values and calls are written as source text, and which known word a misspelt one is near."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterable, Mapping, Sequence

from keras_functional_notes.legacy.table.records import Call, Formula

__all__ = ["call_text", "near_match", "value_text"]

_PLAIN = (str, bytes, int, float, complex, bool, type(None))


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
    if isinstance(value, Formula):
        return f"lambda {', '.join(value.parameters)}: {value.expression}"
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
