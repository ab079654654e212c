"""Run in a note's kernel: each figure of matplotlib is given as a picture for dark pages, too.

What is black, white or grey turns to its opposite; colours, and pictures within a figure, stay what they are. The
committed notebooks keep the light picture alone.
"""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Callable
from typing import Any

from IPython import get_ipython
from IPython.core.formatters import BaseFormatter
from traitlets import Unicode

# Paper and ink of the drawings on dark pages.
_PAPER, _INK = (0x14, 0x18, 0x1D), (0xEE, 0xF2, 0xF6)


class DarkPictures(BaseFormatter):
    """Gives a figure's picture for dark pages."""

    format_type = Unicode("application/vnd.keras-functional-notes.dark+png")

    def __call__(self, shown: object) -> str | None:
        # Not registered for figures, since IPython takes all that is back when it chooses matplotlib's backend.
        figures = sys.modules.get("matplotlib.figure")
        return dark_png(shown) if figures is not None and isinstance(shown, figures.Figure) else None


def dark_png(figure: Any) -> str:
    """Return the figure on dark paper, as base64; it is left as it was."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    undo: list[Callable[[], Any]] = []
    # What is written onto a picture stays, as the picture does.
    onto_pictures = [text for axes in figure.axes if axes.images for text in axes.texts]
    for artist in figure.findobj(lambda artist: artist not in onto_pictures):
        for name in ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor"):
            read, set_ = getattr(artist, f"get_{name}", None), getattr(artist, f"set_{name}", None)
            if read and set_:
                old = read()
                new = _turned(old)
                if new is not None:
                    set_(new)
                    undo.append(lambda set_=set_, old=old: set_(old))
    data = io.BytesIO()
    try:
        # As IPython shows a figure: without empty margins, in the figure's own density.
        FigureCanvasAgg(figure).print_figure(
            data, format="png", dpi=figure.dpi, bbox_inches="tight", facecolor=figure.get_facecolor()
        )
    finally:
        for put_back in reversed(undo):
            put_back()
    return base64.b64encode(data.getvalue()).decode("ascii")


def _turned(colours: Any) -> Any | None:
    """Return colours with the neutral ones turned from light to dark and back; None where nothing is to be turned."""
    from matplotlib.colors import to_rgba_array

    if isinstance(colours, str) and colours in {"auto", "none", "inherit"}:
        return None
    rows = to_rgba_array(colours).copy()
    neutral = rows[:, :3].max(axis=1) - rows[:, :3].min(axis=1) < 0.02 if len(rows) else []
    if not any(neutral):
        return None
    for row, turns in zip(rows, neutral, strict=True):
        if turns:
            row[:3] = [(ink + (paper - ink) * row[0]) / 255 for paper, ink in zip(_PAPER, _INK, strict=True)]
    return rows if len(rows) > 1 else tuple(rows[0])


_shell = get_ipython()
if _shell is not None:
    _shell.display_formatter.register_formatter(DarkPictures(parent=_shell.display_formatter))
