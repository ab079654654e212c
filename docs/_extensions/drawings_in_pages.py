"""Drawings stand in the pages as inline SVG, so that they take the colours of the reader's choice of light or dark."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pictures
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from keras_functional_notes.graph import styling

_SVG = "http://www.w3.org/2000/svg"
# Wide drawings shrink to this part of their size on narrow screens, and are scrolled sideways from there.
_SMALLEST = 0.7


class InlineDrawings(SphinxPostTransform):
    """Replaces each image of an SVG file with the SVG itself."""

    # After MyST-NB chose the SVG out of a cell's outputs.
    default_priority = 100
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for image in list(self.document.findall(nodes.image)):
            if image["uri"].endswith(".svg"):
                svg = (Path(self.app.srcdir) / image["uri"]).read_text(encoding="utf-8")
                decorative = image.get("alt") == ""
                image.replace_self(nodes.raw("", inline(svg, decorative=decorative), format="html"))


def inline(svg: str, *, decorative: bool = False) -> str:
    """Return a drawing as part of a page.

    Args:
        svg: The drawing.
        decorative: Whether it only repeats what stands beside it, so that it need not be read out.
    """
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    if decorative:
        for words in [element for element in root if element.tag in {f"{{{_SVG}}}title", f"{{{_SVG}}}desc"}]:
            root.remove(words)
        root.attrib.pop("role", None)
        root.attrib["aria-hidden"] = "true"
    else:
        root.attrib["role"] = "img"
        root.attrib["aria-label"] = pictures.description(svg)
    root.attrib.pop("style", None)
    width = root.attrib["width"]
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<div class="drawing" style="--smallest: calc({width} * {_SMALLEST})">{text}</div>'


def write_colours(app: Sphinx, error: Exception | None) -> None:
    """Write the rules that colour drawings by the page's theme, where a drawing's own follow the system's."""
    if error is None and app.builder.format == "html":
        themes = {"light": {light: light for light in styling.DARK}, "dark": styling.DARK}
        rules = [
            rule
            for theme, colours in themes.items()
            for rule in styling.colour_rules(colours, where=f'html[data-theme="{theme}"] ')
        ]
        (Path(app.outdir) / "_static" / "drawings.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of it."""
    app.add_post_transform(InlineDrawings)
    app.add_css_file("drawings.css")
    app.connect("build-finished", write_colours)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
