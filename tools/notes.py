"""The notes as pages, checked: execute a notebook, compare it with its committed outputs, write it as HTML.

python tools/notes.py page NOTEBOOK PAGE      execute, compare, write the page
python tools/notes.py refresh NOTEBOOK        execute, write the outputs into the notebook, normalised
python tools/notes.py index FOLDER PAGE       write the page that lists the notes in reading order

A cell whose output depends on luck or on the machine (training, times, versions) carries the tag "luck": its outputs
are not compared, and what it taught is asserted in the notebook, with a margin.
"""

from __future__ import annotations

import argparse
import base64
import copy
import html
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
from jupyter_core.paths import jupyter_path
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter

# TensorFlow, absl and fontconfig write these to the terminal before anything can silence them: the machine's, not the
# note's.
MACHINE_LINES = re.compile(
    r"^(Fontconfig warning: |WARNING: All log messages before absl|[IWE]\d{4} |\d{4}-\d\d-\d\d .*tensorflow/).*\n?",
    re.M,
)
# Of a traceback the reader looks at the note's own cells; where a file lies is the machine's affair.
FRAME_OF_MACHINERY = re.compile(r"^\s*File .*\.py:\d+|.*get_ipython\(\)\.run_cell_magic", re.S)
TERMINAL_COLOURS = re.compile(r"\x1b\[[\d;]*m")
# A picture's bytes depend on the fonts and the drawing library of the machine; an SVG or a table is text.
UNCOMPARED_TYPES = {"image/png", "application/javascript"}


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for command, paths in {"page": ["source", "target"], "refresh": ["source"], "index": ["source", "target"]}.items():
        sub = commands.add_parser(command)
        for path in paths:
            sub.add_argument(path, type=Path)
    given = parser.parse_args(arguments)
    if given.command == "index":
        write(given.target, index_page(sorted(given.source.glob("*.ipynb"))))
        return 0
    committed = nbformat.read(given.source, as_version=4)
    try:
        executed = execute(committed, given.source.parent)
    except CellExecutionError as error:
        print(f"{given.source}: a cell failed.\n{error}", file=sys.stderr)
        return 1
    if given.command == "refresh":
        nbformat.write(executed, given.source)
        return 0
    stale = differences(committed, executed)
    if stale:
        print(f"{given.source}: outputs that are no longer true (`make refresh` writes them anew):", file=sys.stderr)
        print("\n".join(stale), file=sys.stderr)
        return 1
    write(given.target, page(executed, title_of(executed)))
    return 0


def execute(notebook: Any, folder: Path) -> Any:
    """Return a copy of the notebook with the outputs of running it in `folder`, normalised.

    Raises:
        CellExecutionError: If a cell raises.
    """
    ran = copy.deepcopy(notebook)
    for cell in ran.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    client = NotebookClient(ran, timeout=900, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    # What the kernel's process writes past the notebook is TensorFlow telling of the machine; a cell's own errors come
    # as outputs.
    client.execute(stderr=subprocess.DEVNULL)
    return normalised(ran)


def normalised(notebook: Any) -> Any:
    """Return the notebook without what changes from run to run or from machine to machine, so that diffs stay small."""
    clean = copy.deepcopy(notebook)
    clean.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in clean.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [output for output in map(normalised_output, cell.outputs) if output is not None]
    return clean


def normalised_output(output: Any) -> Any | None:
    """Return a cell's output without counts and the machine's own lines; None where nothing is left of it."""
    kept = copy.deepcopy(output)
    if "execution_count" in kept:
        kept.execution_count = None
    if kept.output_type == "stream":
        kept.text = MACHINE_LINES.sub("", kept.text)
        if not kept.text.strip():
            return None
    if kept.output_type == "error":
        plain = {part: TERMINAL_COLOURS.sub("", part) for part in kept.traceback}
        kept.traceback = [part for part, text in plain.items() if not FRAME_OF_MACHINERY.match(text)]
    return kept


def differences(committed: Any, executed: Any) -> list[str]:
    """Return what differs between the outputs of two runs of one notebook, a text a cell; luck's cells left out."""
    found = []
    for number, (before, after) in enumerate(zip(normalised(committed).cells, executed.cells, strict=True)):
        if before.cell_type != "code" or "luck" in before.metadata.get("tags", []):
            continue
        old, new = comparable(before.outputs), comparable(after.outputs)
        if old != new:
            first_line = before.source.partition("\n")[0]
            found.append(f"cell {number} ({first_line}):\n  committed: {old}\n  now:       {new}")
    return found


def comparable(outputs: Any) -> list[Any]:
    """Return the parts of a cell's outputs that every run must repeat."""
    parts: list[Any] = []
    for output in outputs:
        if output.output_type == "stream":
            # Where one write ends and the next begins is the kernel's affair.
            if parts and parts[-1][0] == output.name:
                parts[-1] = (output.name, parts[-1][1] + output.text)
            else:
                parts.append((output.name, output.text))
        elif output.output_type == "error":
            parts.append(("error", output.ename, output.evalue))
        else:
            data = {kind: value for kind, value in output.data.items() if kind not in UNCOMPARED_TYPES}
            if set(output.data) & UNCOMPARED_TYPES:
                # The text beside a picture is its object's address.
                data.pop("text/plain", None)
            parts.append((sorted(output.data), data))
    return parts


def page(notebook: Any, title: str) -> str:
    """Return the notebook as one HTML page that needs nothing from elsewhere, for light and dark, wide and narrow."""
    # No formula is used in the notes, and a page read offline cannot fetch the libraries that would show one.
    exporter = HTMLExporter(mathjax_url="", require_js_url="", exclude_input_prompt=True, exclude_output_prompt=True)
    text, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    for words in picture_texts(notebook):
        text = text.replace(NO_DESCRIPTION, f'alt="{html.escape(words)}"', 1)
    style = f"<style>{STYLE}\n@media (prefers-color-scheme: dark) {{\n{dark_theme()}\n}}</style>"
    text = text.replace("</head>", f"{style}\n</head>", 1)
    return re.sub(r"(<body[^>]*>)", r"\1\n" + NAVIGATION, text, count=1)


def picture_texts(notebook: Any) -> list[str]:
    """Return the alternative text of each PNG output, in order.

    Raises:
        ValueError: If a picture has none: `display(figure, metadata={"image/png": {"alt": "..."}})` gives it.
    """
    texts = []
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                words = output.metadata.get("image/png", {}).get("alt")
                if not words:
                    raise ValueError(f"The picture of cell {number} has no alternative text.")
                texts.append(words)
    return texts


def dark_theme() -> str:
    """Return the colours of nbconvert's own dark theme, which it would use instead of the light one, not beside it."""
    for folder in jupyter_path("nbconvert", "templates", "lab", "static"):
        theme = Path(folder) / "theme-dark.css"
        if theme.is_file():
            return theme.read_text(encoding="utf-8")
    raise FileNotFoundError("nbconvert's lab template has no theme-dark.css; without it the pages are light only.")


def title_of(notebook: Any) -> str:
    """Return the notebook's first heading."""
    for cell in notebook.cells:
        match = re.search(r"^# (.+)$", cell.source, re.M) if cell.cell_type == "markdown" else None
        if match:
            return match[1].strip()
    raise ValueError("A note starts with a heading, '# Title', in a text cell.")


def summary_of(notebook: Any) -> str:
    """Return the paragraph below the notebook's first heading."""
    first = next(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    paragraphs = [part.strip() for part in first.split("\n\n") if part.strip() and not part.startswith(("#", "[!"))]
    return re.sub(r"[*`_]", "", paragraphs[0]).replace("\n", " ") if paragraphs else ""


def index_page(sources: list[Path]) -> str:
    """Return the page that lists the notes, in the order of their file names."""
    notes = [(source.stem, nbformat.read(source, as_version=4)) for source in sources]
    entries = "\n".join(
        f'<li><a href="{html.escape(stem)}.html">{html.escape(title_of(note))}{picture_of(note)}</a>'
        f"<p>{html.escape(summary_of(note))}</p></li>"
        for stem, note in notes
    )
    return INDEX.replace("ENTRIES", entries)


def picture_of(notebook: Any) -> str:
    """Return a note's picture for the index, from its outputs: its last plot, or else its first drawing, or nothing."""
    shown = [output.data for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    plots = [data["image/png"] for data in shown if "image/png" in data]
    drawings = [data["image/svg+xml"] for data in shown if "image/svg+xml" in data]
    if plots:
        kind, content = "image/png", "".join(plots[-1].split())
    elif drawings:
        kind, content = "image/svg+xml", base64.b64encode(drawings[0].encode()).decode()
    else:
        return ""
    return f'<img src="data:{kind};base64,{content}" alt="">'


def write(target: Path, text: str) -> None:
    """Write a page whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_suffix(".part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(target)


# What nbconvert writes for a picture whose text it does not read.
NO_DESCRIPTION = 'alt="No description has been provided for this image"'
NAVIGATION = '<nav class="notes"><a href="index.html">All notes</a></nav>'
STYLE = """
:root { color-scheme: light dark; }
body.jp-Notebook, nav.notes { max-width: 56rem; margin-left: auto; margin-right: auto; }
nav.notes { padding: 0.5rem 0; font-family: var(--jp-content-font-family); }
nav.notes a { color: var(--jp-content-link-color); }
.highlight pre, .jp-OutputArea-output pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.jp-RenderedHTMLCommon table { display: block; overflow-x: auto; }
.jp-RenderedHTMLCommon td code { white-space: pre-wrap; overflow-wrap: anywhere; }
.jp-OutputArea-output img, .jp-OutputArea-output svg { max-width: 100%; height: auto; }
"""
INDEX = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Keras functional notes</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.05rem/1.55 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
li { margin-bottom: 2rem; }
li p { margin: 0.2rem 0 0; }
li img { display: block; max-width: 100%; max-height: 13rem; margin: 0.5rem 0; }
</style>
</head>
<body>
<h1>Keras functional notes</h1>
<p>Notes on the Keras functional API, in reading order. Each was executed when this page was made.</p>
<ol>
ENTRIES
</ol>
</body>
</html>
"""

if __name__ == "__main__":
    sys.exit(main())
