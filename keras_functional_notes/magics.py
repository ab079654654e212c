"""``%load_ext keras_functional_notes``: in IPython and Jupyter, a cell that starts with ``%%keras1`` is 2016 code.

The cell runs in the notebook's own namespace, shows its last value like any cell, and below it, once, what is written
otherwise today. ``%%keras1 --show`` also prints the cell in today's spelling; with ``--as-in-2016`` what the cell makes
computes, begins and trains as in Keras 1.
"""

from __future__ import annotations

import functools
import html
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from keras_functional_notes.legacy.shims.notices import Keras1Warning

__all__ = ["Notice", "NoticeTable", "load_ipython_extension"]

_SHOW, _AS_IN_2016 = "--show", "--as-in-2016"


def load_ipython_extension(shell: Any) -> None:
    """Teach an IPython shell the cell magic ``%%keras1``; IPython calls this for ``%load_ext``.

    Args:
        shell: The shell.

    Example:
        >>> from IPython.core.interactiveshell import InteractiveShell
        >>> shell = InteractiveShell()
        >>> load_ipython_extension(shell)
        >>> "keras1" in shell.magics_manager.magics["cell"]
        True
    """
    from IPython.core.error import UsageError
    from IPython.core.magic import output_can_be_silenced

    from keras_functional_notes.legacy.running.program import Program

    @functools.cache
    def program(as_in_2016: bool) -> Program:
        # Modules beside the notebook are 2016 text too, when such a cell imports them.
        return Program(Path.cwd(), as_in_2016=as_in_2016)

    @output_can_be_silenced
    def keras1(line: str, cell: str) -> Any:
        """Run the cell as 2016 code, in Keras 1's spelling.

        With --show, also print it in today's; with --as-in-2016, let it compute what Keras 1 computed.
        """
        __tracebackhide__ = True  # IPython shows the cell's own lines alone
        options = line.split()
        if not set(options) <= {_SHOW, _AS_IN_2016}:
            taken = f"{_SHOW} and {_AS_IN_2016}"
            raise UsageError(f"%%keras1 takes nothing but {taken} on its line, and got {line.strip()!r}.")
        as_in_2016 = _AS_IN_2016 in options
        code = shell.transform_cell(cell)
        # The magic's own line stands first in the cell, so it counts.
        name = shell.compile.cache(f"%%keras1 {line}\n{code}", shell.execution_count)
        with _collected() as notices:
            try:
                return program(as_in_2016).evaluate(f"\n{code}", name, shell.user_ns)
            finally:
                _show(notices, cell if _SHOW in options else None, as_in_2016=as_in_2016)

    shell.register_magic_function(keras1, "cell", "keras1")


def _show(notices: list[warnings.WarningMessage], to_translate: str | None, *, as_in_2016: bool) -> None:
    from IPython.display import display

    if notices:
        display(NoticeTable.of(notices))  # type: ignore[no-untyped-call]  # IPython's own
    if to_translate is not None:
        from keras_functional_notes.legacy.translating import translate  # of the one option alone, and slow to load

        print(translate(to_translate, as_in_2016=as_in_2016).text)


@contextmanager
def _collected() -> Iterator[list[warnings.WarningMessage]]:
    """Collect the notices of 2016 spelling; every other warning is shown at once, as ever."""
    notices: list[warnings.WarningMessage] = []
    with warnings.catch_warnings():
        warnings.simplefilter("always", Keras1Warning)
        showwarning = warnings.showwarning

        def collect(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if category is Keras1Warning:
                notices.append(warnings.WarningMessage(message, category, filename, lineno))
            else:
                showwarning(message, category, filename, lineno, file, line)

        warnings.showwarning = collect
        yield notices


@dataclass(frozen=True)
class Notice:
    """What one spelling of 2016 is today.

    Args:
        old: What was written.
        today: What is written today.
        differences: What comes out differently; empty where nothing does.
        lines: The lines of the cell that wrote it.

    Example:
        >>> Notice.of(Keras1Warning(old="Dense(output_dim=64)", today="keras.layers.Dense(units=64)"), (3,))
        Notice(old='Dense(output_dim=64)', today='keras.layers.Dense(units=64)', differences='', lines=(3,))
    """

    old: str
    today: str
    differences: str
    lines: tuple[int, ...]

    @classmethod
    def of(cls, warning: Keras1Warning, lines: tuple[int, ...]) -> Notice:
        """Return what a warning says of some lines."""
        if not warning.old:
            return cls("", "", str(warning), lines)
        return cls(warning.old, warning.today or "no name", " ".join(warning.differences), lines)


@dataclass(frozen=True, repr=False)
class NoticeTable:
    """The notices of a cell, each once: a small table "2016 / today", as text and as HTML.

    Args:
        notices: What to show.

    Example:
        >>> NoticeTable((Notice("Dense(output_dim=64)", "keras.layers.Dense(units=64)", "", (3, 5)),))
        2016                  today                         line
        Dense(output_dim=64)  keras.layers.Dense(units=64)  3, 5
    """

    notices: tuple[Notice, ...]

    @classmethod
    def of(cls, notices: Iterable[warnings.WarningMessage]) -> NoticeTable:
        """Make the table of warnings, those of one text together."""
        found: dict[str, tuple[Keras1Warning, dict[int, None]]] = {}
        for notice in notices:
            if isinstance(notice.message, Keras1Warning):
                found.setdefault(str(notice.message), (notice.message, {}))[1][notice.lineno] = None
        return cls(tuple(Notice.of(warning, tuple(lines)) for warning, lines in found.values()))

    def _rows(self) -> list[tuple[str, str, str]]:
        return [(notice.old, notice.today, ", ".join(map(str, notice.lines))) for notice in self.notices]

    def __repr__(self) -> str:
        rows = [("2016", "today", "line"), *self._rows()]
        widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
        shown = []
        for row, notice in zip(rows, [None, *self.notices], strict=True):
            cells = [row[0].ljust(widths[0]), row[1].ljust(widths[1]), row[2]]
            shown.append("  ".join(cells).rstrip())
            if notice is not None and notice.differences:
                shown.append(f"    {notice.differences}")
        return "\n".join(shown)

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" style="text-align:left">{name}</th>' for name in ("2016", "today", "line"))
        rows = []
        for notice, (old, today, lines) in zip(self.notices, self._rows(), strict=True):
            differences = f"<br>{html.escape(notice.differences)}" if notice.differences else ""
            rows.append(
                f'<tr><td style="text-align:left"><code>{html.escape(old)}</code></td>'
                f'<td style="text-align:left"><code>{html.escape(today)}</code>{differences}</td><td>{lines}</td></tr>'
            )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
