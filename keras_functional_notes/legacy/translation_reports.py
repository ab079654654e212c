"""What a translation says of its files: a diff, a report for people, a report for programs."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from keras_functional_notes.legacy.translating import Translation

__all__ = ["TranslatedFile", "json_report", "text_report"]


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
    """Return the report for people: what changed, what needs you, what is untouched.

    >>> print(text_report([TranslatedFile("new.py", "", "", "utf-8")]))
    changed: no file
    needs you: nothing
    untouched: 1 file
      new.py
    """
    changed = [result for result in results if result.changed]
    untouched = [result for result in results if not result.changed and not result.error]
    lines = [f"changed: {_count(len(changed), 'file') if changed else 'no file'}"]
    for result in changed:
        lines.append(f"  {result.path}: {_count(len(result.translation.changes), 'change')}")
        lines += [f"    {result.place(d.line)}: {d.what}: {d.why}" for d in result.translation.differences]
    needs = [(result, need) for result in results for need in result.translation.needs_you]
    lines.append(f"needs you: {_count(len(needs), 'place') if needs else 'nothing'}")
    for result, need in needs:
        lines += [f"  {result.place(need.line)}: {need.what}", f"    {need.why} {need.do}"]
    lines.append(f"untouched: {_count(len(untouched), 'file') if untouched else 'no file'}")
    lines += [f"  {result.path}" for result in untouched]
    errors = [f"  {result.error}" for result in results if result.error]
    return "\n".join([*lines, *([f"not translated: {_count(len(errors), 'file')}", *errors] if errors else [])])


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
