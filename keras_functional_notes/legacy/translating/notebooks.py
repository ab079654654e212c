"""Notebooks, translated cell by cell: every byte outside of a changed cell's source stays as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from keras_functional_notes.legacy.python2 import modern
from keras_functional_notes.legacy.syntax import Keras1SyntaxError, parsed
from keras_functional_notes.legacy.translating.translator import Translation, translate

__all__ = ["NotebookError", "NotebookTranslation", "translate_notebook"]

_value = json.JSONDecoder().raw_decode
_SPACE = re.compile(r"[ \t\r\n]*")
# A line that IPython takes, and Python does not: %magic, !command, x = !command, help?.
_MAGIC = re.compile(r"^[ \t]*(?:[%!?]|[\w.,\s]+=\s*[%!]|[\w.]+\?{1,2}\s*$)")
# Cell magics whose cell is Python all the same.
_OF_PYTHON = re.compile(r"^%%(?:time|timeit|capture|prun)\b")
# A text of several lines, one of one line, or a comment.
_TEXT = re.compile(r"('''|\"\"\")(?:\\.|(?!\1).)*\1|(['\"])(?:\\.|(?!\2)[^\n])*\2|#[^\n]*", re.DOTALL)
_CELL = "# cell {} of the notebook"


class NotebookError(ValueError):
    """A file that is no notebook that can be translated.

    Example:
        >>> translate_notebook("{}")
        Traceback (most recent call last):
            ...
        keras_functional_notes.legacy.translating.notebooks.NotebookError: there is no list of cells in it
    """


@dataclass(frozen=True)
class NotebookTranslation:
    """What `translate_notebook` gives.

    Args:
        text: The notebook's text.
        translation: What is to be said of its code; lines count all of it.
        places: The cell and the line in it, of each line of all the code; both count from 1.

    Example:
        >>> cells = [{"cell_type": "code", "source": ["from keras.layers import merge\\n", "z = merge([a, b])"]}]
        >>> done = translate_notebook(json.dumps({"cells": cells}))
        >>> json.loads(done.text)["cells"][0]["source"]
        ['from keras.layers import Add\\n', 'z = Add()([a, b])']
        >>> done.places[done.translation.changes[1].line]
        (1, 2)
    """

    text: str
    translation: Translation
    places: dict[int, tuple[int, int]]


@dataclass(frozen=True)
class _Cell:
    number: int
    start: int
    end: int
    code: str
    """The source as Python can read it: magics are commented out."""
    magics: tuple[str, ...]


def translate_notebook(text: str, *, as_in_2016: bool = False) -> NotebookTranslation:
    """Translate the code cells of a notebook, all as one program: a cell's imports serve those below.

    Args:
        text: The text of an ``.ipynb`` file.
        as_in_2016: As for `translate`.

    Returns:
        The new text and what is to be said of it. Magics, cells of other languages, outputs and everything else keep
        every byte; so do cells in which nothing changes.

    Raises:
        NotebookError: If the text is no notebook.
        Keras1SyntaxError: If neither today's Python nor, all cells together, Python 2 can read a cell; its `filename`
            names the cell.

    Example:
        >>> translate_notebook('{"cells": []}').text
        '{"cells": []}'
    """
    try:
        cells = list(_code_cells(text))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        if isinstance(error, (NotebookError, SyntaxError)):
            raise
        raise NotebookError(f"it is no notebook: {error}") from error
    joined, places, line = [], {}, 0
    for cell in cells:
        joined.append(f"{_CELL.format(cell.number)}\n{cell.code}\n")
        for own in range(1, cell.code.count("\n") + 2):
            places[line + 1 + own] = (cell.number, own)
        line += cell.code.count("\n") + 2
    program = "".join(joined)
    try:
        for cell in cells:
            parsed(cell.code, f"cell {cell.number}")
    except Keras1SyntaxError:
        # One cell may be Python 2 by what is in another.
        if "keras" not in program or modern(program, "<notebook>") is None:
            raise
    done = translate(program, as_in_2016=as_in_2016)
    if done.text == program:
        return NotebookTranslation(text, done, places)
    new = _split(done.text, cells)
    pieces, position = [], 0
    for cell, code in zip(cells, new, strict=True):
        if code != cell.code:
            pieces += [text[position : cell.start], _written(text[cell.start : cell.end], _restored(code, cell))]
            position = cell.end
    return NotebookTranslation("".join([*pieces, text[position:]]), done, places)


def _split(program: str, cells: list[_Cell]) -> list[str]:
    """Take a program apart where its cells begin."""
    starts = [program.index(f"{_CELL.format(cell.number)}\n") for cell in cells]
    ends = [*starts[1:], len(program)]
    heads = [len(_CELL.format(cell.number)) + 1 for cell in cells]
    sources = [program[start + head : end - 1] for start, head, end in zip(starts, heads, ends, strict=True)]
    # An import that Python 3 needs was put on top of everything.
    return [program[: starts[0]] + sources[0], *sources[1:]]


# Magics


def _readable(source: str) -> tuple[str, tuple[str, ...]]:
    """Return a cell's source with its magics put aside."""
    lines = source.split("\n")
    magics: list[str] = []
    continued = False
    inside, bare = _inside_text(source), _TEXT.sub(lambda text: "\n" * text[0].count("\n"), source).split("\n")
    # As in IPython, a magic begins a statement: it stands in no bracket, and after no backslash.
    brackets, open_line = 0, False
    for place, line in enumerate(lines):
        if continued or (_MAGIC.match(line) and place not in inside and not brackets and not open_line):
            before = lines[place - 1] if continued else line
            continued = line.endswith("\\")
            lines[place] = f"{before[: len(before) - len(before.lstrip())]}pass  # magic {len(magics)}"
            magics.append(line)
        else:
            brackets += sum((mark in "([{") - (mark in ")]}") for mark in bare[place])
            open_line = bare[place].endswith("\\")
    return "\n".join(lines), tuple(magics)


def _inside_text(source: str) -> set[int]:
    """Return the lines that begin inside a text of several lines, where nothing is a magic."""
    inside: set[int] = set()
    for match in _TEXT.finditer(source):
        first = source.count("\n", 0, match.start())
        inside.update(range(first + 1, first + 1 + match[0].count("\n")))
    return inside


def _restored(code: str, cell: _Cell) -> str:
    for place, magic in enumerate(cell.magics):
        # In what is put, a backslash would mean something.
        put = magic.replace("\\", r"\\")
        code = re.sub(rf"^[ \t]*pass  # magic {place}$", put, code, count=1, flags=re.MULTILINE)
    return code


# The file


def _code_cells(text: str) -> Iterator[_Cell]:
    spans = _members(text, _after_space(text, 0))
    if "cells" not in spans:
        raise NotebookError("there is no list of cells in it")
    for number, start in enumerate(_items(text, spans["cells"], "[]"), start=1):
        members = _members(text, start)
        kind = _value(text, members["cell_type"])[0]
        source, end = _value(text, members["source"])
        source = "".join(source)
        if kind != "code" or (source.lstrip().startswith("%%") and not _OF_PYTHON.match(source.lstrip())):
            continue
        code, magics = _readable(source)
        yield _Cell(number, members["source"], end, code, magics)


def _members(text: str, start: int) -> dict[str, int]:
    """Return where the values of a JSON object begin, by their keys."""
    keys = (_value(text, position) for position in _items(text, start, "{}"))
    return {str(key): _expected(text, end, ":") for key, end in keys}


def _items(text: str, start: int, brackets: str) -> Iterator[int]:
    """Yield where the elements of a JSON list begin, or the keys of an object."""
    position = _expected(text, start, brackets[0])
    while text[position] != brackets[1]:
        yield position
        if brackets == "{}":
            position = _expected(text, _value(text, position)[1], ":")
        position = _after_space(text, _value(text, position)[1])
        position = _expected(text, position, ",") if text[position] == "," else position


def _expected(text: str, position: int, mark: str) -> int:
    position = _after_space(text, position)
    if text[position] != mark:
        raise NotebookError(f"line {text.count(chr(10), 0, position) + 1} has no {mark!r} where there should be one")
    return _after_space(text, position + 1)


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return position if match is None else match.end()


def _written(old: str, source: str) -> str:
    """Write a cell's source as the old one was written; lines that are the same keep their bytes."""
    plain = old.isascii() and "\\u" in old
    if not old.startswith("["):
        return json.dumps(source, ensure_ascii=plain)
    places = list(_items(old, 0, "[]"))
    texts = [old[place : _value(old, place)[1]] for place in places]
    known = {json.loads(text): text for text in texts}
    lines = source.splitlines(keepends=True) if "\r" not in source else re.findall(r"[^\n]*\n|[^\n]+$", source)
    lead = old[1 : places[0]] if places else ""
    between = old[places[0] + len(texts[0]) : places[1]] if len(places) > 1 else f",{lead or ' '}"
    tail = old[places[-1] + len(texts[-1]) : -1] if places else ""
    return f"[{lead}{between.join(known.get(line) or json.dumps(line, ensure_ascii=plain) for line in lines)}{tail}]"
