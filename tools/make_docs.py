"""Write docs/keras1-to-today.md: each construct of Keras 1.2.2 before and after, read off the table and translated.

    python tools/make_docs.py           write the page
    python tools/make_docs.py --check   exit with 1 if the page is not what would be written

`tests/legacy/test_agreement.py` runs both sides of every example that says it can be run.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from keras_functional_notes.legacy.table import METHODS, MODES, MODULES, REQUIRED, ROWS, Row
from keras_functional_notes.legacy.table.arguments import EXAMPLES
from keras_functional_notes.legacy.table.fidelity import NEVER_ALIKE
from keras_functional_notes.legacy.table.meanings import MEANINGS
from keras_functional_notes.legacy.table.records import Told
from keras_functional_notes.legacy.translating.translator import Translation, translate

PAGE = Path(__file__).parents[1] / "docs" / "keras1-to-today.md"


@dataclass(frozen=True)
class Example:
    """One construct.

    Args:
        section: Where it stands on the page.
        name: What it is an example of.
        text: A whole text of 2016, in which ``made = ...`` is the construct.
        not_run: Why its two sides are not run and compared; empty where they are.
    """

    section: str
    name: str
    text: str
    not_run: str = ""

    @property
    def done(self) -> Translation:
        return translate(self.text)

    @property
    def old(self) -> str:
        return _made(self.text)

    @property
    def new(self) -> str:
        made = _made(self.done.text)
        # The text has other names of keras.layers already, so a new one may have come under an alias.
        for name, alias in re.findall(r"import (\w+) as (\w+)", self.done.text):
            if alias not in self.old or alias == self.name:
                made = re.sub(rf"\b{alias}\b", name, made)
        return made


def _made(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("made = ")).removeprefix("made = ")


ARRAYS = """import numpy as np
x, y, labels = np.arange(6.0).reshape(2, 3) / 6, np.ones((2, 3)) / 3, np.array([0, 2])
"""
PICTURES = """signal, kernel1 = np.ones((1, 8, 2)), np.ones((3, 2, 4))
image, kernel2 = np.ones((1, 8, 8, 3)), np.ones((3, 3, 3, 4))
volume, kernel3 = np.ones((1, 6, 6, 6, 2)), np.ones((3, 3, 3, 2, 4))
v = K.variable(x)
"""
TENSORS = """from keras.layers import *
from keras.models import Model, Sequential
a, b = Input(shape=(4, 4)), Input(shape=(4, 4))
"""
WHOLE = (
    (
        "A function as the mode",
        TENSORS + "made = merge([a, b], mode=lambda xs: xs[0] - xs[1], output_shape=(4, 4))\n",
    ),
    ("Merge, called", TENSORS + "made = Merge(mode='sum')([a, b])\n"),
    (
        "Merge in a Sequential",
        TENSORS + "left = Sequential([Dense(4, input_dim=8)])\nright = Sequential([Dense(4, input_dim=6)])\n"
        "made = Sequential([Merge([left, right], mode='concat')])\nmade([Input((8,)), Input((6,))])\n",
    ),
    ("A model", TENSORS + "made = Model(input=[a, b], output=[merge([a, b], mode='mul')])\n"),
)
TRAINING = """import numpy as np
from keras.layers import Dense
from keras.models import Sequential
X, Y = np.ones((8, 3)), np.ones((8, 1))
model = Sequential([Dense(1, input_dim=3)])
model.compile(loss='kullback_leibler_divergence', optimizer='sgd', metrics=['acc'])
def batches(batch_size):
    while True:
        yield X[:batch_size], Y[:batch_size]
"""
NODES = """from keras.layers import Dense, Input
from keras.models import Model
x, y = Input(shape=(3,)), Input(shape=(3,))
shared = Dense(output_dim=2)
of_x, of_y = shared(x), shared(y)
model = Model(input=x, output=of_x)
of_model = model(y)
"""
NODE_CALLS = (
    "shared.get_output_at(1)",
    "shared.get_input_at(0)",
    "shared.get_output_shape_at(1)",
    "shared.get_input_shape_at(1)",
    "model.get_output_at(0)",
    "model.get_output_at(1)",
    "shared.output_shape",
    "shared.W",
)
SECTIONS = {
    "merge": "## Merging",
    "layers": "## Layers",
    "models": "## Models and their methods",
    "nodes": "## Nodes",
    "other": "## What Keras 1 had beside its layers",
    "backend": "## keras.backend",
}


def examples() -> Iterator[Example]:
    """Yield every example of the page."""
    for mode in MODES:
        yield Example("merge", mode.name, f"{TENSORS}made = merge([a, b], mode='{mode.name}')\n")
    for name, text in WHOLE:
        yield Example("merge" if "odel" not in name else "models", name, text)
    for row in METHODS:
        yield Example("models", row.name, f"{TRAINING}made = model.{row.name}({row.example})\n", row.not_run)
    for call in NODE_CALLS:
        yield Example("nodes", call, f"{NODES}made = {call}\n")
    for row in ROWS:
        if not (row.itself or row.is_gone or (row.by_hand and row.example is None)):
            yield from _of_row(row)


def _of_row(row: Row) -> Iterator[Example]:
    if row.module == "keras.backend":
        head = f"from keras import backend as K\n{ARRAYS}{PICTURES}"
        yield Example("backend", row.name, f"{head}made = K.{call_of(row, row.name)}\n", row.not_run)
        return
    section = "layers" if row.module.startswith("keras.layers.") else "other"
    for name in row.names:
        head = f"from keras.layers import *\nfrom {row.module} import {name}\n{ARRAYS}image = np.ones((1, 8, 8, 3))\n"
        text = f"{head}made = {call_of(row, name)}\nold = Dense(output_dim=1)\n"
        yield Example(section, name, text, row.not_run)


def arguments_of(row: Row) -> dict[str, str]:
    """Return the arguments by name, in source text, of an example call of a row."""
    if row.example is None:
        return {argument.name: EXAMPLES[argument.name] for argument in row.arguments if argument.name in EXAMPLES}
    call = ast.parse(f"f({row.example})", mode="eval").body
    assert isinstance(call, ast.Call)  # as it was written
    return {str(keyword.arg): ast.unparse(keyword.value) for keyword in call.keywords}


def call_of(row: Row, name: str) -> str:
    """Return an example call of a name."""
    if row.example is not None:
        return f"{name}({row.example})"
    if row.module == "keras.backend":
        return f"{name}({', '.join(argument.name for argument in row.arguments if argument.default is REQUIRED)})"
    return f"{name}({', '.join(f'{key}={text}' for key, text in arguments_of(row).items())})"


# The page


def page() -> str:
    """Return the page's text."""
    lines = [
        "# Keras 1 to today",
        "",
        "Each construct of Keras 1.2.2 and what `python -m keras_functional_notes translate` makes of it. This page is",
        "written by `tools/make_docs.py` off the package's table; a test runs both sides of its examples.",
    ]
    by_section: dict[str, list[Example]] = {section: [] for section in SECTIONS}
    for example in examples():
        by_section[example.section].append(example)
    for section, title in SECTIONS.items():
        lines += ["", title, "", "| 2016 | today |", "| --- | --- |"]
        for example in by_section[section]:
            done = example.done
            needs = "; ".join(dict.fromkeys(f"{need.why} {need.do}" for need in done.needs_you))
            lines.append(
                f"| {_code(example.old)} | {f'left to you: {_cell(needs)}' if needs else _code(example.new)} |"
            )
    lines += ["", "## Modules", "", "| 2016 | today |", "| --- | --- |"]
    for module in MODULES.values():
        if module.today != module.name:
            lines.append(f"| `{module.name}` | {f'`{module.today}`' if module.today else 'gone'} |")
    lines += ["", "## Gone", "", "What has no successor of one name is left as it stands, and listed.", ""]
    lines += ["| 2016 | use |", "| --- | --- |"]
    lines += [f"| `{row.module}.{row.name}` | {_cell(str(row.instead))} |" for row in ROWS if row.is_gone]
    lines += [
        "",
        "## The same words, and something else",
        "",
        "| 2016 | where | what differs today |",
        "| --- | --- | --- |",
    ]
    by_sentence: dict[tuple[str, str], list[str]] = {}
    for name, condition, sentence in dict.fromkeys(_differences()):
        by_sentence.setdefault((condition, sentence), []).append(f"`{name}`")
    for (condition, sentence), names in by_sentence.items():
        more = f" and {len(names) - 4} more" if len(names) > 6 else ""
        lines.append(f"| {', '.join(names[:4] if more else names)}{more} | {condition} | {_cell(sentence)} |")
    return "\n".join([*lines, *_as_in_2016()]) + "\n"


def _as_in_2016() -> Iterator[str]:
    """Yield the lines on what `as_in_2016` does about each difference, and on what it cannot."""
    told = {sentence for _, _, sentence in _differences() if isinstance(sentence, Told)}
    sentences = [sentence for sentence in dict.fromkeys(each for _, _, each in _differences()) if sentence in told]
    yield from (
        "",
        "## As in 2016",
        "",
        "What `run --as-in-2016`, `%%keras1 --as-in-2016` and `run_source(text, as_in_2016=True)` do about it, and",
        "what `translate --as-in-2016` and `translate(text, as_in_2016=True)` write; where they write nothing, the",
        "report tells it at the line. What is not in this table stays as it is today, and is told.",
        "",
        "| what differs today | when run | when translated |",
        "| --- | --- | --- |",
    )
    for sentence in sentences:
        assert isinstance(sentence, Told)  # as they were chosen
        nothing = f"not: {sentence.why}"
        yield f"| {_cell(sentence)} | {_cell(sentence.run or nothing)} | {_cell(sentence.written or nothing)} |"
    yield from ("", "What is never alike:", "", "| what | why |", "| --- | --- |")
    yield from (f"| {_cell(what)} | {_cell(what.why)} |" for what in NEVER_ALIKE)


def _differences() -> Iterator[tuple[str, str, str]]:
    """Yield what has it, where it matters, and what differs."""
    for meaning in MEANINGS:
        yield from ((name, meaning.condition, meaning.what) for name in meaning.names or ("any layer",))
    for mode in MODES:
        yield from ((f"merge(mode={mode.name!r})", "always", sentence) for sentence in mode.differs)
    for row in (*ROWS, *METHODS):
        yield from ((row.name, "always", sentence) for sentence in row.differs)
        for argument in row.arguments:
            if argument.absent:
                yield row.name, f"`{argument.name}` left out", argument.absent
            if argument.given:
                yield row.name, f"`{argument.name}` given", argument.given
            if argument.values is not None:
                for value, sentence in argument.values.differs.items():
                    yield row.name, f"`{argument.name}={value!r}`", sentence


def _code(text: str) -> str:
    return f"`{_cell(text)}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main(arguments: list[str]) -> int:
    """Write the page, or check it."""
    if arguments == ["--check"]:
        return int(not PAGE.exists() or PAGE.read_text() != page())
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
