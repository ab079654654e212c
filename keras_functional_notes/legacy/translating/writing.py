"""Values, written as source text in the page's own quotes."""

from __future__ import annotations

from typing import Any

from keras_functional_notes.legacy.table import Unknown
from keras_functional_notes.legacy.translating.page import Page

__all__ = ["written"]


def written(page: Page, value: Any, near: str) -> str:
    """Write a value as source text.

    Args:
        page: The page.
        value: A plain value; what is in a list, tuple or dict may be an expression of the page.
        near: Text whose quotes are used.
    """
    if isinstance(value, Unknown):
        return str(value.expression.text)
    if isinstance(name := getattr(value, "expression", None), str):
        return name
    if isinstance(value, (list, tuple)):
        inside = ", ".join(written(page, part, near) for part in value)
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, dict):
        pairs = [f"{page.quoted(key, near)}: {written(page, part, near)}" for key, part in value.items()]
        return "{" + ", ".join(pairs) + "}"
    return page.quoted(value, near)
