"""What the pictures of a notebook say: their alternative texts, their words, and the one that stands for a note."""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

# What `dark_plots.py` gives beside a plot's PNG: the same plot for dark pages, in base64.
DARK_PNG = "application/vnd.keras-functional-notes.dark+png"
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Picture:
    """One picture of a notebook.

    Args:
        cell: The number of the cell that shows it.
        words: Its alternative text.
        svg: Its SVG text, for a drawing.
        png: Its bytes, for a plot.
        dark: Its bytes for dark pages; None where it was drawn for light ones alone.
    """

    cell: int
    words: str
    svg: str | None = None
    png: bytes | None = None
    dark: bytes | None = None


def pictures(notebook: Any) -> Iterator[Picture]:
    """Yield the pictures that a page shows of an executed notebook, in order: SVG where there is one, or else PNG.

    Raises:
        ValueError: If a picture has no alternative text.
    """
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/svg+xml" in data:
                picture = Picture(number, description(data["image/svg+xml"]), svg=data["image/svg+xml"])
            elif "image/png" in data:
                picture = Picture(
                    number,
                    output.metadata.get("image/png", {}).get("alt", ""),
                    png=a2b_base64(data["image/png"]),
                    dark=a2b_base64(data[DARK_PNG]) if DARK_PNG in data else None,
                )
            else:
                continue
            if not picture.words.strip():
                raise ValueError(
                    f"The picture of cell {number} has no alternative text. "
                    'Write display(figure, metadata={"image/png": {"alt": "..."}}), or a <desc> in an SVG.'
                )
            yield picture


def description(svg: str) -> str:
    """Return what a drawing says that it shows: its `<desc>`, on one line."""
    found = ElementTree.fromstring(svg).find(f"{_SVG}desc")
    return " ".join((found.text or "").split()) if found is not None else ""


def said(svg: str) -> list[str]:
    """Return what a drawing says, wherever it stands: its titles, which name calls and edges, and its labels."""
    root = ElementTree.fromstring(svg)
    texts = [(tag, element) for tag in ("desc", "title", "text") for element in root.iter(f"{_SVG}{tag}")]
    return sorted(f"{tag}: {' '.join(''.join(element.itertext()).split())}" for tag, element in texts)


def shown_first(notebook: Any) -> Picture | None:
    """Return the picture that stands for a note: its last plot, or else its first drawing, or none."""
    found = list(pictures(notebook))
    plots = [picture for picture in found if picture.png]
    return plots[-1] if plots else found[0] if found else None
