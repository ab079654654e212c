"""`python -m keras_functional_notes run old_script.py [args...]`: the script as it stands, as Python would run it."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from keras_functional_notes.__main__ import main

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / "blocks.py").write_text("from keras.layers import Dense\ndef dense(n): return Dense(output_dim=n)\n")
    script = tmp_path / "old.py"
    script.write_text(
        textwrap.dedent("""
            import argparse
            from keras.layers import Input
            from blocks import dense
            parser = argparse.ArgumentParser()
            parser.add_argument('--units', type=int)
            parser.add_argument('rest', nargs='*')
            options = parser.parse_args()
            if __name__ == '__main__':
                layer = dense(options.units)
                layer(Input(shape=(3,)))
                print(layer.output_shape, options.rest)
            if 'leave' in options.rest:
                raise SystemExit(5)
            layer.get_output_at(options.units)
        """).lstrip()
    )
    return script


def test_a_script_runs_with_its_arguments_and_its_neighbours(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.argv
    with pytest.raises(SystemExit) as left:
        main(["run", str(script), "--units", "4", "a", "leave"])
    assert left.value.code == 5
    assert capsys.readouterr().out == "(None, 4) ['a', 'leave']\n"
    assert sys.argv is before


def test_what_a_script_raises_is_shown_from_its_own_line_on(script: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(script), "--units", "4"]) == 1
    shown = capsys.readouterr().err.splitlines()
    assert shown[:3] == [
        "Traceback (most recent call last):",
        f'  File "{script}", line 14, in <module>',
        "    layer.get_output_at(options.units)",
    ]
    assert "no node 4" in "\n".join(shown)


def test_a_syntax_error_is_shown_with_its_line_and_the_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "old.py"
    script.write_text("x = 1\nwhlie x: pass\n")
    assert main(["run", str(script)]) == 1
    shown = capsys.readouterr().err
    assert shown.startswith(f'  File "{script}", line 2\n    whlie x: pass\n')
    assert "Did you mean `while`?" in shown


def test_what_is_no_script_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(tmp_path / "none.py")]) == 2
    assert f"there is no file {tmp_path / 'none.py'}; give a script of 2016." in capsys.readouterr().err
    (tmp_path / "old.ipynb").write_text("{}")
    assert main(["run", str(tmp_path / "old.ipynb")]) == 2
    assert "is a notebook. In it, write %load_ext keras_functional_notes, and put %%keras1" in capsys.readouterr().err


def test_from_a_shell_the_notices_go_beside_the_output(script: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "keras_functional_notes", "run", script.name, "--units", "4", "leave"],
        cwd=script.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (5, "(None, 4) ['leave']\n")
    assert "blocks.py:2: Keras1Warning: `Dense(output_dim=4)` is `keras.layers.Dense(units=4)` today." in ran.stderr
