"""The directive `note-cards`: each note with its picture and its first paragraph, in reading order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pictures
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

_FOLDER = "notebooks"


class NoteCards(SphinxDirective):
    """Shows a card for each note."""

    def run(self) -> list[nodes.Node]:
        cards = []
        for source in sorted((Path(self.env.srcdir) / _FOLDER).glob("*.ipynb")):
            self.env.note_dependency(str(source))
            cards.append(card(source))
        return self.parse_text_to_nodes("\n".join(["::::{grid} 1 2 2 2", ":gutter: 3", *cards, "::::"]))


def card(source: Path) -> str:
    """Return a note's card in MyST, having written its picture into a file beside the note."""
    notebook = nbformat.read(source, as_version=4)
    title, summary = opening(notebook)
    lines = [f":::{{grid-item-card}} {title}", f":link: /{_FOLDER}/{source.stem}", ":link-type: doc", ""]
    picture = pictures.shown_first(notebook)
    # The picture stands beside the note's own words: it need not be read out.
    for suffix, data, css in pictures_of(picture) if picture else ():
        name = f"card-{source.stem}{suffix}"
        (source.parent / name).write_bytes(data)
        lines += [f"```{{image}} /{_FOLDER}/{name}", ":alt:", f":class: {css}", "```"]
    return "\n".join([*lines, "", summary, ":::"])


def pictures_of(picture: pictures.Picture) -> list[tuple[str, bytes, str]]:
    """Return the files that show a picture: the ending of each name, its content, and where it is shown."""
    if picture.svg:
        return [(".svg", picture.svg.encode("utf-8"), "card-picture")]
    assert picture.png
    if picture.dark is None:
        return [(".png", picture.png, "card-picture")]
    return [(".png", picture.png, "card-picture only-light"), ("-dark.png", picture.dark, "card-picture only-dark")]


def opening(notebook: Any) -> tuple[str, str]:
    """Return a note's title and first paragraph.

    Raises:
        ValueError: If it does not start with a heading and a paragraph.
    """
    first = next((cell.source for cell in notebook.cells if cell.cell_type == "markdown"), "")
    found = re.match(r"\s*# (?P<title>.+)\n+(?P<paragraph>(?:[^\n]+\n?)+)", first)
    if found is None:
        raise ValueError("A note starts with a heading, '# Title', and a paragraph that says what it is about.")
    return found["title"].strip(), found["paragraph"].strip().replace("\n", " ")


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of it."""
    app.add_directive("note-cards", NoteCards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
