"""Files, folders, notebooks and the command line of the translator."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from keras_functional_notes.__main__ import main
from keras_functional_notes.legacy.translating.files import files_in, package_of, translate_paths
from keras_functional_notes.legacy.translating.translator import translate

OLD = "from keras.layers import merge\nz = merge([a, b])\n"
NEW = "from keras.layers import Add\nz = Add()([a, b])\n"
LEFT = "from keras.layers import merge\nz = merge(xs, mode=mode)\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.py").write_text(OLD)
    (tmp_path / "new.py").write_text(NEW)
    (tmp_path / "left.py").write_text(LEFT)
    return tmp_path


def run(*arguments: str | Path, **more: Any) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = translate_paths([str(argument) for argument in arguments], out=out, err=err, **more)
    return code, out.getvalue(), err.getvalue()


def test_a_diff_and_a_report_by_default(folder: Path) -> None:
    code, out, err = run(folder)
    old, new, left = (folder / f"{name}.py" for name in ("old", "new", "left"))
    assert code == 0
    assert out == (
        f"--- a/{old}\n+++ b/{old}\n@@ -1,2 +1,2 @@\n"
        "-from keras.layers import merge\n-z = merge([a, b])\n+from keras.layers import Add\n+z = Add()([a, b])\n"
    )
    assert err == (
        f"runs as it stands: 2 of 3 files\nneeds you: 1 place, {left}:2\nmay differ: nothing\n\n"
        f"changed: 1 file\n  {old}: 2 changes\n"
        f"needs you: 1 place\n  {left}:2: merge(xs, mode=mode)\n"
        "    Which layer of today it is, its mode says, and that is known only when the text runs. Give the mode as "
        "text, such as mode='sum', and translate again.\n"
        f"untouched: 2 files\n  {left}\n  {new}\n"
    )
    assert old.read_text() == OLD


def test_a_diff_can_be_applied(folder: Path) -> None:
    (folder / "old.py").write_text(OLD.rstrip("\n"))
    ran = subprocess.run(
        [sys.executable, "-m", "keras_functional_notes", "translate", "old.py"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, [str(Path.cwd()), os.environ.get("PYTHONPATH")])),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    subprocess.run(["git", "apply", "-"], cwd=folder, input=ran.stdout, text=True, check=True)
    assert (folder / "old.py").read_text() == NEW.rstrip("\n")


def test_writing(folder: Path) -> None:
    old = folder / "old.py"
    old.chmod(0o754)
    before = (folder / "new.py").stat().st_mtime_ns
    assert run(folder, write=True)[:2] == (0, "")
    assert old.read_text() == NEW
    assert stat.S_IMODE(old.stat().st_mode) == 0o754
    assert (folder / "new.py").stat().st_mtime_ns == before
    assert sorted(path.name for path in folder.iterdir()) == ["left.py", "new.py", "old.py"]
    assert run(folder, check=True)[0] == 0


def test_writing_fails_as_a_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    code, _, err = run(folder / "old.py", write=True)
    assert code == 2
    assert err.endswith(f"not translated: 1 file\n  {folder / 'old.py'}: No space left on device\n")
    assert (folder / "old.py").read_text() == OLD
    assert len(list(folder.iterdir())) == 3


def test_a_link_is_written_through(folder: Path) -> None:
    link = folder / "link.py"
    link.symlink_to(folder / "old.py")
    assert run(link, write=True)[0] == 0
    assert link.is_symlink()
    assert (folder / "old.py").read_text() == NEW


@pytest.mark.parametrize(("name", "code"), [("old.py", 1), ("new.py", 0), ("left.py", 0)])
def test_checking(folder: Path, name: str, code: int) -> None:
    assert run(folder / name, check=True)[:2] == (code, "")
    assert (folder / "old.py").read_text() == OLD


def test_the_report_for_programs(folder: Path) -> None:
    code, out, err = run(folder, report="json")
    report = json.loads(out)
    assert (code, err) == (0, "")
    assert report["changed"][0]["path"] == str(folder / "old.py")
    assert report["changed"][0]["changes"][1] == {"line": 2, "old": "merge([a, b])", "new": "Add()([a, b])", "why": ""}
    assert report["needs_you"][0]["line"] == 2
    assert set(report["needs_you"][0]) == {"path", "line", "what", "why", "do"}
    assert report["untouched"] == [str(folder / "left.py"), str(folder / "new.py")]
    assert report["errors"] == []


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("typo.py", b"from keras.layers improt Input\n", "typo.py:1: `improt` is no word of Python's"),
        ("odd.py", b"# keras \xff\xfe\n", "odd.py:1: "),
        ("strange.py", b"# -*- coding: klingon -*-\n", "strange.py:1: "),
        ("zero.py", b"keras = '\x00'\n", "zero.py:1: "),
        ("deep.py", b"keras = " + b"(" * 5000 + b")" * 5000, "deep.py:1: "),
        ("broken.ipynb", b'{"cells": [', "broken.ipynb:1: "),
        ("none.ipynb", b"[1]", "none.ipynb:1: "),
        (
            "cell.ipynb",
            b'{"cells": [{"cell_type": "markdown", "source": ""}, {"cell_type": "code", "source": "x = 1\\nprint x"}]}',
            "cell.ipynb:cell 2:2: `print` is a function",
        ),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place_and_the_others_are_done(
    folder: Path, name: str, content: bytes, place: str
) -> None:
    (folder / name).write_bytes(content)
    code, _, err = run(folder, write=True)
    assert code == 2
    assert f"not translated: 1 file\n  {folder}/{place}" in err
    assert (folder / name).read_bytes() == content
    assert (folder / "old.py").read_text() == NEW


def test_a_path_that_is_not_there(folder: Path) -> None:
    assert run(folder / "nothing.py") == (2, "", f"there is no {folder / 'nothing.py'}\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1251"])
def test_encodings_and_line_ends_stay(tmp_path: Path, encoding: str) -> None:
    cookie = "" if encoding.startswith("utf") else f"# -*- coding: {encoding} -*-\r\n"
    letter = "ж" if encoding == "cp1251" else "ä"
    text = f"{cookie}from keras.layers import Dense  # {letter}\r\nDense('{letter}', init='one')\r\n"
    path = tmp_path / "old.py"
    path.write_bytes(text.encode(encoding))
    assert run(path, write=True)[0] == 0
    assert path.read_bytes() == text.replace("init='one'", "kernel_initializer='ones'").encode(encoding)


def test_which_files_a_folder_has(tmp_path: Path) -> None:
    for name in ("b.py", "a.ipynb", "c.txt", ".hidden/d.py", "sub/e.py", "site-packages/f.py", "sub/__pycache__/g.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    assert [str(path.relative_to(tmp_path)) for path in files_in([tmp_path])] == ["a.ipynb", "b.py", "sub/e.py"]


def test_the_package_of_a_file(tmp_path: Path) -> None:
    package = tmp_path / "keras" / "applications"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package.parent / "__init__.py").touch()
    (package / "net.py").write_text("from ..layers import merge\nmerge([a, b])\n")
    assert package_of(package / "net.py") == "keras.applications"
    assert run(package / "net.py", write=True)[0] == 0
    assert (package / "net.py").read_text() == "from keras.layers import Add\nAdd()([a, b])\n"


# The command


def command(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "keras_functional_notes", "translate", *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_typed_comes_back_translated() -> None:
    ran = command("-", "--write", typed=OLD)
    assert (ran.returncode, ran.stdout) == (0, NEW)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in ran.stderr.splitlines()}
    assert loaded.isdisjoint({"keras", "tensorflow", "numpy"})


def test_the_commands_exit_codes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["translate", str(folder)]) == 0
    assert main(["translate", "--check", str(folder)]) == 1
    assert main(["translate", str(folder / "nothing")]) == 2
    assert "--- a/" in capsys.readouterr().out


def test_a_report_begins_with_what_a_person_must_know(folder: Path) -> None:
    (folder / "old.py").write_text(
        "from keras.layers import LSTM, Dense\nLSTM(3)\nDense(output_dim=2)\nLSTM(output_dim=4)\n"
    )
    _, _, err = run(folder)
    runs, needs, differ, empty, *details = err.splitlines()
    old, left = folder / "old.py", folder / "left.py"
    assert runs == "runs as it stands: 2 of 3 files"
    assert needs == f"needs you: 1 place, {left}:2"
    assert differ == f"may differ: 2 meanings, {old}:2, 4"
    assert empty == ""
    # Each meaning once, with all of its lines.
    assert details.count(f"    {old}:2, 4") == 2
    assert "may differ: 2 meanings" in details


def test_nothing_is_listed_that_is_written_as_before() -> None:
    """An import that moves is one change; the calls of its name are none."""
    done = translate("from keras.layers.core import Dense\na = Dense(3)\nb = Dense(output_dim=4)\n")
    assert [(change.old, change.new) for change in done.changes] == [
        ("from keras.layers.core import Dense", "from keras.layers import Dense"),
        ("Dense(output_dim=4)", "Dense(units=4)"),
    ]


def test_a_change_at_the_end_of_a_long_line_is_seen() -> None:
    long = "Dense(3, activation='relu', name='" + "x" * 90 + "', "
    [change] = translate(f"from keras.layers import Dense\n{long}bias=False)\n").changes
    assert change.old != change.new
    assert change.old.endswith("bias=False)")
    assert change.new.endswith("use_bias=False)")
