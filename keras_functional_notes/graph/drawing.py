"""A model's calls as a picture: SVG, PNG or DOT, and where it is written to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from keras_functional_notes.graph import boxes, lettering, painting, placing, wording
from keras_functional_notes.graph.calls import CallRecords
from keras_functional_notes.graph.folding import stretches
from keras_functional_notes.whole_files import written_whole


class Shown(NamedTuple):
    """A picture as a notebook shows it.

    Args:
        svg: The text of its SVG.
        png: The bytes of its PNG, or None if it would be too large for programs to show.
        size: How many of a page's pixels wide and high it is.
        description: What it shows, in words.
    """

    svg: str
    png: bytes | None
    size: tuple[int, int]
    description: str


def svg(graph: CallRecords, *, fold: bool = True, open: Iterable[str] = ()) -> str:
    """Return the picture as SVG text, which may stand in a page as it is.

    Args:
        graph: The calls.
        fold: Whether a long picture shows blocks as one box.
        open: The names of such boxes whose calls are shown all the same.

    Raises:
        ValueError: If it would take too long to lay out, or nothing is folded under a name in `open`.
    """
    picture = wording.picture(graph, stretches(graph, fold=fold, open=open), spelt=_as_it_is)
    return painting.svg(picture, _placed(picture, fold=fold))


def png(graph: CallRecords, *, fold: bool = True, open: Iterable[str] = ()) -> bytes:
    """Return the picture as the bytes of a PNG file, for a light page.

    Args:
        graph: The calls.
        fold: Whether a long picture shows blocks as one box.
        open: The names of such boxes whose calls are shown all the same.

    Raises:
        ValueError: If it would take too long to lay out, or be too large for programs to show, or nothing is folded
            under a name in `open`.
    """
    picture = wording.picture(graph, stretches(graph, fold=fold, open=open), spelt=lettering.spelt)
    return painting.png(picture, _placed(picture, fold=fold))


def dot(graph: CallRecords, *, fold: bool = True, open: Iterable[str] = ()) -> str:
    """Return the picture as DOT text, for Graphviz and what else reads it.

    Args:
        graph: The calls.
        fold: Whether a long picture shows blocks as one box.
        open: The names of such boxes whose calls are shown all the same.
    """
    return placing.dot(wording.picture(graph, stretches(graph, fold=fold, open=open), spelt=_as_it_is))


def shown(graph: CallRecords, *, fold: bool = True, open: Iterable[str] = ()) -> Shown:
    """Return the picture as a notebook shows it.

    Args:
        graph: The calls.
        fold: Whether a long picture shows blocks as one box.
        open: The names of such boxes whose calls are shown all the same.

    Raises:
        ValueError: If it would take too long to lay out, or nothing is folded under a name in `open`.
    """
    folded = stretches(graph, fold=fold, open=open)
    picture, spelt = (wording.picture(graph, folded, spelt=spelling) for spelling in (_as_it_is, lettering.spelt))
    places = _placed(picture, fold=fold)
    try:
        # Escapes are wider than what they stand for.
        pixels = painting.png(spelt, places if spelt == picture else _placed(spelt, fold=fold))
    except painting.TooManyPixelsError:
        pixels = None
    return Shown(painting.svg(picture, places), pixels, painting.page_size(places), picture.description)


def save(graph: CallRecords, path: str | os.PathLike[str], *, fold: bool = True, open: Iterable[str] = ()) -> None:
    """Write the picture to a file, in the format of the file's ending.

    Args:
        graph: The calls.
        path: Where to: a name that ends in ``.svg``, ``.png`` or ``.dot``.
        fold: Whether a long picture shows blocks as one box.
        open: The names of such boxes whose calls are shown all the same.

    Raises:
        ValueError: If the path has another ending, the picture would be too large, or nothing is folded under a name in
            `open`.
        OSError: If the path cannot be written; nothing is left half-written then.
    """
    path = Path(path)
    formats: dict[str, Callable[..., str | bytes]] = {".svg": svg, ".png": png, ".dot": dot}
    draw = formats.get(path.suffix.lower())
    if draw is None:
        raise ValueError(
            f"A picture is saved as .svg, .png or .dot, by the ending of its name; {str(path)!r} has "
            f"{f'the ending {path.suffix!r}' if path.suffix else 'none'}.\n"
            f"Write {path.with_suffix('.svg').name!r}, for example."
        )
    drawn = draw(graph, fold=fold, open=open)
    _write(path, drawn.encode("utf-8") if isinstance(drawn, str) else drawn)


def _as_it_is(text: str) -> str:
    return text


def _placed(picture: boxes.Picture, *, fold: bool) -> placing.Places:
    try:
        return placing.place(picture)
    except placing.TooLargeError as error:
        instead = "the table, print(call_graph(model)), says the same; .dot is for a program of your own."
        if not fold:
            instead = f"fold=True shows blocks that repeat as one box; {instead}"
        raise placing.TooLargeError(f"{error}\nInstead: {instead}") from error


def _write(path: Path, data: bytes) -> None:
    """Write a picture; what stands there is a whole one at any time."""
    try:
        with written_whole(path) as beside:
            beside.write_bytes(data)
    except OSError as error:
        raise OSError(
            error.errno,
            f"The picture cannot be written ({error.strerror}); give the name of a file in a folder that exists and "
            "that you may write to",
            str(path),
        ) from error
