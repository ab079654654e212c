"""The notes, executed and held against their committed outputs.

python tools/notes.py execute NOTEBOOK TARGET  write the executed note for the pages; what did not change, does not run
python tools/notes.py compare NOTEBOOK...      say which committed outputs are no longer true
python tools/notes.py refresh NOTEBOOK         execute anew and write the outputs into the notebook, normalised

A note runs again when its code, the package or a library that it uses changed; jupyter-cache keeps the outputs under
build/. A cell whose output depends on luck or on the machine (training, times, versions) carries the tag "luck": its
outputs are not compared, and what it taught is asserted in the notebook, with a margin.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import html
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import Any

import nbformat
import pictures
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build"
PACKAGE = ROOT / "keras_functional_notes"
# Run by the kernel before the first cell: each plot is drawn for dark pages, too.
IN_THE_KERNEL = ROOT / "tools" / "dark_plots.py"
SECONDS_A_CELL = 900
# A note's outputs are kept for so many states of the package, the latest: who goes from branch to branch waits once.
KEPT_DIGESTS = 3

# TensorFlow, absl and fontconfig write these to the terminal before anything can silence them: the machine's, not the
# note's.
MACHINE_LINES = re.compile(
    r"^(Fontconfig (?:warning|error): |WARNING: All log messages before absl|[IWE]\d{4} "
    r"|\d{4}-\d\d-\d\d .*tensorflow/).*\n?",
    re.M,
)
# Of a traceback the reader looks at the note's own cells; where a file lies is the machine's affair.
FRAME_OF_MACHINERY = re.compile(r"^\s*File .*\.py:\d+|.*get_ipython\(\)\.run_cell_magic", re.S)
TERMINAL_COLOURS = re.compile(r"\x1b\[[\d;]*m")
# A picture's bytes depend on the drawing library of the machine; what an SVG says, and a table, is text.
ONLY_THERE = {"image/png", "application/javascript"}
KINDS = {
    "stdout": "printed text",
    "stderr": "text on stderr",
    "error": "error",
    "text/plain": "value",
    "text/html": "HTML",
    "image/svg+xml": "what the drawing says",
    "image/png": "picture",
}
# So much of a differing line is shown.
SHOWN_WIDTH = 100
# And so much of a cell's error.
FAILURE_LINES = 15


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("execute").add_argument("notebooks", type=Path, nargs=2, metavar="PATH")
    commands.add_parser("compare").add_argument("notebooks", type=Path, nargs="+")
    commands.add_parser("refresh").add_argument("notebooks", type=Path, nargs=1)
    given = parser.parse_args(arguments)
    try:
        if given.command == "execute":
            source, target = given.notebooks
            write(target, executed(source))
        elif given.command == "refresh":
            (source,) = given.notebooks
            write(source, normalised(executed(source, anew=True)))
        else:
            return compare(given.notebooks)
    except NoteError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


class NoteError(Exception):
    """A cell of a note failed; the text says which and how."""


def executed(source: Path, *, anew: bool = False) -> Any:
    """Return a note with the outputs of running it, from the cache where neither it nor what it uses changed.

    Args:
        source: The notebook's file.
        anew: Whether to run it even so.

    Raises:
        NoteError: If a cell raises, takes too long, or its kernel dies.
    """
    notebook = normalised(nbformat.read(source, as_version=4))
    # A cache a note, so that several can be executed side by side.
    shelf = BUILD / "executed" / source.stem
    place = shelf / digest()
    if not anew:
        try:
            _, found = get_cache(place).merge_match_into_notebook(notebook, cell_meta=())
            return found
        except KeyError:
            pass  # jupyter-cache says in this way that it has not seen this code
    try:
        ran = execute(notebook, source.parent)
    except NoteError as error:
        raise NoteError(f"{shown_path(source)}: {error}") from error
    # Opened only now: while the note ran, another run may have cleared the shelf.
    get_cache(place).cache_notebook_bundle(CacheBundleIn(ran, source.name), check_validity=False, overwrite=True)
    for outdated in sorted(shelf.iterdir(), key=lambda folder: folder.stat().st_mtime)[:-KEPT_DIGESTS]:
        shutil.rmtree(outdated)
    return ran


def digest() -> str:
    """Return what a note's outputs depend on besides its own code, as one short text: our source, the libraries."""
    sources = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    found = hashlib.sha256(sys.version.encode())
    for path in sorted([*sources, IN_THE_KERNEL]):
        found.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    for requirement in sorted(importlib.metadata.requires("keras-functional-notes") or ()):
        if "extra" not in requirement or "notebooks" in requirement:
            name = re.split(r"[^\w.-]", requirement)[0]
            found.update(f"{name} {importlib.metadata.version(name)}\0".encode())
    return found.hexdigest()[:16]


def execute(notebook: Any, folder: Path) -> Any:
    """Return a copy of the notebook with the outputs of running it in `folder`, without the machine's own lines.

    Raises:
        NoteError: If a cell raises, takes too long, or its kernel dies.
    """
    ran = copy.deepcopy(notebook)
    for cell in ran.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    settle()
    client = NotebookClient(
        ran,
        timeout=SECONDS_A_CELL,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=[f"--IPKernelApp.exec_files={IN_THE_KERNEL}"],
    )
    # No folder is searched for kernels, so that the one of this very Python is taken.
    client.create_kernel_manager().kernel_spec_manager = KernelSpecManager(kernel_dirs=[])
    # What the kernel's process writes past the notebook is TensorFlow telling of the machine; a cell's own errors come
    # as outputs.
    try:
        client.execute(stderr=subprocess.DEVNULL)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise NoteError(failure(ran, error)) from error
    return ran_cleanly(ran)


def settle() -> None:
    """Let Jupyter, IPython, matplotlib and Keras keep and look for their files under build/, not in a home folder."""
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR"):
        os.environ[name] = str(BUILD / "kernel" / name.lower())
        Path(os.environ[name]).mkdir(parents=True, exist_ok=True)
    os.environ["KERAS_HOME"] = str(BUILD / "kernel" / "keras")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def failure(ran: Any, error: Exception) -> str:
    """Return plainly which cell failed, and how: the end of what Python says of it."""
    begun = [number for number, cell in enumerate(ran.cells) if "execution" in cell.metadata]
    number, source = begun[-1], ran.cells[begun[-1]].source
    told = TERMINAL_COLOURS.sub("", error.traceback if isinstance(error, CellExecutionError) else str(error))
    lines = told.rpartition("-" * 75)[2].strip().splitlines()  # IPython rules a line between the cell and its error
    shown = lines if len(lines) <= FAILURE_LINES else ["...", *lines[-FAILURE_LINES:]]
    return "\n  ".join([f"cell {number} ({source.partition(chr(10))[0]}) failed.", *shown])


def normalised(notebook: Any) -> Any:
    """Return the notebook without what changes from run to run or from machine to machine, so that diffs stay small."""
    clean = ran_cleanly(notebook)
    clean.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in clean.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
            for output in cell.outputs:
                if "execution_count" in output:
                    output.execution_count = None
                output.get("data", {}).pop(pictures.DARK_PNG, None)
    return clean


def ran_cleanly(notebook: Any) -> Any:
    """Return the notebook without times and the machine's own lines, and outputs of which nothing is left then."""
    clean = copy.deepcopy(notebook)
    for cell in clean.cells:
        cell.metadata.pop("execution", None)  # when it ran
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            if output.output_type == "stream":
                output.text = MACHINE_LINES.sub("", output.text)
            if output.output_type == "error":
                plain = {part: TERMINAL_COLOURS.sub("", part) for part in output.traceback}
                output.traceback = [part for part, text in plain.items() if not FRAME_OF_MACHINERY.match(text)]
        cell.outputs = [output for output in cell.outputs if output.output_type != "stream" or output.text.strip()]
    return clean


def compare(sources: Iterable[Path]) -> int:
    """Say in a few lines which committed outputs a run does not repeat, and return the exit code."""
    stale = 0
    for source in sources:
        committed = nbformat.read(source, as_version=4)
        found = list(differences(committed, normalised(executed(source))))
        if found:
            stale += len(found)
            print(f"{shown_path(source)}: no longer true (`make refresh` writes the outputs anew):", file=sys.stderr)
            print("\n".join(found), file=sys.stderr)
    return 1 if stale else 0


def differences(committed: Any, ran: Any) -> Iterator[str]:
    """Yield what differs between the outputs of two runs of one notebook, a text a cell; luck's cells left out."""
    for number, (before, after) in enumerate(zip(normalised(committed).cells, ran.cells, strict=True)):
        if before.cell_type != "code" or "luck" in before.metadata.get("tags", []):
            continue
        for old, new in zip_longest(parts(before.outputs), parts(after.outputs), fillvalue=("nothing", "")):
            if old != new:
                # One difference tells that the cell is stale; the rest is seen by running it.
                yield f"  cell {number} ({before.source.partition(chr(10))[0]}): {difference(old, new)}"
                break


def difference(old: tuple[str, str], new: tuple[str, str]) -> str:
    """Return how two unequal parts of outputs differ: their kinds, or the first line that is not the same."""
    if old[0] != new[0]:
        return f"{KINDS.get(old[0], old[0])} was committed, now it is {KINDS.get(new[0], new[0])}"
    texts = (old[1], new[1])
    if old[0] == "text/html":
        words = tuple(html.unescape(re.sub(r"<[^>]+>", "", text)) for text in texts)
        texts = words if words[0] != words[1] else texts
    for number, (before, after) in enumerate(zip_longest(*(text.splitlines() for text in texts)), 1):
        if before != after:
            letters = zip(before or "", after or "", strict=False)
            same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], letters))
            start = max(0, same - SHOWN_WIDTH // 2)
            shown = ["(no line)" if line is None else line[start : start + SHOWN_WIDTH] for line in (before, after)]
            return f"{KINDS.get(old[0], old[0])}, line {number}\n    committed: {shown[0]}\n    now:       {shown[1]}"
    return f"{KINDS.get(old[0], old[0])}: the ends of its lines differ"


def parts(outputs: Any) -> list[tuple[str, str]]:
    """Return what every run must repeat of a cell's outputs, as kinds and texts."""
    found: list[tuple[str, str]] = []
    for output in outputs:
        if output.output_type == "stream":
            # Where one write ends and the next begins is the kernel's affair.
            before = found.pop()[1] if found and found[-1][0] == output.name else ""
            found.append((output.name, before + output.text))
        elif output.output_type == "error":
            found.append(("error", f"{output.ename}: {output.evalue}"))
        else:
            for kind, content in sorted(output.data.items()):
                if kind in ONLY_THERE:
                    found.append((kind, ""))
                elif kind == "image/svg+xml":
                    found.append((kind, "\n".join(pictures.said(content))))
                elif kind != "text/plain" or "image/png" not in output.data or "image/svg+xml" in output.data:
                    # The text beside a plot is its object's address.
                    found.append((kind, content))
    return found


def shown_path(source: Path) -> str:
    """Return a file's name as it is written from the project's own folder."""
    return source.resolve().relative_to(ROOT).as_posix() if source.resolve().is_relative_to(ROOT) else str(source)


def write(target: Path, notebook: Any) -> None:
    """Write a notebook whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".part")
    nbformat.write(notebook, beside)
    beside.replace(target)


if __name__ == "__main__":
    sys.exit(main())
