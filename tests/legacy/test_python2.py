"""Python 2 is told from Python 3, read, and divides as it did."""

from __future__ import annotations

import ast
import io
import json
import pathlib
import sys
import textwrap
import traceback
from typing import Any

import numpy as np
import pytest

from keras_functional_notes.legacy import Keras1Warning
from keras_functional_notes.legacy.python2 import DIVIDE, DIVIDE_IN_PLACE, divide, divide_in_place, divided, modern
from keras_functional_notes.legacy.running.program import Program, run_path, run_source
from keras_functional_notes.legacy.syntax import Keras1SyntaxError
from keras_functional_notes.legacy.translating import translate
from keras_functional_notes.legacy.translating.files import translate_paths

# What Python 2 wrote, and what Python 3 writes, by Python's own list of what is new in 3.0.
SPELLINGS = [
    ("print 'loss', x", "print('loss', x)"),
    ("print >>sys.stderr, x", "print(x, file=sys.stderr)"),
    ("print x,", "print(x, end=' ')"),
    ("exec 'x = 1' in names", "exec('x = 1', names)"),
    ("try:\n    f()\nexcept IOError, e:\n    pass", "try:\n    f()\nexcept IOError as e:\n    pass"),
    ("raise ValueError, 'no'", "raise ValueError('no')"),
    ("if 1 <> 2: pass", "if 1 != 2: pass"),
    ("x = `1`", "x = repr(1)"),
    ("x = 0777", "x = 0o777"),
    ("x = 10L", "x = 10"),
    ("x = ur'a\\d'", "x = r'a\\d'"),
    ("f = lambda (a, b): a", "f = lambda a_b: a_b[0]"),
    ("for i in xrange(3): pass", "for i in range(3): pass"),
    ("print d.has_key(1)", "print(1 in d)"),
    ("print d.iteritems()", "print(iter(d.items()))"),
    ("import cPickle as pickle", "import pickle as pickle"),
    (
        "import urllib2\nurllib2.urlopen(x)",
        "import urllib.request, urllib.error, urllib.parse\nurllib.request.urlopen(x)",
    ),
    ("s = unicode(x)", "s = str(x)"),
    ("s = raw_input()", "s = input()"),
    ("print map(f, x)[0]", "print(list(map(f, x))[0])"),
    ("if 1:\n\tx = 1\n        y = '''a\n\tb'''", "if 1:\n        x = 1\n        y = '''a\n\tb'''"),
]


@pytest.mark.parametrize(("old", "new"), SPELLINGS, ids=[old for old, _ in SPELLINGS])
def test_python_2_is_written_as_python_3(old: str, new: str) -> None:
    found = modern(old, "<text>")
    assert found is not None
    assert found.text == new


TODAYS = [
    "print('loss', x)",
    "x = 7 / 2",
    "from __future__ import print_function\nprint('x', file=f)",
    "from six.moves import xrange\nfor i in xrange(3): pass",
    "try:\n    import cPickle as pickle\nexcept ImportError:\n    import pickle",
    "try:\n    xrange\nexcept NameError:\n    xrange = range\nfor i in xrange(3): pass",
    "import sys\nif sys.version_info[0] == 2:\n    text = unicode\nelse:\n    text = str",
    "from utils import *\nxrange(3)",
    "def f(unicode): return unicode",
    "df.iteritems()",  # pandas had it on Python 3
    "this is no Python at all",
    "x = (1,",
    "x = '\0'",
    "",
]


@pytest.mark.parametrize("text", TODAYS)
def test_what_does_not_prove_to_be_python_2_is_none(text: str) -> None:
    assert modern(text, "<text>") is None


def test_a_cell_has_names_from_other_cells() -> None:
    assert modern("xrange(3)", "<cell>") is not None
    assert modern("xrange(3)", "<cell>", known={"xrange": range}) is None


def test_bytes_are_read_in_the_encoding_that_they_name() -> None:
    found = modern("# coding: latin-1\nprint u'é'".encode("latin-1"), "<text>")
    assert found is not None
    assert found.text == "# coding: latin-1\nprint('é')"
    assert modern("print u'é'".encode("latin-1"), "<text>") is None


def test_without_fissix_it_is_text_that_python_cannot_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fissix.pgen2.parse", None)
    assert modern("print 'x'", "<text>") is None


def test_each_rewritten_line_is_told_with_its_number() -> None:
    found = modern("x = 1\nprint x\n\ndef f(a, (b, c)):\n    return b\nprint f", "<text>")
    assert found is not None
    told = list(found.rewritten())
    assert [line for line, _, _ in told] == [2, 4, 6]
    assert told[0] == (2, "print x", "print(x)")
    assert told[1][1] == "def f(a, (b, c)):"
    assert told[2] == (6, "print f", "print(f)")
    assert [found.old_line(line) for line in range(1, 8)] == [1, 2, 3, 4, 4, 5, 6]


# Division


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (7, 2, 3),
        (-7, 2, -4),
        (7, 2.0, 3.5),
        (7.0, 2, 3.5),
        (True, 2, 0),
        (np.int64(7), 2, 3),
        (np.float32(7), 2, 3.5),
    ],
)
def test_whole_numbers_are_divided_into_whole_numbers(left: Any, right: Any, expected: Any) -> None:
    for result in (divide(left, right), divide_in_place(left, right)):
        assert result == expected
        assert isinstance(result, float | np.floating) == isinstance(expected, float)


def test_arrays_divide_as_they_did() -> None:
    np.testing.assert_array_equal(divide(np.array([7, -7]), 2), [3, -4])
    np.testing.assert_array_equal(divide(np.array([7.0, -7.0]), 2), [3.5, -3.5])
    array = np.array([7.0, 9.0])
    assert divide_in_place(array, 2) is array
    np.testing.assert_array_equal(array, [3.5, 4.5])
    with pytest.raises(ZeroDivisionError):
        divide(1, 0)


def test_what_says_where_a_number_stands_is_asked_once() -> None:
    asked = []
    values, here = [7, 9.0], type("Here", (), {"width": 7})()

    def at(index: int) -> int:
        asked.append(index)
        return index

    def whole() -> Any:
        asked.append(-1)
        return here

    tree = divided(ast.parse("values[at(0)] /= 2\nvalues[at(1)] /= 2\nwhole().width /= 2\nx = 9 / 2 / 2.0"))
    names: dict[str, Any] = {
        "values": values,
        "at": at,
        "whole": whole,
        DIVIDE: divide,
        DIVIDE_IN_PLACE: divide_in_place,
    }
    exec(compile(tree, "<text>", "exec"), names)
    assert asked == [0, 1, -1]
    assert values == [3, 4.5]
    assert here.width == 3
    assert names["x"] == 2.0


def test_division_of_the_future_is_todays() -> None:
    old = modern("print 7 / 2", "<text>")
    new = modern("from __future__ import division\nprint 7 / 2", "<text>")
    assert old is not None
    assert new is not None
    assert (old.floors, new.floors) == (True, False)


# Run

TWO_TWEETS = """
from keras.layers import Input, LSTM, Dense, merge
from keras.models import Model

nb_feature = 513
tweet_a, tweet_b = Input(shape=(140, 256)), Input(shape=(140, 256))
shared_lstm = LSTM(nb_feature / 8)
encoded = [shared_lstm(x) for x in tweet_a, tweet_b]
for i in xrange(2):
    print 'tweet', i, shared_lstm.get_output_at(i) is encoded[i]
merged = merge(encoded, mode='concat', concat_axis=-1)
model = Model(input=[tweet_a, tweet_b], output=Dense(1, activation='sigmoid')(merged))
"""


def test_a_script_of_python_2_runs_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.warns(Keras1Warning) as notices:
        names = run_source(TWO_TWEETS, filename="old.py")
    assert capsys.readouterr().out == "tweet 0 True\ntweet 1 True\n"
    assert names["model"].output_shape == (None, 1)
    assert names["shared_lstm"].units == 64
    first = str(notices[0].message)
    assert first.startswith(
        "old.py is Python 2, and is read as that; `translate` writes it for Python 3. `/` of two whole"
    )
    assert sum("is Python 2" in str(notice.message) for notice in notices) == 1


def test_a_learning_rate_is_halved_in_place() -> None:
    text = """
    from keras.optimizers import SGD
    sgd = SGD(lr=1.0)
    sgd.lr /= 2
    print sgd.lr
    rates = [1, 1.0]
    rates[0] /= 2
    rates[1] /= 2
    """
    with pytest.warns(Keras1Warning):
        names = run_source(textwrap.dedent(text))
    assert names["rates"] == [0, 0.5]
    assert float(names["sgd"].learning_rate) == 0.5


def test_a_traceback_shows_the_line_as_it_was_written() -> None:
    text = "def f(a, (b, c)):\n    return b\n\nprint f(1, (2, 3)) / 0\n"
    with pytest.warns(Keras1Warning), pytest.raises(ZeroDivisionError) as raised:
        run_source(text, filename="<division>")
    last = traceback.extract_tb(raised.value.__traceback__)
    assert [(frame.lineno, frame.line) for frame in last if frame.filename == "<division>"] == [
        (4, "print f(1, (2, 3)) / 0")
    ]


def test_neighbours_of_a_script_may_be_python_2(tmp_path: pathlib.Path) -> None:
    (tmp_path / "sizes.py").write_text("half = 7 / 2\nprint 'half', half\n")
    (tmp_path / "main.py").write_text("from sizes import half\nthird = 7 / 3\n")
    with pytest.warns(Keras1Warning, match=r"sizes\.py is Python 2"):
        names = run_path(tmp_path / "main.py")
    assert names["half"] == 3
    assert names["third"] == pytest.approx(7 / 3)  # the script itself does not prove to be Python 2


def test_a_cell_of_python_2_runs() -> None:
    names = {"xs": [1, 2]}
    with pytest.warns(Keras1Warning):
        assert Program().evaluate("print xs\nxs[0] / xs[1]", "<cell>", names) == 0


# Translated


def test_a_script_of_python_2_is_translated_and_runs_on_python_3(capsys: pytest.CaptureFixture[str]) -> None:
    done = translate(TWO_TWEETS)
    assert done.python2
    assert not done.needs_you
    names: dict[str, Any] = {}
    # What is left of Keras 1 is get_output_at, which this package answers.
    exec(compile(done.text, "<translated>", "exec"), names)
    assert capsys.readouterr().out == "tweet 0 True\ntweet 1 True\n"
    assert names["shared_lstm"].units == 64
    assert names["model"].output_shape == (None, 1)
    again = translate(done.text)
    assert (again.text, again.changes, again.python2) == (done.text, (), False)


DIVISIONS = [
    ("n = 64\nx = n / 2", "n // 2"),
    ("x = len(xs) / 2", "len(xs) // 2"),
    ("x = (a.shape[0] - 1) / 2 / 2", "(a.shape[0] - 1) // 2 // 2"),
    ("x = int(y) / 3 * 2", "int(y) // 3 * 2"),
    ("n = 64.\nx = n / 2", "n / 2"),
    ("x = float(y) / n", "float(y) / n"),
    ("x = y / 255.", "y / 255."),
]


@pytest.mark.parametrize(("line", "expected"), DIVISIONS, ids=[line for line, _ in DIVISIONS])
def test_division_that_the_text_decides_is_written_out(line: str, expected: str) -> None:
    done = translate(f"import keras\nprint 'x'\n{line}\n")
    assert done.text.endswith(f"x = {expected}\n")
    assert not done.differences


def test_division_that_the_text_leaves_open_is_told_at_its_line() -> None:
    done = translate("import keras\nprint 'x'\nn = f()\nx = n / 2\nfor i in [4]:\n    i /= n\n")
    assert "x = n / 2\n" in done.text
    assert [(each.line, each.what) for each in done.differences] == [(4, "n / 2"), (6, "i /= n")]
    assert done.differences[0].why.endswith("If both are whole here, write `//`.")


def test_division_of_the_future_is_left() -> None:
    done = translate("from __future__ import division\nimport keras\nprint 7 / 2\n")
    assert "print(7 / 2)" in done.text
    assert not done.differences


def test_python_2_without_keras_is_not_touched() -> None:
    with pytest.raises(Keras1SyntaxError, match=r"write `print\(...\)`"):
        translate("print 'x'")
    text = "for i in xrange(3): pass"
    assert translate(text).text == text


def test_the_report_says_that_it_was_python_2(tmp_path: pathlib.Path) -> None:
    (tmp_path / "old.py").write_text("import keras\nprint 7 / n\n")
    err, out = io.StringIO(), io.StringIO()
    assert translate_paths([str(tmp_path)], err=err, out=out) == 0
    assert "old.py: 1 change from Python 2\n" in err.getvalue()
    assert "+print(7 / n)" in out.getvalue()
    out = io.StringIO()
    translate_paths([str(tmp_path)], err=err, out=out, report="json")
    assert json.loads(out.getvalue())["changed"][0]["python"] == 2
