"""2016 text that today's Python cannot read is answered with the line and the remedy."""

from __future__ import annotations

import sys
import textwrap
import traceback
from typing import Any

import pytest

from keras_functional_notes.legacy.running.program import run_source
from keras_functional_notes.legacy.syntax import Keras1SyntaxError

pytestmark = pytest.mark.filterwarnings("ignore")  # where notices are meant, a test records them


def run(text: str, **init_globals: Any) -> dict[str, Any]:
    return run_source(textwrap.dedent(text), init_globals=init_globals)


# Syntax

OF_THE_AGE = [
    ("from keras.layers improt Input", 1, "`improt` is no word of Python's. Did you mean `import`?"),
    ("x = 1\nwhlie x: pass", 2, "`whlie` is no word of Python's. Did you mean `while`?"),
    ("x = 1\nprint 'loss', x", 2, "`print` is a function since Python 3: write `print(...)`."),
    ("print x % 3", 1, "`print` is a function since Python 3: write `print(...)`."),
    ("exec 'x = 1'", 1, "`exec` is a function since Python 3: write `exec(...)`."),
    ("try:\n    pass\nexcept IOError, e:\n    pass", 3, "Python 3 writes `except Error as name:`"),
    ("raise ValueError, 'no'", 1, "Python 3 writes `raise Error(message)`"),
    ("if 1 <> 2: pass", 1, "Python 3 writes `!=` where Python 2 also had `<>`."),
    ("x = `1`", 1, "Python 3 writes `repr(x)` where Python 2 had backticks."),
    ("x = 0777", 1, "Python 3 writes octal numbers `0o17` where Python 2 had `017`."),
    ("x = 10L", 1, "Python 3's whole numbers need no `L` at their end."),
    ("x = ur'a'", 1, "Python 3 writes raw text `r'...'` where Python 2 had `ur'...'`."),
    ("def f(a, (b, c)):\n    pass", 1, "Python 3 takes no tuple for a parameter"),
    ("f = lambda (a, b): a", 1, "Python 3 takes no tuple for a parameter"),
    ("run(async=True)", 1, "`async` is a keyword since Python 3.7: give the name another one."),
    (">>> import keras", 1, "That is an interpreter's prompt: leave it out."),
    ("%matplotlib inline", 1, "That is a notebook's own command: leave it out, or put %%keras1 on top"),
    ("if 1:\n\tx = 1\n        y = 2", 3, "Python 3 lets no line mix tabs and spaces: indent with spaces alone."),
    ("def f():\n    from keras.layers import *", 2, "Python 3 has `from ... import *` outside functions only"),
    ("form = (1,\n", 1, "'(' was never closed"),
]


@pytest.mark.parametrize(("text", "line", "message"), OF_THE_AGE, ids=[text for text, _, _ in OF_THE_AGE])
def test_syntax_of_the_age_is_answered_with_the_line_and_the_remedy(
    text: str, line: int, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where `fissix` is, Python 2 is read: see test_python2.py.
    monkeypatch.setitem(sys.modules, "fissix.pgen2.parse", None)
    with pytest.raises(Keras1SyntaxError) as raised:
        run_source(text, filename="<old>")
    assert message in raised.value.msg
    assert (raised.value.filename, raised.value.lineno) == ("<old>", line)
    shown = "".join(traceback.format_exception_only(raised.value))
    assert text.splitlines()[line - 1].strip() in shown
