"""Files and folders of 2016 source text: translated, then shown as a diff or written."""

from __future__ import annotations

import difflib
import io
import json
import os
import re
import sys
import tokenize
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from keras_functional_notes.legacy.syntax import Keras1SyntaxError
from keras_functional_notes.legacy.translating.notebooks import NotebookError, translate_notebook
from keras_functional_notes.legacy.translating.translator import Translation, translate
from keras_functional_notes.whole_files import written_whole

__all__ = [
    "TranslatedFile",
    "files_in",
    "json_report",
    "package_of",
    "text_report",
    "translate_paths",
    "translated_file",
]

_ENDINGS = (".py", ".ipynb")
# Folders that hold other people's text, or copies.
_PASSED_BY = ("__pycache__", "site-packages", "node_modules", "build", "dist")
_STANDARD_INPUT = "-"


def files_in(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path]:
    """Yield the files that paths name: files as they are, of folders the Python files and notebooks in them.

    Args:
        paths: Files and folders. Hidden folders, and those of installed or built files, are passed by.

    Raises:
        FileNotFoundError: For a path that does not exist.

    >>> [path.name for path in files_in([Path(__file__).parent / "files.py"])]
    ['files.py']
    """
    for path in map(Path, paths):
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _PASSED_BY)
                yield from (Path(folder, name) for name in sorted(names) if name.endswith(_ENDINGS))
        elif path.exists() or str(path) == _STANDARD_INPUT:
            yield path
        else:
            raise FileNotFoundError(f"there is no {path}")


def package_of(path: Path) -> str:
    """Return the package that a file is part of: the folders around it that have an ``__init__.py``.

    >>> package_of(Path(__file__))
    'keras_functional_notes.legacy.translating'
    """
    names: list[str] = []
    folder = path.resolve().parent
    while (folder / "__init__.py").exists():
        names.insert(0, folder.name)
        folder = folder.parent
    return ".".join(names)


def translated_file(path: Path, content: bytes | None = None, *, as_in_2016: bool = False) -> TranslatedFile:
    """Read and translate one file; what cannot be read is an error in the record, and raises nothing.

    Args:
        path: The file.
        content: What is in it; by default it is read.
        as_in_2016: As for `translate`.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "old.py"
    >>> _ = path.write_text("import keras\\nwhlie 1: pass")
    >>> translated_file(path).error.removeprefix(str(path))
    ":2: `whlie` is no word of Python's. Did you mean `while`? (Python says: invalid syntax)"
    """
    name, encoding, text = str(path), "utf-8", ""
    try:
        content = path.read_bytes() if content is None else content
        encoding, text = _decoded(content)
        with warnings.catch_warnings():
            # What Python thinks of old text, such as `x is 1`, is not what was asked.
            warnings.simplefilter("ignore", SyntaxWarning)
            if path.suffix == ".ipynb":
                notebook = translate_notebook(text, as_in_2016=as_in_2016)
                return TranslatedFile(name, text, notebook.text, encoding, notebook.translation, places=notebook.places)
            done = translate(text, package=package_of(path), filename=name, as_in_2016=as_in_2016)
        return TranslatedFile(name, text, done.text, encoding, done)
    except Keras1SyntaxError as error:
        where = name if error.filename == name else f"{name}:{error.filename}"
        return TranslatedFile(name, text, text, encoding, error=f"{where}:{error.lineno or 1}: {error.msg}")
    except (OSError, ValueError, SyntaxError, RecursionError) as error:
        return TranslatedFile(name, text, text, encoding, error=f"{name}:{_told(error)}")


def _told(error: Exception) -> str:
    if isinstance(error, NotebookError):
        return f"1: {error}"
    if isinstance(error, UnicodeError):
        return f"1: it is not the text that it says it is: {error}"
    if isinstance(error, RecursionError):
        return "1: its expressions are nested too deeply for Python"
    if isinstance(error, OSError):
        return f" {error.strerror or error}"
    return f"1: {error}"


def _decoded(content: bytes) -> tuple[str, str]:
    """Return a file's encoding and its text, line ends and a mark of the byte order as they are."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    encoding = "utf-8" if encoding == "utf-8-sig" else encoding
    return encoding, content.decode(encoding)


def translate_paths(
    paths: Sequence[str],
    *,
    write: bool = False,
    check: bool = False,
    report: str = "text",
    as_in_2016: bool = False,
    out: IO[str] | None = None,
    err: IO[str] | None = None,
) -> int:
    """Translate files and folders, and return the exit code.

    Args:
        paths: Files, folders, or ``-`` for the standard input.
        write: Whether to write the files, each as a whole or not at all. By default a unified diff is shown. With
            ``-``, the new text is shown instead of a diff.
        check: Whether to say by the exit code that something would change; nothing is written or shown then but the
            report.
        report: ``"text"``, which comes beside the diff, or ``"json"``, which comes in place of it.
        as_in_2016: As for `translate`.
        out: Where the diff or the JSON goes; the standard output by default.
        err: Where the text report and errors go; the standard error by default.

    Returns:
        0; 1 if `check` was given and something would change; 2 if some file could not be translated (the others are).

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> _ = (folder / "old.py").write_text("from keras.layers import Dense\\nDense(output_dim=3)\\n")
        >>> translate_paths([str(folder)], check=True, err=io.StringIO())
        1
        >>> translate_paths([str(folder)], write=True, err=io.StringIO())
        0
        >>> print((folder / "old.py").read_text())
        from keras.layers import Dense
        Dense(units=3)
        <BLANKLINE>
    """
    out, err = out or sys.stdout, err or sys.stderr
    try:
        found = list(dict.fromkeys(files_in(paths)))
    except FileNotFoundError as error:
        print(error, file=err)
        return 2
    results = []
    for path in found:
        is_input = str(path) == _STANDARD_INPUT
        content = sys.stdin.buffer.read() if is_input else None
        result = translated_file(path, content, as_in_2016=as_in_2016)
        if result.changed and write and not check and not is_input:
            try:
                _write(path, result.new.encode(result.encoding))
            except (OSError, UnicodeError) as error:
                result = TranslatedFile(
                    result.path, result.old, result.old, result.encoding, error=f"{path}:{_told(error)}"
                )
        elif write and is_input:
            out.write(result.new)
        elif result.changed and not check and report != "json":
            out.write(result.diff())
        results.append(result)
    if report == "json":
        print(json_report(results), file=out)
    else:
        print(text_report(results), file=err)
    if any(result.error for result in results):
        return 2
    return int(check and any(result.changed for result in results))


def _write(path: Path, content: bytes) -> None:
    """Write a file as a whole or not at all, with the rights that it had."""
    target = path.resolve()
    with written_whole(target) as beside:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(target.stat().st_mode & 0o7777)


# What a translation says of its files: a diff, a report for people, a report for programs.


@dataclass(frozen=True)
class TranslatedFile:
    """One file and its translation.

    Args:
        path: Its path as it was given; ``-`` is the standard input.
        old: Its text.
        new: Its text for today; as `old` where it could not be read.
        encoding: How it is encoded.
        translation: What is to be said of it.
        error: Why it could not be translated, with its place; empty where it could.
        places: Of a notebook, the cell and the line in it, of each line of its code.

    Example:
        >>> print(TranslatedFile("old.py", "K.sum(x)\\n", "ops.sum(x)\\n", "utf-8").diff())
        --- a/old.py
        +++ b/old.py
        @@ -1 +1 @@
        -K.sum(x)
        +ops.sum(x)
        <BLANKLINE>
    """

    path: str
    old: str
    new: str
    encoding: str
    translation: Translation = field(default_factory=lambda: Translation(""))
    error: str = ""
    places: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        """Whether its text for today is another."""
        return self.old != self.new

    def place(self, line: int) -> str:
        """Return where a line is, as editors read it."""
        if self.places:
            cell, own = self.places.get(line, (1, line))
            return f"{self.path}:cell {cell}:{own}"
        return f"{self.path}:{line}"

    def diff(self) -> str:
        """Return the change as a unified diff."""
        before, after = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (self.old, self.new))
        lines = difflib.unified_diff(before, after, f"a/{self.path}", f"b/{self.path}")
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def text_report(results: Sequence[TranslatedFile]) -> str:
    """Return the report for people: first in three lines what runs, what needs you and what may differ; then each.

    >>> print(text_report([TranslatedFile("new.py", "", "", "utf-8")]))
    runs as it stands: 1 of 1 file
    needs you: nothing
    may differ: nothing
    <BLANKLINE>
    changed: no file
    untouched: 1 file
      new.py
    """
    needs = [(result, need) for result in results for need in result.translation.needs_you]
    meanings: dict[str, list[tuple[TranslatedFile, int]]] = {}
    for result in results:
        for difference in result.translation.differences:
            meanings.setdefault(difference.why, []).append((result, difference.line))
    runs = sum(not (result.error or result.translation.needs_you) for result in results)
    lines = [
        f"runs as it stands: {runs:,} of {_count(len(results), 'file')}",
        _sum("needs you", len(needs), "place", [(result, need.line) for result, need in needs]),
        _sum("may differ", len(meanings), "meaning", [place for places in meanings.values() for place in places]),
        "",
        *_listed("changed", [result for result in results if result.changed], _changes_of),
    ]
    if needs:
        lines.append(f"needs you: {_count(len(needs), 'place')}")
    for result, need in needs:
        lines += [f"  {result.place(need.line)}: {need.what}", f"    {need.why} {need.do}"]
    if meanings:
        lines.append(f"may differ: {_count(len(meanings), 'meaning')}")
    for why, places in meanings.items():
        lines += [f"  {why}", f"    {_places(places)}"]
    lines += _listed("untouched", [r for r in results if not r.changed and not r.error], lambda r: "")
    errors = [f"  {result.error}" for result in results if result.error]
    return "\n".join([*lines, *([f"not translated: {_count(len(errors), 'file')}", *errors] if errors else [])])


def _changes_of(result: TranslatedFile) -> str:
    return _count(len(result.translation.changes), "change") + (" from Python 2" if result.translation.python2 else "")


def _listed(title: str, results: Sequence[TranslatedFile], told: Callable[[TranslatedFile], str]) -> list[str]:
    head = f"{title}: {_count(len(results), 'file') if results else 'no file'}"
    return [head, *(f"  {result.path}" + (f": {told(result)}" if told(result) else "") for result in results)]


def _sum(title: str, number: int, word: str, places: Sequence[tuple[TranslatedFile, int]]) -> str:
    return f"{title}: {_count(number, word)}, {_places(places)}" if number else f"{title}: nothing"


def _places(places: Sequence[tuple[TranslatedFile, int]]) -> str:
    """Write where something is: each file with its lines, as editors read the first of them."""
    by_file: dict[str, list[str]] = {}
    for place in dict.fromkeys(result.place(line) for result, line in sorted(places, key=lambda place: place[1])):
        before, _, number = place.rpartition(":")
        by_file.setdefault(before, []).append(number)
    return "; ".join(f"{before}:{', '.join(numbers)}" for before, numbers in by_file.items())


def json_report(results: Sequence[TranslatedFile]) -> str:
    """Return the report for programs: the same, with every change, as JSON.

    >>> json.loads(json_report([TranslatedFile("new.py", "", "", "utf-8")]))["untouched"]
    ['new.py']
    """
    return json.dumps(
        {
            "changed": [
                {
                    "path": result.path,
                    "python": 2 if result.translation.python2 else 3,
                    "changes": [_placed(result, change) for change in result.translation.changes],
                    "differences": [_placed(result, difference) for difference in result.translation.differences],
                }
                for result in results
                if result.changed
            ],
            "needs_you": [
                {"path": result.path, **_placed(result, need)}
                for result in results
                for need in result.translation.needs_you
            ],
            "untouched": [result.path for result in results if not result.changed and not result.error],
            "errors": [{"path": result.path, "error": result.error} for result in results if result.error],
        },
        indent=2,
        ensure_ascii=False,
    )


def _placed(result: TranslatedFile, record: Any) -> dict[str, object]:
    place: dict[str, object] = dict(vars(record))
    if result.places:
        cell, line = result.places.get(record.line, (1, record.line))
        place |= {"cell": cell, "line": line}
    return place


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
