"""A note's plots have the alternative texts that their cells give, and are dark on dark pages."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import nbformat
import pictures
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

_logger = logging.getLogger(__name__)


class DescribedPlots(SphinxTransform):
    """Gives the images of a note their words, and those that have one a companion for dark pages."""

    default_priority = 500

    def apply(self, **kwargs: Any) -> None:
        source = Path(self.document["source"])
        if source.suffix != ".ipynb":
            return
        try:
            found = list(pictures.pictures(nbformat.read(source, as_version=4)))
        except ValueError as error:
            _logger.warning(str(error), location=self.env.docname)
            return
        # MyST-NB names a picture's file by the digest of its bytes.
        plots = {hashlib.sha256(plot.png).hexdigest(): plot for plot in found if plot.png}
        for image in list(self.document.findall(nodes.image)):
            plot = plots.get(Path(image["uri"]).stem)
            if plot is None:
                continue
            image["alt"] = plot.words
            if plot.dark:
                dark = image.deepcopy()
                dark["uri"] = image["uri"].removesuffix(".png") + "-dark.png"
                Path(self.env.relfn2path(dark["uri"])[1]).write_bytes(plot.dark)
                image["classes"].append("only-light")
                dark["classes"].append("only-dark")
                image.parent.insert(image.parent.index(image) + 1, dark)


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of it."""
    app.add_transform(DescribedPlots)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
