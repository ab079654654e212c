"""The translator against `tf_upgrade_v2` on the same files, its start, and how it grows with the text's length."""

from __future__ import annotations

import contextlib
import io
import statistics
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measuring import ratio, report, seconds
from keras_functional_notes.legacy.translating.translator import translate

ROOT = Path(__file__).parents[1]
SNIPPETS = sorted((ROOT / "tests" / "legacy" / "snippets").glob("*.py"))
KERAS_1 = ROOT / "build" / "Keras-1.2.2" / "keras"


def texts() -> list[str]:
    """Return Keras 1.2.2's own modules; without its source, the tests' snippets many times."""
    modules = sorted([*KERAS_1.glob("layers/*.py"), *KERAS_1.glob("applications/*.py")])
    return [path.read_text() for path in modules] or [path.read_text() for path in SNIPPETS] * 20


def main() -> bool:
    warnings.simplefilter("ignore", SyntaxWarning)
    some = texts()
    lines = sum(text.count("\n") for text in some)
    ours = seconds(lambda: translated(some))
    print(f"{lines:,} lines, {lines / ours:,.0f} a second (for information)")
    return all(
        [
            report("64 times the text / 4 times the text (linear: 16, quadratic: 256)", _growth(4, 64), 24),
            report("`translate` of one file, seconds from start to end", _start(), 0.5),
            report("time of the same files / tf_upgrade_v2's", _against_tf_upgrade(some), 1),
        ]
    )


def translated(some: Sequence[str]) -> None:
    for text in some:
        translate(text, package="keras.layers")


def _against_tf_upgrade(some: Sequence[str]) -> float:
    from tensorflow.tools.compatibility import ast_edits, tf_upgrade_v2

    specification = tf_upgrade_v2.TFAPIChangeSpec()

    def theirs() -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            for text in some:
                upgrader = ast_edits.ASTCodeUpgrader(specification)
                upgrader.process_opened_file("text.py", io.StringIO(text), "text.py", io.StringIO())

    translated(some)
    return ratio(lambda: translated(some), theirs, rounds=3)


def _start() -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.py"
        path.write_text(SNIPPETS[0].read_text())
        command = [sys.executable, "-m", "keras_functional_notes", "translate", str(path)]
        return statistics.median(
            seconds(lambda: subprocess.run(command, capture_output=True, check=True, cwd=ROOT)) for _ in range(7)
        )


def _growth(few: int, many: int) -> float:
    body = "\n".join(path.read_text().replace("from __future__", "# from __future__") for path in SNIPPETS)
    return ratio(lambda: translate(body * many), lambda: translate(body * few), rounds=5)


if __name__ == "__main__":
    raise SystemExit(not main())
