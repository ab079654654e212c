"""What becomes of the project's own texts of 2016: a table of what runs, translates, agrees and is reported.

    python tools/corpus.py [FILE ...]

By default of all texts in tests/legacy/snippets and tests/legacy/examples, which are written after the kinds of Keras
1.2.2's examples, with small random data where those download. Each that does not agree is listed below the table.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
LEGACY = Path(__file__).parents[1] / "tests" / "legacy"
sys.path[:0] = [str(LEGACY), str(Path(__file__).parent)]

from trying import Outcome, tried  # noqa: E402  # the tests' own, which are no package

COLUMNS = ("texts", "run as they stand", "translated and run", "agree", "reported", "silent")


def main() -> None:
    """Try the texts, and print what became of them."""
    chosen = [Path(name) for name in sys.argv[1:]]
    folders = {name: sorted((LEGACY / name).glob("*.py")) for name in ("snippets", "examples")}
    groups = {"chosen": chosen} if chosen else folders
    print(f"| | {' | '.join(COLUMNS)} |\n|{' --- |' * (len(COLUMNS) + 1)}")
    told: list[str] = []
    for name, paths in groups.items():
        outcomes = {path: tried(path.read_text(encoding="utf-8")) for path in paths}
        print(f"| {name} | {' | '.join(map(str, counted(list(outcomes.values()))))} |", flush=True)
        told += [line for path, outcome in outcomes.items() for line in lines(path.stem, outcome)]
    print(*["", *told], sep="\n")


def counted(outcomes: list[Outcome]) -> tuple[int, ...]:
    """Return the numbers of a row of the table."""
    return (
        len(outcomes),
        sum(outcome.ran for outcome in outcomes),
        sum(outcome.translated for outcome in outcomes),
        sum(outcome.agrees for outcome in outcomes),
        sum(outcome.reported for outcome in outcomes),
        sum(bool(outcome.silent) for outcome in outcomes),
    )


def lines(name: str, outcome: Outcome) -> list[str]:
    """Return what is to be said of a text that does not agree."""
    parts = (
        ("stops", outcome.stopped),
        ("its translation stops", outcome.stopped_translated),
        ("SILENT", outcome.silent),
    )
    return [f"{name}: {what}: {why.splitlines()[0][:300]}" for what, why in parts if why]


if __name__ == "__main__":
    main()
