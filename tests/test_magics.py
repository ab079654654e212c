"""`%%keras1`: a cell of 2016 in a notebook of today."""

from __future__ import annotations

import builtins
import functools
import pickle
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import keras
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import RichOutput, capture_output

from keras_functional_notes.legacy import Keras1Warning
from keras_functional_notes.legacy.shims.notices import tell, tell_gone
from keras_functional_notes.legacy.syntax import Keras1SyntaxError
from keras_functional_notes.magics import Notice, NoticeTable

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    made = InteractiveShell.instance()
    made.run_line_magic("load_ext", "keras_functional_notes.magics")
    yield made
    InteractiveShell.clear_instance()


def cell(shell: InteractiveShell, text: str) -> tuple[Any, list[RichOutput]]:
    """Run a cell that must succeed; return its value and what it displayed."""
    with capture_output() as shown:
        ran = shell.run_cell(text)
    ran.raise_error()
    return ran.result, shown.outputs


def test_a_cell_runs_in_the_notebook_s_own_namespace_and_shows_its_last_value(shell: InteractiveShell) -> None:
    cell(shell, "width = 3")
    value, _ = cell(shell, "%%keras1\nfrom keras.layers import Dense\nlayer = Dense(output_dim=width)\nlayer")
    assert type(value) is keras.layers.Dense
    assert value is shell.user_ns["layer"]
    assert value.units == 3
    assert cell(shell, "%%keras1\nwidth = 4")[0] is None
    assert cell(shell, "layer.units + width")[0] == 7
    assert cell(shell, "%%keras1\nwidth;")[0] is None


def test_names_last_from_cell_to_cell_and_plain_cells_stay_plain(shell: InteractiveShell) -> None:
    cell(
        shell,
        "%%keras1\nimport keras as old\nfrom keras.layers import Input, Dense\nx = Input(shape=(3,))\n"
        "dense = Dense(2)\ny = dense(x)\ndef later():\n    import keras\n"
        "    return keras.__version__, dense.get_output_at(0) is y",
    )
    assert cell(shell, "%%keras1\nold.__version__, dense.output_shape")[0] == ("1.2.2", (None, 2))
    assert cell(shell, "later()")[0] == ("1.2.2", True)
    assert cell(shell, "import keras\nkeras.__version__, hasattr(dense, 'get_output_at')")[0] == (
        keras.__version__,
        False,
    )
    assert shell.user_ns["__builtins__"] is builtins


def test_functions_of_plain_cells_stay_plain_inside_the_cell(shell: InteractiveShell) -> None:
    cell(
        shell,
        "def make():\n    def inner():\n        import keras\n"
        "        return keras.__version__, hasattr(keras.layers.Dense(1), 'get_output_at')\n    return inner",
    )
    plain = (keras.__version__, False)
    assert cell(shell, "%%keras1\ninner = make()\ninner(), make()()")[0] == (plain, plain)
    assert cell(shell, "inner()")[0] == plain


def test_notices_are_shown_once_as_a_table(shell: InteractiveShell) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        _, [table] = cell(
            shell,
            "%%keras1\nfrom keras.layers import Dense, LSTM\nDense(output_dim=2)\nimport warnings\n"
            "warnings.warn('somebody else')\nfor _ in range(3): Dense(output_dim=2)\nlstm = LSTM(8)\n",
        )
    assert [str(warning.message) for warning in seen] == ["somebody else"]
    text = table.data["text/plain"].splitlines()
    assert [line.split() for line in text[:2]] == [
        ["2016", "today", "line"],
        ["Dense(output_dim=2)", "keras.layers.Dense(units=2)", "3,", "6"],
    ]
    assert text[2].split() == ["LSTM(8)", "LSTM(8)", "7"]
    assert "recurrent_activation's default was 'hard_sigmoid' in Keras 1" in text[3]
    page = table.data["text/html"]
    assert page.startswith('<table><thead><tr><th scope="col"')
    assert "<code>Dense(output_dim=2)</code>" in page
    assert page.count("<code>keras.layers.Dense(units=2)</code>") == 1


def test_a_cell_with_nothing_old_in_it_shows_no_table(shell: InteractiveShell) -> None:
    assert cell(shell, "%%keras1\nfrom keras.layers import Dense\nlayer = Dense(2)") == (None, [])


def test_what_a_cell_raises_has_the_cell_s_own_lines(shell: InteractiveShell) -> None:
    cell(shell, "%%keras1\nfrom keras.layers import Dense\ndense = Dense(output_dim=2)")
    with capture_output() as shown:
        ran = shell.run_cell(
            "%%keras1\nx = dense.W if False else Dense(output_dim=3)\n\ndef f():\n    return 1 / 0\nf()"
        )
    assert isinstance(ran.error_in_exec, ZeroDivisionError)
    lines = [(frame.lineno, frame.line) for frame in traceback.extract_tb(ran.error_in_exec.__traceback__)]
    assert lines[-2:] == [(6, "f()"), (5, "return 1 / 0")]
    # What is written otherwise today is told all the same.
    assert "keras.layers.Dense(units=3)" in shown.outputs[0].data["text/plain"]
    assert "1 / 0" in shown.stdout + shown.stderr
    assert "program.py" not in shown.stdout + shown.stderr
    assert shell.user_ns["__builtins__"] is builtins


def test_syntax_of_the_age_too(shell: InteractiveShell) -> None:
    with capture_output():
        ran = shell.run_cell("%%keras1\nx = 1\nwhlie x: pass\n")
    assert isinstance(ran.error_in_exec, Keras1SyntaxError)
    assert ran.error_in_exec.lineno == 3
    assert "Did you mean `while`?" in str(ran.error_in_exec)


def test_a_cell_may_be_python_2(shell: InteractiveShell) -> None:
    cell(shell, "%%keras1\nxrange = lambda n: [n]")
    assert cell(shell, "%%keras1\nprint 'x'\n7 / 2")[0] == 3
    # A name of Python 2 that another cell has made is that cell's.
    assert cell(shell, "%%keras1\nxrange(7)[0] / 2")[0] == 3.5


def test_the_notebook_s_own_commands_work_inside(shell: InteractiveShell) -> None:
    assert cell(shell, "%%keras1\nplace = %pwd\nplace")[0] == cell(shell, "%pwd")[0]


def test_a_class_of_a_cell_can_be_pickled(shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "__main__", shell.user_module)  # as it is in a notebook
    text = "%%keras1\nimport pickle\nclass A(object): pass\ntype(pickle.loads(pickle.dumps(A()))) is A"
    assert cell(shell, text)[0] is True


def test_show_prints_today_s_text_too(shell: InteractiveShell) -> None:
    with capture_output() as shown:
        shell.run_cell("%%keras1 --show\nfrom keras.layers import Dense\nlayer = Dense(output_dim=2)").raise_error()
    assert "layer = Dense(units=2)" in shown.stdout
    with capture_output() as shown:
        shell.run_cell("%%keras1 --shwo\n1")
    assert (
        "%%keras1 takes nothing but --show and --as-in-2016 on its line, and got '--shwo'."
        in shown.stdout + shown.stderr
    )


def test_as_in_2016_computes_what_was_computed(shell: InteractiveShell) -> None:
    text = "from keras.layers import GRU\nlayer = GRU(3)"
    with capture_output() as shown:
        shell.run_cell(f"%%keras1 --as-in-2016 --show\n{text}").raise_error()
    assert shell.user_ns["layer"].reset_after is False
    assert "reset_after=False" in shown.stdout
    with capture_output():
        shell.run_cell(f"%%keras1\n{text}").raise_error()
    assert shell.user_ns["layer"].reset_after is True


TOLD = [
    (functools.partial(tell, "a", "b"), Notice("a", "b", "", (1,))),
    (functools.partial(tell, "a", "b", ["It differs.", "Twice."]), Notice("a", "b", "It differs. Twice.", (1,))),
    (functools.partial(tell, "a", "a", ["It differs."]), Notice("a", "a", "It differs.", (1,))),
    (functools.partial(tell_gone, "a", "made", ["So."]), Notice("a", "no name", "made. So.", (1,))),
    (lambda: warnings.warn(Keras1Warning("Something else."), stacklevel=2), Notice("", "", "Something else.", (1,))),
]


@pytest.mark.parametrize(("told", "notice"), TOLD, ids=[notice.old + notice.differences for _, notice in TOLD])
def test_every_form_of_notice_is_a_row_of_the_table(told: Callable[[], None], notice: Notice) -> None:
    with pytest.warns(Keras1Warning) as seen:
        told()
    [warning] = [warning.message for warning in seen]
    assert isinstance(warning, Keras1Warning)
    assert Notice.of(warning, (1,)) == notice
    # As warnings.WarningMessage and processes hand it on.
    assert vars(pickle.loads(pickle.dumps(warning))) == vars(warning)


def test_a_table_escapes_what_it_shows() -> None:
    table = NoticeTable((Notice("f('<b>')", "g", "<i>", (1,)),))
    assert "<b>" not in table._repr_html_()
    assert "<i>" not in table._repr_html_()
